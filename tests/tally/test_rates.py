"""Exact rates: reading them, writing them, and rounding that never contradicts a threshold."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.rates import parse_rate, percent_text, rate_text, round_half_up

THRESHOLDS = tuple(map(Fraction, ("1/3", "2/3", "3/5", "1/2", "4/5", "17/20", "9/10", "0", "1")))


@st.composite
def rates(draw, most=100_000):
    base = draw(st.integers(1, most))
    return Fraction(draw(st.integers(0, base)), base)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("60%", "3/5"),
        ("60 %", "3/5"),
        (" 60% ", "3/5"),
        ("59.996%", "59996/100000"),
        ("0%", "0"),
        ("1/3", "1/3"),
        ("2 / 3", "2/3"),
        ("0.6", "3/5"),
        ("0", "0"),
        ("1", "1"),
        ("2", "2"),
        ("150%", "3/2"),
    ],
)
def test_a_rate_is_read_exactly(text, rate):
    assert parse_rate(text) == Fraction(rate)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "-1",
        "+1",
        "1/0",
        "1/-3",
        "1/3%",
        "1/3/4",
        "1e3",
        ".5",
        "5.",
        "60%%",
        "60 percent",
        "x",
        "½",
        "1 2",
    ],
)
def test_anything_else_is_no_rate(text):
    with pytest.raises(ValueError):
        parse_rate(text)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("3/5", "60%"),
        ("0", "0%"),
        ("1", "100%"),
        ("1/8", "12.5%"),
        ("1/16", "6.25%"),
        ("1/3", "1/3"),
        ("1/32", "1/32"),
    ],
)
def test_a_threshold_is_written_as_people_write_it(rate, text):
    assert rate_text(Fraction(rate)) == text


@given(rates(most=2000))
def test_a_threshold_reads_back_as_itself(rate):
    assert parse_rate(rate_text(rate)) == rate


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("0.135", 2, "0.14"),
        ("0.124999", 2, "0.12"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("2/3", 2, "0.67"),
        ("1/3", 2, "0.33"),
        ("0", 2, "0"),
    ],
)
def test_halves_are_rounded_up(value, decimals, rounded):
    assert round_half_up(Fraction(value), decimals) == Fraction(rounded)


@given(rates(), st.integers(0, 6))
def test_a_rounded_value_is_the_nearest_one_and_the_upper_of_two(value, decimals):
    scaled = round_half_up(value, decimals) * 10**decimals

    assert scaled.denominator == 1
    assert -Fraction(1, 2) < scaled - value * 10**decimals <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("42/49", "85.71"),
        ("0", "0.00"),
        ("1", "100.00"),
        ("1/2", "50.00"),
        ("1/3", "33.33"),
        ("2/3", "66.67"),
        ("1/8000", "0.01"),
        ("1/20001", "0.00"),
        ("59996/100000", "60.00"),
        ("19999/20000", "100.00"),
    ],
)
def test_a_percentage_has_two_decimals_rounded_half_up(rate, text):
    assert percent_text(Fraction(rate)) == text


def test_a_percentage_without_decimals_has_no_point():
    assert percent_text(Fraction(1, 2), decimals=0) == "50"
    assert percent_text(Fraction(1, 200), decimals=0) == "1"


@pytest.mark.parametrize(
    ("rate", "threshold", "text"),
    [
        ("59996/100000", "60%", "59.996"),
        ("60004/100000", "60%", "60.004"),
        ("599999/1000000", "60%", "59.9999"),
        ("3/5", "60%", "60.00"),
        ("59/100", "60%", "59.00"),
        # 66.67 stands above two thirds, 66.66 below
        ("66667/100000", "2/3", "66.67"),
        ("66666/100000", "2/3", "66.666"),
        ("666666/1000000", "2/3", "66.6666"),
        ("33333/100000", "1/3", "33.33"),
        ("33334/100000", "1/3", "33.334"),
        # nothing is below 0 % nor above 100 %, and nearly all is not all
        ("1/100000", "0", "0.001"),
        ("99999/100000", "1", "99.999"),
    ],
)
def test_more_decimals_are_printed_until_the_figure_stands_on_the_right_side(rate, threshold, text):
    assert percent_text(Fraction(rate), [parse_rate(threshold)]) == text


def test_every_threshold_is_looked_at():
    rate = Fraction(59996, 100000)

    assert percent_text(rate, [Fraction(1, 3), Fraction(3, 5), Fraction(2, 3)]) == "59.996"


@settings(max_examples=300)
@given(rates(), st.lists(st.one_of(st.sampled_from(THRESHOLDS), rates(most=30)), max_size=4))
def test_a_printed_percentage_never_contradicts_a_comparison(rate, thresholds):
    shown = Fraction(percent_text(rate, thresholds)) / 100

    for threshold in thresholds:
        if threshold != rate:
            assert (shown < threshold) == (rate < threshold)
            assert (shown > threshold) == (rate > threshold)


@settings(max_examples=300)
@given(rates(), st.lists(st.sampled_from(THRESHOLDS), max_size=4))
def test_a_printed_percentage_is_rounded_and_has_no_more_decimals_than_it_needs(rate, thresholds):
    text = percent_text(rate, thresholds)
    decimals = len(text.split(".")[1])

    assert decimals >= 2
    assert Fraction(text) == round_half_up(rate * 100, decimals)
    if decimals > 2:
        shorter = round_half_up(rate * 100, decimals - 1)
        others = [one * 100 for one in thresholds if one != rate]
        assert any(shorter == one or (shorter < one) != (rate * 100 < one) for one in others)


@pytest.mark.parametrize(("rate", "text"), [("3/5", "60.00"), ("1/32", "3.125"), ("17/32", "53.125")])
def test_a_rate_on_its_threshold_is_printed_as_the_threshold_where_decimals_can_say_it(rate, text):
    """3.13 % beside a rule `> 1/32` that does not apply would contradict it."""
    assert percent_text(Fraction(rate), [Fraction(rate)]) == text
