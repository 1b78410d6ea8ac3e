"""Tables with ASCII borders whose Chinese columns align, by tabulate and wcwidth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.plain_text import cells as cells_of
from exports.plain_text import clean, every_width, wrap

_BLANK = "\ufdd0"
"""Stands for a blank inside tabulate, which pads cells by blanks of its own. No cleaned text has it."""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table's lines, each of the same width in cells; a row may take several."""

    edge: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def lines(self) -> list[str]:
        """The whole table."""
        return [
            self.edge,
            *self.head,
            self.edge,
            *(line for row in self.rows for line in row),
            self.edge,
        ]


def ascii_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], align: str, widths: Sequence[int | None] = ()
) -> list[str]:
    """A table as lines of equal width in cells.

    `align` has a letter a column: `l` or `r`. A column with a number in `widths` wraps at that many
    cells; figures are never cut. `|` inside a cell is shown as `/`, so that borders stay borders.
    """
    limits = [widths[place] if place < len(widths) else None for place in range(len(head))]
    table = [
        [[value] if align[at] == "r" else wrapped_cell(value, limits[at]) for at, value in enumerate(row)]
        for row in (head, *rows)
    ]
    columns = [["\n".join(row[at]) for row in table] for at in range(len(head))]
    return draw([column[0] for column in columns], [column[1:] for column in columns], align).lines()


def wrapped_cell(text: str, limit: int | None) -> list[str]:
    """A text cell's lines of at most `limit` cells; blanks at its beginning stand in front of each."""
    indent = " " * (len(text) - len(text.lstrip(" ")))
    safe = clean(text).replace("|", "/")
    if limit is None or cells_of(indent + safe) <= limit:
        return [indent + safe]
    indent = indent[: max(0, limit - 4)]
    return [indent + line for line in wrap(safe, limit - len(indent))]


def draw(head: Sequence[str], columns: Sequence[Sequence[str]], align: str) -> DrawnTable:
    """A table from its columns' cells, which are safe to print; `\\n` parts the lines of a cell.

    tabulate draws all rows as one row whose cells have many lines: it works for each cell several
    times as long as for a line of one (half the time for 105 rows of 12 columns).
    """
    from tabulate import tabulate

    heights = _heights(columns)
    head_height = 1 + max((cell.count("\n") for cell in head), default=0)
    body, heads = [], []
    for at, column in enumerate(columns):
        top = _filled([head[at]], [head_height])
        lines = top + (list(column) if heights is None else _filled(column, heights))
        shown = _padded(lines, align[at])
        heads.append("\n".join(shown[:head_height]).replace(" ", _BLANK))
        body.append("\n".join(shown[head_height:]).replace(" ", _BLANK))
    count = len(columns[0]) if columns else 0
    drawn = tabulate([body] if count else [], headers=heads, tablefmt="pretty", stralign=None)
    # "pretty" sets a blank on either side of a cell, and makes its borders two dashes wider.
    found = str(drawn).replace(" ", "").replace(_BLANK, " ").split("\n")
    edge = found[0].replace("--+", "+")
    physical = found[head_height + 2 : -1]
    rows: list[tuple[str, ...]] = []
    if heights is None:
        rows = [(line,) for line in physical]
    else:
        start = 0
        for height in heights:
            rows.append(tuple(physical[start : start + height]))
            start += height
    return DrawnTable(edge, tuple(found[1 : head_height + 1]), tuple(rows))


def _heights(columns: Sequence[Sequence[str]]) -> list[int] | None:
    """How many lines each row takes; None where all take one."""
    broken = [column for column in columns if "\n" in "".join(column)]
    if not broken:
        return None
    return [1 + max(cell.count("\n") for cell in row) for row in zip(*broken, strict=True)]


def _filled(column: Sequence[str], heights: Sequence[int]) -> list[str]:
    """A column's lines, with empty ones below a cell that is lower than its row."""
    lines: list[str] = []
    for cell, height in zip(column, heights, strict=True):
        parts = cell.split("\n")
        lines += parts
        lines += [""] * (height - len(parts))
    return lines


def _padded(lines: Sequence[str], align: str) -> list[str]:
    """Lines as wide as the widest, which is at least 1; blanks as tabulate leaves them alone."""
    widths = every_width(lines)
    width = max(1, *widths)
    if align == "r":
        return [_BLANK * (width - taken) + line for line, taken in zip(lines, widths, strict=True)]
    return [line + _BLANK * (width - taken) for line, taken in zip(lines, widths, strict=True)]
