"""The columns that every table has: ballot accounting, each grade's count and percentage, blank, spoiled, measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exports.document import Cell, Column, Rate, Share
from exports.plain_text import cells, clean
from tally.counting import Accounting, MarkCounts
from tally.measuring import MeasureValue, thresholds_of
from tally.rates import share_text
from tally.results import Result
from tally.said import Said, Translate
from tally.scheme import Base, Scheme

WIDTH = 100
"""Cells of a page (tables.md)."""
_HEAD = 12
"""A longer head is broken at this many cells."""
_ACCOUNTING = (Said("issued"), Said("collected"), Said("valid"), Said("invalid"))
NO_VALID_BALLOTS = Said("no valid ballots")


class MarkColumns:
    """The figures of a line, and the columns over them.

    A measure that is one grade's share of the valid ballots has no column of its own where every line of a table
    would print the same percentage under that grade (`under_a_grade`). `results`: those whose ballots say how many
    digits a count has.
    """

    def __init__(self, scheme: Scheme, translate: Translate, results: Sequence[Result] = ()) -> None:
        self.scheme = scheme
        self._cuts = {measure: thresholds_of(scheme, measure) for measure in scheme.measures}
        self._shares: dict[tuple[int, int], Share] = {}
        self._rates: dict[tuple[str, int, int | None], Rate] = {}
        self._none = Rate(None, NO_VALID_BALLOTS.text(translate))
        self._accounting = tuple(Column(head.text(translate)) for head in _ACCOUNTING)
        self._marks = (
            *(Column(clean(grade)) for grade in scheme.grades),
            *(Column(head.text(translate)) for head in (Said("abstain"), Said("spoiled"))),
        )
        self._labels = {id_: Column(clean(one.label)) for id_, one in scheme.measures.items()}
        self.under_a_grade = under_a_grade(scheme)
        most = max(
            (one.rows * (one.accounting.collected or one.accounting.valid) for one in results), default=0
        )
        self._digits = len(str(most))

    def rate(self, measure: str, marks: MarkCounts, value: MeasureValue) -> Rate:
        """A measure's cell; over an empty base, or without a valid ballot, it says so in words."""
        return self._rate(measure, marks.valid, value)

    def _rate(self, measure: str, base: int, value: MeasureValue) -> Rate:
        if not base or value.denominator == 0:
            return self._none
        key = (measure, value.numerator, value.denominator)
        found = self._rates.get(key)
        if found is None:
            found = self._rates[key] = Rate(value.rate, value.percent(self._cuts[measure]) or "")
        return found

    def accounting_columns(self) -> tuple[Column, ...]:
        """Issued, collected, valid, void."""
        return self._accounting

    def accounting_cells(self, accounting: Accounting, rows: int) -> tuple[Cell, ...]:
        """Ballots times the rows that the line pools, so that every line adds up."""
        issued, collected = accounting.issued, accounting.collected
        return (
            None if issued is None else issued * rows,
            None if collected is None else collected * rows,
            accounting.valid * rows,
            accounting.void * rows,
        )

    def shown_measures(
        self, lines: Sequence[tuple[MarkCounts, Mapping[str, MeasureValue]]]
    ) -> tuple[str, ...]:
        """The measures that need a column of their own in a table of `lines`."""
        apart = {
            measure
            for measure, grade in self.under_a_grade.items()
            for marks, values in lines
            if (base := marks.valid)
            and self._rate(measure, base, values[measure]).shown != share_text(marks.grades[grade - 1], base)
        }
        return tuple(
            measure
            for measure in self.scheme.measures
            if measure not in self.under_a_grade or measure in apart
        )

    def columns(self, shown: Sequence[str]) -> tuple[Column, ...]:
        """Each grade, blank, spoiled, and the measures `shown`."""
        return (*self._marks, *(self._labels[measure] for measure in shown))

    def cells(
        self, marks: MarkCounts, values: Mapping[str, MeasureValue], shown: Sequence[str]
    ) -> tuple[Cell, ...]:
        """The cells under `columns`."""
        base = marks.valid
        return (
            *[self._share(count, base) for count in marks.grades],
            marks.blank,
            marks.spoiled,
            *[self._rate(measure, base, values[measure]) for measure in shown],
        )

    def room(self, accounting: int, shown: Sequence[str], texts: int, lines: Sequence[Sequence[Cell]]) -> int:
        """About how many cells of a page's width are left for `texts` columns of text, negative for none.

        `accounting`: how many of its columns the table has; `lines`: the `cells` of each.
        """
        share = 7 + max(2, self._digits)
        used = 1 + texts
        used += sum(_column(column, self._digits) for column in self._accounting[-accounting:])
        used += sum(max(share, min(cells(one.head), _HEAD) + 1) + 1 for one in self._marks[:-2])
        used += sum(_column(column, self._digits) for column in self._marks[-2:])
        for place, measure in enumerate(shown, start=-len(shown)):
            printed = {cell.shown for line in lines if isinstance(cell := line[place], Rate)}
            widest = max(map(cells, printed), default=0)
            used += _column(self._labels[measure], widest)
        return WIDTH - used

    def _share(self, count: int, base: int) -> Share:
        found = self._shares.get((count, base))
        if found is None:
            found = self._shares[count, base] = Share(count, base)
        return found


def under_a_grade(scheme: Scheme) -> dict[str, int]:
    """The measures that are one grade's share of the valid ballots, with its place (from 1)."""
    return {
        one.id: next(iter(one.grades))
        for one in scheme.measures.values()
        if len(one.grades) == 1 and one.base is Base.VALID and not one.exclude
    }


def _column(column: Column, figures: int) -> int:
    return max(figures, min(cells(column.head), _HEAD)) + 1
