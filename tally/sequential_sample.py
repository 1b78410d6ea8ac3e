"""What a sample shows after each sheet, so that the check may stop as soon as it shows enough.

Sheets are read one by one in the draw's order, without replacement. If W of all N are wrong, the
probability of the order seen, w wrong among n read, is

    P(seen | W) = perm(W, w) * perm(N - W, n - w) / perm(N, n).

The ratio R_n(W) = M_n / P(seen | W), where M_n is the same probability mixed over W by weights fixed
before the draw, is a martingale if W is true, starting at 1. By Ville's inequality it reaches 1/risk at
any time with probability at most `risk`; a W whose ratio has done so is refuted. So at whatever sheet
the check stops, for whatever reason, the true number was wrongly refuted with at most that probability.
Source: I. Waudby-Smith and A. Ramdas, Confidence sequences for sampling without replacement (NeurIPS
2020, arXiv:2006.04347), where this is the prior-posterior ratio; used for election audits in
I. Waudby-Smith, P. B. Stark and A. Ramdas, RiLACS (E-Vote-ID 2021).

The weights: 9 parts of 10 on 0, 1, 2 … wrong sheets, each a quarter of the one before, since few are
expected; 1 part of 10 even over 0 to N, so that a count that was bad all through still gets a bound.

Each bound here rests on the numbers at hand alone. Ville's inequality covers all of them at once, so the
bound at the last sheet is as good as the least one seen on the way; no history is kept.
All in whole numbers and fractions: no rounding stands between a sample and what it shows.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

from tally.fixed_sample import require_possible

FALL = 4
"""Each number of wrong sheets weighs this many times less than the one before."""
MOST_WEIGHED = 12
"""The last number that the falling weights reach."""
EVEN_SHARE = Fraction(1, 10)
"""The part of the weights that lies evenly on all numbers of wrong sheets."""


@lru_cache(maxsize=4096)
def upper_bound(population: int, read: int, wrong: int, risk: Fraction) -> int:
    """The greatest number of wrong sheets among `population` not refuted at `risk` so far.

    `read` sheets were read in the draw's order, `wrong` of them found wrong; those count in the bound.
    With every sheet read it is the number found. Raises ValueError for numbers that cannot be, or a risk
    not between 0 and 1.
    """
    require_possible(population, read, wrong, risk)
    refuting = risk * orders_mixed(population, read, wrong)
    low = likeliest(population, read, wrong)
    high = population - (read - wrong)
    # Beyond the likeliest number the probability only falls, so the unrefuted ones end once. The
    # likeliest itself is never refuted: a mixture is no greater than its greatest part.
    while low < high:
        middle = (low + high + 1) // 2
        if orders(population, middle, read, wrong) > refuting:
            low = middle
        else:
            high = middle - 1
    return low


def stands(population: int, read: int, wrong: int, risk: Fraction, least: int) -> bool:
    """Whether fewer than `least` wrong sheets among `population` are shown at `risk`.

    The same as `upper_bound(...) < least`, for the price of one step of its search. Raises as it does.
    """
    require_possible(population, read, wrong, risk)
    if least > population - (read - wrong):
        return True
    if least <= likeliest(population, read, wrong):
        return False
    refuting = risk * orders_mixed(population, read, wrong)
    return orders(population, least, read, wrong) <= refuting


def sheets_still_to_read(population: int, read: int, wrong: int, risk: Fraction, least: int) -> int | None:
    """How many more sheets would show fewer than `least` wrong ones, if no further one is found wrong.

    None where as many are wrong already: then reading all would not show it.
    """
    require_possible(population, read, wrong, risk)
    if wrong >= least:
        return None
    # A sheet that is right moves the bound down or leaves it; so the first size that shows it is bisected.
    low, high = read, population
    while low < high:
        middle = (low + high) // 2
        if stands(population, middle, wrong, risk, least):
            high = middle
        else:
            low = middle + 1
    return low - read


def likeliest(population: int, read: int, wrong: int) -> int:
    """The number of wrong sheets under which what was seen is most probable."""
    return population if read == 0 else min(population - (read - wrong), wrong * (population + 1) // read)


def orders(population: int, wrong_in_all: int, read: int, wrong: int) -> int:
    """perm(N, n) times the probability of what was seen, if `wrong_in_all` are wrong."""
    return math.perm(wrong_in_all, wrong) * math.perm(population - wrong_in_all, read - wrong)


def orders_mixed(population: int, read: int, wrong: int) -> Fraction:
    """perm(N, n) times the probability of what was seen, mixed by the weights."""
    last = min(population, MOST_WEIGHED)
    falling = sum(
        FALL ** (last - number) * orders(population, number, read, wrong) for number in range(wrong, last + 1)
    )
    weights = sum(FALL ** (last - number) for number in range(last + 1))
    # The sum of C(W, w) C(N-W, n-w) over all W is C(N+1, n+1); so the even mixture needs no sum:
    # sum of perm(W, w) perm(N-W, n-w) / (N+1) = perm(N, n) / ((n+1) C(n, w)).
    even = Fraction(math.perm(population, read), (read + 1) * math.comb(read, wrong))
    return (1 - EVEN_SHARE) * Fraction(falling, weights) + EVEN_SHARE * even
