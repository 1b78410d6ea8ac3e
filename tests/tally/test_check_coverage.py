"""How often the sample check's bounds hold: 10,000 simulated checks of each kind, seeds fixed.

A simulated check shuffles the sheets, of which a known number is wrong, and reads them in that order.
A bound misses where it is below the number that is really wrong. Checks that stop as soon as a verdict is
said to stand, with exactly as many wrong sheets as would change it, are the worst case of a sequential
bound; they say so wrongly just where the bound misses at some time.
"""

import random
from fractions import Fraction
from functools import cache
from math import comb

import pytest

from tally import fixed_sample, sequential_sample
from tally.draw import Sheet, draw_order
from tally.strata_bound import Seen, Stratum, sheets_at_most

CHECKS = 10_000
RISK = Fraction(1, 20)
POPULATIONS = {
    20: (0, 1, 2, 5, 15, 20),
    50: (0, 1, 3, 10, 40),
    200: (0, 1, 4, 12, 60),
    1000: (0, 1, 5, 20, 60),
}
KINDS = [(population, wrong) for population, counts in POPULATIONS.items() for wrong in counts]


def places_of_wrong_sheets(population, wrong, seed):
    """The places of the wrong sheets in the order of reading, ascending, for each check."""
    chance = random.Random(f"{seed} {population} {wrong}")
    for _ in range(CHECKS):
        yield sorted(chance.sample(range(population), wrong))


def at_least_nominal(missed, exact_miss):
    """Seen to hold as often as it must; where it is exact to the last hair, chance has its three deviations."""
    assert exact_miss <= RISK
    if exact_miss < RISK * Fraction(9, 10):
        assert Fraction(missed, CHECKS) <= RISK
    deviation = (float(exact_miss) * (1 - float(exact_miss)) / CHECKS) ** 0.5
    assert abs(missed / CHECKS - float(exact_miss)) <= 4 * deviation
    return missed


def test_the_bound_of_a_stated_size_holds_in_95_of_100_checks():
    checks = missed = 0
    for population, wrong in KINDS:
        for read in sorted({population // 10, population // 4, population * 2 // 3}):
            bound = [
                fixed_sample.upper_bound(population, read, found, RISK)
                for found in range(min(read, wrong) + 1)
            ]
            ways = sum(
                comb(wrong, x) * comb(population - wrong, read - x)
                for x, at_most in enumerate(bound)
                if at_most < wrong
            )
            misses = sum(
                bound[sum(place < read for place in places)] < wrong
                for places in places_of_wrong_sheets(population, wrong, f"stated {read}")
            )
            missed += at_least_nominal(misses, Fraction(ways, comb(population, read)))
            checks += CHECKS
    assert Fraction(missed, checks) <= RISK


@cache
def first_missed(population, wrong):
    """For each number found so far, the first size at which the bound is below `wrong`."""

    def first(found):
        low, high = found, population - (wrong - found)
        # A right sheet never raises the bound (test_sequential_sample), so the first size is bisected.
        if sequential_sample.upper_bound(population, high, found, RISK) >= wrong:
            return None
        while low < high:
            middle = (low + high) // 2
            if sequential_sample.upper_bound(population, middle, found, RISK) < wrong:
                high = middle
            else:
                low = middle + 1
        return low

    return [first(found) for found in range(wrong)]


def chance_to_miss(population, wrong):
    """That the bound is below `wrong` at some time: over all numbers read and found, exactly."""
    first = first_missed(population, wrong)
    here, missed = {0: Fraction(1)}, Fraction(0)
    for read in range(population + 1):
        for found in [
            found for found in here if found < wrong and first[found] is not None and read >= first[found]
        ]:
            missed += here.pop(found)
        after = {}
        for found, chance in here.items():
            next_wrong = Fraction(wrong - found, population - read) if read < population else 0
            for more, share in ((1, next_wrong), (0, 1 - next_wrong)):
                if share:
                    after[found + more] = after.get(found + more, 0) + chance * share
        here = after
    return missed


@pytest.mark.parametrize(("population", "wrong"), KINDS)
def test_the_sequential_bound_holds_at_every_time_in_95_of_100_checks(population, wrong):
    first = first_missed(population, wrong)
    missed = 0
    for places in places_of_wrong_sheets(population, wrong, "sequential"):
        # With `found` wrong ones seen, the last size before the next one is `place`.
        missed += any(
            first[found] is not None and first[found] <= place for found, place in enumerate(places)
        )
    assert Fraction(missed, CHECKS) <= RISK
    if population <= 50:
        at_least_nominal(missed, chance_to_miss(population, wrong))


STRATIFIED = [
    ((Stratum("keyed", 60), Stratum("filled", 20)), (6, 3)),
    ((Stratum("keyed", 60), Stratum("filled", 20)), (8, 0)),
    ((Stratum("keyed", 40, planned=15), Stratum("filled", 20, planned=10)), (6, 4)),
    ((Stratum("keyed", 60, planned=25), Stratum("filled", 20, planned=6)), (0, 9)),
    ((Stratum("keyed", 20), Stratum("filled", 12), Stratum("late", 8)), (3, 2, 1)),
    ((Stratum("keyed", 60, planned=20),), (8,)),
    ((Stratum("keyed", 60, planned=30),), (6,)),
]


@pytest.mark.parametrize(("strata", "wrong"), STRATIFIED)
def test_bounds_over_strata_hold_at_every_time_in_95_of_100_checks(strata, wrong):
    chance = random.Random(f"strata {strata} {wrong}")
    total = sum(wrong)
    sheets = [
        (number, place < bad)
        for number, (stratum, bad) in enumerate(zip(strata, wrong, strict=True))
        for place in range(stratum.population)
    ]
    plans = [stratum.planned or 0 for stratum in strata]

    @cache
    def missed_at(state):
        seen = {stratum.name: Seen(*one) for stratum, one in zip(strata, state, strict=True)}
        return sheets_at_most(strata, seen, RISK) < total

    missed = 0
    for _ in range(CHECKS):
        chance.shuffle(sheets)
        state = [(0, 0, 0) for _ in strata]
        for number, bad in sheets:
            read, found, in_plan = state[number]
            state[number] = (read + 1, found + bad, in_plan + (bad and read < plans[number]))
            if missed_at(tuple(state)):
                missed += 1
                break
    assert Fraction(missed, CHECKS) <= RISK


def test_sheets_drawn_by_seeds_hold_to_it_too():
    sheets = [Sheet(batch, ballot) for batch in ("B1", "B2") for ballot in range(1, 26)]
    bad = {sheets[place] for place in (0, 1, 2, 3, 49)}
    first = first_missed(len(sheets), len(bad))
    dice = random.Random("dice")
    missed = 0
    for _ in range(CHECKS):
        order = draw_order("".join(dice.choices("123456", k=20)), sheets)
        places = [place for place, sheet in enumerate(order) if sheet in bad]
        missed += any(
            first[found] is not None and first[found] <= place for found, place in enumerate(places)
        )
    assert Fraction(missed, CHECKS) <= RISK
    at_least_nominal(missed, chance_to_miss(len(sheets), len(bad)))
