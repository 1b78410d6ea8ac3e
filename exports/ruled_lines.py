"""A table to write in by hand, as lines of text: every box closed, every line of one width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.document import Ruled
from exports.plain_text import clean, pad, wrap


@dataclass(frozen=True, slots=True)
class RuledLines:
    """The lines of a ruled table: its head, to stand again on every page, and the parts that stay whole.

    Head and parts end with a ruled line, so a table may be broken after any of them.
    """

    head: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it on one page."""
        return (*self.head, *(line for part in self.parts for line in part))


def ruled_lines(ruled: Ruled) -> RuledLines:
    """Draw a ruled table; it is `sum(widths) + len(widths) + 1` cells wide."""
    rule = "+" + "+".join("-" * width for width in ruled.widths) + "+"
    head = (rule, *_row(ruled.heads, ruled.widths, 1), rule) if any(ruled.heads) else (rule,)
    parts = [
        (
            *(
                line
                for row in ruled.rows[at : at + ruled.every]
                for line in _row(row, ruled.widths, ruled.height)
            ),
            rule,
        )
        for at in range(0, len(ruled.rows), ruled.every)
    ]
    return RuledLines(head, tuple(parts))


def _row(texts: Sequence[str], widths: Sequence[int], height: int) -> list[str]:
    """One row; its texts stand in the middle of its height."""
    cells = [_broken(text, width) for text, width in zip(texts, widths, strict=True)]
    tall = max(height, *(len(cell) for cell in cells))
    filled = []
    for cell in cells:
        above = (tall - len(cell)) // 2
        filled.append([*[""] * above, *cell, *[""] * (tall - len(cell) - above)])
    return [
        "|" + "|".join(pad(cell[at], width) for cell, width in zip(filled, widths, strict=True)) + "|"
        for at in range(tall)
    ]


def _broken(text: str, width: int) -> list[str]:
    """A cell's lines; blanks are kept (a box to tick, an indent), borders are no part of a text."""
    lines = []
    for line in text.split("\n"):
        indent = " " * min(len(line) - len(line.lstrip(" ")), max(0, width - 2))
        text = clean(line.lstrip(" "), keep_blanks=True).replace("|", "/")
        lines += [indent + one for one in wrap(text, width - len(indent))]
    return lines
