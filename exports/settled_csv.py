"""The settled marks and the bundles of a package: enough to recount, nothing that leads back to a rater.

A ballot's number here is fresh, given in the order of form, subject, group and marks: no batch, no
clerk, no time, no opinion.
"""

from __future__ import annotations

from collections.abc import Iterable

from exports.circumstances import BatchReport
from exports.spreadsheet import csv_bytes

MARKS = ("form", "subject", "group", "ballot", "marks", "void")
BATCHES = ("form", "subject", "group", "collected", "issued", "absent", "open", "opinions", "roster")


def marks_csv(reports: Iterable[BatchReport]) -> bytes:
    """One line a settled ballot; a void one has no marks. Marks are quoted so that no sheet adds them up."""
    ballots = []
    for report in reports:
        if report.settlement is None:
            continue
        cover = report.cover
        for ballot in report.settlement.settled:
            marks = "" if ballot.void else ballot.marks
            ballots.append((cover.form, cover.subject, cover.group, marks, "1" if ballot.void else ""))
    ballots.sort()
    rows = [
        (form, subject, group, number, _text(marks), void)
        for number, (form, subject, group, marks, void) in enumerate(ballots, start=1)
    ]
    return csv_bytes(MARKS, rows)


def read_marks(cell: str) -> str:
    """A cell of the marks column as a ballot's marks."""
    return cell.removeprefix("m")


def _text(marks: str) -> str:
    """Marks as a text that a spreadsheet neither adds up nor runs: `m112-` (`m` for marks)."""
    return f"m{marks}" if marks else ""


def batches_csv(reports: Iterable[BatchReport]) -> bytes:
    """The bundles, added up by form, subject and group, with what is absent and what is open."""
    sums: dict[tuple[str, str, str], list[int | None]] = {}
    rosters: dict[tuple[str, str, str], str] = {}
    for report in reports:
        cover, settlement = report.cover, report.settlement
        key = (cover.form, cover.subject, cover.group)
        absent = len(settlement.absent) if settlement else 0
        waiting = len(settlement.open_ballots) if settlement else cover.collected
        opinions = len(settlement.with_opinion) if settlement else 0
        before = sums.get(key, [0, 0, 0, 0, 0])
        issued = None if before[1] is None or cover.issued is None else before[1] + cover.issued
        sums[key] = [
            (before[0] or 0) + cover.collected,
            issued,
            (before[2] or 0) + absent,
            (before[3] or 0) + waiting,
            (before[4] or 0) + opinions,
        ]
        rosters[key] = " ".join(cover.roster)
    return csv_bytes(BATCHES, [(*key, *numbers, rosters[key]) for key, numbers in sorted(sums.items())])
