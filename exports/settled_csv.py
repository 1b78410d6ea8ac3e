"""The settled marks and the bundles of a package: enough to recount, nothing that leads back to a rater.

A ballot's number here is fresh, given in the order of form, subject, group and marks: no bundle, no
clerk, no time, no opinion. A bundle's line has its control totals and none of its marks.
"""

from __future__ import annotations

from exports.circumstances import BatchReport
from exports.spreadsheet import BOM, csv_bytes
from tally.cover_sheets import CoverSheet
from tally.marks import is_blank_ballot

MARKS = ("form", "subject", "group", "ballot", "marks", "void")
BATCHES = (
    "batch", "form", "subject", "group", "first", "collected", "issued", "absent", "open", "void", "blank", "opinions",
    "supplement_to", "roster",
)  # fmt: skip

_VOID = "~"
"""A void ballot while the marks are gathered; sorts after every mark."""

Bundled = tuple[str, str, str]
"""Form, subject and group of a bundle."""


class SettledMarks:
    """The settled ballots of bundles, gathered one bundle at a time, without their numbers."""

    def __init__(self) -> None:
        self._ballots: dict[Bundled, list[str]] = {}

    def add(self, report: BatchReport) -> None:
        """Take over a bundle's settled ballots."""
        cover, settlement = report.cover, report.settlement
        if settlement is None or not settlement.settled:
            return
        ballots = self._ballots.setdefault((cover.form, cover.subject, cover.group), [])
        ballots += [_VOID if ballot.void else ballot.marks for ballot in settlement.settled]

    def merge(self, other: SettledMarks) -> None:
        """Take over the ballots of other bundles."""
        for key, ballots in other._ballots.items():
            self._ballots.setdefault(key, []).extend(ballots)

    def csv(self) -> bytes:
        """`marks.csv`: one line a ballot; a void one has no marks.

        Marks are written as `m112-`, which no spreadsheet adds up, rounds or runs.
        """
        lines = [",".join(MARKS)]
        number = 0
        # Every cell is an id, a number or marks: nothing that needs quoting.
        for (form, subject, group), ballots in sorted(self._ballots.items()):
            start = f"{form},{subject},{group},"
            for marks in sorted(ballots):
                number += 1
                lines.append(f"{start}{number},,1" if marks == _VOID else f"{start}{number},m{marks},")
        return BOM + ("\r\n".join(lines) + "\r\n").encode("ascii")


def read_marks(cell: str) -> str:
    """A cell of the marks column as a ballot's marks."""
    return cell.removeprefix("m")


class Bundles:
    """The control totals of bundles, gathered one at a time."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[object, ...]] = {}

    def add(self, report: BatchReport) -> None:
        """Take over what a bundle's cover sheet says and what became of its sheets."""
        cover, settlement = report.cover, report.settlement
        absent = waiting = void = blank = opinions = 0
        if settlement is None:
            waiting = cover.collected
        else:
            absent, waiting = len(settlement.absent), len(settlement.open_ballots)
            void = sum(ballot.void for ballot in settlement.settled)
            blank = sum(is_blank_ballot(ballot.marks) for ballot in settlement.settled)
            opinions = len(settlement.with_opinion)
        self._lines[cover.id] = (
            cover.id, cover.form, cover.subject, cover.group, cover.first, cover.collected, cover.issued, absent,
            waiting, void, blank, opinions, cover.supplement_to, _roster(cover),
        )  # fmt: skip

    def merge(self, other: Bundles) -> None:
        """Take over other bundles."""
        self._lines |= other._lines

    def csv(self) -> bytes:
        """`batches.csv`: one line a bundle, by form, subject, group and id."""
        return csv_bytes(BATCHES, sorted(self._lines.values(), key=lambda line: (*line[1:4], line[0])))


def _roster(cover: CoverSheet) -> str:
    """The members that are the rows, on a roster."""
    return " ".join(cover.roster)
