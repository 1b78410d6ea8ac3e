"""Where each row of a ballot stands on the screen: pages, lines and columns. Pure; measured in cells.

Three arrangements, the first that fits being taken:

    grid     a roster with several items: a subject a line, its items side by side, as on the paper
    columns  short labels: the rows run down in two or more columns
    lines    a row a line

A mark always stands as `>[2]` (the row of the cursor) or ` [2]`, the grade's label right behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

NUMBER = 3
"""Cells of a row's number."""
MARK = 4
"""Cells of `>[2]`."""
GAP = 2
"""Cells between two columns."""
LONGEST_NAME = 24
"""A name on a grid is cut beyond this."""
SHORTEST_LABEL = 6
"""A label is never cut below this to make room for another column."""


class Arrangement(Enum):
    """How the rows of a page stand to each other."""

    LINES = "lines"
    COLUMNS = "columns"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Sizes:
    """What has to fit: cells of the longest label of a row, of a subject's name, of a grade's label."""

    row_label: int
    name: int
    grade_label: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one row stands: the line of its page, and the cell where its column begins."""

    line: int
    cell: int


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A ballot of `rows` rows on a screen. Every row has exactly one spot, on exactly one page."""

    arrangement: Arrangement
    pages: tuple[range, ...]
    spots: Mapping[int, Spot]
    """By row, from 0."""
    column_cells: int
    """Cells from one column to the next (the whole width for lines)."""
    label_cells: int
    """Cells for the label of a row (lines, columns) or of a subject (grid)."""
    grade_cells: int
    """Cells for the label of the grade behind the mark."""
    items: int
    """Rows on one line of a grid, else 1."""

    def page_of(self, row: int) -> range:
        """The rows of the page on which a row stands; the last page for the place after the last row."""
        return next((page for page in self.pages if row < page.stop), self.pages[-1])


def plan_rows(
    rows: int, items: int, sizes: Sizes, room: tuple[int, int], rows_per_page: int | None = None
) -> RowPlan:
    """Lay out the rows in `room` (cells, lines). `items` is the rows of one subject, 1 on a single form.

    A page never holds more rows than the paper's page, so that both are turned together.
    """
    cells, lines = room
    grid = _grid(rows, items, sizes, cells, lines, rows_per_page) if items > 1 else None
    return grid or _columns(rows, sizes, cells, lines, rows_per_page)


def _grid(
    rows: int, items: int, sizes: Sizes, cells: int, lines: int, rows_per_page: int | None
) -> RowPlan | None:
    name = min(sizes.name, LONGEST_NAME)
    begins = NUMBER + 1 + name + 1
    column = (cells - begins) // items
    if column < MARK + sizes.grade_label + 1:
        return None
    column = min(column, MARK + sizes.grade_label + GAP + 2)
    lines -= 1  # the items' labels stand over their columns
    subjects = max(1, min(lines, rows_per_page // items if rows_per_page else lines))
    spots = {row: Spot(1 + row // items % subjects, begins + row % items * column) for row in range(rows)}
    return RowPlan(
        Arrangement.GRID, _pages(rows, subjects * items), spots, column, name, sizes.grade_label, items
    )


def _columns(rows: int, sizes: Sizes, cells: int, lines: int, rows_per_page: int | None) -> RowPlan:
    fixed = NUMBER + MARK + 1 + sizes.grade_label + 1
    page = min(rows, rows_per_page or rows)
    most = max(1, (cells + GAP) // (fixed + max(sizes.row_label, SHORTEST_LABEL) + GAP))
    columns = min(most, -(-page // lines))
    column = (cells + GAP) // columns
    page = min(page, lines * columns)
    spots = {}
    for row in range(rows):
        place = row % page
        spots[row] = Spot(place % lines, place // lines * column)
    return RowPlan(
        Arrangement.COLUMNS if columns > 1 else Arrangement.LINES,
        _pages(rows, page),
        spots,
        column,
        max(0, column - fixed - (GAP if columns > 1 else 0)),
        sizes.grade_label,
        1,
    )


def _pages(rows: int, page: int) -> tuple[range, ...]:
    return tuple(range(first, min(first + page, rows)) for first in range(0, rows, page))
