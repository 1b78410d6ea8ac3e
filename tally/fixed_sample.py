"""What a sample shows whose size was stated before the draw: the exact hypergeometric bound.

Where x of the n sheets read are wrong, a number W of wrong sheets among all N is refuted at the risk
when so few would be found with at most that probability: P(X <= x | N, W, n) <= risk. The bound is the
greatest W not refuted; no exact upper bound that rises with x is smaller (W. Wang, Exact optimal
confidence intervals for hypergeometric parameters, JASA 110 (2015), 1491-1499).
It holds for the size stated, not for a size at which somebody chose to stop.
All in whole numbers: no rounding stands between a sample and what it shows.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache


@lru_cache(maxsize=4096)
def upper_bound(population: int, read: int, wrong: int, risk: Fraction) -> int:
    """The greatest number of wrong sheets among `population` not refuted at `risk`.

    `read` sheets were drawn, `wrong` of them found wrong; those count in the bound. Raises ValueError
    for numbers that cannot be, or a risk not between 0 and 1.
    """
    require_possible(population, read, wrong, risk)
    most_often = risk * math.comb(population, read)
    low, high = wrong, population - (read - wrong)
    while low < high:
        middle = (low + high + 1) // 2
        if _samples_so_clean(population, middle, read, wrong) > most_often:
            low = middle
        else:
            high = middle - 1
    return low


def least_size(population: int, least: int, risk: Fraction) -> int:
    """The least number of sheets to read that shows fewer than `least` wrong ones, if none is found wrong.

    Raises ValueError unless `least` is at least 1: that there are fewer than none cannot be shown.
    """
    require_possible(population, 0, 0, risk)
    if least < 1:
        raise ValueError(f"fewer than {least} wrong sheets")
    if least > population:
        return 0
    # P(X = 0 | N, W, n) falls as n grows.
    low, high = 0, population
    while low < high:
        middle = (low + high) // 2
        if _clean(population, middle, least) <= risk:
            high = middle
        else:
            low = middle + 1
    return low


def require_possible(population: int, read: int, wrong: int, risk: Fraction) -> None:
    """Raises ValueError unless 0 <= wrong <= read <= population and 0 < risk < 1."""
    if not 0 <= wrong <= read <= population:
        raise ValueError(f"{wrong} wrong of {read} read of {population} sheets")
    if not 0 < risk < 1:
        raise ValueError(f"risk {risk}")


def _clean(population: int, read: int, wrong_in_all: int) -> Fraction:
    """P(X = 0): C(N-n, W) / C(N, W) = C(N-W, n) / C(N, n), by the one of shorter numbers."""
    less, more = sorted((read, wrong_in_all))
    return Fraction(math.comb(population - more, less), math.comb(population, less))


def _samples_so_clean(population: int, wrong_in_all: int, read: int, wrong: int) -> int:
    """How many of the C(N, n) samples hold at most `wrong` of the `wrong_in_all` wrong sheets."""
    right = population - wrong_in_all
    found = max(0, read - right)
    if found > wrong:
        return 0
    samples = math.comb(wrong_in_all, found) * math.comb(right, read - found)
    total = samples
    while found < wrong and samples:
        samples = samples * (wrong_in_all - found) * (read - found)
        found += 1
        samples //= found * (right - read + found)
        total += samples
    return total
