"""A grid drawn for a page of limited width: in groups of columns where it is wider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.ascii_table import DrawnTable, draw, wrapped_cell
from exports.cell_text import cell_text, grade_label, share_columns
from exports.document import Column, Grid
from exports.plain_text import cells, clean, every_width, wrap

_FIRST = 48
"""The first column's greatest width where others follow: what is left holds any other column."""
_HEAD = 12
"""A head of figures is broken at this many cells where the figures are narrower, six characters."""
_WORD = 24
"""A word in a head of figures is broken where it is longer."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A column as it will be drawn."""

    head: str
    values: Sequence[str]
    align: str
    width: int


def drawn_groups(grid: Grid, width: int) -> list[DrawnTable]:
    """The grid's columns in as many tables of at most `width` cells as it takes, rows in the same order.

    The first column stands in each. Figures are broken only where a single one is wider than the page.
    """
    if not grid.columns:
        return []
    shares = share_columns(grid)
    values = list(zip(*grid.rows, strict=True)) or [()] * len(grid.columns)
    texts = [[cell_text(cell) for cell in column] for column in values]
    first = _printed(grid.columns[0], texts[0], width - 2 if len(texts) == 1 else _FIRST, share=0 in shares)
    room = width - 3 - first.width
    rest = [
        _printed(grid.columns[at], texts[at], room, share=at in shares) for at in range(1, len(grid.columns))
    ]
    groups: list[list[_Printed]] = []
    left = -1
    for column in rest:
        left -= column.width + 1
        if left < 0:
            groups.append([first])
            left = width - 2 - first.width - (column.width + 1)
        groups[-1].append(column)
    return [
        draw(
            [column.head for column in group],
            [column.values for column in group],
            "".join(column.align for column in group),
        )
        for group in groups or [[first]]
    ]


def _printed(column: Column, texts: list[str], room: int, *, share: bool) -> _Printed:
    """A column's cells broken at `room` cells, or before where the column asks for it."""
    if not column.figures:
        limit = max(2, min(room, column.wrap_at or room))
        values = ["\n".join(wrapped_cell(text, limit)) for text in texts]
        head = "\n".join(wrapped_cell(clean(column.head), limit))
        return _Printed(head, values, "l", max(_widest(values), _widest([head])))
    safe = "\n".join(texts).replace("|", "/").split("\n") if texts else []
    if _widest(safe) > room:
        safe = ["\n".join(wrap(text, room)) for text in safe]
    figures = _widest(safe)
    label = grade_label(column.head) if share else clean(column.head)
    words = max((cells(word) for word in label.split()), default=0) if label.isascii() else 0
    limit = min(room - share, max(figures - share, _HEAD, min(words, _WORD)))
    lines = wrap(label.replace("|", "/"), limit)
    width = max(figures, _widest(lines) + share)
    return _Printed(_share_head(lines, width) if share else "\n".join(lines), safe, "r", width)


def _share_head(lines: list[str], width: int) -> str:
    """A grade over counts and percentages: its label in the middle, whole characters on either side, and
    `%` over the percentages' end (`  满意  %`)."""
    shown = []
    for line in lines:
        spare = width - 1 - cells(line)
        before = spare // 4 * 2
        shown.append(" " * before + line + " " * (spare - before))
    return "\n".join([*(line + " " for line in shown[:-1]), shown[-1] + "%"])


def _widest(texts: Sequence[str]) -> int:
    """The widest line's cells; 1 at least."""
    return max(1, *every_width([*"\n".join(texts).split("\n")]))
