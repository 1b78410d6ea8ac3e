"""Counts and exact rates of the real ballots, as two other programs made them."""

import json
from fractions import Fraction

import pytest

from tally.comparison import compare
from tally.counting import BatchCount, count_rows
from tally.readings import PassReadings, Reading
from tally.settling import settle

MEASURES = {
    "top1_of_ballots": ((1,), "valid"),
    "top1_of_marked": ((1,), "marked"),
    "top2_of_ballots": ((1, 2), "valid"),
    "top2_of_marked": ((1, 2), "marked"),
}


@pytest.fixture(scope="module")
def expected(data):
    return json.loads((data / "orsay2007.expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def scheme(make, expected):
    measures = [make.measure(id_, grades, base) for id_, (grades, base) in MEASURES.items()]
    items = [row["label"] for row in expected["rows"]]
    return make.scheme(grades=6, forms=[make.form(items=items)], measures=measures)


@pytest.fixture(scope="module")
def tally(make, expected, scheme, orsay_truth):
    """The true ballots in their three bundles, each keyed twice alike."""
    batches = []
    for number, bundle in enumerate(expected["batches"], start=1):
        first, last = bundle["ballots"]
        cover = make.cover(f"B{number}", collected=bundle["n"], first=first)
        passed = PassReadings.of((at, Reading(orsay_truth[at])) for at in range(first, last + 1))
        comparison = compare(cover.numbers, 12, passed, passed, voids_reviewed=True)
        batches.append(BatchCount(cover, settle(comparison, passed, passed, (), scheme)))
    return make.tally(scheme, *batches)


def counted(marks):
    return {**{str(place): number for place, number in enumerate(marks.grades, 1)}, "blank": marks.blank}


def of_row(tally, row):
    (result,) = [one for one in tally.results if one.row == row and one.group is None]
    return result


def test_the_bundles_hold_all_ballots_and_are_settled(tally):
    assert tally.complete
    assert of_row(tally, 1).accounting.collected == of_row(tally, 1).accounting.valid == 1733


def test_every_row_is_counted_as_expected(tally, expected):
    for place, row in enumerate(expected["rows"], start=1):
        result = of_row(tally, place)
        assert result.item == row["label"]
        assert counted(result.marks) == row["counts"]
        assert (result.marks.marked, result.marks.valid, result.marks.spoiled) == (row["marked"], 1733, 0)


def test_every_rate_is_the_expected_fraction_and_prints_alike(tally, expected):
    for place, row in enumerate(expected["rows"], start=1):
        measures = of_row(tally, place).measures
        for name in MEASURES:
            value = measures[name]
            assert [value.numerator, value.denominator] == row["rates"][name]
            assert value.percent() == row["percent2"][name]


def test_all_rows_pooled_have_the_expected_counts_and_rates(tally, expected):
    pooled, result = expected["all_rows_pooled"], of_row(tally, None)

    assert result.rows == 12
    assert counted(result.marks) == pooled["counts"]
    for name in MEASURES:
        assert [result.measures[name].numerator, result.measures[name].denominator] == pooled["rates"][name]
        assert result.measures[name].percent() == pooled["percent2"][name]


def test_rates_stand_on_the_expected_side_of_every_threshold(tally, expected):
    bits = expected["threshold_verdicts"]["bits"]

    assert len(bits) == 24
    for rule, sides in bits.items():
        name, threshold = rule.split(">=")
        rates = [of_row(tally, row).measures[name].rate for row in range(1, 13)]
        assert "".join("01"[rate >= Fraction(threshold)] for rate in rates) == sides


def test_each_bundle_is_counted_as_expected(expected, orsay_truth):
    for bundle in expected["batches"]:
        first, last = bundle["ballots"]
        rows = count_rows([orsay_truth[at] for at in range(first, last + 1)], 12, 6)
        assert [[*row.grades, row.blank] for row in rows] == bundle["counts"]
