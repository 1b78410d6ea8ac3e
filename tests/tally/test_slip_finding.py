"""Finding slips: each kind in a small bundle, what it covers and accounts for, and when nothing is offered."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.comparison import compare
from tally.readings import Pass, PassReadings, Reading
from tally.slip_finding import explain
from tally.slips import Move, RowRun, SlipKind, read_past_all, touched

SHEETS = {
    1: "1423113242",
    2: "3312421134",
    3: "2243314123",
    4: "4134223311",
    5: "1211434432",
    6: "3424142213",
    7: "2131344124",
    8: "4342211431",
}
ROWS = 10


@pytest.fixture
def told(make):
    """The explanations of the first pass as given, the second as the sheets read."""

    def telling(keyed, other=SHEETS, *, turned=False):
        one, two = make.readings(keyed), make.readings(other)
        if turned:
            one, two = two, one
        comparison = compare(range(1, 9), ROWS, one, two, voids_reviewed=True)
        return explain(range(1, 9), one, two, comparison)

    return telling


def without(number):
    return {other: marks for other, marks in SHEETS.items() if other != number}


def test_two_neighbours_swapped_are_offered_for_either_pass(told):
    [one] = told(SHEETS | {3: SHEETS[4], 4: SHEETS[3]})

    assert (one.kind, one.which, one.ballots) == (SlipKind.SWAPPED, None, (3, 4))
    assert [slip.which for slip in one.slips] == [Pass.FIRST, Pass.SECOND]
    assert one.slips[1].moves == (Move(3, 0, 4), Move(4, 0, 3))
    assert one.settles == one.without > 10
    assert one.leaves == 0


def test_sheets_that_are_no_neighbours_are_not_called_swapped(told):
    assert told(SHEETS | {3: SHEETS[6], 6: SHEETS[3]}) == ()


def test_an_error_beside_a_swap_is_left(told):
    [one] = told(SHEETS | {3: SHEETS[4], 4: "2" + SHEETS[3][1:-1] + "x"})

    assert one.kind is SlipKind.SWAPPED
    assert one.leaves == 1


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_missed_leaves_that_row_to_be_read(told, turned):
    marks = SHEETS[6]
    [one] = told(SHEETS | {6: marks[:2] + marks[3:] + "-"}, turned=turned)

    assert (one.kind, one.ballots, one.row) == (SlipKind.ROW_SHIFT, (6,), 3)
    assert one.which is (Pass.SECOND if turned else Pass.FIRST)
    assert one.slips[0].run == RowRun(6, 3, 10, -1)
    assert one.leaves == 1


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_keyed_twice_leaves_the_last_row_to_be_read(told, turned):
    marks = SHEETS[6]
    [one] = told(SHEETS | {6: (marks[:3] + marks[2:])[:10]}, turned=turned)

    assert (one.kind, one.ballots, one.row) == (SlipKind.ROW_SHIFT, (6,), 4)
    assert one.which is (Pass.SECOND if turned else Pass.FIRST)
    assert one.slips[0].run == RowRun(6, 4, 10, 1)
    assert one.leaves == 1


def test_a_row_missed_and_a_later_one_keyed_twice_is_one_run(told):
    long = "31242143321243113421"
    numbers = range(1, 9)
    sheets = {number: long[number:] + long[:number] for number in numbers}
    marks = sheets[5]
    keyed = sheets | {5: marks[:5] + marks[6:15] + marks[14:]}
    one, two = (PassReadings.of((n, Reading(m)) for n, m in given.items()) for given in (keyed, sheets))

    [found] = explain(numbers, one, two, compare(numbers, 20, one, two, voids_reviewed=True))

    assert found.slips[0].run == RowRun(5, 6, 14, -1)
    assert found.which is Pass.FIRST
    assert found.leaves == 1


def test_where_the_marks_cannot_tell_whose_row_it_was_both_are_offered(told):
    marks = "3224142213"
    [one] = told(SHEETS | {6: marks[:2] + marks[3:] + "-"}, SHEETS | {6: marks})

    assert one.which is None
    assert [slip.run.by for slip in one.slips] == [-1, 1]


def test_two_differing_rows_are_errors_and_no_moved_row(told):
    assert told(SHEETS | {6: SHEETS[6][:8] + "31"}) == ()


@pytest.mark.parametrize("turned", [False, True])
def test_a_sheet_missed_shifts_the_numbers_to_the_end(told, turned):
    keyed = {number: SHEETS[number + (number >= 4)] for number in range(1, 8)}
    [one] = told(keyed, turned=turned)

    assert (one.kind, one.ballots) == (SlipKind.NUMBER_SHIFT, (4, 5, 6, 7, 8))
    assert one.which is (Pass.SECOND if turned else Pass.FIRST)
    assert one.slips[0].moves == tuple(Move(number, 0, number + 1) for number in (4, 5, 6, 7))
    assert one.leaves == 1


@pytest.mark.parametrize("turned", [False, True])
def test_a_sheet_keyed_under_two_numbers_shifts_them_to_the_end(told, turned):
    keyed = {number: SHEETS[number - (number >= 4)] for number in range(1, 9)}
    [one] = told(keyed, turned=turned)

    assert (one.kind, one.ballots) == (SlipKind.NUMBER_SHIFT, (4, 5, 6, 7, 8))
    assert one.which is (Pass.SECOND if turned else Pass.FIRST)
    assert Move(4, 0, None) in one.slips[0].moves
    assert one.leaves == 1


def test_a_shift_ends_where_a_sheet_keyed_twice_compensates(told):
    keyed = SHEETS | {2: SHEETS[3], 3: SHEETS[4], 4: SHEETS[5], 5: SHEETS[6]}
    [one] = told(keyed)

    assert (one.kind, one.which, one.ballots) == (SlipKind.NUMBER_SHIFT, Pass.FIRST, (2, 3, 4, 5))
    assert one.slips[0].moves[-1] == Move(5, 0, None)


def test_a_shift_can_begin_with_a_doubled_number(told):
    keyed = {1: SHEETS[1], 2: SHEETS[2], 3: [SHEETS[3], SHEETS[4]]}
    keyed |= {number: SHEETS[number + 1] for number in range(4, 8)}
    [one] = told(keyed)

    assert (one.kind, one.which, one.ballots) == (SlipKind.NUMBER_SHIFT, Pass.FIRST, (3, 4, 5, 6, 7, 8))
    assert one.leaves == 0


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("place", [0, 1])
def test_a_sheet_beside_anothers_number_gives_its_own_number_first(told, turned, place):
    both = [SHEETS[2], SHEETS[7]]
    keyed = without(7) | {2: both if place else both[::-1]}
    [one] = told(keyed, turned=turned)

    assert (one.kind, one.ballots, one.settles, one.leaves) == (SlipKind.MISNUMBERED, (7, 2), 2, 0)
    assert one.which is (Pass.SECOND if turned else Pass.FIRST)
    assert one.slips[0].moves == (Move(2, place, 7),)


def test_a_sheet_alone_under_anothers_number_leaves_that_number_missing(told):
    [one] = told(without(7) | {2: SHEETS[7]})

    assert (one.kind, one.which, one.ballots) == (SlipKind.MISNUMBERED, Pass.FIRST, (7, 2))
    assert one.leaves == 1


def test_which_of_two_like_sheets_it_was_is_not_guessed(told):
    sheets = SHEETS | {6: SHEETS[7]}
    keyed = {number: marks for number, marks in sheets.items() if number not in (6, 7)}

    assert told(keyed | {2: [SHEETS[2], SHEETS[7]]}, sheets) == ()


@pytest.mark.parametrize(("readings", "dropped"), [((0, 0), 1), ((0, 1), 1), ((1, 0), 0)])
def test_of_a_sheet_keyed_twice_the_reading_that_fits_is_kept(told, readings, dropped):
    ways = (SHEETS[5], "2" + SHEETS[5][1:])
    [one] = told(SHEETS | {5: [ways[way] for way in readings]})

    assert (one.kind, one.which, one.ballots) == (SlipKind.KEYED_TWICE, Pass.FIRST, (5,))
    assert one.slips[0].moves == (Move(5, dropped, None),)
    assert (one.settles, one.leaves) == (1, 0)


def test_a_second_reading_of_some_other_sheet_is_not_called_the_same(told):
    assert told(SHEETS | {5: [SHEETS[5], "4444122x31"]}) == ()


def test_a_number_in_one_pass_only_is_no_slip(told):
    assert told(without(4)) == ()
    assert told(SHEETS) == ()


def test_the_most_telling_comes_first_and_none_overlap(told):
    keyed = SHEETS | {1: SHEETS[2], 2: SHEETS[1], 5: [SHEETS[5], SHEETS[5]]}
    marks = SHEETS[7]

    found = told(keyed | {7: marks[:2] + marks[3:] + "-"})

    assert [one.kind for one in found] == [SlipKind.SWAPPED, SlipKind.ROW_SHIFT, SlipKind.KEYED_TWICE]


def test_two_one_row_ballots_with_mirrored_differences_are_swapped(make):
    sheets = dict(enumerate("1321423412", start=1))
    one, two = make.readings(sheets | {5: sheets[6], 6: sheets[5]}), make.readings(sheets)
    comparison = compare(range(1, 11), 1, one, two, voids_reviewed=True)

    [found] = explain(range(1, 11), one, two, comparison)

    assert (found.kind, found.ballots) == (SlipKind.SWAPPED, (5, 6))


def test_a_void_nobody_has_to_review_is_not_left_by_a_slip(told, make):
    keyed = SHEETS | {3: "void", 4: SHEETS[3]}
    sheets = SHEETS | {4: "void"}
    one, two = make.readings(keyed), make.readings(sheets)
    comparison = compare(range(1, 9), ROWS, one, two, voids_reviewed=False)

    left = [
        [found.leaves for found in explain(range(1, 9), one, two, comparison, voids_reviewed=reviewed)]
        for reviewed in (True, False)
    ]

    assert left == [[1], [0]]


READING = st.one_of(
    st.builds(Reading, st.text("12-x", min_size=3, max_size=3), opinion=st.booleans()),
    st.builds(Reading, st.text("12_", min_size=3, max_size=3)),
    st.just(Reading("___", void=True)),
)
PASSES = st.dictionaries(st.integers(1, 9), st.lists(READING, min_size=1, max_size=3).map(tuple)).map(
    lambda made: PassReadings(MappingProxyType(made))
)


@st.composite
def two_passes(draw):
    """Passes that have nothing or nearly everything in common, with readings under each other's numbers."""
    one = draw(PASSES)
    two = dict(one.by_number) if draw(st.booleans()) else dict(draw(PASSES).by_number)
    for number in draw(st.lists(st.integers(1, 9), max_size=4)):
        if number in two:
            other = draw(st.integers(1, 9))
            two[number], two[other] = two.get(other, two[number]), two[number]
    for number in draw(st.lists(st.integers(1, 9), max_size=2)):
        two.pop(number, None)
    return one, PassReadings(MappingProxyType(two))


