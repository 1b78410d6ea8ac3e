"""What a printed document is made of, before anybody has chosen text, Markdown or a workbook.

Whoever makes a table says what it holds and in which order; `exports.paged_text`, `exports.markdown` and
`exports.workbook` decide how it looks. All texts here are in the document's language already.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, printed as a count and its percentage: `30  61.22`. A base of 0 has none."""

    count: int
    base: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its printed percentage, which may need more than two decimals; None: there is no base."""

    value: Fraction | None
    shown: str


Cell = str | int | Share | Rate | None
"""A cell of a grid; None is a number that is stated nowhere, printed as `-`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, whether it holds figures (set right, never broken), and where a text is broken.

    `wrap_at`: a text column's greatest width in cells, None for as wide as its widest text.
    """

    head: str
    figures: bool = True
    wrap_at: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Its first column says what a row is about and stands in front of every group of columns
    where the grid is too wide for one page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that is broken at the width of the page: `indent` cells in, later lines `hanging` cells more."""

    text: str
    indent: int = 0
    hanging: int = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Short texts side by side, as many on a line as fit whole: a head's facts, the lines for signatures."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table to write in by hand, drawn with lines: columns of exactly `widths` cells, rows at least `height`
    lines high, a line after every `every` rows, which are never torn between two pages.

    Texts are broken at the width of their column; a line end in a cell is kept. Without any head it is a box, or
    slips to cut out. `exports.ruled_lines` draws it.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    height: int = 1
    every: int = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """Blocks that stay on one page where a page can hold them: a foot with its signatures."""

    blocks: tuple[Grid | Paragraph | Gap | Parts | Ruled, ...]


Block = Grid | Paragraph | Gap | Parts | Kept | Ruled


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its head and foot; it begins on a new page.

    `titles` are centred; `facts` stand under them on every page; `banner` (an exercise, say) stands first and
    last on every page.
    """

    titles: tuple[str, ...]
    facts: tuple[str, ...]
    blocks: tuple[Block, ...]
    banner: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Sheets that belong together, under the name that their file bears (without its ending)."""

    name: str
    sheets: tuple[Sheet, ...]
