"""Facsimiles: a practice ballot drawn as paper, with a tick in the column of the grade."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.access import find_batch
from store.appraisal import Appraisal
from tally.cover_sheets import ballot_rows, row_count
from tally.marks import SPOILED
from tally.said import Said, Translate
from tally.scheme import Layout
from tui.practice.sheet_file import read_practice
from tui.screen.cells import cut, pad, width, wrap

NARROW = 10
"""Cells beside the grades below which a row's label stands on lines of its own."""
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
    grades = appraisal.scheme.grades
    branch = names[cover.subject]

    def draw(number: int, cells: int, height: int) -> Sequence[str]:
        sheet = sheets.get(number)
        if sheet is None:
            return []
        inner = cells - 4
        column = [max(5, width(grade)) + 1 for grade in grades]
        label_cells = inner - sum(column)

        def framed(text: str) -> str:
            return f"| {pad(text, inner)} |"

        edge = "+" + "-" * (cells - 2) + "+"
        found = [
            Said("PAPER (practice sheet)").text(translate),
            edge,
            framed(cut(form.title, inner)),
            framed(Said("{subject}   slip no. {number}", subject=branch, number=number).text(translate)),
            edge,
            framed(
                " " * label_cells
                + "".join(pad(grade, room) for grade, room in zip(grades, column, strict=True))
            ),
        ]
        for label, code in zip(rows, sheet.marks, strict=True):
            boxes = "".join(
                pad("[V]" if _ticked(code, place) else "[ ]", room)
                for place, room in enumerate(column, start=1)
            )
            if label_cells < NARROW:
                found += [*(framed(one) for one in wrap(label, inner)), framed(" " * label_cells + boxes)]
                continue
            lines = wrap(label, label_cells - 1)
            found += [
                framed(pad(one, label_cells) + (boxes if at == 0 else "")) for at, one in enumerate(lines)
            ]
        found.append(framed(""))
        for one in wrap(Said("Opinion: {words}", words=sheet.opinion or "_" * 10).text(translate), inner):
            found.append(framed(one))
        if sheet.signature:
            found.append(framed(sheet.signature))
        found.append(edge)
        return found[:height]

    return draw


def _ticked(code: str, place: int) -> bool:
    """A spoiled row bears two ticks."""
    return code == str(place) or (code == SPOILED and place in (2, 3))
