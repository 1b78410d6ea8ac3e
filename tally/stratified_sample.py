"""What a sample drawn from several strata shows after each sheet.

Strata are drawn and read independently, so for the true numbers W_1, W_2 … of wrong sheets the product of
the strata's ratios (tally/sequential_sample.py) is again a martingale starting at 1, in whatever order the
strata take turns. Numbers are refuted where the product reaches 1/risk, and the bound is the greatest sum
of numbers not refuted. This needs far fewer sheets than a bound for each stratum with its share of the risk.
Source: as tally/sequential_sample.py; products over strata as in J. V. Spertus and P. B. Stark, Sweeter than
SUITE: supermartingale stratified union-intersection tests of elections (E-Vote-ID 2022, arXiv:2207.03379).

Which split of a sum is the hardest to refute: the probability of what was seen is log-concave in each W_s,
so starting at the likeliest numbers and adding one wrong sheet at a time where it costs least gives, for
every sum, the most probable split (the greedy rule for separable concave sums).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tally.fixed_sample import require_possible
from tally.sequential_sample import likeliest, orders, orders_mixed


@dataclass(frozen=True, slots=True)
class Part:
    """One stratum so far: how many sheets it has, how many were read, how many of those were wrong."""

    population: int
    read: int
    wrong: int


@lru_cache(maxsize=4096)
def upper_bound(parts: tuple[Part, ...], risk: Fraction) -> int:
    """The greatest number of wrong sheets over all `parts` not refuted at `risk` so far, those found included.

    Of one part it is that of `sequential_sample.upper_bound`. Raises ValueError for numbers that cannot be,
    or a risk not between 0 and 1.
    """
    refuting = _refuting(parts, risk)
    splits = _Splits(parts)
    # Double the step until it is refuted, then bisect: a low bound costs little, however many the sheets.
    low, high = splits.least, splits.least + 1
    while high <= splits.most and splits.orders(high) > refuting:
        low, high = high, splits.least + 2 * (high - splits.least)
    high = min(high, splits.most + 1) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if splits.orders(middle) > refuting:
            low = middle
        else:
            high = middle - 1
    return low


def stands(parts: tuple[Part, ...], risk: Fraction, least: int) -> bool:
    """Whether fewer than `least` wrong sheets over all `parts` are shown at `risk`.

    The same as `upper_bound(...) < least`, for the price of one step of its search. Raises as it does.
    """
    refuting = _refuting(parts, risk)
    splits = _Splits(parts)
    if least <= splits.least:
        return False
    return least > splits.most or splits.orders(least) <= refuting


def _refuting(parts: tuple[Part, ...], risk: Fraction) -> Fraction:
    for part in parts:
        require_possible(part.population, part.read, part.wrong, risk)
    return risk * math.prod(orders_mixed(part.population, part.read, part.wrong) for part in parts)


class _Splits:
    """The most probable split of each sum of wrong sheets, from the likeliest sum upward."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self.start = [likeliest(part.population, part.read, part.wrong) for part in parts]
        self.least = sum(self.start)
        self.most = sum(part.population - (part.read - part.wrong) for part in parts)
        self._added: list[int] = []
        self._now = list(self.start)
        self._gain = [_gain(part, number) for part, number in zip(parts, self.start, strict=True)]

    def orders(self, total: int) -> int:
        """How probable what was seen is at most, if `total` are wrong, in the unit of `orders_mixed`."""
        while len(self._added) < total - self.least:
            place = max(range(len(self.parts)), key=self._gain.__getitem__)
            self._added.append(place)
            self._now[place] += 1
            self._gain[place] = _gain(self.parts[place], self._now[place])
        split = list(self.start)
        for place in self._added[: total - self.least]:
            split[place] += 1
        return math.prod(
            orders(part.population, number, part.read, part.wrong)
            for part, number in zip(self.parts, split, strict=True)
        )


def _gain(part: Part, number: int) -> Fraction:
    """By what one more wrong sheet than `number` multiplies the probability of what was seen."""
    if number == part.population:
        return Fraction(0)
    right_unread = part.population - number - (part.read - part.wrong)
    return Fraction((number + 1) * right_unread, (number + 1 - part.wrong) * (part.population - number))
