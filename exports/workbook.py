"""Documents as one workbook (xlsx) by XlsxWriter: one worksheet a grid, with real numbers.

A percentage is a plain number with two decimals (61.22 under a head that says %), not a number in
percent format: the cell then holds the figure that is printed, rounded by the program's rule, and
agrees with the CSV; in percent format it would hold 0.6122 and differ from both by a factor of 100.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from exports.document import Block, Document, Gap, Grid, Kept, Paragraph, Parts, Ruled, Sheet
from exports.plain_text import clean
from exports.worksheet import Formats, SheetWriter, grid_widths
from exports.worksheet_names import worksheet_name
from tally.said import Refused, Said

_MADE = datetime(2000, 1, 1)
"""What every workbook says of when it was made, so that the same tables give the same bytes."""
_ABOVE = 6
"""So many lines of text may stand between a sheet's head and its grid: all of it is frozen in view."""


def workbook(documents: Sequence[Document]) -> bytes:
    """All sheets of the documents, in their order, as the bytes of an xlsx file; the same ones each time.

    Raises Refused where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as missing:
        raise Refused(
            Said(
                "a workbook needs the library XlsxWriter, which is not installed; install it: {command}",
                command="pip install XlsxWriter",
            )
        ) from missing
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {
            "constant_memory": True,  # a row is written once it is left
            # All texts are written as strings; these are what would turn one into something else.
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"created": _MADE})
    formats = Formats(book)
    parts = [part for document in documents for sheet in document.sheets for part in _parts(sheet)]
    for number, part in enumerate(parts or [_Part(Sheet((), (), ()))], start=1):
        _write(formats, number, part)
    book.close()
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands on one worksheet: texts, then a grid, then texts."""

    sheet: Sheet
    above: tuple[Block, ...] = ()
    grid: Grid | None = None
    below: tuple[Block, ...] = ()


def _parts(sheet: Sheet) -> list[_Part]:
    """A sheet by its grids. A text between two grids stands below the first of them."""
    parts: list[_Part] = []
    waiting: list[Block] = []
    for block in _flat(sheet.blocks):
        if not isinstance(block, Grid):
            waiting.append(block)
        elif block.columns:
            if parts:
                parts[-1] = _Part(sheet, parts[-1].above, parts[-1].grid, tuple(waiting))
                waiting = []
            elif sum(not isinstance(one, Gap) for one in waiting) > _ABOVE:
                parts.append(_Part(sheet, tuple(waiting)))
                waiting = []
            parts.append(_Part(sheet, tuple(waiting), block))
            waiting = []
    if not parts:
        return [_Part(sheet, tuple(waiting))]
    parts[-1] = _Part(sheet, parts[-1].above, parts[-1].grid, tuple(waiting))
    return parts


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Kept):
            yield from _flat(block.blocks)
        else:
            yield block


def _write(formats: Formats, number: int, part: _Part) -> None:
    title = next((title for title in part.sheet.titles if clean(title)), "")
    widths = grid_widths(part.grid) if part.grid else _ruled_widths(part.above + part.below)
    writer = SheetWriter(formats, worksheet_name(number, title), widths)
    writer.line(part.sheet.banner, "title")
    for text in part.sheet.titles:
        writer.line(text, "title")
    writer.line("   ".join(filter(None, map(clean, part.sheet.facts))), as_it_is=True)
    _write_blocks(writer, part.above)
    if part.grid is not None:
        writer.table(part.grid)
    _write_blocks(writer, part.below)
    writer.line(part.sheet.banner, "title")
    writer.close()


def _ruled_widths(blocks: Sequence[Block]) -> Sequence[int]:
    return next((block.widths for block in blocks if isinstance(block, Ruled)), ())


def _write_blocks(writer: SheetWriter, blocks: Sequence[Block]) -> None:
    for block in blocks:
        match block:
            case Paragraph():
                writer.line(block.text, indent=block.indent)
            case Parts():
                writer.line("   ".join(clean(part, keep_blanks=True) for part in block.parts), as_it_is=True)
            case Ruled():
                writer.boxes(block)
            case _:
                writer.skip()
