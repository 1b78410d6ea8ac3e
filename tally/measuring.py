"""Measures (rates) as exact fractions over each of the five bases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tally.counting import Accounting, MarkCounts
from tally.marks import BLANK, SPOILED, grade_codes
from tally.rates import measured_text
from tally.scheme import Base, Measure, Scheme


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """A rate before division: how many rows of how many. `denominator` None: the base is not stated."""

    numerator: int
    denominator: int | None

    @property
    def rate(self) -> Fraction | None:
        """The exact rate; None over an empty or unstated base (which is not 0 %)."""
        if not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)

    def percent(self, thresholds: Iterable[Fraction] = ()) -> str | None:
        """The rate in percent for print, on the right side of every threshold; None without a rate."""
        if not self.denominator:
            return None
        return measured_text(self.numerator, self.denominator, tuple(thresholds))


def measure_value(measure: Measure, marks: MarkCounts, accounting: Accounting, rows: int) -> MeasureValue:
    """The value of a measure over `marks`, which hold `rows` lines of each ballot together."""
    numerator = sum(marks.grades[place - 1] for place in measure.grades)
    excluded = sum(marks.grades[place - 1] for place in measure.exclude)
    match measure.base:
        case Base.VALID:
            return MeasureValue(numerator, marks.valid - excluded)
        case Base.MARKED:
            return MeasureValue(numerator, marks.marked - excluded)
        case Base.COLLECTED:
            sheets = accounting.collected
        case Base.ISSUED:
            sheets = accounting.issued
        case Base.ELIGIBLE:
            sheets = accounting.eligible
    return MeasureValue(numerator, None if sheets is None else sheets * rows)


def thresholds_of(scheme: Scheme, measure: str) -> tuple[Fraction, ...]:
    """Every number that some rule compares the measure with."""
    return tuple(
        comparison.threshold
        for rule in scheme.rules
        for comparison in rule.when.comparisons
        if comparison.measure == measure
    )


def code_weight(measure: Measure, code: str) -> tuple[int, int]:
    """What one mark `code` adds to the measure's numerator and to its base (0 where that is fixed)."""
    place = int(code) if code.isdigit() else 0
    counted = 1 if place in measure.grades else 0
    if measure.base is Base.VALID:
        return counted, 0 if place in measure.exclude else 1
    if measure.base is Base.MARKED:
        return counted, 1 if place and place not in measure.exclude else 0
    return counted, 0


def row_alphabet(grades: int) -> tuple[str, ...]:
    """Every code that a counted row can bear, in the order of `counts_by_code`."""
    return (*grade_codes(grades), BLANK, SPOILED)


def counts_by_code(marks: MarkCounts) -> dict[str, int]:
    """The counts of a row by code."""
    return dict(
        zip(row_alphabet(len(marks.grades)), (*marks.grades, marks.blank, marks.spoiled), strict=True)
    )
