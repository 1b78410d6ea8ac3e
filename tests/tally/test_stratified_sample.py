"""The bound over several strata: every split and every order of small strata counted out."""

from fractions import Fraction
from itertools import combinations, product
from math import comb, perm, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally import sequential_sample
from tally.sequential_sample import orders, orders_mixed
from tally.stratified_sample import Part, stands, upper_bound

RISK = Fraction(1, 20)
RISKS = (Fraction(1, 200), RISK, Fraction(1, 5), Fraction(1, 2))


@st.composite
def parts(draw, most=25, strata=3):
    chosen = []
    for _ in range(draw(st.integers(1, strata))):
        population = draw(st.integers(0, most))
        read = draw(st.integers(0, population))
        chosen.append(Part(population, read, draw(st.integers(0, read))))
    return tuple(chosen)


def ratio(split, seen):
    """The product of the strata's ratios; None where the split is impossible."""
    chance = prod(
        orders(part.population, number, part.read, part.wrong)
        for number, part in zip(split, seen, strict=True)
    )
    return (
        prod(orders_mixed(part.population, part.read, part.wrong) for part in seen) / chance
        if chance
        else None
    )


@given(parts(most=12), st.sampled_from(RISKS))
@settings(deadline=None)
def test_the_bound_is_the_greatest_sum_of_any_split_not_refuted(seen, risk):
    splits = product(*(range(part.population + 1) for part in seen))
    ratios = ((sum(split), ratio(split, seen)) for split in splits)
    assert upper_bound(seen, risk) == max(
        total for total, value in ratios if value is not None and value < 1 / risk
    )


@pytest.mark.parametrize("bads", [(0, 0), (1, 0), (0, 2), (2, 1), (3, 3)])
def test_every_sum_is_refuted_by_its_hardest_split_and_by_no_other(bads):
    for reads in product((3, 6, 8), (3, 4)):
        seen = tuple(Part(size, read, bad) for size, read, bad in zip((11, 7), reads, bads, strict=True))
        hardest = {}
        for split in product(*(range(part.population + 1) for part in seen)):
            value = ratio(split, seen)
            if value is not None:
                hardest[sum(split)] = min(value, hardest.get(sum(split), value))
        likeliest = min(hardest, key=hardest.__getitem__)
        for total, value in hardest.items():
            if total > likeliest and value > 1:
                assert stands(seen, 1 / value, total)
                assert upper_bound(seen, 1 / value) < total
                assert not stands(seen, Fraction(999, 1000) / value, total)
                assert upper_bound(seen, Fraction(999, 1000) / value) >= total


@given(parts(strata=1, most=80), st.sampled_from(RISKS))
@settings(deadline=None)
def test_of_one_stratum_it_is_the_sequential_bound(seen, risk):
    (part,) = seen
    assert upper_bound(seen, risk) == sequential_sample.upper_bound(
        part.population, part.read, part.wrong, risk
    )


@given(parts(), st.integers(-1, 80), st.sampled_from(RISKS))
@settings(deadline=None)
def test_it_stands_where_the_bound_is_below(seen, least, risk):
    assert stands(seen, risk, least) == (upper_bound(seen, risk) < least)


@pytest.mark.parametrize(("one", "other"), [(3, 3), (6, 2), (5, 4)])
@pytest.mark.parametrize("risk", RISKS[1:])
def test_in_every_order_counted_out_the_true_sum_is_refuted_at_any_time_no_oftener_than_the_risk(
    one, other, risk
):
    # The strata take turns; every order of each is as likely as any other.
    turns = [place % 2 for place in range(2 * min(one, other))] + [int(other > one)] * abs(one - other)
    for bad in product(range(one + 1), range(other + 1)):
        refuted = 0
        for places in product(combinations(range(one), bad[0]), combinations(range(other), bad[1])):
            read, found, missed = [0, 0], [0, 0], False
            for turn in (None, *turns):
                if turn is not None:
                    found[turn] += read[turn] in places[turn]
                    read[turn] += 1
                seen = (Part(one, read[0], found[0]), Part(other, read[1], found[1]))
                missed = missed or upper_bound(seen, risk) < sum(bad)
            refuted += missed
        assert Fraction(refuted, comb(one, bad[0]) * comb(other, bad[1])) <= risk


def test_strata_cost_little_beside_one_heap():
    # Fewer than 20 of 1000 sheets wrong: shown by 145 sheets of one heap, by 151 of 900 and 100 in proportion.
    assert sequential_sample.upper_bound(1000, 145, 0, RISK) == 19
    assert upper_bound((Part(900, 136, 0), Part(100, 15, 0)), RISK) == 19


def test_a_stratum_not_read_is_bounded_by_its_size():
    assert upper_bound((Part(900, 300, 0), Part(100, 0, 0)), RISK) >= 100
    assert upper_bound((Part(30, 0, 0), Part(20, 0, 0)), RISK) == 50
    assert upper_bound((Part(30, 30, 2), Part(20, 20, 1)), RISK) == 3


def test_orders_are_counted_in_one_unit():
    # All orders of the wrong and the right sheets together are perm(N, n).
    assert sum(comb(4, w) * orders(9, 3, 4, w) for w in range(4)) == perm(9, 4)


@pytest.mark.parametrize("ask", [upper_bound, lambda seen, risk: stands(seen, risk, 3)])
def test_numbers_that_cannot_be_are_refused(ask):
    with pytest.raises(ValueError, match="wrong of"):
        ask((Part(10, 5, 0), Part(10, 5, 6)), RISK)
    with pytest.raises(ValueError, match="risk"):
        ask((Part(10, 5, 0),), Fraction(1))
