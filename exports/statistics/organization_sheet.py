"""The sheet of one subject on a form of its own: by item and over all, pooled and by rater group."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Cell, Column, Grid, Paragraph, Sheet
from exports.statistics.accounting_words import accounting_paragraph, not_counted
from exports.statistics.adding_up import adding_up
from exports.statistics.form_view import FormView
from exports.statistics.head import sheet, table_title
from exports.statistics.raters import group_label, raters_paragraph, shortfalls
from exports.statistics.text_widths import text_widths
from exports.statistics.verdict_paragraphs import verdict_paragraphs
from tally.results import Result


def organization_sheet(view: FormView, subject: str) -> Sheet:
    """Head, table, verdicts and foot of one subject."""
    groups = view.groups(subject)
    lines: list[tuple[str, Result]] = []
    labels = {group: group_label(view, (subject,), group) for group in groups}
    for row in view.lines(subject):
        label = view.line_label(subject, row)
        lines.append((label if row is None else f"{row} {label}", view.result(subject, row)))
        lines += [(f"  {labels[group]}", view.result(subject, row, group)) for group in groups]
    whole = view.result(subject, None).accounting
    apart = [(labels[group], view.result(subject, None, group).accounting) for group in groups]
    raters = raters_paragraph(view, (subject,))
    blocks: list[Block] = [
        accounting_paragraph(view, whole),
        *([raters] if raters else []),
        lines_grid(view, lines),
        *not_counted(view, ((view.t("all groups"), whole), *apart)),
        *shortfalls(view, (subject,)),
        *verdict_paragraphs(view, subject),
        *adding_up(view, (result.marks for _, result in lines)),
        *pooled_rows_note(view, subject),
        view.foot,
    ]
    return sheet(view, table_title(view), blocks, name=view.name(subject))


def pooled_rows_note(view: FormView, subject: str) -> tuple[Paragraph, ...]:
    """Why a line of pooled rows counts more ballots than there are."""
    rows = len(view.rows(subject))
    if rows < 2:
        return ()
    return (
        Paragraph(
            view.t(
                "Note: a line of {rows} rows pooled counts every ballot once for each row, {rows} times, in all its "
                "columns",
                rows=rows,
            )
        ),
    )


def lines_grid(view: FormView, lines: Sequence[tuple[str, Result]]) -> Grid:
    """The table of labelled lines: ballots, grades, measures."""
    marks = view.marks
    shown = marks.shown_measures([(result.marks, result.measures) for _, result in lines])
    figures = [marks.cells(result.marks, result.measures, shown) for _, result in lines]
    head = view.t("item / raters (required)")
    labels = [head, *(label for label, _ in lines)]
    (width,) = text_widths(marks.room(4, shown, 1, figures), [(labels, 16, 36)])
    columns = (
        Column(head, figures=False, wrap_at=width),
        *marks.accounting_columns(),
        *marks.columns(shown),
    )
    rows: list[tuple[Cell, ...]] = [
        (label, *marks.accounting_cells(result.accounting, result.rows), *line)
        for (label, result), line in zip(lines, figures, strict=True)
    ]
    return Grid(columns, tuple(rows))
