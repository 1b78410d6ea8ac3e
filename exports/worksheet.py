"""One worksheet: lines of text above and below a grid, its cells as numbers where they are numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exports.cell_text import cell_text, grade_label, share_columns
from exports.document import Cell, Grid, Rate, Ruled, Share
from exports.plain_text import cells, clean
from tally.rates import share_text

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

_A4 = 9
_LINE = 15.0
"""Points of one line of text."""
_UPRIGHT = 120
"""A grid of more characters than this is printed on a sheet laid across: upright it would be too small."""
_NARROW, _WIDE = 6, 40
"""Characters of a column, least and most; longer texts are broken."""
_TEXT_ALONE = 90
_LONGEST = 16_000
"""Characters of a cell at most: Excel takes 32,767 UTF-16 units, two for a rare character."""
_EXACT = 10**15
"""Excel keeps 15 digits of a number; a longer one is written as a text."""


class Formats:
    """The looks of a workbook's cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.kinds: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        """The format with these properties, in XlsxWriter's words."""
        key = tuple(properties.items())
        if key not in self.kinds:
            self.kinds[key] = self.book.add_format(properties)
        return self.kinds[key]


class SheetWriter:
    """Writes one worksheet from top to bottom."""

    def __init__(self, formats: Formats, name: str, widths: Sequence[int]) -> None:
        self.format = formats
        self.page = formats.book.add_worksheet(name)
        self.row = 0
        self.widths = widths or [_TEXT_ALONE]
        self.across = sum(self.widths)
        for at, width in enumerate(self.widths):
            self.page.set_column(at, at, width)
        self.page.set_paper(_A4)
        if self.across > _UPRIGHT:
            self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_footer("&C&P / &N")

    def line(self, text: str, kind: str = "", *, indent: int = 0, as_it_is: bool = False) -> None:
        """A text over the whole width, as high as it needs; one too long for a cell goes on below."""
        safe = clean(text, keep_blanks=as_it_is)
        title = {"bold": True, "align": "center"} if kind == "title" else {"indent": min(indent // 2, 15)}
        shown = self.format(text_wrap=True, valign="top", **title)
        for start in range(0, len(safe), _LONGEST):
            part = safe[start : start + _LONGEST]
            self.page.set_row(self.row, _LINE * min(27, -(-cells(part) // max(1, self.across - 2)) or 1))
            if len(self.widths) > 1:
                self.page.merge_range(self.row, 0, self.row, len(self.widths) - 1, "", shown)
            self._string(self.row, 0, part, shown)
            self.row += 1

    def skip(self) -> None:
        """An empty row."""
        self.row += 1

    def table(self, grid: Grid) -> None:
        """The grid under its heads, which stay in view with the first column and stand on every page."""
        shares = share_columns(grid)
        left: list[tuple[int, int, str]] = []
        head = self.row
        at = 0
        bold = self.format(bold=True, border=1, text_wrap=True, align="center", valign="vcenter")
        for place, column in enumerate(grid.columns):
            for text in _heads(column.head, share=place in shares):
                self._long_string(head, at, text, bold, left)
                at += 1
        for number, row in enumerate(grid.rows, start=head + 1):
            at = 0
            for place, (column, cell) in enumerate(zip(grid.columns, row, strict=True)):
                if place in shares and isinstance(cell, Share):
                    self._number(number, at, cell.count, "0")
                    self._number(number, at + 1, share_text(cell.count, cell.base), "0.00")
                else:
                    self._cell(number, at, cell, left, figures=column.figures)
                    if place in shares:
                        self._blank(number, at + 1)
                at += 1 + (place in shares)
        self.row = head + 1 + len(grid.rows)
        self.page.freeze_panes(head + 1, 1)
        self.page.repeat_rows(head)
        self._rest(left)

    def boxes(self, ruled: Ruled) -> None:
        """A table to write in by hand."""
        left: list[tuple[int, int, str]] = []
        box = self.format(border=1, text_wrap=True, valign="vcenter")
        for texts in [ruled.heads, *ruled.rows] if any(ruled.heads) else ruled.rows:
            for at, text in enumerate(texts):
                self._long_string(self.row, at, clean(text), box, left)
            self.page.set_row(self.row, _LINE * max(1, ruled.height))
            self.row += 1
        self._rest(left)

    def close(self) -> None:
        """Nothing is left to write: what is printed ends here."""
        self.page.print_area(0, 0, max(0, self.row - 1), max(0, len(self.widths) - 1))

    def _cell(
        self, row: int, at: int, cell: Cell, left: list[tuple[int, int, str]], *, figures: bool
    ) -> None:
        if cell is None:
            self._blank(row, at)
        elif isinstance(cell, int):
            self._number(row, at, cell, "0")
        elif isinstance(cell, Rate) and (cell.value is None or _is_number(cell.shown)):
            decimals = len(cell.shown.partition(".")[2])
            self._number(row, at, cell.shown if cell.value is not None else None, _number_format(decimals))
        else:
            text = cell_text(cell)
            indent = (len(text) - len(text.lstrip(" ")) + 1) // 2
            align = {"align": "right"} if figures else {"indent": min(indent, 15)}
            shown = self.format(border=1, text_wrap=True, valign="vcenter", **align)
            self._long_string(row, at, text.strip(" "), shown, left)

    def _number(self, row: int, at: int, value: int | str | None, number_format: str) -> None:
        """A number as printed; nothing where there is none."""
        if value is None:
            self._blank(row, at)
        elif isinstance(value, int) and abs(value) >= _EXACT:
            self._string(row, at, str(value), self.format(border=1, align="right"))
        else:
            self.page.write_number(
                row, at, float(value), self.format(border=1, valign="vcenter", num_format=number_format)
            )

    def _blank(self, row: int, at: int) -> None:
        self.page.write_blank(row, at, None, self.format(border=1))

    def _long_string(
        self, row: int, at: int, text: str, shown: Format, left: list[tuple[int, int, str]]
    ) -> None:
        """A text in its cell; what a cell has no room for goes to `left`, and the cell ends in dots."""
        if len(text) > _LONGEST:
            left.append((row, at, text[_LONGEST:]))
            text = text[:_LONGEST] + "..."
        self._string(row, at, text, shown)

    def _rest(self, left: list[tuple[int, int, str]]) -> None:
        """What had no room in a cell, under the table, with the cell's address."""
        for row, at, text in left:
            self.line(f"{_address(row, at)}: {text}")

    def _string(self, row: int, at: int, text: str, shown: Format) -> None:
        # XlsxWriter takes a text that begins with <r> and ends with </r> for XML and does not escape it.
        self.page.write_string(row, at, " " + text if text.startswith("<r>") else text, shown)


def _heads(head: str, *, share: bool) -> tuple[str, ...]:
    label = grade_label(head) if share else clean(head)
    return (label, f"{label} %") if share else (label,)


def grid_widths(grid: Grid) -> list[int]:
    """Each column's width in characters, by its widest text."""
    shares = share_columns(grid)
    widths = []
    for place, column in enumerate(grid.columns):
        figures = [cells(cell_text(row[place])) for row in grid.rows]
        for head in _heads(column.head, share=place in shares):
            widest = _NARROW if place in shares else max(figures, default=0)
            widths.append(min(_WIDE, max(_NARROW, widest + 1, min(cells(head), 12) + 1)))
    return widths


def _is_number(text: str) -> bool:
    whole, _, decimals = text.partition(".")
    digits = whole.removeprefix("-") + decimals
    return digits.isascii() and digits.isdigit() and len(digits) <= 15


def _number_format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"


def _address(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))
