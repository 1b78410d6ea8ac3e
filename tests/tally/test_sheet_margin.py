"""How many sheets would have to read otherwise, held against trying every reading of every sheet."""

import importlib.util
import itertools
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.conditions import parse_condition
from tally.margins import Case, margin_marks
from tally.measuring import row_alphabet
from tally.sheet_margin import sheet_margin

VOID = "V"


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


brute = _beside("test_margins")


def outcome(case, sheets):
    """Nothing is said without a valid sheet, whatever the base."""
    marks = "".join(sheet for sheet in sheets if sheet != VOID)
    return brute.outcome(case, marks) if marks else "no rate"


def true_minimum(case, sheets, rows):
    """The fewest sheets that read otherwise, over every reading of all of them."""
    now = outcome(case, sheets)
    every = [VOID, *map("".join, itertools.product(case.marks, repeat=rows))]
    costs = []
    for chosen in itertools.product(every, repeat=len(sheets)):
        if outcome(case, chosen) != now:
            costs.append(sum(was != will for was, will in zip(sheets, chosen, strict=True)))
    return min(costs, default=None)


def true_minimum_of_one_row(case, sheets):
    codes = [*case.marks, VOID]
    now = outcome(case, sheets)
    was = "".join(sheets)
    return min(
        (
            brute.changed(was, will)
            for will in brute.readings(codes, len(was))
            if outcome(case, tuple(will)) != now
        ),
        default=None,
    )


@settings(max_examples=200, deadline=None)
@given(choice=st.data())
def test_with_one_row_the_number_of_sheets_is_the_true_least(make, choice):
    """Any rule, any band, two measures, any base: a sheet is one mark or void."""
    case = choice.draw(brute.cases(make, most_marks=4))
    void = choice.draw(st.integers(0, 2))
    sheets = (*brute.spelled(case.marks), *(VOID,) * void)

    assert sheet_margin(case, 1, void) == true_minimum_of_one_row(case, sheets)


@st.composite
def sheets_of_two_rows(draw, make):
    """One or two sheets of two rows, perhaps a void one, and a rule or a band."""
    sheets = draw(st.lists(st.text("12-", min_size=2, max_size=2), min_size=1, max_size=2))
    both = {id_: draw(brute.measures(make, id_, 2)) for id_ in ("a", "b")}
    band = draw(st.booleans())
    rules = draw(st.lists(brute.conditions(["a"], 2), min_size=2, max_size=3)) if band else None
    fixed = {id_: draw(st.integers(1, 8)) for id_, one in both.items() if one.base.value in brute.FIXED}
    marks = "".join(sheets)
    case = Case(
        tuple(rules or [draw(brute.conditions(["a", "b"]))]),
        both,
        {code: marks.count(code) for code in "12-"},
        fixed,
    )
    return case, (*sheets, *(VOID,) * draw(st.integers(0, 1)))


@settings(max_examples=150, deadline=None)
@given(choice=st.data())
def test_with_rows_pooled_it_is_never_above_the_true_least(make, choice):
    case, sheets = choice.draw(sheets_of_two_rows(make))
    true, said = true_minimum(case, sheets, 2), sheet_margin(case, 2, sheets.count(VOID))

    # None is said only where no change leads elsewhere; a bound may be said where none does.
    assert said is not None or true is None
    assert true is None or said <= true


def satisfied(make, good, bad, base="valid"):
    return Case(
        (parse_condition("a < 60%"),),
        {"a": make.measure("a", (1,), base)},
        {code: {"1": good, "4": bad}.get(code, 0) for code in row_alphabet(4)},
        {},
    )


def test_a_void_sheet_that_is_valid_can_be_the_only_way_or_the_nearest(make):
    """5 of 10 issued are valid and all satisfied: only one more makes 60 %. 1 of 1 is halved only by another."""

    def case(when, base, fixed):
        marks = {code: 5 if code == "1" and fixed else int(code == "1") for code in row_alphabet(4)}
        return Case((parse_condition(when),), {"a": make.measure("a", (1,), base)}, marks, fixed)

    issued = case("a < 60%", "issued", {"a": 10})
    assert margin_marks(issued) is None
    assert sheet_margin(issued, 1, 3) == 1
    assert sheet_margin(issued, 1, 0) == 5  # every ballot void, and no rate

    half = case("a > 40% and a < 60%", "valid", {})
    assert margin_marks(half) is None
    assert sheet_margin(half, 1, 1) == 1


def test_a_sheet_changes_as_many_marks_as_it_has_rows(make):
    assert margin_marks(satisfied(make, 40, 0)) == 17
    assert sheet_margin(satisfied(make, 40, 0), 4, 0) == 5


def test_where_every_ballot_void_is_the_only_way_out_that_many_are_needed(make):
    """Whatever ballots read, at most all are satisfied; only without one there is no rate."""
    case = Case(
        (parse_condition("a <= 100%"),), {"a": make.measure("a", (1,))}, {"1": 3, "4": 2, "-": 0, "x": 0}, {}
    )

    assert margin_marks(case) is None
    assert sheet_margin(case, 1, 0) == 5


@pytest.mark.parametrize(("void", "sheets"), [(0, None), (1, 1)])
def test_without_valid_ballots_one_void_sheet_may_make_a_rate(make, void, sheets):
    assert sheet_margin(satisfied(make, 0, 0), 1, void) == sheets


def test_a_fraction_is_not_rounded(make):
    """599 of 999 is below 60 %, 600 of 1000 is not."""
    assert Fraction(599, 999) < Fraction(3, 5)
    assert sheet_margin(satisfied(make, 599, 400), 1, 0) == 1
    assert sheet_margin(satisfied(make, 600, 400), 1, 0) == 1
    assert sheet_margin(satisfied(make, 601, 399), 1, 0) == 2
