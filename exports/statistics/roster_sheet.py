"""The roster of an organization's members: a line each in the order of the paper, and their verdicts under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from exports.document import Block, Cell, Column, Grid, Paragraph, Sheet
from exports.plain_text import clean
from exports.statistics.accounting_words import accounting_paragraph, not_counted
from exports.statistics.adding_up import adding_up
from exports.statistics.form_view import FormView
from exports.statistics.head import sheet, table_title
from exports.statistics.raters import raters_paragraph, shortfalls
from exports.statistics.text_widths import text_widths
from exports.statistics.verdict_paragraphs import (
    consequences,
    over_issued,
    telling,
    telling_paragraphs,
    verdict_cell,
)
from tally.results import Result
from tally.scheme import Layout


def roster_sheets(view: FormView, owner: str, members: Sequence[str]) -> Iterator[Sheet]:
    """The roster of all groups pooled, with verdicts, and after it one for each rater group.

    `owner`: the organization whose name stands over them; `members` in the order of their lines.
    """
    numbers = {member: at for at, member in enumerate(members, start=1)}
    yield _Roster(view, owner, numbers, members, None).sheet()
    groups = dict.fromkeys(group for member in members for group in view.groups(member))
    for group in view.scheme.groups:
        if group in groups:
            having = [member for member in members if group in view.groups(member)]
            yield _Roster(view, owner, numbers, having, group).sheet()


class _Roster:
    def __init__(
        self,
        view: FormView,
        owner: str,
        numbers: Mapping[str, int],
        members: Sequence[str],
        group: str | None,
    ) -> None:
        self.view = view
        self.owner = owner
        self.members = members
        self.group = group
        self.numbers = numbers
        # Members with ballots of their own have ballots to account for in each line.
        self.together = view.form.layout is Layout.ROSTER

    def sheet(self) -> Sheet:
        view, first = self.view, self.members[0]
        lines = [
            (member, row, view.result(member, row, self.group))
            for member in self.members
            for row in self._lines(member)
        ]
        blocks: list[Block] = []
        if self.together:
            sheets = view.result(first, None, self.group).accounting
            blocks.append(accounting_paragraph(view, sheets))
            uncounted = not_counted(view, ((self._who(), sheets),))
        else:
            whole = ((view.name(one), view.result(one, None, self.group).accounting) for one in self.members)
            uncounted = not_counted(view, whole)
        if self.group is None:
            raters = raters_paragraph(view, self.members) if self.together else None
            blocks += [raters] if raters else []
        blocks.append(self._grid(lines))
        blocks += uncounted
        if self.group is None:
            blocks += shortfalls(view, self.members)
            blocks += over_issued(view, first) if self.together else ()
            blocks += self._footnotes()
        elif any(view.verdicts(member) for member in self.members):
            blocks.append(Paragraph(view.t("Verdicts stand on the sheet of all groups pooled.")))
        blocks += adding_up(view, (result.marks for _, _, result in lines))
        blocks += self._pooled_note()
        blocks.append(view.foot)
        facts = () if self.group is None else (view.t("Rater group: {group}", group=self._who()),)
        return sheet(
            view, table_title(view), blocks, name=view.name(self.owner) if self.owner else "", facts=facts
        )

    def _pooled_note(self) -> tuple[Paragraph, ...]:
        rows = len(self.view.rows(self.members[0]))
        if rows < 2:
            return ()
        text = self.view.t(
            "Note: a line with a name pools the {rows} rows under it and counts every ballot {rows} times, once for each "
            "row, in all its columns",
            rows=rows,
        )
        return (Paragraph(text),)

    def _who(self) -> str:
        return self.view.t("all groups") if self.group is None else self.view.group_label(self.group)

    def _grid(self, lines: Sequence[tuple[str, int | None, Result]]) -> Grid:
        view, marks = self.view, self.view.marks
        shown = marks.shown_measures([(result.marks, result.measures) for _, _, result in lines])
        labels = [self._label(member, row) for member, row, _ in lines]
        posts = [self._post(member) if row == self._lines(member)[0] else "" for member, row, _ in lines]
        verdicts = [self._verdict(member, row) for member, row, _ in lines]
        with_post, with_verdict = any(posts), self.group is None and any(verdicts)
        own = 1 if self.together else 4
        name, post, verdict = view.t("no. / name"), view.t("post"), view.t("verdict")
        texts = [([name, *labels], 14, 30)]
        texts += [([post, *posts], 6, 12)] if with_post else []
        texts += [([verdict, *verdicts], 8, 16)] if with_verdict else []
        figures = [marks.cells(result.marks, result.measures, shown) for _, _, result in lines]
        widths = text_widths(marks.room(own, shown, len(texts), figures), texts)
        columns = (
            Column(name, figures=False, wrap_at=widths[0]),
            *([Column(post, figures=False, wrap_at=widths[1])] if with_post else ()),
            *marks.accounting_columns()[2 if self.together else 0 : 3 if self.together else 4],
            *marks.columns(shown),
            *([Column(verdict, figures=False, wrap_at=widths[-1])] if with_verdict else ()),
        )
        rows: list[tuple[Cell, ...]] = []
        for (_, _, result), line, label, its_post, its_verdict in zip(
            lines, figures, labels, posts, verdicts, strict=True
        ):
            ballots = marks.accounting_cells(result.accounting, result.rows)
            rows.append(
                (
                    label,
                    *((its_post,) if with_post else ()),
                    *(ballots[2:3] if self.together else ballots),
                    *line,
                    *((its_verdict,) if with_verdict else ()),
                )
            )
        return Grid(columns, tuple(rows))

    def _lines(self, member: str) -> tuple[int | None, ...]:
        """All rows pooled on the line of the name, and where there are several items a line each under it."""
        rows = self.view.rows(member)
        return (None, *rows) if len(rows) > 1 else rows

    def _label(self, member: str, row: int | None) -> str:
        """The number in the roster and the name, or an item and its place."""
        rows = self.view.rows(member)
        if row is None or len(rows) == 1:
            return f"{self.numbers[member]:>3} {self.view.name(member)}"
        return f"      {rows.index(row) + 1} {self.view.line_label(member, row)}"

    def _post(self, member: str) -> str:
        known = self.view.tally.subjects.by_id.get(member)
        return clean(known.class_) if known else ""

    def _verdict(self, member: str, row: int | None) -> str:
        """The verdicts of a line, with the number of the note under the table where there is one."""
        if self.group is not None:
            return ""
        verdicts = self.view.verdicts_of_line(member, row)
        text = verdict_cell(self.view, member, row, verdicts)
        return f"{text}({self.numbers[member]})" if any(map(telling, verdicts)) else text

    def _footnotes(self) -> Iterator[Paragraph]:
        """A note a member with something to tell, then what follows from each rule, once."""
        view = self.view
        noted: dict[str, str] = {}
        for member in self.members:
            paragraphs = telling_paragraphs(view, member)
            if not self.together:
                paragraphs = (*over_issued(view, member), *paragraphs)
            if paragraphs:
                noted[member] = f"({self.numbers[member]})"
                first, *rest = paragraphs
                yield Paragraph(f"{noted[member]} {view.name(member)}: {first.text}")
                yield from rest
        yield from consequences(view, noted)
