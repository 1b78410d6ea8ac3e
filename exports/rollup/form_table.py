"""What the tables over units of one form have in common: their columns, a line's cells, head and foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.document import Block, Cell, Column, Gap, Paragraph, Rate, Sheet
from exports.forms.plan_caveat import plan_caveats
from exports.period_words import period_in_words
from exports.plain_text import clean
from exports.rollup.figures import Line
from exports.rollup.measures import Measures
from exports.rollup.packed import Packed
from exports.rollup.rolled_up import RolledUp
from exports.rollup.table_foot import counts_rows, foot
from exports.rollup.verdict_counts import rules_of
from exports.statistics.mark_columns import MarkColumns
from tally.counting import MarkCounts
from tally.said import Said, Translate

NAME = 30
"""Cells of a unit's name, or of an item's, before it is broken."""


class FormTable:
    """One form's part of a sum, and how it is shown."""

    def __init__(self, rolled: RolledUp, form: str, check_code: str, translate: Translate) -> None:
        self.rolled = rolled
        self.scheme = rolled.scheme
        self.form = rolled.scheme.forms[form]
        self.translate = translate
        self.rules = rules_of(self.scheme, form)
        self._marks = MarkColumns(self.scheme, translate)
        self._measures = Measures(self.scheme)
        self._code = check_code
        self._counts_rows = counts_rows(self.form)
        self._nothing = (0,) * (len(self.scheme.grades) + 2)

    def t(self, template: str, **values: object) -> str:
        """A sentence in the document's language."""
        return Said(template, **values).text(self.translate)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Sheets, rows where they are not the valid sheets, grades, blank, spoiled, and every measure."""
        rows = (Column(self.t("rows")),) if self._counts_rows else ()
        return (
            *self._marks.accounting_columns(), *rows, *self._marks.columns(tuple(self.scheme.measures)),
        )  # fmt: skip

    def cells(self, packed: Packed, line: Line) -> tuple[Cell, ...]:
        """The cells under `columns` of a line; zeros where nobody counted it."""
        sheets = packed.sheets(line[0], line[2])
        counts = packed.marks(line) or self._nothing
        marks = MarkCounts(counts[:-2], counts[-2], counts[-1])
        values = self._measures.values(packed, line, counts)
        rates: list[Cell] = []
        for measure, value in values.items():
            if not marks.valid or value.denominator == 0:
                rates.append(self._marks.rate(measure, marks, value))
            else:
                rates.append(Rate(None, self._measures.percent(measure, value) or ""))
        rows = (marks.valid,) if self._counts_rows else ()
        return (
            sheets.issued, sheets.collected, sheets.valid, sheets.void, *rows, *self._marks.cells(marks, {}, ()),
            *rates,
        )  # fmt: skip

    def about_rows(self) -> Iterator[Block]:
        """What the column of rows counts, where there is one."""
        if self._counts_rows:
            yield Paragraph(
                self.t("rows: of valid ballots, once for each item and subject that a line puts together; rows = all "
                       "grades + abstain (blank) + spoiled, and percentages are of rows.")
            )  # fmt: skip

    def sheet(self, title: str, blocks: Sequence[Block]) -> Sheet:
        """A sheet with the head and the foot of all of them."""
        units = self.rolled.units
        official = sum(one.unit.official for one in units)
        complete = sum(one.unit.complete for one in units)
        facts = (
            self.t("Unit (seal): {unit} {name}", unit=clean(self.scheme.unit), name="").rstrip(),
            self.t("as of {day}", day=self.rolled.how.as_of or "-"),
            self.t("Period: {period}", period=period_in_words(self.scheme.period)),
            self.t("Figures: ballots, %"),
            self.t("units: {number}, official {official}, complete {complete}, missing {missing}", number=len(units),
                   official=official, complete=complete, missing=len(self.rolled.missing)),
            *(said.text(self.translate) for said in plan_caveats(self.scheme)),
        )  # fmt: skip
        end = foot(self.rolled, self.form, self._code, self.translate)
        return Sheet((title, clean(self.scheme.title)), facts, (*blocks, Gap(), end))
