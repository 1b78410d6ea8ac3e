"""Measures as exact fractions over each of the five bases."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.counting import Accounting, MarkCounts, count_rows
from tally.measuring import (
    MeasureValue,
    code_weight,
    counts_by_code,
    measure_value,
    row_alphabet,
    thresholds_of,
)

MARKS = MarkCounts((5, 3, 2, 1, 4), blank=6, spoiled=7)
SHEETS = Accounting(issued=40, collected=30, present=35, eligible=50, valid=28, void=2)


@pytest.mark.parametrize(
    ("base", "exclude", "denominator"),
    [
        ("valid", (), 28),
        ("valid", (5,), 24),
        ("valid", (3, 5), 22),
        ("marked", (), 15),
        ("marked", (5,), 11),
        ("collected", (), 30),
        ("issued", (), 40),
        ("eligible", (), 50),
    ],
)
def test_each_base(make, base, exclude, denominator):
    value = measure_value(make.measure("m", (1, 2), base, exclude), MARKS, SHEETS, rows=1)

    assert value == MeasureValue(8, denominator)
    assert value.rate == Fraction(8, denominator)


@pytest.mark.parametrize(("base", "denominator"), [("collected", 90), ("issued", 120), ("eligible", 150)])
def test_a_base_of_sheets_is_taken_once_for_each_row_that_is_pooled(make, base, denominator):
    assert measure_value(make.measure("m", (4,), base), MARKS, SHEETS, rows=3) == MeasureValue(1, denominator)


@pytest.mark.parametrize("base", ["valid", "marked"])
def test_a_base_of_rows_holds_the_pooled_rows_already(make, base):
    measure = make.measure("m", (4,), base)

    assert measure_value(measure, MARKS, SHEETS, rows=3) == measure_value(measure, MARKS, SHEETS, rows=1)


@pytest.mark.parametrize("base", ["collected", "issued", "eligible"])
def test_a_base_that_is_stated_nowhere_leaves_the_rate_unknown(make, base):
    value = measure_value(make.measure("m", (1,), base), MARKS, Accounting(), rows=2)

    assert value == MeasureValue(5, None)
    assert value.rate is None
    assert value.percent() is None


@pytest.mark.parametrize(
    ("base", "marks"),
    [
        ("valid", MarkCounts((0, 0, 0))),
        ("marked", MarkCounts((0, 0, 0), blank=3, spoiled=1)),
        ("valid", MarkCounts((0, 0, 3))),
        ("marked", MarkCounts((0, 0, 3), blank=1)),
        ("collected", MarkCounts((0, 0, 0))),
    ],
)
def test_an_empty_base_has_no_rate_and_is_not_nought_percent(make, base, marks):
    exclude = (3,) if base in ("valid", "marked") else ()
    value = measure_value(make.measure("m", (1,), base, exclude), marks, Accounting(collected=0), rows=1)

    assert value == MeasureValue(0, 0)
    assert value.rate is None
    assert value.percent() is None


def test_no_mark_of_a_kind_is_nought_percent_where_the_base_is_not_empty(make):
    value = measure_value(make.measure("m", (1,)), MarkCounts((0, 2)), Accounting(), rows=1)

    assert value.rate == 0
    assert value.percent() == "0.00"


def test_a_percentage_stands_on_the_right_side_of_the_thresholds():
    assert MeasureValue(14999, 25000).percent() == "60.00"
    assert MeasureValue(14999, 25000).percent([Fraction(3, 5)]) == "59.996"
    assert MeasureValue(42, 49).percent() == "85.71"


def test_the_thresholds_of_a_measure_are_those_of_all_rules(make):
    scheme = make.coal()

    assert set(thresholds_of(scheme, "satisfaction")) == {Fraction(3, 5)}
    assert set(thresholds_of(scheme, "dissatisfied")) == {Fraction(1, 3), Fraction(2, 3)}
    assert thresholds_of(make.scheme(), "satisfaction") == ()


def test_counts_by_code_name_every_code_of_a_row():
    assert row_alphabet(3) == ("1", "2", "3", "-", "x")
    assert counts_by_code(MarkCounts((3, 2, 1), blank=5, spoiled=4)) == {
        "1": 3,
        "2": 2,
        "3": 1,
        "-": 5,
        "x": 4,
    }


# ---- against single marks ----

measures = st.builds(
    lambda grades, base, exclude: (grades, base, exclude - grades if base in ("valid", "marked") else set()),
    st.sets(st.integers(1, 4), min_size=1, max_size=4),
    st.sampled_from(["valid", "marked", "collected", "issued", "eligible"]),
    st.sets(st.integers(1, 4), max_size=2),
)


@settings(max_examples=200, deadline=None)
@given(
    ballots=st.integers(1, 3).flatmap(
        lambda rows: st.lists(st.text("1234-x", min_size=rows, max_size=rows), min_size=1, max_size=12)
    ),
    chosen=measures,
    beyond=st.integers(0, 5),
)
def test_a_measure_is_that_of_looking_at_every_single_mark(make, ballots, chosen, beyond):
    grades, base, exclude = chosen
    rows = len(ballots[0])
    sheets = {
        "collected": len(ballots) + beyond,
        "issued": len(ballots) + 2 * beyond,
        "eligible": len(ballots) + 3 * beyond,
    }
    measure = make.measure("m", grades, base, exclude)
    pooled = count_rows(["".join(ballots)], rows * len(ballots), 4)
    marks = sum(pooled[1:], pooled[0])

    value = measure_value(measure, marks, Accounting(**sheets), rows)

    numerator = denominator = 0
    for code in "".join(ballots):
        numerator += code.isdigit() and int(code) in grades
        if base == "valid":
            denominator += not (code.isdigit() and int(code) in exclude)
        elif base == "marked":
            denominator += code.isdigit() and int(code) not in exclude
    if base in sheets:
        denominator = sheets[base] * rows
    assert value == MeasureValue(numerator, denominator)


@given(chosen=measures)
def test_the_weight_of_a_mark_is_what_it_adds_to_a_measure(make, chosen):
    measure = make.measure("m", *chosen)
    accounting = Accounting(issued=9, collected=9, eligible=9)
    for place, code in enumerate(row_alphabet(4)):
        counts = [0] * 6
        counts[place] = 1
        with_one = measure_value(measure, MarkCounts(tuple(counts[:4]), counts[4], counts[5]), accounting, 1)
        fixed = 9 if chosen[1] not in ("valid", "marked") else 0
        assert code_weight(measure, code) == (with_one.numerator, with_one.denominator - fixed)
