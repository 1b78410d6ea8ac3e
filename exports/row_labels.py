"""What a line of a ballot is called: the item, and on a roster the subject before it."""

from __future__ import annotations

from tally.cover_sheets import CoverSheet, ballot_rows
from tally.scheme import Layout, Scheme
from tally.subjects import Subjects


def row_labels(scheme: Scheme, subjects: Subjects, cover: CoverSheet) -> dict[int, str]:
    """The label of each line of a batch's ballots, by its number."""
    form = scheme.forms[cover.form]
    labels = {}
    for row in ballot_rows(form, cover):
        known = subjects.by_id.get(row.subject)
        name = known.name if known else row.subject
        if form.layout is Layout.SINGLE:
            labels[row.row] = row.item
        else:
            labels[row.row] = f"{name} {row.item}" if len(form.item_labels) > 1 else name
    return labels
