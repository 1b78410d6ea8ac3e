"""The measures over the sum of a unit's subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from exports.rollup.figures import Line
from exports.rollup.packed import Packed
from tally.measuring import MeasureValue, thresholds_of
from tally.rates import percent_text, share_text
from tally.scheme import Base, Measure, Scheme

FIXED = (Base.COLLECTED, Base.ISSUED, Base.ELIGIBLE)
"""Bases that the marks do not give."""


def fixed_measures(scheme: Scheme) -> tuple[str, ...]:
    """The measures over sheets or people."""
    return tuple(one.id for one in scheme.measures.values() if one.base in FIXED)


class Measures:
    """Every measure of a line: chosen grades of all subjects over the bases of all subjects.

    The same as `tally.measuring.measure_value`, with where each grade stands looked up once: a table over
    thousands of units has very many lines.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._measures = tuple(_Prepared.of(one, scheme) for one in scheme.measures.values())
        self._cuts = {one: thresholds_of(scheme, one) for one in scheme.measures}

    def values(self, packed: Packed, line: Line, counts: Sequence[int]) -> Mapping[str, MeasureValue]:
        """The measures of a line whose counts these are, by their ids."""
        found = {}
        for one in self._measures:
            base = (
                packed.base(line, one.id)
                if one.base is None and (line, one.id) in packed.shape.bases
                else None
                if one.base is None
                else sum(counts[place] for place in one.base)
            )
            found[one.id] = MeasureValue(sum(counts[place] for place in one.grades), base)
        return found

    def percent(self, measure: str, value: MeasureValue) -> str | None:
        """The percentage for print, on the right side of every threshold; None without a base."""
        return percent_of(value.numerator, value.denominator, self._cuts[measure])


class _Prepared:
    """A measure as places in a line's counts: grades from 0, then blank and spoiled."""

    __slots__ = ("base", "grades", "id")

    def __init__(self, id_: str, grades: tuple[int, ...], base: tuple[int, ...] | None) -> None:
        self.id = id_
        self.grades = grades
        self.base = base

    @classmethod
    def of(cls, measure: Measure, scheme: Scheme) -> _Prepared:
        grades = len(scheme.grades)
        counted = tuple(sorted(place - 1 for place in measure.grades))
        if measure.base in FIXED:
            return cls(measure.id, counted, None)
        places = range(grades + 2 if measure.base is Base.VALID else grades)
        return cls(
            measure.id, counted, tuple(at for at in places if at + 1 not in measure.exclude or at >= grades)
        )


def percent_of(numerator: int, denominator: int | None, thresholds: Sequence[Fraction]) -> str | None:
    """`percent_text` in whole numbers wherever two decimals do not seem to contradict a threshold."""
    if not denominator:
        return None
    hundredths = (20_000 * numerator + denominator) // (2 * denominator)
    for cut in thresholds:
        over, under = cut.numerator, cut.denominator
        exact = numerator * under - over * denominator
        shown = hundredths * under - over * 10_000
        if exact == 0 or shown == 0 or (exact < 0) != (shown < 0):
            return percent_text(Fraction(numerator, denominator), thresholds)
    return share_text(numerator, denominator)
