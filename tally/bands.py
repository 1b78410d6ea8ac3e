"""Bands: rules over one measure of which exactly one has to apply to every possible value.

The possible values of a rate are 0 to 1. The thresholds of a band cut that range into single points
and open intervals between them; inside each of these every comparison is constant, so looking at one
exact value of each finds every gap and every overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tally.conditions import Condition
from tally.quick_dataclass import dataclass
from tally.rates import rate_text
from tally.said import Said


@dataclass(frozen=True, slots=True)
class Stretch:
    """A point (`low == high`) or the values between two thresholds, both ends left out."""

    low: Fraction
    high: Fraction

    @property
    def is_point(self) -> bool:
        """Whether the stretch is a single value."""
        return self.low == self.high

    @property
    def sample(self) -> Fraction:
        """A value inside the stretch."""
        return (self.low + self.high) / 2

    def in_words(self) -> Said:
        """The stretch for a person: `exactly 2/3`, or `between 1/3 and 2/3`."""
        if self.is_point:
            return Said("exactly {value}", value=rate_text(self.low))
        return Said("above {low} and below {high}", low=rate_text(self.low), high=rate_text(self.high))


def stretches(thresholds: Iterable[Fraction]) -> tuple[Stretch, ...]:
    """The range 0 to 1 cut at `thresholds`: points and the open intervals between them, ascending."""
    cuts = sorted({Fraction(0), Fraction(1), *(cut for cut in thresholds if 0 <= cut <= 1)})
    found: list[Stretch] = []
    for place, cut in enumerate(cuts):
        if place:
            found.append(Stretch(cuts[place - 1], cut))
        found.append(Stretch(cut, cut))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a band does with one unbroken range of values: the places of the rules that claim it."""

    first: Stretch
    last: Stretch
    claimed_by: tuple[int, ...]

    def in_words(self) -> Said:
        """The range for a person: `exactly 2/3`, `above 60% and at most 80%`."""
        if self.first == self.last:
            return self.first.in_words()
        low, high = rate_text(self.first.low), rate_text(self.last.high)
        return Said(
            "{low} and {high}",
            low=Said("at least {value}", value=low)
            if self.first.is_point
            else Said("above {value}", value=low),
            high=Said("at most {value}", value=high)
            if self.last.is_point
            else Said("below {value}", value=high),
        )


def uncovered_or_contested(conditions: Sequence[Condition]) -> tuple[Coverage, ...]:
    """Every range of values that none, or more than one, of a band's conditions covers, ascending.

    All conditions are over one and the same measure; the reader of the scheme sees to that.
    """
    cuts = [comparison.threshold for condition in conditions for comparison in condition.comparisons]
    found: list[Coverage] = []
    unbroken = False
    for stretch in stretches(cuts):
        claimed = tuple(
            place
            for place, condition in enumerate(conditions)
            if all(comparison.holds(stretch.sample) for comparison in condition.comparisons)
        )
        if len(claimed) == 1:
            unbroken = False
        elif unbroken and found[-1].claimed_by == claimed:
            found[-1] = Coverage(found[-1].first, stretch, claimed)
        else:
            found.append(Coverage(stretch, stretch, claimed))
            unbroken = True
    return tuple(found)
