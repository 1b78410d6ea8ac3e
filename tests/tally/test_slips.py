"""Reading a pass past a slip: everything keyed is kept, in its place."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.marks import EMPTY
from tally.readings import Pass, PassReadings, Reading
from tally.slips import Explanation, Move, RowRun, Slip, SlipKind, read_past, read_past_all, touched

MARKS = st.text("123-x", min_size=4, max_size=4)
PASSES = st.dictionaries(
    st.integers(1, 8), st.lists(st.builds(Reading, MARKS), min_size=1, max_size=2), min_size=2
).map(lambda given: PassReadings({number: tuple(ones) for number, ones in sorted(given.items())}))


def moving(*moves, which=Pass.FIRST, kind=SlipKind.NUMBER_SHIFT):
    return Slip(kind, which, tuple(move.number for move in moves), moves=moves)


@given(PASSES, st.data())
def test_a_swap_read_past_twice_is_the_pass_again(readings, data):
    low, high = data.draw(
        st.lists(st.sampled_from(list(readings.by_number)), min_size=2, max_size=2, unique=True)
    )
    there = {number: readings.by_number[number][:1] for number in readings.by_number}
    single = PassReadings(there)
    slip = moving(Move(low, 0, high), Move(high, 0, low), kind=SlipKind.SWAPPED)

    once = read_past(slip, single)

    assert once.by_number[low] == single.by_number[high]
    assert read_past(slip, once).by_number == single.by_number


@given(PASSES, st.data())
def test_readings_moved_anywhere_are_all_kept(readings, data):
    places = [(number, at) for number, ones in readings.by_number.items() for at in range(len(ones))]
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, unique=True))
    moves = [Move(number, at, data.draw(st.integers(1, 9))) for number, at in chosen]

    past = read_past(moving(*moves), readings)

    assert Counter(one for ones in past.by_number.values() for one in ones) == Counter(
        one for ones in readings.by_number.values() for one in ones
    )
    assert all(past.by_number.values())


@given(MARKS.filter(lambda marks: EMPTY not in marks), st.sampled_from((1, -1)), st.data())
def test_a_run_of_rows_moves_by_one_and_leaves_one_hole(marks, by, data):
    first, last = sorted(data.draw(st.lists(st.integers(1, 4), min_size=2, max_size=2)))
    slip = Slip(SlipKind.ROW_SHIFT, Pass.FIRST, (3,), row=first, run=RowRun(3, first, last, by))

    [past] = read_past(slip, PassReadings({3: (Reading(marks),)})).by_number[3]

    assert past.marks.count(EMPTY) == 1
    assert past.marks[: first - 1] == marks[: first - 1]
    assert past.marks[last:] == marks[last:]
    if by == 1:
        assert past.marks[first - 1 : last - 1] == marks[first:last]
    else:
        assert past.marks[first:last] == marks[first - 1 : last - 1]


def test_a_reading_that_is_the_same_sheet_once_more_goes_nowhere():
    readings = PassReadings({1: (Reading("12"), Reading("13"))})

    past = read_past(moving(Move(1, 0, None), kind=SlipKind.KEYED_TWICE), readings)

    assert past.by_number == {1: (Reading("13"),)}


def test_a_reading_comes_after_those_that_stay():
    readings = PassReadings({1: (Reading("11"), Reading("22")), 2: (Reading("33"),)})

    past = read_past(moving(Move(1, 0, 2)), readings)

    assert past.by_number == {1: (Reading("22"),), 2: (Reading("33"), Reading("11"))}


@pytest.mark.parametrize(
    "slip",
    [
        moving(Move(3, 0, 1)),
        moving(Move(1, 1, 2)),
        Slip(SlipKind.ROW_SHIFT, Pass.FIRST, (3,), row=1, run=RowRun(3, 1, 2, 1)),
        Slip(SlipKind.ROW_SHIFT, Pass.FIRST, (1,), row=1, run=RowRun(1, 1, 3, 1)),
        Slip(SlipKind.ROW_SHIFT, Pass.FIRST, (1,), row=1, run=RowRun(1, 2, 1, 1)),
        Slip(SlipKind.ROW_SHIFT, Pass.FIRST, (1,), row=1, run=RowRun(1, 1, 2, 2)),
        Slip(SlipKind.ROW_SHIFT, Pass.FIRST, (2,), row=1, run=RowRun(2, 1, 2, 1)),
    ],
)
def test_a_slip_in_other_readings_is_refused(slip):
    readings = PassReadings({1: (Reading("12"),), 2: (Reading("12", void=True),)})

    with pytest.raises(ValueError, match=r"Move|RowRun|Slip"):
        read_past(slip, readings)


def test_each_slip_is_read_past_in_its_own_pass():
    readings = PassReadings({1: (Reading("11"),), 2: (Reading("22"),)})
    swap = (Move(1, 0, 2), Move(2, 0, 1))
    slips = (moving(*swap), moving(Move(1, 0, 3), which=Pass.SECOND))

    first, second = read_past_all(slips, readings, readings)

    assert first.by_number == {1: (Reading("22"),), 2: (Reading("11"),)}
    assert second.by_number == {2: (Reading("22"),), 3: (Reading("11"),)}


def test_a_slip_touches_where_readings_go_as_well():
    assert touched(moving(Move(4, 0, 5), Move(6, 1, None))) == {4, 5, 6}


def test_an_explanation_of_both_passes_does_not_say_whose():
    ways = [moving(Move(1, 0, 2), which=which) for which in Pass]

    assert Explanation(SlipKind.SWAPPED, tuple(ways), 2, 2, 0).which is None
    assert Explanation(SlipKind.SWAPPED, (ways[1],), 2, 2, 0).which is Pass.SECOND
