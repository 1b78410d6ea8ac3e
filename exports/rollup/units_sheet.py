"""The table over units: a row a unit, and the total last."""

from __future__ import annotations

from collections.abc import Iterator

from exports.document import Block, Cell, Column, Grid, Paragraph, Sheet
from exports.plain_text import clean
from exports.rollup.figures import Line
from exports.rollup.form_table import NAME, FormTable
from exports.rollup.packed import Packed
from exports.rollup.units import Unit
from tally.said import Said
from tally.scheme import Decides
from tally.verdicts import Status

_TO_DECIDE = (Status.NOT_SETTLED, Status.CONTRADICTORY)
_WITHOUT_RATE = (Status.NO_VALID_BALLOTS, Status.INVALID_APPRAISAL, Status.BASE_UNKNOWN)
_STATUS = 12


def units_sheet(table: FormTable) -> Sheet:
    """The sheet of one form."""
    line = _deciding(table)
    columns = (
        Column(table.t("unit"), figures=False, wrap_at=NAME),
        Column(table.t("subjects")),
        *table.columns,
        *(Column(clean(rule.verdict)) for rule in table.rules),
        *([Column(table.t("to be decided")), Column(table.t("no rate"))] if table.rules else ()),
        Column(table.t("status"), figures=False, wrap_at=_STATUS),
    )
    counts = _VerdictCells(table)
    rows = [
        _row(table, counts, one.unit.name, one.packed, line, _status(table, one.unit))
        for one in table.rolled.units
    ]
    total = _row(table, counts, table.t("total"), table.rolled.total, line, "")
    blocks: list[Block] = [Grid(columns, (*rows, total)), *_under(table, line)]
    return table.sheet(table.t("{form}: the units", form=clean(table.form.title)), blocks)


def _deciding(table: FormTable) -> Line:
    """The line by which a unit is summed up: the overall row where it decides, else all rows pooled."""
    place = table.form.overall_place
    if table.form.decides is Decides.OVERALL and place is not None:
        return table.form.id, place + 1, ""
    return table.form.id, 0, ""


def _row(
    table: FormTable, counts: _VerdictCells, label: str, packed: Packed, line: Line, status: str
) -> tuple[Cell, ...]:
    return (
        clean(label),
        packed.subjects(table.form.id),
        *table.cells(packed, line),
        *counts.of(packed),
        status,
    )


class _VerdictCells:
    """Of how many subjects each rule's verdict is said, how many are to be decided, and how many have no rate."""

    def __init__(self, table: FormTable) -> None:
        self._form = table.form.id
        rules = len(table.rules)
        self._number = rules + 2 if rules else 0
        self._rules = {rule.id: at for at, rule in enumerate(table.rules)}
        self._others = {status.value: rules for status in _TO_DECIDE}
        self._others |= {status.value: rules + 1 for status in _WITHOUT_RATE}

    def of(self, packed: Packed) -> list[Cell]:
        """The cells of a unit."""
        numbers = [0] * self._number
        for (form, rule, _, status), number in packed.verdicts():
            if form != self._form:
                continue
            at = self._rules[rule] if status == Status.APPLIES.value else self._others.get(status)
            if at is not None:
                numbers[at] += number
        return [*numbers]


def _status(table: FormTable, unit: Unit) -> str:
    words = table.t("official") if unit.official else table.t("unofficial")
    return words if unit.complete else table.t("{status}, incomplete", status=words)


def _under(table: FormTable, line: Line) -> Iterator[Block]:
    yield from _what_the_rows_are(table, line)
    missing = table.rolled.missing
    if missing:
        yield Paragraph(
            table.t("Missing, though on the roll ({number}): {units}", number=len(missing),
                   units=tuple(Said("{unit}", unit=name) for name in missing))
        )  # fmt: skip
    form = table.form.id
    for head, which in (("issued", "issued"), ("collected", "collected"), ("invalid", "void")):
        unstated = sum(getattr(one.packed.sheets(form), which) is None for one in table.rolled.units)
        if unstated:
            column = Said(head)
            yield Paragraph(table.t('Not stated by {number} units: "{column}"; so it is not in the total.',
                                    number=unstated, column=column))  # fmt: skip


def _what_the_rows_are(table: FormTable, line: Line) -> Iterator[Block]:
    place = line[1]
    labels = table.form.item_labels
    if place:
        yield Paragraph(
            table.t('Grades: row "{item}", all subjects of a unit together.', item=labels[place - 1])
        )
    elif len(labels) > 1:
        yield Paragraph(
            table.t("Grades: all {rows} rows of all subjects of a unit together.", rows=len(labels))
        )
    yield from table.about_rows()
    if table.rules:
        yield Paragraph(
            table.t("Under a verdict: of how many subjects it is said; to be decided: not settled by the scheme, or "
                   "contradictory; no rate: no valid ballots, an invalid appraisal, or a base stated nowhere.")
        )  # fmt: skip
