"""How unlikely it is that a clerk keyed what stands, with a slip and without: the weights of `explain`.

Every cost is minus a natural logarithm of a probability, so costs of independent events add up, and a
slip that saves 3.9 makes what stands 50 times as likely. The method is the likelihood ratio of two
explanations of the same data; its rates are rough, and the figures of the tests bear them out. One pass
is looked at given the other: what two sheets have in common by chance counts for neither explanation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log
from operator import ne

from tally.marks import EMPTY
from tally.readings import Pass, PassReadings, Reading
from tally.slips import Move, Slip, SlipKind, read_past, touched

WRONG = 0.01
"""How often the passes differ in a mark of the same sheet: 0.5 % wrong marks in each, the upper end of
what single entry leaves (0.1 to 1 %)."""

VOID = 6.0
"""Void in one pass only: two or three sheets in a thousand."""
VOIDS = 4.0
"""A sheet that is void: one or two in a hundred."""
OPINION = 4.0
"""An opinion noted in one pass only; overlooked more often than a mark is mistyped."""
HOLE = 7.0
"""A number without a reading: one in a thousand."""
NEITHER = 14.0
"""A number without a reading in either pass: the cover sheet counts it, and two clerks left it out."""
DOUBLE = 7.0
"""One reading too many under a number: one in a thousand."""
STRAY = 5.0
"""That such a reading is of a sheet that nothing else tells of."""
OTHER = 11.0
"""That the only reading under a number is of a sheet that nothing else tells of: much rarer than a slip,
which shows up under another number too."""

PRIOR = {
    SlipKind.SWAPPED: 6.2,
    SlipKind.ROW_SHIFT: 8.1,
    SlipKind.NUMBER_SHIFT: 5.0,
    SlipKind.MISNUMBERED: 7.0,
    SlipKind.KEYED_TWICE: 0.0,
}
"""What each kind costs before anything is seen. Of neighbours 2 in 1,000 are swapped in one pass or the
other; 3 rows in 10,000 sheets are missed or keyed twice; after a sheet missed or keyed twice (which HOLE
and DOUBLE cost) the numbers go on wrong in few cases; one sheet in 1,000 stands under another's number,
any of the bundle. A number keyed twice is seen as such; only what stands there second is to be told."""

OFFER = log(50)
"""What an explanation has to save to be offered."""
TELL = log(25)
"""By how much one way of its happening has to be better than the other, to be offered alone."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slip that could account for differences, and how much it saves."""

    slip: Slip
    saves: float


def apart(one: str, two: str) -> int:
    """In how many rows marks differ; one that a pass has not is no difference."""
    differing: int = sum(map(ne, one, two))
    if differing and (EMPTY in one or EMPTY in two):
        return sum(a != b and a != EMPTY and b != EMPTY for a, b in zip(one, two, strict=True))
    return differing


class Costs:
    """The costs within one bundle, from the marks that occur in it."""

    def __init__(self, first: PassReadings, second: PassReadings) -> None:
        self._passes = {Pass.FIRST: first, Pass.SECOND: second}
        self._marks = [
            (number, reading.marks)
            for readings in (first, second)
            for number, ones in readings.by_number.items()
            for reading in ones
            if not reading.void
        ]
        self._together = "".join([marks for _, marks in self._marks])
        self.codes = max(2, len(set(self._together) - {EMPTY}))
        self.mark = log((self.codes - 1) / WRONG)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """Of each code minus the logarithm of its share."""
        total = len(self._together) + self.codes
        return {code: log(total / (self._together.count(code) + 1)) for code in set(self._together)}

    @cached_property
    def _bundle(self) -> int:
        return len({number for readings in self._passes.values() for number in readings.by_number})

    def at(self, which: Pass, number: int) -> tuple[Reading, ...]:
        """The readings of a pass under a number."""
        return self._passes[which].by_number.get(number, ())

    def single(self, which: Pass, number: int) -> Reading | None:
        """The only reading of a pass under a number."""
        ones = self.at(which, number)
        return ones[0] if len(ones) == 1 else None

    def unlike(self, one: Reading, two: Reading) -> float:
        """What it costs that these are two readings of the same sheet."""
        cost = OPINION if one.opinion != two.opinion else 0.0
        if one.void or two.void:
            return cost + (0.0 if one.void and two.void else VOID)
        if one.marks == two.marks:
            return cost
        return cost + self.mark * apart(one.marks, two.marks)

    def chance(self, reading: Reading, number: int) -> float:
        """What it costs that the sheet under `number`, about which nothing is known, reads so: by its marks
        one by one, or by how many other numbers read the same, whichever is the more likely."""
        if reading.void:
            return VOIDS
        alone = sum(self._rarity[code] for code in reading.marks if code != EMPTY)
        alike = {other for other, marks in self._marks if marks == reading.marks} - {number}
        return min(alone, log((self._bundle + 1) / len(alike))) if alike else alone

    def stands(self, number: int, ones: tuple[Reading, ...], others: tuple[Reading, ...]) -> float:
        """What it costs that one pass has `ones` under `number` where the other has `others`."""
        if not ones:
            return HOLE if others else NEITHER
        if len(others) != 1:
            missing = 0.0 if others else HOLE
            return missing + DOUBLE * (len(ones) - 1) + sum(self.chance(one, number) for one in ones)
        other = self.chance(others[0], number)
        unlike = sorted((self.unlike(one, others[0]), self.chance(one, number)) for one in ones)
        best, further = unlike[0], unlike[1:]
        return min(best[0], OTHER + min(best[1], other)) + sum(
            DOUBLE + min(cost, STRAY + by) for cost, by in further
        )

    def saved(self, slip: Slip, prior: float) -> float:
        """How much a slip that moves readings saves, its own cost taken off. What it moves has to fit where
        it goes: that it is yet another sheet's is no way out there."""
        which = slip.which
        numbers = touched(slip)
        before = {number: self.at(which, number) for number in numbers}
        after = read_past(slip, PassReadings({n: ones for n, ones in before.items() if ones})).by_number
        arriving = {move.to for move in slip.moves}
        gained = -prior
        for number in numbers:
            others = self.at(which.other, number)
            past = after.get(number, ())
            fits = number in arriving and len(past) == len(others) == 1
            with_it = self.unlike(past[0], others[0]) if fits else self.stands(number, past, others)
            gained += self.stands(number, before[number], others) - with_it
        return gained


def moving(kind: SlipKind, which: Pass, moves: Iterable[Move], ballots: Iterable[int] = ()) -> Slip:
    """A slip of readings under wrong numbers; its ballots are all numbers touched, unless they are given."""
    slip = Slip(kind, which, tuple(ballots), moves=tuple(moves))
    return slip if slip.ballots else Slip(kind, which, tuple(sorted(touched(slip))), moves=slip.moves)
