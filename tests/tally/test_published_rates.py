"""Figures that other people published, held against this program's sums, bases and rounding.

Figures: tests/data/published-tables.json; origin: README.md there. Where a source printed something else than exact
rounding half up, `DIFFERS` says what, and why; every other figure must come out alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest

from tally.counting import Accounting, MarkCounts
from tally.measuring import MeasureValue, measure_value
from tally.rates import percent_text
from tally.scheme import Base, Measure

DATA = Path(__file__).parents[1] / "data" / "published-tables.json"
SOURCES: dict[str, Any] = {one["id"]: one for one in json.loads(DATA.read_text("utf-8"))["sources"]}
WITH_PERCENTAGES = [id_ for id_, one in SOURCES.items() if any(any(row["printed"]) for row in one["rows"])]


class Why(Enum):
    """Why a published figure is not the exact one rounded half up."""

    NUDGED = "rounded down against the rule: only so does the row add to exactly 100"
    CUT = "cut off after the last digit, not rounded"
    REST = "what the figure before it, cut off, leaves to 100"
    UNEXPLAINED = "neither rounding nor cutting off this count of the only base printed gives it"


DIFFERS: dict[str, dict[tuple[int, int], tuple[str, str, Why]]] = {
    "school-appraisal": {(1, 3): ("2.12", "2.13", Why.NUDGED), (2, 3): ("1.41", "1.42", Why.NUDGED)},
    "student-president": {(1, 1): ("74.04", "74.05", Why.CUT), (1, 2): ("25.96", "25.95", Why.REST)},
    "county-survey": {
        (2, 2): ("20.1", "20.2", Why.CUT),
        (3, 1): ("55.1", "54.3", Why.UNEXPLAINED),
        (3, 2): ("20", "21", Why.CUT),
        (3, 3): ("24.9", "24.8", Why.UNEXPLAINED),
        (4, 1): ("33.2", "32.9", Why.UNEXPLAINED),
        (4, 2): ("13.39", "13.18", Why.UNEXPLAINED),
        (5, 1): ("66.6", "66.7", Why.CUT),
        (6, 1): ("34.4", "34.5", Why.CUT),
        (6, 2): ("25.36", "25.19", Why.UNEXPLAINED),
    },
}
"""By source, then (row, answer) from 1: what was printed, what exact rounding half up gives, and why."""


def marks(source: Mapping[str, Any], row: Mapping[str, Any]) -> MarkCounts:
    """The counts of a published row; answers of a survey that it did not print are one more grade."""
    counts = list(row["counts"])
    if not source["grades"]:
        counts.append(row["of"] - sum(counts))
    return MarkCounts(tuple(counts), row.get("blank", 0), row.get("spoiled", 0))


def value(source: Mapping[str, Any], row: Mapping[str, Any], place: int, base: str = "") -> MeasureValue:
    """The rate of one answer over the base that the source used, or over `base`."""
    measure = Measure("rate", "rate", frozenset({place}), Base(base or source["base"]), frozenset())
    return measure_value(measure, marks(source, row), Accounting(), 1)


def decimals(source: Mapping[str, Any], printed: str) -> int:
    """How many decimals a figure is printed with; some sources leave trailing zeros out and say so."""
    return int(source.get("decimals", len(printed.partition(".")[2])))


def cut_off(rate: Fraction, places: int) -> Fraction:
    return Fraction(floor(rate * 100 * 10**places), 10**places)


def figures(source: Mapping[str, Any]) -> dict[tuple[int, int], tuple[str, Fraction, str]]:
    """By row and answer: what is printed, the exact rate, and ours with as many decimals as are printed."""
    found = {}
    for number, row in enumerate(source["rows"], start=1):
        for place, printed in enumerate(row["printed"], start=1):
            rate = value(source, row, place).rate
            if printed is not None and rate is not None:
                found[number, place] = (printed, rate, percent_text(rate, decimals=decimals(source, printed)))
    return found


@pytest.mark.parametrize("id_", [id_ for id_ in WITH_PERCENTAGES if id_ != "villages-2016"])
def test_every_printed_percentage_comes_out_but_those_that_are_told(id_: str) -> None:
    source = SOURCES[id_]

    differing = {
        where: (printed, ours)
        for where, (printed, _, ours) in figures(source).items()
        if Fraction(printed) != Fraction(ours)
    }
    assert differing == {where: told[:2] for where, told in DIFFERS.get(id_, {}).items()}
    # And the measure's own text, where the source has its two decimals.
    for (number, place), (printed, _, ours) in figures(source).items():
        if decimals(source, printed) == 2:
            assert value(source, source["rows"][number - 1], place).percent() == ours


def test_199_figures_of_eleven_tables_are_compared() -> None:
    assert [len(figures(SOURCES[id_])) for id_ in WITH_PERCENTAGES] == [15, 24, 2, 13, 2, 2, 2, 2, 26, 45, 66]


def half_ways(id_: str) -> list[tuple[str, Fraction, str]]:
    """The figures that lie exactly between two that can be printed with two decimals."""
    return [one for one in figures(SOURCES[id_]).values() if (one[1] * 10_000).denominator == 2]


def test_half_ways_are_rounded_up_as_the_election_commission_did_in_2020() -> None:
    found = half_ways("villages-2020")

    assert len(found) == 18
    assert all(Fraction(printed) == Fraction(ours) for printed, _, ours in found)
    assert ("53.13", Fraction(102, 192), "53.13") in found  # 53.125; half to even or a cut gives 53.12


def test_in_2016_the_same_commission_cut_off_and_every_figure_shows_it() -> None:
    compared = figures(SOURCES["villages-2016"])

    assert len(half_ways("villages-2016")) == 26
    not_cut = [one for one in compared.values() if Fraction(one[0]) != cut_off(one[1], 2)]
    # 228 of 800 are 28.5 exactly; only a binary fraction (28.499999999999996), cut off, prints 28.49.
    assert not_cut == [("28.49", Fraction(228, 800), "28.50")]
    assert floor(228 / 800 * 100 * 100) == 2849
    assert sum(Fraction(printed) != Fraction(ours) for printed, _, ours in compared.values()) == 45


@pytest.mark.parametrize("id_", DIFFERS)
def test_each_difference_is_what_it_is_said_to_be(id_: str) -> None:
    compared = figures(SOURCES[id_])
    for (number, place), (text, ours, why) in DIFFERS[id_].items():
        printed, places = Fraction(text), decimals(SOURCES[id_], text)
        cut = cut_off(compared[number, place][1], places)
        row = [Fraction(one[0]) for (its, _), one in compared.items() if its == number]
        if why is Why.NUDGED:
            assert printed == cut == Fraction(ours) - Fraction(1, 10**places)
            assert sum(row) == 100
        elif why is Why.CUT:
            assert printed == cut < Fraction(ours)
        elif why is Why.REST:
            assert printed == 100 - row[0]
        else:
            assert printed not in (cut, Fraction(ours))


def test_a_row_rounded_honestly_need_not_add_to_100() -> None:
    ours: dict[tuple[str, int], Fraction] = {}
    for id_ in ("school-appraisal", "community-survey"):
        for (number, _), (_, _, exact) in figures(SOURCES[id_]).items():
            ours[id_, number] = ours.get((id_, number), Fraction()) + Fraction(exact)

    # The school's two were nudged in print; the community's were left as they fell, like ours.
    assert {where: one for where, one in ours.items() if one != 100} == {
        ("school-appraisal", 1): Fraction("100.01"),
        ("school-appraisal", 2): Fraction("100.01"),
        ("community-survey", 2): Fraction("99.99"),
        ("community-survey", 6): Fraction("99.99"),
    }


@pytest.mark.parametrize("id_", [id_ for id_, one in SOURCES.items() if one["counts_are"] == "recovered"])
def test_a_recovered_count_is_the_only_one_that_the_printed_figure_allows(id_: str) -> None:
    for row in SOURCES[id_]["rows"]:
        for count, printed in zip(row["counts"], row["printed"], strict=True):
            if printed is None:
                assert count == 0  # an empty cell; the others alone add up to the base
                continue
            rates = {one: Fraction(100 * one, row["of"]) for one in range(row["of"] + 1)}
            near = [one for one, rate in rates.items() if abs(rate - Fraction(printed)) <= Fraction(1, 100)]
            assert near == [count]


@pytest.mark.parametrize("id_", [id_ for id_ in SOURCES if id_ != "workplace-ballot-2013"])
def test_the_parts_add_up_to_the_base(id_: str) -> None:
    source = SOURCES[id_]
    for row in source["rows"]:
        counted = marks(source, row)
        assert (counted.marked if source["base"] == "marked" else counted.valid) == row["of"]


def test_another_base_would_not_give_what_was_printed() -> None:
    texts = {
        (id_, base): value(SOURCES[id_], SOURCES[id_]["rows"][0], 1, base).percent()
        for id_ in ("college-branch", "student-president")
        for base in ("marked", "valid")
    }

    # The college left six that did not respond out of its base (9.7), the students 108 spoiled ones (74.04).
    assert texts == {
        ("college-branch", "marked"): "9.69",
        ("college-branch", "valid"): "9.49",
        ("student-president", "marked"): "74.05",
        ("student-president", "valid"): "66.82",
    }