@given(two_passes(), st.booleans())
def test_any_passes_are_explained_by_slips_that_can_be_read_past(passes, reviewed):
    one, two = passes
    comparison = compare(range(1, 10), 3, one, two, voids_reviewed=reviewed)

    found = explain(range(1, 10), one, two, comparison, voids_reviewed=reviewed)

    seen: set[int] = set()
    for explanation in found:
        covered = frozenset().union(*map(touched, explanation.slips))
        assert not covered & seen
        assert covered <= set(range(1, 10))
        seen |= covered
        assert 0 < explanation.settles <= explanation.without
        asked = {(question.ballot, question.place) for question in comparison.questions}
        for slip in explanation.slips:
            past = compare(range(1, 10), 3, *read_past_all((slip,), one, two), voids_reviewed=reviewed)
            still = {(question.ballot, question.place) for question in past.questions}
            assert len(asked - still) >= explanation.settles


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize(("errors", "offered"), [(0, True), (1, True), (2, False)])
def test_a_moved_row_with_more_than_one_error_besides_is_not_offered(told, by, errors, offered):
    marks = SHEETS[1]
    moved = marks[:3] + marks[4:] + "-" if by == -1 else (marks[:3] + marks[2:])[:10]
    keyed = "x" * errors + moved[errors:]

    assert [one.kind for one in told(SHEETS | {1: keyed})] == [SlipKind.ROW_SHIFT] * offered


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize(("errors", "offered"), [(2, True), (3, False)])
def test_a_long_sheet_may_have_two_errors_besides_a_moved_row(by, errors, offered):
    numbers = range(1, 9)
    sheets = {number: SHEETS[number] + SHEETS[9 - number] for number in numbers}
    marks = sheets[1]
    moved = marks[:4] + marks[5:] + "-" if by == -1 else (marks[:5] + marks[4:])[:20]
    keyed = sheets | {1: "x" * errors + moved[errors:]}
    one, two = (PassReadings.of((n, Reading(m)) for n, m in given.items()) for given in (keyed, sheets))

    found = explain(numbers, one, two, compare(numbers, 20, one, two, voids_reviewed=True))

    assert [each.kind for each in found] == [SlipKind.ROW_SHIFT] * offered
