"""What all units together said: by item and rater group, and the verdicts by what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from exports.document import Block, Cell, Column, Gap, Grid, Paragraph, Sheet
from exports.plain_text import clean
from exports.rollup.figures import Line
from exports.rollup.form_table import NAME, FormTable
from exports.verdict_words import STATUS_WORDS
from tally.verdicts import Status


def together_sheet(table: FormTable) -> Sheet:
    """The sheet of one form."""
    columns = (Column(table.t("item / raters"), figures=False, wrap_at=NAME), *table.columns)
    total = table.rolled.total
    rows = [(label, *table.cells(total, line)) for label, line in _lines(table)]
    blocks: list[Block] = [Grid(columns, tuple(rows)), *table.about_rows()]
    if table.rules:
        blocks += [Gap(), Paragraph(table.t("Verdicts, by the number of subjects")), _outcomes(table)]
    return table.sheet(table.t("{form}: all units together", form=clean(table.form.title)), blocks)


def _lines(table: FormTable) -> Iterator[tuple[str, Line]]:
    labels = table.form.item_labels
    places = (*range(1, len(labels) + 1), 0) if len(labels) > 1 else (1,)
    for place in places:
        label = clean(labels[place - 1]) if place else table.t("all {rows} rows pooled", rows=len(labels))
        yield label, (table.form.id, place, "")
        for group in table.scheme.groups.values():
            line = (table.form.id, place, group.id)
            if line in table.rolled.total.shape.marks:
                name = clean(group.label)
                yield (
                    "  " + (name if group.pooled else table.t("{group} (apart)", group=name)),
                    line,
                )


def _outcomes(table: FormTable) -> Grid:
    """A row a rule, and a band for what it leaves open; a column a status that was said at all."""
    form, said = table.form.id, dict(table.rolled.total.verdicts())
    there = [one for one in Status if any(key[0] == form and key[3] == one.value for key in said)]
    columns = (
        Column(table.t("verdict"), figures=False, wrap_at=NAME),
        *(Column(STATUS_WORDS[status].text(table.translate)) for status in there),
    )
    kinds: list[tuple[str, str, str]] = [
        (clean(rule.verdict), rule.id, rule.band or "") for rule in table.rules
    ]
    bands = dict.fromkeys(rule.band for rule in table.rules if rule.band is not None)
    kinds += [(table.t('band "{band}"', band=clean(band)), "", band) for band in bands]
    rows: list[tuple[Cell, ...]] = []
    for label, rule, band in kinds:
        numbers = [said.get((form, rule, band, status.value), 0) for status in there]
        if rule or any(numbers):
            rows.append((label, *numbers))
    return Grid(columns, tuple(rows))
