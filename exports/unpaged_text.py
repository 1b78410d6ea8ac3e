"""Blocks of a document as lines without pages, for a terminal, where nobody turns a page."""

from __future__ import annotations

from collections.abc import Iterable

from exports.column_groups import drawn_groups
from exports.document import Block, Gap, Grid, Kept, Paragraph, Parts
from exports.plain_text import clean, packed, wrap
from exports.ruled_lines import ruled_lines

WIDTH = 100


def unpaged_lines(blocks: Iterable[Block], width: int = WIDTH) -> list[str]:
    """The blocks one below the other, in lines of at most `width` cells.

    A table stands as far in as the paragraph before it. A ruled table keeps the width that it has.
    """
    lines: list[str] = []
    indent = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            indent = " " * block.indent
            hanging = " " * block.hanging
            lines += [indent + one for one in wrap(clean(block.text), width - block.indent, hanging)]
        elif isinstance(block, Grid):
            for drawn in drawn_groups(block, width - len(indent)):
                lines += [indent + line for line in drawn.lines()]
        elif isinstance(block, Gap):
            indent = ""
            lines.append("")
        elif isinstance(block, Parts):
            lines += packed([clean(part, keep_blanks=True) for part in block.parts], width)
        elif isinstance(block, Kept):
            lines += unpaged_lines(block.blocks, width)
        else:
            lines += ruled_lines(block).lines
    return [line.rstrip() for line in lines]
