"""The labels of the lines of bundles, reckoned once for each form and roster: thousands of bundles share them."""

from __future__ import annotations

from collections.abc import Mapping

from exports.row_labels import row_labels
from tally.cover_sheets import CoverSheet
from tally.scheme import Scheme
from tally.subjects import Subjects


class KnownLabels:
    """Remembers what `exports.row_labels` has said."""

    def __init__(self, scheme: Scheme, subjects: Subjects) -> None:
        self._scheme = scheme
        self._subjects = subjects
        self._known: dict[tuple[str, tuple[str, ...]], Mapping[int, str]] = {}

    def of(self, cover: CoverSheet) -> Mapping[int, str]:
        """The label of each line of a bundle's ballots, by its number."""
        key = (cover.form, cover.roster)
        if key not in self._known:
            self._known[key] = row_labels(self._scheme, self._subjects, cover)
        return self._known[key]
