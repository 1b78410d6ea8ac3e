"""A cell of a grid as text, the same in every print."""

from __future__ import annotations

from functools import lru_cache

from exports.document import Cell, Grid, Rate, Share
from exports.plain_text import clean
from tally.rates import share_text

UNSTATED = "-"
"""Stands for a number that is stated nowhere, and for a percentage without a base."""


def cell_text(cell: Cell) -> str:
    """A cell in words and figures, free text cleaned; blanks in front of a text are an indent and stay."""
    if isinstance(cell, Share):
        return _share(cell.count, cell.base)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, Rate):
        return clean(cell.shown) or UNSTATED
    if cell is None:
        return UNSTATED
    return cell[: len(cell) - len(cell.lstrip(" "))] + clean(cell)


@lru_cache(maxsize=65536)
def _share(count: int, base: int) -> str:
    return f"{count:>2} {share_text(count, base) or UNSTATED:>6}"


def share_columns(grid: Grid) -> frozenset[int]:
    """The places of the columns that hold shares: two figures a cell, `%` in the head."""
    return frozenset(at for row in grid.rows for at, cell in enumerate(row) if isinstance(cell, Share))


def grade_label(head: str) -> str:
    """The head of a column of shares without the `%` that may stand behind it."""
    return clean(head).removesuffix("%").rstrip()
