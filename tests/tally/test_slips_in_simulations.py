"""Slips put into simulated bundles: each kind is found, none is made up, and what is left are the errors.

Bundles of 50 sheets, of 1 to 20 rows in four grades, flat and very skewed, with 0.34 % independent errors
in each pass (Garza et al., PMC10775420), or 1 %. `PINGYI_LONG=1` draws ten times as many.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tally.comparison import WHOLE, Comparison, compare
from tally.readings import Pass, PassReadings, Reading
from tally.slip_finding import explain
from tally.slips import Explanation, SlipKind, read_past_all

LONG = 10 if os.environ.get("PINGYI_LONG") == "1" else 1
BALLOTS = 50
NUMBERS = range(1, BALLOTS + 1)
CODES = "1234-"
FLAT, SKEWED = (23, 23, 23, 23, 8), (85, 8, 3, 2, 2)
ERROR = 0.0034
Keyed = dict[int, list[str]]


@dataclass(frozen=True)
class Injected:
    """A slip put in: its kind, whose, and the numbers that it touches (of a misnumbered one its own first)."""

    kind: SlipKind
    which: Pass
    ballots: tuple[int, ...]


def sheets(draw: random.Random, rows: int, weights: tuple[int, ...]) -> dict[int, str]:
    return {number: "".join(draw.choices(CODES, weights, k=rows)) for number in NUMBERS}


def mistyped(draw: random.Random, marks: str, rate: float) -> str:
    return "".join(draw.choice(CODES.replace(code, "")) if draw.random() < rate else code for code in marks)


def typed(draw: random.Random, paper: Mapping[int, str], rate: float) -> Keyed:
    return {number: [mistyped(draw, marks, rate)] for number, marks in paper.items()}


def as_pass(keyed: Keyed) -> PassReadings:
    return PassReadings.of((number, Reading(one)) for number in sorted(keyed) for one in keyed[number])


def swap(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    low = draw.randrange(1, BALLOTS)
    keyed[low], keyed[low + 1] = keyed[low + 1], keyed[low]
    return low, low + 1


def miss_a_row(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    number = draw.choice(NUMBERS)
    [marks] = keyed[number]
    row = draw.randrange(len(marks))
    last = "-" if draw.random() < 0.9 else draw.choice(CODES)
    keyed[number] = [marks[:row] + marks[row + 1 :] + last]
    return (number,)


def key_a_row_twice(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    number = draw.choice(NUMBERS)
    [marks] = keyed[number]
    row = draw.randrange(len(marks))
    keyed[number] = [(marks[: row + 1] + marks[row:])[: len(marks)]]
    return (number,)


def compensate_a_row(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    number = draw.choice(NUMBERS)
    [marks] = keyed[number]
    row, later = sorted(draw.sample(range(len(marks)), 2))
    if draw.random() < 0.5:
        keyed[number] = [marks[:row] + marks[row + 1 : later + 1] + marks[later:]]
    else:
        keyed[number] = [marks[: row + 1] + marks[row:later] + marks[later + 1 :]]
    return (number,)


def miss_a_sheet(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    """The numbers after it are one too low to the end, and the last one is not keyed."""
    missed = draw.randrange(1, BALLOTS - 2)
    for number in range(missed, BALLOTS):
        keyed[number] = keyed[number + 1]
    del keyed[BALLOTS]
    return tuple(range(missed, BALLOTS + 1))


def key_a_sheet_twice_over(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    """A sheet under its number and the next, and so on to the end; the last sheet has no number left."""
    twice = draw.randrange(1, BALLOTS - 2)
    for number in range(BALLOTS, twice, -1):
        keyed[number] = keyed[number - 1]
    return tuple(range(twice + 1, BALLOTS + 1))


def compensate_a_sheet(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    """A sheet missed, and a later one keyed twice, or the other way round."""
    low = draw.randrange(1, BALLOTS - 6)
    high = draw.randrange(low + 4, BALLOTS)
    if draw.random() < 0.5:
        for number in range(low, high):
            keyed[number] = keyed[number + 1]
        return tuple(range(low, high))
    for number in range(high, low, -1):
        keyed[number] = keyed[number - 1]
    return tuple(range(low + 1, high + 1))


def skip_a_number(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    """A number left out, and the last number bears two sheets."""
    skipped = draw.randrange(2, BALLOTS - 2)
    keyed[BALLOTS] = [*keyed[BALLOTS - 1], *keyed[BALLOTS]]
    for number in range(BALLOTS - 1, skipped, -1):
        keyed[number] = keyed[number - 1]
    del keyed[skipped]
    return tuple(range(skipped, BALLOTS + 1))


def misnumber(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    own, number = draw.sample(NUMBERS, 2)
    keyed[number] = [*keyed[number], *keyed.pop(own)]
    return own, number


def key_twice(draw: random.Random, keyed: Keyed) -> tuple[int, ...]:
    number = draw.choice(NUMBERS)
    keyed[number] = [*keyed[number], mistyped(draw, keyed[number][0], ERROR)]
    return (number,)


SLIPS = {
    "swapped": (SlipKind.SWAPPED, swap),
    "row-missed": (SlipKind.ROW_SHIFT, miss_a_row),
    "row-twice": (SlipKind.ROW_SHIFT, key_a_row_twice),
    "row-compensated": (SlipKind.ROW_SHIFT, compensate_a_row),
    "sheet-missed": (SlipKind.NUMBER_SHIFT, miss_a_sheet),
    "sheet-twice": (SlipKind.NUMBER_SHIFT, key_a_sheet_twice_over),
    "sheet-compensated": (SlipKind.NUMBER_SHIFT, compensate_a_sheet),
    "number-skipped": (SlipKind.NUMBER_SHIFT, skip_a_number),
    "misnumbered": (SlipKind.MISNUMBERED, misnumber),
    "keyed-twice": (SlipKind.KEYED_TWICE, key_twice),
}
SHAPES = {
    f"{rows}-{name}": (rows, weights)
    for rows in (1, 4, 10, 20)
    for name, weights in (("flat", FLAT), ("skewed", SKEWED))
}


@dataclass
class Run:
    """One simulated bundle with a slip in one pass, or none."""

    paper: dict[int, str]
    first: PassReadings
    second: PassReadings
    injected: Injected | None
    comparison: Comparison
    explanations: tuple[Explanation, ...]
    errors: set[tuple[int, int]]
    """Places that differ without the slip."""


def run(seed: str, rows: int, weights: tuple[int, ...], slip: str | None, rate: float = ERROR) -> Run:
    draw = random.Random(seed)
    paper = sheets(draw, rows, weights)
    keyed = {which: typed(draw, paper, rate) for which in Pass}
    errors = {
        (number, row)
        for number in NUMBERS
        for row, (a, b) in enumerate(zip(*(keyed[which][number][0] for which in Pass), strict=True), start=1)
        if a != b
    }
    injected = None
    if slip is not None:
        kind, put_in = SLIPS[slip]
        which = draw.choice(list(Pass))
        injected = Injected(kind, which, put_in(draw, keyed[which]))
    first, second = (as_pass(keyed[which]) for which in Pass)
    comparison = compare(NUMBERS, rows, first, second, voids_reviewed=True)
    explanations = explain(NUMBERS, first, second, comparison)
    return Run(paper, first, second, injected, comparison, explanations, errors)


def right(one: Explanation, injected: Injected) -> bool:
    """Whether an explanation is of the slip put in, and lays it to its pass or leaves that open.

    A shift of numbers may begin or end elsewhere where neighbouring sheets read alike.
    """
    if one.kind is not injected.kind or injected.which not in {slip.which for slip in one.slips}:
        return False
    if one.kind is SlipKind.NUMBER_SHIFT:
        return bool(set(one.ballots) & set(injected.ballots))
    return any(slip.ballots == injected.ballots for slip in one.slips)


def figures(slip: str, shape: str, runs: int) -> Counter[str]:
    rows, weights = SHAPES[shape]
    count: Counter[str] = Counter()
    for seed in range(runs):
        made = run(f"{slip} {shape} {seed}", rows, weights, slip)
        assert made.injected is not None
        good = [one for one in made.explanations if right(one, made.injected)]
        count["found" if good else "missed"] += 1
        count["wrong"] += len(made.explanations) - len(good)
    return count


RUNS = 10 * LONG
MANY_ROWS = ("10-flat", "20-flat", "20-skewed")
WITHOUT = 40 * LONG
"""Bundles without any slip, of each shape and rate."""
WRONG_OF_MANY = {ERROR: 0, 0.01: 4}
"""Wrong explanations in 160,000 sheets: neighbours that errors made each like the other, 3 of one row."""


@pytest.mark.parametrize("slip", ["swapped", "sheet-missed", "sheet-twice", "sheet-compensated"])
@pytest.mark.parametrize("shape", MANY_ROWS)
def test_sheets_under_a_neighbours_number_are_found(slip, shape):
    count = figures(slip, shape, RUNS)

    assert count["wrong"] == 0
    assert count["found"] >= RUNS * 9 // 10


@pytest.mark.parametrize("slip", ["number-skipped", "misnumbered", "keyed-twice"])
@pytest.mark.parametrize("shape", ["4-flat", *MANY_ROWS])
def test_missing_and_doubled_numbers_are_found(slip, shape):
    count = figures(slip, shape, RUNS)

    assert count["wrong"] == 0
    assert count["found"] >= RUNS * 9 // 10


@pytest.mark.parametrize(("slip", "least"), [("row-missed", 6), ("row-twice", 5), ("row-compensated", 3)])
def test_of_moved_rows_those_that_make_enough_differences_are_found(slip, least):
    """Near the end of a sheet, or among equal marks, a moved row makes only one or two differences."""
    count = figures(slip, "20-flat", RUNS)

    assert count["wrong"] == 0
    assert count["found"] * 10 >= least * RUNS


@pytest.mark.parametrize("shape", SHAPES)
def test_short_and_skewed_sheets_make_few_wrong_explanations(shape):
    count = sum((figures(slip, shape, 3 * LONG) for slip in SLIPS if "row" not in slip), Counter[str]())

    one_row_of_equal_marks = shape == "1-skewed"
    assert count["wrong"] <= (count["found"] + count["missed"]) * (0.3 if one_row_of_equal_marks else 0.05)


@pytest.mark.parametrize("rate", [ERROR, 0.01])
def test_nothing_is_explained_where_no_slip_was_put_in(rate):
    wrong = {
        shape: sum(
            len(run(f"none {rate} {shape} {seed}", *SHAPES[shape], None, rate).explanations)
            for seed in range(WITHOUT)
        )
        for shape in SHAPES
    }

    assert sum(wrong.values()) == (WRONG_OF_MANY[rate] if LONG > 1 else 0), wrong


@pytest.mark.parametrize("slip", [one for one in SLIPS if "row" not in one])
def test_past_the_right_slip_the_differences_left_are_the_independent_errors(slip):
    """Exactly those; where a reading is lost or dropped, without those on its sheet."""
    checked = 0
    for seed in range(RUNS):
        made = run(f"{slip} 20-flat {seed}", 20, FLAT, slip)
        assert made.injected is not None
        for one in made.explanations:
            if not right(one, made.injected):
                continue
            [mine] = [way for way in one.slips if way.which is made.injected.which]
            passes = read_past_all((mine,), made.first, made.second)
            past = compare(NUMBERS, 20, *passes, voids_reviewed=True)
            left = {(found.ballot, found.place) for found in past.questions if found.place != WHOLE}
            lost = {found.ballot for found in past.questions if found.place == WHOLE}
            lost |= {move.number for move in mine.moves if move.to is None}
            lost |= {move.number + by for move in mine.moves if move.to is None for by in (1, -1)}
            assert left <= made.errors
            assert {ballot for ballot, _ in made.errors - left} <= lost
            if mine.kind in (SlipKind.SWAPPED, SlipKind.MISNUMBERED):
                assert left == made.errors
            checked += 1
    assert checked >= RUNS * 9 // 10
