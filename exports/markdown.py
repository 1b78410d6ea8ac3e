"""A document as Markdown, with GitHub's tables. No text of the document turns into markup, HTML or a link."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exports.cell_text import cell_text, grade_label, share_columns
from exports.document import Block, Document, Gap, Grid, Kept, Paragraph, Parts, Ruled, Sheet
from exports.plain_text import cells, clean, pad, pad_left
from exports.ruled_lines import ruled_lines

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|#~&!$@]")
_AT_THE_START = re.compile(r"^(\d+)([.)])|^([-+=:])")
_ADDRESS = re.compile(r"(?<=:)//|(?<=www)\.", re.IGNORECASE)
_MAIL = re.compile(r"(?<=\S\\)@(?=\S)")
_PADDED = 24
"""Cells are filled with blanks up to this width, so that the source can be read as well."""
_FENCE = re.compile(r"`{3,}")


def markdown(document: Document) -> str:
    """The whole document: titles as headings, facts as a list, figures set right, lines to sign as they are.

    Nothing is left out; blanks in front of a label become wide ones (U+3000), which no reader of
    Markdown takes off.
    """
    return "\n\n".join(chunk for sheet in document.sheets for chunk in _sheet(sheet)) + "\n"


def escaped(text: str) -> str:
    """A free text cleaned, with a backslash before each character that Markdown could take as its own.

    So are the marks of a list, a quotation or a heading at the beginning, and what makes an address a
    link by itself.
    """
    safe = _MARKUP.sub(lambda found: "\\" + found[0], clean(text))
    safe = _AT_THE_START.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", safe)
    safe = _ADDRESS.sub(lambda found: "".join("\\" + sign for sign in found[0]), safe)
    return _MAIL.sub("@<!-- -->", safe)  # no backslash keeps GitHub from linking an e-mail address


def _sheet(sheet: Sheet) -> list[str]:
    banner = [f"**{escaped(sheet.banner)}**"] if clean(sheet.banner) else []
    titles = [title for title in map(escaped, sheet.titles) if title]
    heads = [f"{'#' if place == 0 else '##'} {title}" for place, title in enumerate(titles)]
    facts = [f"- {fact}" for fact in map(escaped, sheet.facts) if fact]
    return [*banner, *heads, *(["\n".join(facts)] if facts else []), *_chunks(sheet.blocks), *banner]


def _chunks(blocks: Sequence[Block]) -> list[str]:
    chunks: list[str] = []
    items: list[str] = []
    fixed: list[str] = []
    for block in blocks:
        if items and not (isinstance(block, Paragraph) and block.indent):
            chunks.append("\n".join(items))
            items = []
        if fixed and not isinstance(block, Parts):
            chunks.append(_as_it_is(fixed))
            fixed = []
        if isinstance(block, Kept):
            chunks += _chunks(block.blocks)
        elif isinstance(block, Parts):
            fixed.append("   ".join(clean(part, keep_blanks=True) for part in block.parts))
        elif isinstance(block, Paragraph):
            text = escaped(block.text)
            if block.indent and text:
                items.append(f"- {text}")
            elif text:
                chunks.append(text)
        elif isinstance(block, Ruled):
            chunks.append(_as_it_is(ruled_lines(block).lines))
        elif isinstance(block, Grid) and block.columns:
            chunks.append(_table(block))
        else:
            assert isinstance(block, (Gap, Grid))
    return [*chunks, *(["\n".join(items)] if items else []), *([_as_it_is(fixed)] if fixed else [])]


def _as_it_is(lines: Sequence[str]) -> str:
    """Lines in a fence, which keeps their blanks and underlines; it is longer than any fence in them."""
    longest = max((len(found) for line in lines for found in _FENCE.findall(line)), default=2)
    fence = "`" * (longest + 1)
    return "\n".join([f"{fence}text", *(line.rstrip() for line in lines), fence])


def _table(grid: Grid) -> str:
    shares = share_columns(grid)
    heads = [
        escaped(f"{grade_label(column.head)} %" if at in shares else column.head)
        for at, column in enumerate(grid.columns)
    ]
    rows = [[_cell(text) for text in map(cell_text, row)] for row in grid.rows]
    widths = [min(_PADDED, max(3, *(cells(line[at]) for line in (heads, *rows)))) for at in range(len(heads))]
    fits = [pad_left if column.figures else pad for column in grid.columns]
    rule = [
        "-" * (width - column.figures) + ":" * column.figures
        for column, width in zip(grid.columns, widths, strict=True)
    ]
    lines = [heads, rule, *rows]
    return "\n".join(
        "| "
        + " | ".join(fit(text, width) for fit, text, width in zip(fits, line, widths, strict=True))
        + " |"
        for line in lines
    )


def _cell(text: str) -> str:
    indent = len(text) - len(text.lstrip(" "))
    figures = text.lstrip(" ")
    if set(figures) <= set("0123456789.- "):
        return figures
    return "\u3000" * ((indent + 1) // 2) + escaped(text)
