"""The bound of a sample whose size was stated before the draw: brute force, exact fractions, scipy."""

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.fixed_sample import least_size, upper_bound

RISK = Fraction(1, 20)
RISKS = (Fraction(1, 100), RISK, Fraction(1, 5), Fraction(1, 2))


def chance_of_at_most(found, population, wrong, read):
    """P(X <= found), by its definition."""
    ways = sum(
        comb(wrong, k) * comb(population - wrong, read - k) for k in range(min(found, wrong, read) + 1)
    )
    return Fraction(ways, comb(population, read))


@st.composite
def samples(draw, most=60):
    population = draw(st.integers(1, most))
    read = draw(st.integers(0, population))
    return population, read, draw(st.integers(0, read))


@given(samples(), st.sampled_from(RISKS))
@settings(deadline=None)
def test_the_bound_is_the_greatest_number_not_refuted(sample, risk):
    population, read, wrong = sample
    could_be = range(wrong, population - (read - wrong) + 1)
    unrefuted = [w for w in could_be if chance_of_at_most(wrong, population, w, read) > risk]
    assert upper_bound(population, read, wrong, risk) == max(unrefuted)


@pytest.mark.parametrize("population", range(1, 9))
def test_every_sample_of_a_small_population_counted_out(population):
    for wrong in range(population + 1):
        for read in range(population + 1):
            drawn = list(combinations(range(population), read))
            missed = sum(
                upper_bound(population, read, sum(sheet < wrong for sheet in sample), RISK) < wrong
                for sample in drawn
            )
            assert Fraction(missed, len(drawn)) <= RISK


@given(samples(120), st.sampled_from(RISKS))
@settings(deadline=None)
def test_the_bound_rises_with_what_was_found_and_falls_with_what_was_read(sample, risk):
    population, read, wrong = sample
    bound = upper_bound(population, read, wrong, risk)
    assert wrong <= bound <= population - (read - wrong)
    if wrong < read:
        assert bound <= upper_bound(population, read, wrong + 1, risk)
    if read < population:
        assert upper_bound(population, read + 1, wrong, risk) <= bound
    assert bound <= upper_bound(population, read, wrong, risk / 2)


def test_the_ends():
    assert upper_bound(500, 0, 0, RISK) == 500
    assert upper_bound(500, 500, 3, RISK) == 3
    assert upper_bound(0, 0, 0, RISK) == 0
    assert upper_bound(10, 10, 10, RISK) == 10


@given(st.integers(1, 200), st.integers(1, 60), st.sampled_from(RISKS))
@settings(deadline=None)
def test_the_least_size_shows_it_and_one_less_does_not(population, least, risk):
    size = least_size(population, least, risk)
    assert upper_bound(population, size, 0, risk) < least
    assert size == 0 or upper_bound(population, size - 1, 0, risk) >= least


def test_known_sizes():
    # 59 of many sheets without a fault: fewer than 5 % are wrong, at 95 % (0.95^59 < 0.05 < 0.95^58).
    assert least_size(100_000, 5000, RISK) == 59
    assert least_size(50, 1, RISK) == 48
    assert least_size(10, 11, RISK) == 0


@pytest.mark.parametrize("given_", [(10, 11, 0), (10, 5, 6), (10, 5, -1), (-1, -1, -1)])
def test_numbers_that_cannot_be_are_refused(given_):
    with pytest.raises(ValueError, match="wrong of"):
        upper_bound(*given_, RISK)


@pytest.mark.parametrize("risk", [Fraction(0), Fraction(1), Fraction(-1, 20)])
def test_a_risk_lies_between_none_and_all(risk):
    with pytest.raises(ValueError, match="risk"):
        upper_bound(10, 5, 0, risk)
    with pytest.raises(ValueError, match="risk"):
        least_size(10, 5, risk)


def test_fewer_than_none_cannot_be_shown():
    with pytest.raises(ValueError, match="fewer than 0"):
        least_size(10, 0, RISK)


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize(
    ("population", "read", "wrong"),
    [(1000, 100, 0), (1000, 100, 3), (5000, 1000, 0), (5000, 1000, 40), (5000, 30, 2), (100_000, 300, 1)],
)
def test_the_bound_is_scipys(population, read, wrong, risk):
    hypergeom = pytest.importorskip("scipy.stats").hypergeom
    bound = upper_bound(population, read, wrong, risk)
    assert hypergeom.cdf(wrong, population, bound, read) > float(risk)
    assert hypergeom.cdf(wrong, population, bound + 1, read) <= float(risk)
