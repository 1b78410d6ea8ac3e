"""The ballots of a bundle on which both clerks simply agree, told apart from those that need a closer look.

Nearly every ballot is read once in each pass, with the same marks, not void, without an opinion, and nobody has
ruled on it. Such a ballot counts as it reads, so it need not go through comparison and settlement one by one;
only the others do. What is counted in the end is the same (proved on random bundles in the tests).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tally.comparison import Question, Why, compare
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet
from tally.marks import BLANK
from tally.readings import PassReadings, Reading
from tally.rulings import Ruling, settled_reading, standing
from tally.scheme import Scheme
from tally.settling import Settlement, settle


@dataclass(frozen=True, slots=True)
class SplitPass:
    """A pass by ballot number: marks where a ballot has one ordinary reading, every other ballot's readings.

    Ordinary: neither void nor with an opinion, a mark in each row.
    """

    ordinary: Mapping[int, str]
    others: Mapping[int, tuple[Reading, ...]] = field(default_factory=dict)

    def among(self, numbers: Iterable[int]) -> PassReadings:
        """The readings of some ballots, as comparison takes them."""
        found: dict[int, tuple[Reading, ...]] = {}
        for number in numbers:
            marks = self.ordinary.get(number)
            if marks is not None:
                found[number] = (Reading(marks),)
            elif number in self.others:
                found[number] = self.others[number]
        return PassReadings(found)


def split_pass(readings: PassReadings) -> SplitPass:
    """A pass split by what its readings are."""
    ordinary: dict[int, str] = {}
    others: dict[int, tuple[Reading, ...]] = {}
    for number, ones in readings.by_number.items():
        if len(ones) == 1 and not ones[0].void and not ones[0].opinion:
            ordinary[number] = ones[0].marks
        else:
            others[number] = ones
    return SplitPass(ordinary, others)


def count_split(
    cover: CoverSheet,
    rows: int,
    first: SplitPass,
    second: SplitPass,
    rulings: Collection[Ruling],
    scheme: Scheme,
) -> BatchCount:
    """What the tally takes of a bundle, none of whose rulings accepts an explanation: that moves readings from
    one ballot to another, and the whole bundle has to be compared."""
    numbers = cover.numbers
    in_second = second.ordinary
    agreed = {
        number: marks
        for number, marks in first.ordinary.items()
        if in_second.get(number) == marks and number in numbers
    }
    ruled: dict[int, list[Ruling]] = {}
    for ruling in rulings:
        ruled.setdefault(ruling.ballot, []).append(ruling)
        agreed.pop(ruling.ballot, None)
    rest = []
    for number in numbers:
        if number not in agreed:
            marks = _ruled_by_row(number, first, second, ruled.get(number, ()), scheme)
            if marks is None:
                rest.append(number)
            else:
                agreed[number] = marks
    if scheme.validity.blank_ballot_void:
        blank = BLANK * rows
        blanks = [number for number, marks in agreed.items() if marks == blank]
        for number in blanks:
            del agreed[number]
        rest = sorted(rest + blanks)
    if not rest:
        return BatchCount(cover, _NOTHING, tuple(agreed.values()))
    ones, twos = first.among(rest), second.among(rest)
    comparison = compare(rest, rows, ones, twos, voids_reviewed=scheme.keying.voids_reviewed)
    its = [ruling for ruling in rulings if ruling.ballot in rest]
    return BatchCount(cover, settle(comparison, ones, twos, its, scheme), tuple(agreed.values()))


_NO_READINGS = PassReadings({})
_NOTHING = Settlement(
    comparison=compare((), 1, _NO_READINGS, _NO_READINGS, voids_reviewed=False),
    settled=(),
    absent=(),
    open_ballots=(),
    open_questions=(),
    open_opinions=(),
    with_opinion=(),
    answers={},
)
"""Of a bundle all of whose ballots went by at once."""


def _ruled_by_row(
    number: int, first: SplitPass, second: SplitPass, rulings: Collection[Ruling], scheme: Scheme
) -> str | None:
    """The marks of a ballot whose readings differ in some rows, each of them settled by a ruling on it; None for
    any other, which is compared and settled as everything that is not simple."""
    one, two = first.ordinary.get(number), second.ordinary.get(number)
    if not rulings or one is None or two is None or one == two:
        return None
    standing_here = standing(rulings)
    codes = list(one)
    for row, (here, there) in enumerate(zip(one, two, strict=True), start=1):
        if here != there:
            question = Question(number, row, Why.MARKS_DIFFER, here, there)
            answer = settled_reading(question, standing_here.pop((number, row), {}), scheme.keying)
            if answer is None:
                return None
            codes[row - 1] = answer.reading
    # What is left speaks of the whole sheet, of its opinion, or of a row on which both passes agree.
    return None if standing_here else "".join(codes)
