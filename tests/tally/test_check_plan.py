"""The order in which the sheets of a check are read: the draw's inside a stratum, in proportion between strata."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.check_plan import FILLED, KEYED, in_pile_order, plan_check
from tally.draw import Sheet, draw_order, ticket

SEED = "31415926535897932384"
OTHER = "27182818284590452353"


def sheets(batch, first, count):
    return [Sheet(batch, number) for number in range(first, first + count)]


STRATA = {FILLED: sheets("B1", 1, 10), KEYED: sheets("B1", 11, 40)}


@settings(max_examples=100, deadline=None)
@given(filled=st.integers(0, 40), keyed=st.integers(1, 80))
def test_every_beginning_of_the_plan_is_a_proportional_sample(filled, keyed):
    """Each stratum's share of the first n differs from its proportion by less than one sheet and a half (its
    first sheet comes at once), and inside a stratum the order is the draw's."""
    strata = {
        name: among
        for name, among in ((FILLED, sheets("B1", 1, filled)), (KEYED, sheets("B2", 1, keyed)))
        if among
    }
    plan = plan_check(SEED, strata)
    assert sorted(one.sheet for one in plan.order) == sorted(
        sheet for among in strata.values() for sheet in among
    )
    for name, among in strata.items():
        assert tuple(one.sheet for one in plan.order if one.stratum == name) == draw_order(SEED, among)
        taken = 0
        for n, one in enumerate(plan.order, start=1):
            taken += one.stratum == name
            assert abs(taken - n * len(among) / (filled + keyed)) < 1.5
    assert {one.stratum for one in plan.order[: len(strata)]} == set(strata), "no stratum waits"


def test_the_plan_hangs_on_the_seed_and_not_on_how_the_sheets_are_handed_in():
    backwards = {name: STRATA[name][::-1] for name in (KEYED, FILLED)}
    assert plan_check(SEED, STRATA) == plan_check(SEED, backwards)
    assert plan_check(SEED, STRATA).order != plan_check(OTHER, STRATA).order


def test_the_order_inside_a_stratum_is_what_a_shell_gives():
    plan = plan_check(SEED, {KEYED: sheets("B1", 1, 30)})
    done = subprocess.run(
        ["sh", "-c", f"printf '%s' '{SEED},B1,7' | sha256sum"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == ticket(SEED, Sheet("B1", 7))
    tickets = [ticket(SEED, one.sheet) for one in plan.order]
    assert tickets == sorted(tickets)


def test_a_stated_size_says_how_many_of_each_stratum_are_read():
    plan = plan_check(SEED, STRATA, 12)
    assert {one.name: (one.population, one.planned) for one in plan.strata} == {
        FILLED: (10, 2),
        KEYED: (40, 10),
    }
    assert len(plan.sample) == 12
    free = plan_check(SEED, STRATA)
    assert [one.planned for one in free.strata] == [None, None]
    assert free.order == plan.order, "a size changes nothing about the order"


@pytest.mark.parametrize("size", [0, 51, -1])
def test_a_size_that_cannot_be_is_no_plan(size):
    with pytest.raises(ValueError, match="sheets"):
        plan_check(SEED, STRATA, size)


def test_a_sheet_in_two_strata_is_no_plan():
    with pytest.raises(ValueError, match="strata"):
        plan_check(SEED, {FILLED: sheets("B1", 1, 2), KEYED: sheets("B1", 2, 2)})


def test_sheets_are_pulled_as_the_piles_lie():
    wanted = [Sheet("B2", 9), Sheet("B1", 40), Sheet("B2", 3), Sheet("B1", 5)]
    assert in_pile_order(wanted, ["B1", "B2", "B3"]) == {"B1": (5, 40), "B2": (3, 9)}
