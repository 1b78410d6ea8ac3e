"""The ballots of a bundle on which both clerks simply agree, told apart from those that need a closer look.

Nearly every ballot is read once in each pass, with the same marks, not void, without an opinion, and nobody has
ruled on it. Such a ballot counts as it reads, so it need not go through comparison and settlement one by one;
only the others do. What is counted in the end is the same (proved on random bundles in the tests).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tally.comparison import compare
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet
from tally.marks import BLANK
from tally.readings import PassReadings, Reading
from tally.rulings import Ruling
from tally.scheme import Scheme
from tally.settling import settle


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
    for ruling in rulings:
        agreed.pop(ruling.ballot, None)
    if scheme.validity.blank_ballot_void:
        blank = BLANK * rows
        for number in [number for number, marks in agreed.items() if marks == blank]:
            del agreed[number]
    rest = [number for number in numbers if number not in agreed]
    ones, twos = first.among(rest), second.among(rest)
    comparison = compare(rest, rows, ones, twos, voids_reviewed=scheme.keying.voids_reviewed)
    return BatchCount(cover, settle(comparison, ones, twos, rulings, scheme), tuple(agreed.values()))
