"""Where two passes disagree."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.comparison import OPINION, WHOLE, Question, Why, compare, whole_value
from tally.readings import PassReadings, Reading


@pytest.fixture(scope="module")
def compared(make):
    def comparing(first, second, *, ballots=3, rows=2, voids_reviewed=True, start=1):
        numbers = range(start, start + ballots)
        return compare(
            numbers, rows, make.readings(first), make.readings(second), voids_reviewed=voids_reviewed
        )

    return comparing


def agreeing(**others):
    return {1: "11", 2: "22", 3: "33"} | {int(number[1:]): value for number, value in others.items()}


def test_two_passes_that_agree_leave_nothing_to_read(compared):
    comparison = compared(agreeing(), agreeing())

    assert comparison.questions == ()
    assert {number: reading.marks for number, reading in comparison.agreed.items()} == agreeing()
    assert (comparison.compared_ballots, comparison.compared_marks) == (3, 6)
    assert (comparison.mismatched_ballots, comparison.mismatched_marks) == (0, 0)
    assert comparison.agreement == 1


def test_rows_that_differ_are_each_a_question_and_the_rest_of_the_ballot_is_known(compared):
    comparison = compared({1: "1111", 2: "123-"}, {1: "1111", 2: "12x1"}, rows=4, ballots=2)

    assert comparison.questions == (
        Question(2, 3, Why.MARKS_DIFFER, "3", "x"),
        Question(2, 4, Why.MARKS_DIFFER, "-", "1"),
    )
    assert list(comparison.agreed) == [1]
    assert comparison.known_marks == {1: "1111", 2: "12__"}
    assert (comparison.mismatched_ballots, comparison.mismatched_marks) == (1, 2)
    assert comparison.agreement == Fraction(6, 8)


def test_a_blank_is_a_value_and_not_nought(compared):
    assert compared(agreeing(b1="--"), agreeing(b1="--")).questions == ()
    assert compared(agreeing(b1="--"), agreeing(b1="-x")).mismatched_marks == 1


def test_a_number_in_one_pass_or_in_neither_is_a_question_about_the_whole_ballot(compared):
    comparison = compared({1: "11"}, {2: "22"})

    assert comparison.questions == (
        Question(1, WHOLE, Why.ONLY_FIRST, "11", ""),
        Question(2, WHOLE, Why.ONLY_SECOND, "", "22"),
        Question(3, WHOLE, Why.IN_NEITHER, "", ""),
    )
    assert comparison.numbers(Why.ONLY_FIRST) == (1,)
    assert comparison.numbers(Why.ONLY_SECOND) == (2,)
    assert comparison.numbers(Why.IN_NEITHER) == (3,)
    assert comparison.agreed == comparison.known_marks == {}


def test_nothing_in_common_has_no_agreement_rather_than_a_hundred_percent(compared):
    comparison = compared({1: "11"}, {2: "22"})

    assert (comparison.compared_ballots, comparison.compared_marks) == (0, 0)
    assert comparison.agreement is None


def test_a_number_keyed_twice_is_reported_and_not_compared(compared):
    comparison = compared(
        {1: ["11", "12"], 2: "22", 3: ["33", "33"]}, {1: "11", 2: ["22", "void", "22"]}, ballots=4
    )

    assert comparison.questions == (
        Question(1, WHOLE, Why.DOUBLED, "11/12", "11"),
        Question(2, WHOLE, Why.DOUBLED, "22", "22/void/22"),
        Question(3, WHOLE, Why.DOUBLED, "33/33", ""),
        Question(4, WHOLE, Why.IN_NEITHER, "", ""),
    )
    assert (comparison.doubled_first, comparison.doubled_second) == ((1, 3), (2,))
    assert comparison.compared_ballots == 0


def test_a_void_in_one_pass_is_a_question_and_its_marks_are_not_compared(compared):
    void = Reading("1_", void=True)
    comparison = compared(agreeing(b2=void), agreeing())

    assert comparison.questions == (Question(2, WHOLE, Why.VOID_IN_ONE, "void", "22"),)
    assert (comparison.compared_ballots, comparison.mismatched_marks) == (2, 0)
    assert compared(agreeing(), agreeing(b2=void)).questions == (
        Question(2, WHOLE, Why.VOID_IN_ONE, "22", "void"),
    )
    assert 2 not in comparison.known_marks


def test_a_void_in_both_is_confirmed_by_the_reviewer_where_the_scheme_says_so(compared):
    first, second = agreeing(b2=Reading("1_", void=True)), agreeing(b2=Reading("__", void=True))

    reviewed = compared(first, second)
    assert reviewed.questions == (Question(2, WHOLE, Why.VOID_IN_BOTH, "void", "void"),)
    assert 2 not in reviewed.agreed
    agreed = compared(first, second, voids_reviewed=False)
    assert agreed.questions == ()
    assert agreed.agreed[2].void
    assert agreed.compared_ballots == 2


def test_an_opinion_is_compared_like_a_mark_of_every_ballot(compared):
    yes, no = Reading("22", opinion=True), Reading("22")
    assert compared(agreeing(b2=yes), agreeing(b2=no)).questions == (
        Question(2, OPINION, Why.OPINION_DIFFERS, "yes", "no"),
    )
    assert compared(agreeing(b2=yes), agreeing(b2=yes)).questions == ()
    assert compared(agreeing(b2=yes), {1: "11", 3: "33"}).questions == (
        Question(2, WHOLE, Why.ONLY_FIRST, "22", ""),
    )
    assert compared(agreeing(b2=[yes, no]), agreeing(b2=yes)).questions == (
        Question(2, WHOLE, Why.DOUBLED, "22/22", "22"),
        Question(2, OPINION, Why.OPINION_DIFFERS, "yes/no", "yes"),
    )
    void = Reading("__", void=True, opinion=True)
    assert [one.why for one in compared(agreeing(b2=void), agreeing()).questions] == [
        Why.VOID_IN_ONE,
        Why.OPINION_DIFFERS,
    ]


def test_an_open_opinion_leaves_the_ballots_marks_agreed(compared):
    comparison = compared(agreeing(b2=Reading("22", opinion=True)), agreeing())

    assert list(comparison.agreed) == [1, 2, 3]


def test_a_bundle_that_starts_elsewhere_is_compared_from_there(compared):
    assert compared({11: "11"}, {11: "12"}, ballots=2, start=11).questions == (
        Question(11, 2, Why.MARKS_DIFFER, "1", "2"),
        Question(12, WHOLE, Why.IN_NEITHER, "", ""),
    )


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("1", "2", {"1", "2"}),
        ("void", "12", {"void", "12"}),
        ("11/12", "11", {"11", "12"}),
        ("11", "", {"11", "absent"}),
        ("", "11", {"11", "absent"}),
        ("", "", {"absent"}),
    ],
)
def test_the_values_that_the_passes_gave(first, second, values):
    assert Question(1, WHOLE, Why.MARKS_DIFFER, first, second).values == values


def test_a_whole_ballot_as_a_value():
    assert whole_value(Reading("12")) == "12"
    assert whole_value(Reading("12", void=True)) == "void"


# ---- against a comparison written as simply as can be ----

readings = st.builds(Reading, st.text("12-x", min_size=2, max_size=2), st.booleans(), st.booleans())
passes = st.lists(st.tuples(st.integers(1, 4), readings), max_size=6)


def naive(number, ones, twos, reviewed):
    """The questions of one ballot as (place, why)."""
    opinion = [(OPINION, Why.OPINION_DIFFERS)] if len({one.opinion for one in ones + twos}) == 2 else []
    if len(ones) > 1 or len(twos) > 1:
        return [(WHOLE, Why.DOUBLED), *opinion]
    if not ones and not twos:
        return [(WHOLE, Why.IN_NEITHER)]
    if not ones or not twos:
        return [(WHOLE, Why.ONLY_FIRST if ones else Why.ONLY_SECOND)]
    (one,), (two,) = ones, twos
    if one.void != two.void:
        return [(WHOLE, Why.VOID_IN_ONE), *opinion]
    if one.void:
        return [*([(WHOLE, Why.VOID_IN_BOTH)] if reviewed else []), *opinion]
    pairs = enumerate(zip(one.marks, two.marks, strict=True), start=1)
    return [*((row, Why.MARKS_DIFFER) for row, (a, b) in pairs if a != b), *opinion]


@settings(max_examples=200, deadline=None)
@given(first=passes, second=passes, reviewed=st.booleans())
def test_a_comparison_is_that_of_the_simplest_program(first, second, reviewed):
    numbers = range(1, 5)
    found = compare(numbers, 2, PassReadings.of(first), PassReadings.of(second), voids_reviewed=reviewed)

    expected, agreed, compared_ballots, mismatched = [], {}, 0, []
    for number in numbers:
        ones = [reading for at, reading in first if at == number]
        twos = [reading for at, reading in second if at == number]
        here = naive(number, ones, twos, reviewed)
        expected += [(number, place, why) for place, why in here]
        if all(place == OPINION for place, _ in here):
            agreed[number] = ones[0]
        single = len(ones) == len(twos) == 1 and not ones[0].void and not twos[0].void
        compared_ballots += single
        mismatched += [number for place, _ in here if place > 0]
    assert [(one.ballot, one.place, one.why) for one in found.questions] == expected
    assert found.agreed == agreed
    assert (found.ballots, found.rows) == (4, 2)
    assert (found.compared_ballots, found.compared_marks) == (compared_ballots, 2 * compared_ballots)
    assert (found.mismatched_ballots, found.mismatched_marks) == (len(set(mismatched)), len(mismatched))
    for number, known in found.known_marks.items():
        rows = {row for at, row, _ in expected if at == number and row > 0}
        assert [row for row, mark in enumerate(known, start=1) if mark == "_"] == sorted(rows)
