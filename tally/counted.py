"""Counting an appraisal (统计): its bundles added up and held against the signed count sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tally.bundle_sums import BundleSums, SheetSums
from tally.control_totals import accounting, mismatches
from tally.count_sheets import CountSheet
from tally.counting import Accounting, BatchCount, ControlMismatch, CountedRow, OpenWork
from tally.row_counts import RowCounts
from tally.scheme import Scheme
from tally.subjects import Subjects


@dataclass(frozen=True, slots=True)
class Counted:
    """All counts of an appraisal, before any rate is taken."""

    rows: Mapping[tuple[str, str], tuple[CountedRow, ...]]
    """The lines of (form, subject), in the order of the ballot."""
    counts: RowCounts
    """By form, subject, line and group."""
    accounting: Mapping[tuple[str, str, str], Accounting]
    """By form, subject of the batch (a roster's organization) and group; group "" for all pooled."""
    owner: Mapping[tuple[str, str], str]
    """The subject under which the sheets of (form, subject) were bundled: a roster's organization."""
    groups: Mapping[tuple[str, str], tuple[str, ...]]
    """The groups with a batch or a count sheet for (form, owner), in the scheme's order."""
    open: OpenWork
    mismatches: tuple[ControlMismatch, ...]
    batches: int


def count_batches(
    scheme: Scheme, subjects: Subjects, sheets: Iterable[CountSheet], batches: Iterable[BatchCount]
) -> Counted:
    """Count every settled ballot of `batches` and hold the bundles against the count sheets."""
    sums = BundleSums(scheme)
    for batch in batches:
        sums.add(batch)
    return counted(scheme, subjects, sheets, sums)


def counted(scheme: Scheme, subjects: Subjects, sheets: Iterable[CountSheet], sums: BundleSums) -> Counted:
    """What bundles that are added up already give, held against the count sheets."""
    sheets = tuple(sheets)
    totals, counts = dict(sums.totals), sums.counts.copy()
    bundled = {key[:2] for key in totals}
    for sheet in sheets:
        # A group without a bundle was issued its sheets all the same.
        if sheet.group and (sheet.form, sheet.subject) in bundled:
            totals.setdefault((sheet.form, sheet.subject, sheet.group), SheetSums(issued=None))
    # The order of the scheme and of subjects.csv, not that in which bundles were registered or added.
    place = {
        key: at
        for at, key in enumerate((form, subject) for form in scheme.forms for subject in subjects.by_id)
    }
    rows = {
        key: sums.rows[key] for key in sorted(sums.rows, key=lambda key: (place.get(key, len(place)), key))
    }
    for (form, subject), its in rows.items():
        for group in scheme.groups:
            if (form, sums.owner[form, subject], group) in totals:
                counts.open_lines(form, subject, group, its)
    return Counted(
        rows=rows,
        counts=counts,
        accounting=accounting(scheme, subjects, sheets, totals),
        owner={key: sums.owner[key] for key in rows},
        groups=_groups(scheme, totals),
        open=sums.open,
        mismatches=mismatches(sheets, totals),
        batches=sums.bundles,
    )


def _groups(
    scheme: Scheme, totals: Mapping[tuple[str, str, str], SheetSums]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for form, subject, _ in totals:
        found[form, subject] = tuple(group for group in scheme.groups if (form, subject, group) in totals)
    return found
