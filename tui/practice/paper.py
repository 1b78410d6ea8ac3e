"""Facsimiles: a practice ballot drawn as paper, with a tick in the column of the grade."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from store.access import find_batch
from store.appraisal import Appraisal
from tally.cover_sheets import ballot_rows, row_count
from tally.marks import SPOILED
from tally.said import Said, Translate
from tally.scheme import Layout
from tui.practice.sheet_file import Sheet, read_practice
from tui.screen.cells import cut, pad, width, wrap

NARROW = 10
"""Cells beside the grades below which a row's label stands on lines of its own."""
LEAST_GRADE = 5
"""Cells into which a grade over its column is broken where there is little room."""
Paper = Callable[[int, int, int], Sequence[str]]


def paper_of(appraisal: Appraisal, batch: str, translate: Translate) -> Paper | None:
    """Draws the sheets of a practice batch; None in an appraisal that is none."""
    if not appraisal.practice:
        return None
    cover = find_batch(appraisal, batch).cover
    form = appraisal.scheme.forms[cover.form]
    sheets = read_practice(appraisal.folder).of(appraisal.folder, cover.id, row_count(form, cover))
    if sheets is None:
        return None
    single = form.layout is Layout.SINGLE
    subjects = appraisal.subjects.by_id
    names = {one: subjects[one].name if one in subjects else one for one in (cover.subject, *cover.roster)}
    rows = [row.item if single else names[row.subject] for row in ballot_rows(form, cover)]
    paper = SheetPaper(form.title, names[cover.subject], rows, appraisal.scheme.grades, translate)

    def draw(number: int, cells: int, height: int) -> Sequence[str]:
        sheet = sheets.get(number)
        return [] if sheet is None else paper.lines(number, sheet, cells, height)

    return draw


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """The printed form; drawn with what one rater wrote on it."""

    title: str
    subject: str
    rows: Sequence[str]
    grades: Sequence[str]
    translate: Translate

    def lines(self, number: int, sheet: Sheet, cells: int, height: int) -> list[str]:
        """The sheet in a room of cells and lines.

        Where it is too long, the narrow form is taken: what is written by hand above the rows, so that no
        opinion and no signature is ever cut off. Rows that still do not fit are told by the last line.
        """
        paper = Said("PAPER (practice sheet)").text(self.translate)
        inner = cells - 4
        edge = "+" + "-" * (cells - 2) + "+"
        by_hand = self._by_hand(sheet, inner)
        head = [cut(self.title, inner), cut(self._slip(number), inner)]
        wide = [max(5, width(grade)) + 1 for grade in self.grades]
        rows = self._rows(sheet.marks, inner, wide)
        found = [paper, edge, *_framed(head, inner), edge, *_framed([*rows, "", *by_hand], inner), edge]
        if len(found) <= height:
            return found
        narrow = [max(5, *map(width, wrap(grade, LEAST_GRADE))) + 1 for grade in self.grades]
        rows = self._rows(sheet.marks, inner, narrow)
        found = [paper, edge, *_framed([*head, *by_hand, "", *rows], inner), edge]
        if len(found) <= height:
            return found
        more = Said(".. more below: make the window larger").text(self.translate)
        return [*found[: height - 1], cut(more, cells)]

    def _slip(self, number: int) -> str:
        said = Said("{subject}   slip no. {number}", subject=self.subject, number=number)
        return said.text(self.translate)

    def _by_hand(self, sheet: Sheet, cells: int) -> list[str]:
        words = Said("Opinion: {words}", words=sheet.opinion or "_" * 10).text(self.translate)
        return [*wrap(words, cells), *(wrap(sheet.signature, cells) if sheet.signature else ())]

    def _rows(self, marks: str, cells: int, columns: Sequence[int]) -> list[str]:
        """The grades over their columns, then each row's label and boxes."""
        label_cells = cells - sum(columns)
        heads = [wrap(grade, room - 1) for grade, room in zip(self.grades, columns, strict=True)]
        found = [
            " " * label_cells
            + "".join(
                pad(head[at] if at < len(head) else "", room)
                for head, room in zip(heads, columns, strict=True)
            )
            for at in range(max(map(len, heads)))
        ]
        for label, code in zip(self.rows, marks, strict=True):
            boxes = "".join(
                pad("[V]" if _ticked(code, place) else "[ ]", room)
                for place, room in enumerate(columns, start=1)
            )
            if label_cells < NARROW:
                found += [*wrap(label, cells), " " * label_cells + boxes]
                continue
            first, *more = wrap(label, label_cells - 1) or [""]
            found += [pad(first, label_cells) + boxes, *more]
        return found


def _framed(texts: Sequence[str], inner: int) -> list[str]:
    return [f"| {pad(text, inner)} |" for text in texts]


def _ticked(code: str, place: int) -> bool:
    """A spoiled row bears two ticks."""
    return code == str(place) or (code == SPOILED and place in (2, 3))
