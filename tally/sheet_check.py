"""One settled sheet read again from the paper: where the paper and the count differ, and whose mistake it was."""

from __future__ import annotations

from dataclasses import dataclass, field

from tally.comparison import WHOLE
from tally.draw import Sheet
from tally.marks import EMPTY, is_blank_ballot
from tally.readings import Reading
from tally.residual_errors import SheetRead


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """What the count had for a sheet when the sample was drawn: its marks, or void."""

    marks: str
    void: bool


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A sheet that was read again by `by`: `differing` are the places (rows, or WHOLE) where the reading is
    not what the count had.

    After looking at the paper once more each of them is either `wrong` (the count is) or `misread` (the
    reading was); until then it is open, and an open one counts as wrong.
    """

    sheet: Sheet
    reading: Reading
    counted: CountedSheet
    by: str
    at: str
    differing: frozenset[int] = frozenset()
    looked: bool = False
    misread: frozenset[int] = frozenset()
    corrected: bool = False
    """The count has been corrected since and reads here as the paper does."""
    ruled: frozenset[int] = frozenset()
    """Places that the count had from a ruling, not from passes that agree: another ruling mends them."""

    @property
    def wrong(self) -> frozenset[int]:
        """The places where the count is wrong, as far as is known."""
        return self.differing - self.misread

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to look at the paper again."""
        return bool(self.differing) and not self.looked

    def was_ruled(self, place: int) -> bool:
        """Whether the count had this place from a ruling."""
        return place in self.ruled or WHOLE in self.ruled

    def as_read(self, stratum: str) -> SheetRead:
        """The sheet for the statistics."""
        return SheetRead(stratum, self.wrong - {WHOLE}, WHOLE in self.wrong)

    def counts_against(self, rows: frozenset[int]) -> bool:
        """Whether the count is wrong in any of `rows`."""
        return WHOLE in self.wrong or bool(self.wrong & rows)

    def paper_mark(self, row: int) -> str:
        """What the paper reads in a row, by all that is known; EMPTY in a void one."""
        marks = self.counted.marks if row in self.misread else self.reading.marks
        return marks[row - 1] if row <= len(marks) else EMPTY


def differing_places(reading: Reading, counted: CountedSheet, *, blank_ballot_void: bool) -> frozenset[int]:
    """Where a reading is not what the count has: rows from 1, or WHOLE alone where one of them is void.

    The rows of a void sheet are not compared. `blank_ballot_void`: a sheet without any mark is void by the
    scheme, whoever notes it.
    """
    void = is_void(reading, blank_ballot_void=blank_ballot_void)
    if void != counted.void:
        return frozenset((WHOLE,))
    if void:
        return frozenset()
    pairs = zip(reading.marks, counted.marks, strict=True)
    return frozenset(row for row, (read, had) in enumerate(pairs, start=1) if read != had)


def is_void(reading: Reading, *, blank_ballot_void: bool) -> bool:
    """Whether a sheet as it was read is void, by itself or by the scheme's rule on blank sheets."""
    return reading.void or (blank_ballot_void and is_blank_ballot(reading.marks))


@dataclass(frozen=True, slots=True)
class Findings:
    """All sheets of one check that were read, by sheet."""

    by_sheet: dict[Sheet, CheckedSheet] = field(default_factory=dict)

    @property
    def wrong(self) -> tuple[CheckedSheet, ...]:
        """Those in which the count is wrong, or still open, in the order of their names."""
        return tuple(one for _, one in sorted(self.by_sheet.items()) if one.wrong)

    @property
    def misread(self) -> tuple[CheckedSheet, ...]:
        """Those that the check's reader misread somewhere."""
        return tuple(one for _, one in sorted(self.by_sheet.items()) if one.misread)

    @property
    def open(self) -> tuple[CheckedSheet, ...]:
        """Those at which somebody has to look again."""
        return tuple(one for _, one in sorted(self.by_sheet.items()) if one.is_open)
