"""Tables with ASCII borders whose Chinese columns align, by tabulate and wcwidth."""

from __future__ import annotations

from collections.abc import Sequence

from exports.plain_text import cells as cells_of
from exports.plain_text import clean, pad, pad_left, wrap

_BLANK = "\ufdd0"
"""Stands for a blank inside tabulate, which strips those at the ends of a cell. No cleaned text has it."""


def ascii_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], align: str, widths: Sequence[int | None] = ()
) -> list[str]:
    """A table as lines of equal width in cells.

    `align` has a letter a column: `l` or `r`. A column with a number in `widths` wraps at that many
    cells; figures are never cut. `|` inside a cell is shown as `/`, so that borders stay borders.
    """
    from tabulate import DataRow, Line, TableFormat, tabulate

    limits = [widths[place] if place < len(widths) else None for place in range(len(head))]
    table = [
        [_wrapped(value, limits[at], figures=align[at] == "r") for at, value in enumerate(row)]
        for row in (head, *rows)
    ]
    columns = [max(cells_of(line) for row in table for line in row[at]) for at in range(len(head))]
    lines = [
        [_filled(cell, columns[at], align[at], len(max(row, key=len))) for at, cell in enumerate(row)]
        for row in table
    ]
    physical = [[[column[at] for column in row] for at in range(len(row[0]))] for row in lines]
    edge = Line("+", "-", "+", "+")
    plain = TableFormat(edge, None, None, edge, DataRow("|", "|", "|"), DataRow("|", "|", "|"), 0, None)
    drawn = tabulate(
        [line for row in physical for line in row],
        tablefmt=plain,
        disable_numparse=True,
        colalign=["left"] * len(head),
    )
    found = str(drawn).replace(_BLANK, " ").split("\n")
    after_head = len(physical[0]) + 1
    return [*found[:after_head], found[0], *found[after_head:]]


def _wrapped(text: str, limit: int | None, *, figures: bool) -> list[str]:
    """A cell's lines; blanks at its beginning stand in front of each. Figures keep their blanks."""
    if figures:
        return [text]
    indent = " " * (len(text) - len(text.lstrip(" ")))
    safe = clean(text).replace("|", "/")
    if limit is None or cells_of(indent + safe) <= limit:
        return [indent + safe]
    return [indent + line for line in wrap(safe, limit - len(indent))]


def _filled(lines: list[str], width: int, align: str, height: int) -> list[str]:
    fit = pad_left if align == "r" else pad
    return [fit(line, width).replace(" ", _BLANK) for line in [*lines, *[""] * (height - len(lines))]]
