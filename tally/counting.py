"""What counting settled ballots gives: marks by subject, row and group, with the ballot accounting beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from tally.cover_sheets import CoverSheet
from tally.marks import BLANK, SPOILED, grade_codes
from tally.settling import Settlement


@dataclass(frozen=True, slots=True)
class MarkCounts:
    """How often each mark stands in a row (or in several rows together).

    `grades[0]` counts the first grade. valid = grades + blank + spoiled, in every line.
    """

    grades: tuple[int, ...]
    blank: int = 0
    spoiled: int = 0

    @property
    def valid(self) -> int:
        """Rows counted: every valid ballot once a row."""
        return sum(self.grades) + self.blank + self.spoiled

    @property
    def marked(self) -> int:
        """Rows that bear a grade."""
        return sum(self.grades)

    def __add__(self, other: MarkCounts) -> MarkCounts:
        return MarkCounts(
            tuple(map(add, self.grades, other.grades)),
            self.blank + other.blank,
            self.spoiled + other.spoiled,
        )


def sum_marks(parts: Sequence[MarkCounts]) -> MarkCounts:
    """Several rows or groups together: at least one."""
    return MarkCounts(
        tuple(map(sum, zip(*[one.grades for one in parts], strict=True))),
        sum([one.blank for one in parts]),
        sum([one.spoiled for one in parts]),
    )


def no_marks(grades: int) -> MarkCounts:
    """Nothing counted yet, for a scheme of `grades` grades."""
    return MarkCounts((0,) * grades)


def count_rows(marks: Sequence[str], rows: int, grades: int) -> tuple[MarkCounts, ...]:
    """The counts of each row over ballots given as strings of `rows` codes."""
    numbers, width = count_joined("".join(marks), rows, grades), grades + 2
    return tuple(
        MarkCounts(tuple(numbers[at : at + grades]), numbers[at + grades], numbers[at + grades + 1])
        for at in range(0, rows * width, width)
    )


def count_joined(joined: str, rows: int, grades: int) -> list[int]:
    """The counts of ballots of `rows` codes each, joined to one text: of each row in turn every grade, blank, spoiled.

    A row is a slice of the whole text, so a million ballots are counted in about a second with the standard
    library alone.
    """
    codes = (*grade_codes(grades), BLANK, SPOILED)
    numbers: list[int] = []
    for row in range(rows):
        numbers += map(joined[row::rows].count, codes)
    return numbers


@dataclass(frozen=True, slots=True)
class Pending:
    """What of a row is not counted yet: known marks of open ballots, and how many are unknown."""

    known: MarkCounts
    unknown: int

    def __add__(self, other: Pending) -> Pending:
        return Pending(self.known + other.known, self.unknown + other.unknown)


@dataclass(frozen=True, slots=True)
class BatchCount:
    """One batch as the tally sees it. `settlement` is None until both passes are in custody."""

    cover: CoverSheet
    settlement: Settlement | None
    agreed: tuple[str, ...] = ()
    """The marks of valid ballots that count besides the settlement's (tally/agreed_ballots.py)."""


@dataclass(frozen=True, slots=True)
class Accounting:
    """Ballot accounting (票数) of a form, a subject and a group or several.

    collected = valid + void once everything is settled. None: not stated anywhere.
    """

    issued: int | None = None
    collected: int | None = None
    present: int | None = None
    eligible: int | None = None
    valid: int = 0
    void: int = 0
    blank_ballots: int = 0
    opinions: int = 0
    void_reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowCount:
    """One line of a ballot for one group: its marks and what is still pending there."""

    marks: MarkCounts
    pending: Pending

    def __add__(self, other: RowCount) -> RowCount:
        return RowCount(self.marks + other.marks, self.pending + other.pending)


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A line of a ballot: the form, the subject that it grades, its number and item."""

    form: str
    subject: str
    row: int
    item: str
    overall: bool


@dataclass(frozen=True, slots=True)
class ControlMismatch:
    """The bundles do not add up to the signed count sheet: by how many sheets (positive: too few)."""

    form: str
    subject: str
    group: str
    counted: int
    bundled: int


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What a count still waits for."""

    batches: int = 0
    ballots: int = 0
    differences: int = 0
    missing: int = 0
    doubled: int = 0
    opinions: int = 0

    def __add__(self, other: OpenWork) -> OpenWork:
        return OpenWork(
            self.batches + other.batches,
            self.ballots + other.ballots,
            self.differences + other.differences,
            self.missing + other.missing,
            self.doubled + other.doubled,
            self.opinions + other.opinions,
        )


def sum_accounting(parts: Sequence[Accounting]) -> Accounting:
    """Several groups together; a number that one of them does not state is not stated in the sum."""

    def added(values: Iterable[int | None]) -> int | None:
        known = list(values)
        present = [value for value in known if value is not None]
        return sum(present) if present and len(present) == len(known) else None

    reasons: dict[str, int] = {}
    for part in parts:
        for reason, number in part.void_reasons.items():
            reasons[reason] = reasons.get(reason, 0) + number
    return Accounting(
        issued=added(part.issued for part in parts),
        collected=added(part.collected for part in parts),
        present=added(part.present for part in parts),
        eligible=added(part.eligible for part in parts),
        valid=sum(part.valid for part in parts),
        void=sum(part.void for part in parts),
        blank_ballots=sum(part.blank_ballots for part in parts),
        opinions=sum(part.opinions for part in parts),
        void_reasons=reasons,
    )
