"""From sheets read again to bounds on a subject's sheets and marks, and to whether a verdict stands."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally import fixed_sample, sequential_sample, stratified_sample
from tally.residual_errors import RISK, SheetRead, residual_errors, verdict_stands
from tally.sheets_needed import planned_sizes, sheets_still_to_read
from tally.strata_bound import PLANNED_SHARE, Stratum
from tally.stratified_sample import Part

ROWS = (3, 4, 5)
KEYED = Stratum("keyed", 200)
FILLED = Stratum("filled", 40)
PLANNED = Stratum("keyed", 200, planned=60)
FIXED = RISK * PLANNED_SHARE
REST = RISK - FIXED


def right(count, stratum="keyed"):
    return [SheetRead(stratum)] * count


def wrong(*rows, stratum="keyed"):
    return SheetRead(stratum, frozenset(rows))


def test_nothing_read_bounds_nothing():
    shown = residual_errors([KEYED], [], ROWS)
    assert (shown.population, shown.read, shown.sheets_wrong, shown.marks_wrong) == (200, 0, 0, 0)
    assert (shown.sheets_at_most, shown.marks_at_most) == (200, 600)


def test_without_a_planned_size_the_whole_risk_is_the_sequential_bounds():
    shown = residual_errors([KEYED], [*right(30), wrong(4), *right(29)], ROWS)
    assert shown.sheets_at_most == sequential_sample.upper_bound(200, 60, 1, RISK)


def test_only_errors_in_the_rows_asked_about_count():
    read = [*right(50), wrong(1, 2), wrong(3, 5, 7), SheetRead("keyed", whole=True), *right(47)]
    shown = residual_errors([KEYED], read, ROWS)
    assert (shown.sheets_wrong, shown.marks_wrong) == (2, 2 + 3)
    assert shown.sheets_at_most == sequential_sample.upper_bound(200, 100, 2, RISK)
    assert shown.marks_at_most == 5 + (shown.sheets_at_most - 2) * 3
    assert shown.sheets_left_at_most == shown.sheets_at_most - 2
    assert shown.marks_left_at_most == (shown.sheets_at_most - 2) * 3
    others = residual_errors([KEYED], read, (9,))
    assert (others.sheets_wrong, others.marks_wrong) == (1, 1)


def test_every_sheet_read_is_the_count_itself():
    read = [wrong(3), *right(199)]
    shown = residual_errors([KEYED], read, ROWS)
    assert (shown.sheets_at_most, shown.marks_at_most, shown.sheets_left_at_most) == (1, 1, 0)
    assert str(shown.method) == "every sheet was read again: this is the count itself, not a bound"


def test_strata_are_bounded_together_at_the_whole_risk():
    read = [*right(40), *right(15, "filled"), wrong(3, stratum="filled")]
    shown = residual_errors([KEYED, FILLED], read, ROWS)
    assert shown.sheets_at_most == stratified_sample.upper_bound((Part(200, 40, 0), Part(40, 16, 1)), RISK)
    assert str(shown.method) == (
        "bound valid after every sheet at a risk of 5%: prior-posterior ratio martingale (Waudby-Smith and Ramdas"
        " 2020), multiplied over the strata: keyed 200; filled 40"
    )


def test_planned_sizes_of_strata_share_their_risk_and_speak_once_all_are_read():
    strata = [Stratum("keyed", 200, planned=60), Stratum("filled", 40, planned=20)]
    shown = residual_errors(strata, [*right(70), *right(19, "filled")], ROWS)
    assert shown.sheets_at_most == stratified_sample.upper_bound((Part(200, 70, 0), Part(40, 19, 0)), REST)
    shown = residual_errors(
        strata, [wrong(3), *right(69), *right(19, "filled"), wrong(4, stratum="filled")], ROWS
    )
    assert shown.sheets_at_most == (
        fixed_sample.upper_bound(200, 60, 1, FIXED / 2) + fixed_sample.upper_bound(40, 20, 1, FIXED / 2)
    )
    assert str(shown.method) == (
        "exact hypergeometric bound at a risk of 4.5% for the sheets stated before the draw (keyed 60; filled 20);"
        " before and beyond them: bound valid after every sheet at a risk of 0.5%: prior-posterior ratio martingale"
        " (Waudby-Smith and Ramdas 2020), multiplied over the strata: keyed 200; filled 40"
    )


def test_an_empty_stratum_takes_no_risk():
    alone = residual_errors([KEYED], right(60), ROWS)
    assert residual_errors([KEYED, Stratum("filled", 0)], right(60), ROWS) == alone
    assert residual_errors([KEYED, Stratum("filled", 0, planned=1)], right(60), ROWS) == alone
    planned = residual_errors([PLANNED], right(60), ROWS)
    assert residual_errors([PLANNED, Stratum("filled", 0)], right(60), ROWS) == planned


def test_before_the_planned_size_the_sequential_bound_speaks():
    shown = residual_errors([PLANNED], right(59), ROWS)
    assert shown.sheets_at_most == sequential_sample.upper_bound(200, 59, 0, REST)


def test_at_the_planned_size_its_exact_bound_speaks():
    shown = residual_errors([PLANNED], [wrong(3), *right(59)], ROWS)
    assert shown.sheets_at_most == fixed_sample.upper_bound(200, 60, 1, FIXED)
    assert str(shown.method).startswith(
        "exact hypergeometric bound at a risk of 4.5% for the sheets stated before the draw (60); before and beyond"
        " them: bound valid after every sheet at a risk of 0.5%"
    )


def test_a_planned_size_has_nine_tenths_of_the_risk():
    strata, sheets, filled = [PLANNED, Stratum("filled", 40, planned=20)], range(1, 12), right(20, "filled")
    alone = [fixed_sample.upper_bound(200, 60, bad, FIXED) for bad in sheets]
    shared = [fixed_sample.upper_bound(200, 60, bad, FIXED / 2) for bad in sheets]
    # With all of the risk for it some of these would be lower.
    assert alone != [fixed_sample.upper_bound(200, 60, bad, RISK) for bad in sheets]
    assert shared != [fixed_sample.upper_bound(200, 60, bad, RISK / 2) for bad in sheets]
    reads = [[*[wrong(3)] * bad, *right(60 - bad)] for bad in sheets]
    assert [residual_errors([PLANNED], read, ROWS).sheets_at_most for read in reads] == alone
    of_filled = fixed_sample.upper_bound(40, 20, 0, FIXED / 2)
    assert [residual_errors(strata, [*read, *filled], ROWS).sheets_at_most for read in reads] == [
        bound + of_filled for bound in shared
    ]


def test_a_stratum_of_which_no_sheet_was_planned_is_bounded_by_its_size():
    few = [Stratum("keyed", 200, planned=60), Stratum("filled", 3)]
    shown = residual_errors(few, [wrong(3), *right(59)], ROWS)
    assert shown.sheets_at_most == fixed_sample.upper_bound(200, 60, 1, FIXED / 2) + 3
    assert "(keyed 60; filled 0)" in str(shown.method)


def test_beyond_the_planned_size_only_its_first_sheets_count_for_it():
    shown = residual_errors([PLANNED], [*right(60), wrong(3), *right(4)], ROWS)
    assert shown.sheets_at_most == fixed_sample.upper_bound(200, 60, 0, FIXED)
    assert shown.sheets_at_most < sequential_sample.upper_bound(200, 65, 1, REST)


def test_far_beyond_the_planned_size_the_sequential_bound_is_the_lesser():
    shown = residual_errors([PLANNED], [wrong(3), *right(180)], ROWS)
    assert shown.sheets_at_most == sequential_sample.upper_bound(200, 181, 1, REST)
    assert shown.sheets_at_most < fixed_sample.upper_bound(200, 60, 1, FIXED)


def test_the_bound_is_never_below_what_was_found():
    shown = residual_errors([PLANNED], [*right(60), *[wrong(3)] * 30], ROWS)
    assert fixed_sample.upper_bound(200, 60, 0, FIXED) < 30
    assert shown.sheets_at_most == 30


@pytest.mark.parametrize(
    ("strata", "read", "rows", "words"),
    [
        ([KEYED], right(1, "filled"), ROWS, "not among"),
        ([KEYED, KEYED], [], ROWS, "one name"),
        ([FILLED], right(41, "filled"), ROWS, "41 of 40 sheets read"),
        ([Stratum("keyed", 10, planned=11)], [], ROWS, "11 of 10 sheets planned"),
        ([Stratum("keyed", 10, planned=0)], [], ROWS, "0 of 10 sheets planned"),
        ([KEYED], [], (), "no rows"),
    ],
)
def test_what_cannot_be_is_refused(strata, read, rows, words):
    with pytest.raises(ValueError, match=words):
        residual_errors(strata, read, rows)
    with pytest.raises(ValueError, match=words):
        sheets_still_to_read(strata, read, rows, [], 5)


def test_a_verdict_stands_where_too_few_sheets_could_be_wrong():
    assert verdict_stands(4, 5)
    assert not verdict_stands(5, 5)
    assert not verdict_stands(0, 0)
    assert verdict_stands(10**6, None)


@st.composite
def checks(draw):
    strata, read, coming = [], [], []
    plans = draw(st.booleans())
    for name in draw(st.sampled_from((("a",), ("a", "b")))):
        population = draw(st.integers(1, 40))
        planned = draw(st.none() | st.integers(1, population)) if plans else None
        strata.append(Stratum(name, population, planned))
        done = draw(st.integers(0, population))
        read += [
            SheetRead(name, frozenset(rows))
            for rows in draw(st.lists(st.sampled_from(((), (), (), (3,))), min_size=done, max_size=done))
        ]
        coming += [name] * (population - done)
    return strata, read, draw(st.permutations(coming)), draw(st.none() | st.integers(0, 30))


@given(checks())
@settings(deadline=None, max_examples=150)
def test_after_the_sheets_still_to_read_the_verdict_stands_and_before_the_last_of_them_not(check):
    strata, read, coming, to_change = check

    def stands_after(more):
        shown = residual_errors(strata, [*read, *map(SheetRead, coming[:more])], ROWS)
        return verdict_stands(shown.sheets_at_most, to_change)

    more = sheets_still_to_read(strata, read, ROWS, coming, to_change)
    if more is None:
        assert not stands_after(len(coming))
    else:
        assert stands_after(more)
        assert more == 0 or not stands_after(more - 1)
    if len(strata) == 1:
        assert more == next((fewer for fewer in range(len(coming) + 1) if stands_after(fewer)), None)


def test_coming_sheets_of_an_unknown_stratum_are_refused():
    with pytest.raises(ValueError, match="filled"):
        sheets_still_to_read([KEYED], [], ROWS, ["keyed", "filled"], 5)


@given(
    st.lists(st.integers(0, 120), min_size=1, max_size=3),
    st.integers(1, 40),
    st.sampled_from((RISK, Fraction(1, 5))),
)
@settings(deadline=None)
def test_the_planned_sizes_show_it_and_one_sheet_fewer_does_not(populations, to_change, risk):
    def at_most(sizes):
        strata, read = [], []
        for number, (population, size) in enumerate(zip(populations, sizes, strict=True)):
            strata.append(Stratum(str(number), population, size or None))
            read += right(size, str(number))
        return residual_errors(strata, read, ROWS, risk).sheets_at_most

    sizes = planned_sizes(populations, to_change, risk)
    assert all(0 <= size <= population for size, population in zip(sizes, populations, strict=True))
    assert at_most(sizes) < to_change
    if len(populations) == 1 and sizes[0] > 1:
        assert at_most((sizes[0] - 1,)) >= to_change


def test_planned_sizes_follow_the_strata():
    sizes = planned_sizes((900, 100), 40)
    assert sizes[1] == -(-sizes[0] // 9)
    assert planned_sizes((1000, 3), 20)[1] == 1
    with pytest.raises(ValueError, match="fewer than 0"):
        planned_sizes((10,), 0)
