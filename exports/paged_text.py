"""A document as plain text on pages of A4, upright: 60 lines of at most 100 cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.column_groups import drawn_groups
from exports.document import Block, Document, Gap, Grid, Kept, Paragraph, Parts, Ruled, Sheet
from exports.pages import Blank, Lines, Pages, Piece, Table, Together
from exports.plain_text import centred, clean, packed, wrap
from exports.ruled_lines import ruled_lines
from tally.said import Said, Translate

WIDTH = 100
"""Cells in a line at most."""
PAGE = 60
"""Lines on a page at most."""
_MOST = 8
"""Lines of titles, and lines of facts, that are repeated on every page; more of them stand once."""
_FAMILY = 20
"""Lines of rows that belong together at most: more of them are parted where the page ends."""


def paged_text(document: Document, translate: Translate) -> str:
    """The whole document. A form feed stands at the beginning of each page but the first.

    Every page has the head of its sheet, and its number where the sheet has several. Nothing is left
    out; `|` in a cell is shown as `/`.
    """
    pages = [page for sheet in document.sheets for page in _sheet_pages(sheet, translate)]
    return "\n\f".join("\n".join(line.rstrip() for line in page) for page in pages) + "\n"


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands on every page of a sheet; `rest`: lines of it that no head has room for."""

    banner: Lines
    titles: Lines
    facts: tuple[str, ...]
    rest: Lines

    @classmethod
    def of(cls, sheet: Sheet) -> _Head:
        banner = _centred(sheet.banner) if sheet.banner else ()
        titles = tuple(line for title in sheet.titles if title for line in _centred(title))
        facts = tuple(filter(None, map(clean, sheet.facts)))
        rest = (*banner[1:], *titles[_MOST:])
        lines = packed(facts, WIDTH)
        if len(lines) > _MOST:
            facts, rest = tuple(lines[:_MOST]), (*rest, *lines[_MOST:])
        return cls(banner[:1], titles[:_MOST], facts, rest)

    def lines(self, number: int, pages: int, translate: Translate) -> list[str]:
        """The head of one page."""
        facts = self.facts
        if pages > 1:
            facts += (Said("page {page} of {pages}", page=number, pages=pages).text(translate),)
        return [*self.banner, *self.titles, *packed(facts, WIDTH)]


def _sheet_pages(sheet: Sheet, translate: Translate) -> list[list[str]]:
    head = _Head.of(sheet)
    pieces: list[Piece] = [*_broken(head.rest), *_pieces(sheet.blocks)]
    taken = len(head.lines(1, 1, translate))
    while True:
        laid = Pages(PAGE - taken - len(head.banner))
        laid.place(pieces)
        while len(laid.pages) > 1 and not any(laid.pages[-1]):
            laid.pages.pop()
        count = len(laid.pages)
        heads = [head.lines(number, count, translate) for number in range(1, count + 1)]
        tallest = max(map(len, heads))
        if tallest <= taken:
            break
        taken = tallest  # the page's number needs a line of its own
    return [
        [*top, *_without_blanks_at_the_end(body), *head.banner]
        for top, body in zip(heads, laid.pages, strict=True)
    ]


def _without_blanks_at_the_end(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]


def _pieces(blocks: Sequence[Block]) -> list[Piece]:
    pieces: list[Piece] = []
    lead: Lines = ()
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if isinstance(block, Kept):
            inner = [piece for piece in _pieces(block.blocks) if not isinstance(piece, Together)]
            pieces.append(Together(tuple(inner)))
        elif isinstance(block, Gap):
            pieces.append(Blank())
        elif isinstance(block, Parts):
            pieces += _broken(packed([clean(part, keep_blanks=True) for part in block.parts], WIDTH))
        elif isinstance(block, Paragraph):
            lines = _paragraph(block)
            if len(lines) == 1 and _draws_a_table(after):
                lead = tuple(lines)  # it names the table, and must not stay behind alone
            else:
                pieces += _broken(lines)
        else:
            pieces += _tables(block, lead)
            lead = ()
    return pieces


def _draws_a_table(block: Block | None) -> bool:
    return isinstance(block, Ruled) or (isinstance(block, Grid) and bool(block.columns))


def _tables(block: Grid | Ruled, lead: Lines) -> list[Piece]:
    """A ruled table, or a grid's groups of columns, one below the other."""
    if isinstance(block, Ruled):
        ruled = ruled_lines(block)
        return [Table(ruled.head, ruled.parts, lead=lead)]
    pieces: list[Piece] = []
    for drawn in drawn_groups(block, WIDTH):
        head = (drawn.edge, *drawn.head, drawn.edge)
        pieces += [Blank()] if pieces else []
        rows = drawn.rows if block.columns[0].figures else _families(drawn.rows)
        pieces.append(Table(head, rows, (drawn.edge,), () if pieces else lead))
    return pieces


def _families(rows: Sequence[Lines]) -> tuple[Lines, ...]:
    """Rows with those below them whose labels are set in: they say of what only in the row above."""
    families: list[list[Lines]] = []
    for row in rows:
        if families and row[0].startswith("| "):
            families[-1].append(row)
        else:
            families.append([row])
    units: list[Lines] = []
    for family in families:
        together = len(family) if sum(map(len, family)) <= _FAMILY else 2
        units.append(tuple(line for row in family[:together] for line in row))
        units += family[together:]
    return tuple(units)


def _paragraph(block: Paragraph) -> list[str]:
    indent = " " * min(block.indent, WIDTH // 2)
    hanging = " " * min(block.hanging, WIDTH // 4)
    return [indent + line for line in wrap(clean(block.text), WIDTH - len(indent), hanging)]


def _broken(lines: Sequence[str]) -> list[Lines]:
    """A text's lines; of a long one neither the first nor the last stands alone on a page."""
    if len(lines) <= 4:
        return [tuple(lines)] if lines else []
    return [tuple(lines[:2]), *((line,) for line in lines[2:-2]), tuple(lines[-2:])]


def _centred(text: str) -> Lines:
    return tuple(centred(line, WIDTH) for line in wrap(clean(text), WIDTH))
