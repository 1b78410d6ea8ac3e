"""The `when` of a rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.conditions import Comparison, Condition, ConditionError, parse_condition


@pytest.mark.parametrize(
    ("text", "measure", "sign", "threshold"),
    [
        ("satisfaction < 60%", "satisfaction", "<", "3/5"),
        ("satisfaction<60%", "satisfaction", "<", "3/5"),
        ("dissatisfied > 1/3", "dissatisfied", ">", "1/3"),
        ("dissatisfied >= 0.5", "dissatisfied", ">=", "1/2"),
        ("dissatisfied <= 2 / 3", "dissatisfied", "<=", "2/3"),
        ("  a-b_2   <   1 ", "a-b_2", "<", "1"),
    ],
)
def test_one_comparison(text, measure, sign, threshold):
    assert parse_condition(text) == Condition((Comparison(measure, sign, Fraction(threshold)),))


def test_several_comparisons_are_joined_by_and():
    condition = parse_condition("a > 1/3 and a < 2/3  and  b >= 10%")

    assert condition.comparisons == (
        Comparison("a", ">", Fraction(1, 3)),
        Comparison("a", "<", Fraction(2, 3)),
        Comparison("b", ">=", Fraction(1, 10)),
    )
    assert condition.measures == ("a", "b")


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
    ],
)
def test_a_comparison_is_exact_at_its_threshold(sign, below, at, above):
    comparison = Comparison("a", sign, Fraction(2, 3))
    hair = Fraction(1, 10**18)

    assert comparison.holds(Fraction(2, 3) - hair) is below
    assert comparison.holds(Fraction(2, 3)) is at
    assert comparison.holds(Fraction(2, 3) + hair) is above


def test_a_condition_holds_where_every_comparison_holds():
    condition = parse_condition("a > 1/3 and b < 2/3")

    assert condition.holds({"a": Fraction(1, 2), "b": Fraction(1, 2)})
    assert not condition.holds({"a": Fraction(1, 3), "b": Fraction(1, 2)})
    assert not condition.holds({"a": Fraction(1, 2), "b": Fraction(2, 3)})


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "not a comparison"),
        ("satisfaction", '"satisfaction" is not a comparison'),
        ("60% > satisfaction", '"60% > satisfaction" is not a comparison'),
        ("a <", '"a <" is not a comparison'),
        ("a < 60% and", '"60% and" is not a number'),
        ("a < 60% and b", '"b" is not a comparison'),
        ("a = 60%", '"=" in "a = 60%" is not known'),
        ("a == 60%", '"==" in "a == 60%" is not known'),
        ("a != 60%", '"!=" in "a != 60%" is not known'),
        ("a < b", '"b" is not a number'),
        ("a < 1/0", '"1/0" is not a number'),
        ("a < -10%", '"-10%" is not a number'),
        ("a < 1/3 or a > 2/3", '"1/3 or a > 2/3" is not a number'),
        ("满意率 < 60%", '"满意率 < 60%" is not a comparison'),
    ],
)
def test_what_cannot_be_read_is_said_with_the_part_that_is_wrong(text, part):
    with pytest.raises(ConditionError) as caught:
        parse_condition(text)

    assert part in str(caught.value.said)


comparisons = st.builds(
    Comparison,
    st.sampled_from(["a", "satisfaction", "b-2"]),
    st.sampled_from(["<", "<=", ">", ">="]),
    st.fractions(0, 1, max_denominator=400),
)


@given(st.lists(comparisons, min_size=1, max_size=4).map(tuple).map(Condition))
def test_a_condition_reads_back_as_it_is_written(condition):
    assert parse_condition(condition.text()) == condition
