"""The bound that holds after every sheet: every order of small populations counted out, in fractions."""

from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally import fixed_sample
from tally.sequential_sample import sheets_still_to_read, stands, upper_bound

RISK = Fraction(1, 20)
RISKS = (Fraction(1, 200), RISK, Fraction(1, 5), Fraction(1, 2))


@st.composite
def samples(draw, most=60):
    population = draw(st.integers(1, most))
    read = draw(st.integers(0, population))
    return population, read, draw(st.integers(0, read))


@cache
def probability(population, wrong_in_all, read, wrong):
    """Of one order of `read` sheets with `wrong` wrong ones, sheet by sheet: right ones first."""
    chance, bad, good = Fraction(1), wrong_in_all, population - wrong_in_all
    for _ in range(read - wrong):
        if good <= 0:
            return Fraction(0)
        chance, good = chance * Fraction(good, good + bad), good - 1
    for _ in range(wrong):
        if bad <= 0:
            return Fraction(0)
        chance, bad = chance * Fraction(bad, good + bad), bad - 1
    return chance


@cache
def weights(population):
    """Nine tenths on 0 to 12, each a quarter of the one before; one tenth on all alike."""
    falling = [Fraction(1, 4**number) for number in range(min(population, 12) + 1)]
    return [
        Fraction(9, 10) * (falling[number] / sum(falling) if number < len(falling) else 0)
        + Fraction(1, 10) / (population + 1)
        for number in range(population + 1)
    ]


@cache
def ratio(population, wrong_in_all, read, wrong):
    """R_n(W) by its definition; None where W is impossible."""
    chance = probability(population, wrong_in_all, read, wrong)
    mixed = sum(
        weight * probability(population, number, read, wrong)
        for number, weight in enumerate(weights(population))
    )
    return mixed / chance if chance else None


@pytest.mark.parametrize("population", [1, 2, 5, 9, 16])
def test_the_ratio_starts_at_one_and_never_rises_on_average(population):
    for wrong_in_all in range(population + 1):
        assert ratio(population, wrong_in_all, 0, 0) == 1
        for read in range(population):
            for wrong in range(max(0, read - (population - wrong_in_all)), min(read, wrong_in_all) + 1):
                next_is_wrong = Fraction(wrong_in_all - wrong, population - read)
                then = Fraction(0)
                if next_is_wrong > 0:
                    then += next_is_wrong * ratio(population, wrong_in_all, read + 1, wrong + 1)
                if next_is_wrong < 1:
                    then += (1 - next_is_wrong) * ratio(population, wrong_in_all, read + 1, wrong)
                now = ratio(population, wrong_in_all, read, wrong)
                assert then <= now
                if 0 < next_is_wrong < 1:
                    assert then == now


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("population", [1, 2, 3, 8, 15, 24])
def test_the_bound_is_the_greatest_number_whose_ratio_is_below_one_over_the_risk(population, risk):
    for read in range(population + 1):
        for wrong in range(read + 1):
            ratios = {w: ratio(population, w, read, wrong) for w in range(population + 1)}
            unrefuted = [w for w, value in ratios.items() if value is not None and value < 1 / risk]
            assert upper_bound(population, read, wrong, risk) == max(unrefuted)


def test_a_number_whose_ratio_is_one_over_the_risk_to_the_last_digit_is_refuted():
    for read, wrong in ((3, 0), (5, 0), (6, 1), (9, 2)):
        for number in range(wrong * 11 // read + 1, 10 - (read - wrong) + 1):
            risk = 1 / ratio(10, number, read, wrong)
            if risk < 1:
                assert upper_bound(10, read, wrong, risk) < number
                assert stands(10, read, wrong, risk, number)
                assert upper_bound(10, read, wrong, risk * Fraction(999, 1000)) >= number


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("population", [1, 2, 3, 6, 12, 14])
def test_in_every_order_counted_out_the_true_number_is_refuted_at_any_time_no_oftener_than_the_risk(
    population, risk
):
    for wrong_in_all in range(population + 1):
        orders = refuted = 0
        for places in combinations(range(population), wrong_in_all):
            orders += 1
            found = 0
            for read in range(population + 1):
                if upper_bound(population, read, found, risk) < wrong_in_all:
                    refuted += 1
                    break
                found += read in places
        assert Fraction(refuted, orders) <= risk


@given(samples(90), st.sampled_from(RISKS))
@settings(deadline=None)
def test_a_wrong_sheet_raises_the_bound_and_a_right_one_lowers_it(sample, risk):
    population, read, wrong = sample
    bound = upper_bound(population, read, wrong, risk)
    assert wrong <= bound <= population - (read - wrong)
    if read < population:
        assert upper_bound(population, read + 1, wrong, risk) <= bound
        assert upper_bound(population, read + 1, wrong + 1, risk) >= bound
    assert bound <= upper_bound(population, read, wrong, risk / 2)


@given(samples(200), st.sampled_from(RISKS))
@settings(deadline=None)
def test_stopping_at_will_costs_something(sample, risk):
    population, read, _ = sample
    assert upper_bound(population, read, 0, risk) >= fixed_sample.upper_bound(population, read, 0, risk)


def test_the_ends():
    assert upper_bound(500, 0, 0, RISK) == 500
    assert upper_bound(500, 500, 3, RISK) == 3
    assert upper_bound(500, 500, 500, RISK) == 500
    assert upper_bound(0, 0, 0, RISK) == 0


def test_what_it_takes_where_nothing_is_wrong():
    # A thousand sheets, twenty to change the verdict: 145 read one by one, 138 if stated before.
    assert sheets_still_to_read(1000, 0, 0, RISK, 20) == 145
    assert fixed_sample.least_size(1000, 20, RISK) == 138
    assert upper_bound(1000, 145, 0, RISK) == 19
    assert upper_bound(1000, 144, 0, RISK) == 20


def test_a_count_that_is_bad_all_through_gets_a_bound_too():
    assert upper_bound(1000, 300, 90, RISK) < 400


@given(samples(), st.integers(-1, 62), st.sampled_from(RISKS))
@settings(deadline=None)
def test_it_stands_where_the_bound_is_below(sample, least, risk):
    assert stands(*sample, risk, least) == (upper_bound(*sample, risk) < least)


@given(samples(40), st.integers(-1, 42), st.sampled_from(RISKS))
@settings(deadline=None, max_examples=200)
def test_still_to_read_is_the_first_size_that_shows_it(sample, least, risk):
    population, read, wrong = sample
    sizes = range(population - read + 1)
    first = next((more for more in sizes if upper_bound(population, read + more, wrong, risk) < least), None)
    assert sheets_still_to_read(population, read, wrong, risk, least) == first


@pytest.mark.parametrize("population", [3, 7, 13, 20, 33])
def test_more_right_sheets_never_undo_what_was_shown(population):
    for wrong in range(population + 1):
        bounds = [upper_bound(population, read, wrong, RISK) for read in range(wrong, population + 1)]
        assert bounds == sorted(bounds, reverse=True)


@pytest.mark.parametrize(
    "ask", [upper_bound, lambda *given: stands(*given, 3), lambda *given: sheets_still_to_read(*given, 3)]
)
def test_numbers_that_cannot_be_are_refused(ask):
    for given_ in ((10, 11, 0), (10, 5, 6), (10, 5, -1)):
        with pytest.raises(ValueError, match="wrong of"):
            ask(*given_, RISK)
    for risk in (Fraction(0), Fraction(1)):
        with pytest.raises(ValueError, match="risk"):
            ask(10, 5, 0, risk)
