"""Every place that had to be read, as a tidy CSV: one line a place (`pingyi differences --csv`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exports.circumstances import BatchReport
from exports.row_labels import row_labels
from exports.spreadsheet import code_text, csv_bytes, free_text
from tally.comparison import OPINION, WHOLE
from tally.difference_kinds import Difference
from tally.scheme import Scheme
from tally.subjects import Subjects

COLUMNS = ("batch", "ballot", "row", "label", "first", "second", "final", "reason", "reviewer", "kind")


def differences_csv(scheme: Scheme, subjects: Subjects, reports: Iterable[BatchReport]) -> bytes:
    """The file. Columns, kinds and codes as in docs/contract.md, in any language of the screens.

    `first` and `second` are as keyed; they are empty while rulings are blind and they would tell of an open
    place. Readings of more than one mark have the prefix `m`, as in marks.csv, so that no spreadsheet adds
    them up.
    """
    return csv_bytes(COLUMNS, _rows(scheme, subjects, reports))


def _rows(scheme: Scheme, subjects: Subjects, reports: Iterable[BatchReport]) -> Iterator[tuple[object, ...]]:
    blind = scheme.keying.rulings_blind
    for report in reports:
        entry = report.double_entry()
        if entry is None:
            continue
        labels = row_labels(scheme, subjects, report.cover)
        for one in entry.differences:
            hidden = entry.is_hidden(one, blind=blind)
            yield (
                report.cover.id,
                one.ballot,
                {WHOLE: "", OPINION: "opinion"}.get(one.place, one.place),
                free_text(labels.get(one.place, "")),
                "" if hidden else _cell(one, one.first),
                "" if hidden else _cell(one, one.second),
                _cell(one, one.final or ""),
                free_text(one.ruling.reason) if one.ruling is not None else "",
                free_text("; ".join(one.by)),
                one.kind.value,
            )


def _cell(one: Difference, value: str) -> str:
    if one.place == WHOLE:
        return "/".join(part if part in ("", "void", "absent") else f"m{part}" for part in value.split("/"))
    return code_text(value)
