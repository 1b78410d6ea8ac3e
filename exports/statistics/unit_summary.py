"""The unit's summary: a row an organization, a subtotal under each general branch, the total last; and on a sheet of
its own all organizations together, by item and rater group.

A total has counts, percentages and measures, and never a verdict: no rule speaks of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Cell, Column, Grid, Paragraph, Sheet
from exports.statistics.accounting_words import accounting_paragraph, not_counted
from exports.statistics.added_results import added_results
from exports.statistics.adding_up import adding_up
from exports.statistics.form_view import FormView
from exports.statistics.head import form_title, sheet
from exports.statistics.organization_sheet import lines_grid, pooled_rows_note
from exports.statistics.raters import STAR
from exports.statistics.subtotals import SummaryLine, summary_lines
from exports.statistics.text_widths import text_widths
from exports.statistics.verdict_paragraphs import verdict_cell
from tally.results import Result


def unit_summary(view: FormView) -> Sheet:
    """All organizations that were rated on a form, by the line that decides."""
    subjects = view.subjects
    lines = summary_lines(subjects, view.tally.subjects)
    added = [_added(view, line) for line in lines]
    first = subjects[0]
    row = view.line_label(first, view.deciding(first))
    parts = [(view.name(one), view.result(one, None).accounting) for one in subjects]
    blocks: list[Block] = [
        Paragraph(
            view.t("Organizations: {number}; the figures are of: {row}", number=len(subjects), row=row)
        ),
        accounting_paragraph(view, added[-1].accounting),
        _grid(view, lines, added),
        *not_counted(view, parts),
        *_raters_note(view),
        *_over_issued(view),
        *_subtotals_note(view, lines),
        *adding_up(view, (one.marks for one in added)),
        *(pooled_rows_note(view, first) if view.deciding(first) is None else ()),
        view.foot,
    ]
    return sheet(view, view.t("Summary: {title}", title=form_title(view)), blocks)


def unit_together(view: FormView) -> Sheet:
    """All organizations together, by item and over all, pooled and by rater group."""
    subjects, first = view.subjects, view.subjects[0]
    of_group = {group: [one for one in subjects if group in view.groups(one)] for group in view.scheme.groups}
    lines: list[tuple[str, Result]] = []
    for row in view.lines(first):
        last = len(lines)
        label = view.line_label(first, row)
        whole = added_results(view.scheme, [view.result(one, row) for one in subjects])
        lines.append((label if row is None else f"{row} {label}", whole))
        for group, having in of_group.items():
            if having:
                results = [view.result(one, row, group) for one in having]
                lines.append((f"  {view.group_label(group)}", added_results(view.scheme, results)))
    ballots = lines[last:]  # they are the same in every line of a group
    blocks: list[Block] = [
        Paragraph(view.t("Organizations: {number}; no rule speaks of them together", number=len(subjects))),
        accounting_paragraph(view, lines[0][1].accounting),
        lines_grid(view, lines),
        *not_counted(
            view,
            (
                (view.t("all groups"), ballots[0][1].accounting),
                *((who, one.accounting) for who, one in ballots[1:]),
            ),
        ),
        *adding_up(view, (one.marks for _, one in lines)),
        *pooled_rows_note(view, first),
        view.foot,
    ]
    return sheet(view, view.t("All organizations together: {title}", title=form_title(view)), blocks)


def _added(view: FormView, line: SummaryLine) -> Result:
    subjects = line.adds or (line.subject,)
    return added_results(view.scheme, [view.result(one, view.deciding(one)) for one in subjects])


def _grid(view: FormView, lines: Sequence[SummaryLine], added: Sequence[Result]) -> Grid:
    marks = view.marks
    shown = marks.shown_measures([(one.marks, one.measures) for one in added])
    figures = [marks.cells(one.marks, one.measures, shown) for one in added]
    labels = [_label(view, line) for line in lines]
    verdicts = [_verdict(view, line) for line in lines]
    head = view.t("verdict")
    widths = text_widths(marks.room(4, shown, 2, figures), [(labels, 12, 30), ([head, *verdicts], 8, 14)])
    columns = (
        Column(view.t("organization"), figures=False, wrap_at=widths[0]),
        *marks.accounting_columns(),
        *marks.columns(shown),
        Column(head, figures=False, wrap_at=widths[1]),
    )
    rows: list[tuple[Cell, ...]] = [
        (label, *marks.accounting_cells(one.accounting, one.rows), *line, verdict)
        for label, one, line, verdict in zip(labels, added, figures, verdicts, strict=True)
    ]
    return Grid(columns, tuple(rows))


def _label(view: FormView, line: SummaryLine) -> str:
    indent = "  " * min(line.depth, 4)
    if not line.subject:
        return view.t("total")
    if line.adds:
        return indent + view.t("subtotal: {name}", name=view.name(line.subject))
    return indent + view.name(line.subject) + (STAR if _lacks_raters(view, line.subject) else "")


def _lacks_raters(view: FormView, subject: str) -> bool:
    return any(one.missing for one in view.panels(subject))


def _raters_note(view: FormView) -> tuple[Paragraph, ...]:
    if not any(_lacks_raters(view, subject) for subject in view.subjects):
        return ()
    text = view.t("fewer raters than are asked for; the organization's own sheet says of which groups")
    return (Paragraph(f"{STAR} {text}"),)


def _verdict(view: FormView, line: SummaryLine) -> str:
    if line.adds:
        return ""
    return verdict_cell(view, line.subject, view.deciding(line.subject), view.verdicts(line.subject))


def _over_issued(view: FormView) -> tuple[Paragraph, ...]:
    names = [view.name(subject) for subject in view.subjects if view.over_issued(subject)]
    if not names:
        return ()
    return (Paragraph(view.t("! more ballots collected than issued: {names}", names=", ".join(names))),)


def _subtotals_note(view: FormView, lines: Sequence[SummaryLine]) -> tuple[Paragraph, ...]:
    if not any(line.adds and line.subject for line in lines):
        return ()
    return (
        Paragraph(
            view.t(
                "Note: a subtotal adds the organization's own line, where it has one, and the lines of all that stand "
                "under it; the total adds every organization once"
            )
        ),
    )
