"""A ruled table that is too wide for the paper, as several that stand under each other with the same first columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.document import Ruled
from exports.forms.printing import WIDTH

NARROWEST_LABEL = 12
"""Cells of the column that says what a row is about, at least."""


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column to write in: its head and its cells' width."""

    head: str
    width: int


def column_groups(
    first: Sequence[BlankColumn],
    rows: Sequence[Sequence[str]],
    blank: Sequence[BlankColumn],
    *,
    height: int = 1,
    every: int = 1,
) -> tuple[Ruled, ...]:
    """Tables whose `rows` fill the `first` columns and leave the others to write in.

    The last of the `first` gives up some of its width where that saves a second table.
    """
    over = sum(column.width + 1 for column in (*first, *blank)) + 1 - WIDTH
    spare = first[-1].width - NARROWEST_LABEL
    if 0 < over <= spare:
        first = (*first[:-1], BlankColumn(first[-1].head, first[-1].width - over))
    tables = []
    left = list(blank)
    while left:
        taken: list[BlankColumn] = []
        used = sum(column.width + 1 for column in first) + 1
        while left and (not taken or used + left[0].width + 1 <= WIDTH):
            used += left[0].width + 1
            taken.append(left.pop(0))
        columns = (*first, *taken)
        tables.append(
            Ruled(
                tuple(column.head for column in columns),
                tuple((*row, *([""] * len(taken))) for row in rows),
                tuple(column.width for column in columns),
                height,
                every,
            )
        )
    return tuple(tables)
