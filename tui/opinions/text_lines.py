"""A text being written over several lines, with its cursor."""

from __future__ import annotations

from tui.screen.cells import Line, Look, Span, line, width
from tui.writing.text import Text


def text_lines(text: Text, cells: int, room: int) -> tuple[list[Line], tuple[int, int]]:
    """At most `room` lines of a text, the part with the cursor where it has more; and the cursor's cell and line."""
    written, (x, y) = _wrapped(text.written, text.at, cells)
    top = max(0, y - room + 1)
    shown = [
        _with_cursor(one, x if top + at == y else None) for at, one in enumerate(written[top : top + room])
    ]
    return shown, (x, y - top)


def _wrapped(text: str, at: int, cells: int) -> tuple[list[str], tuple[int, int]]:
    """A text in lines of at most so many cells, and the cell and line of the place `at`."""
    lines = [""]
    where = (0, 0)
    for place, character in enumerate(text):
        if width(lines[-1]) + width(character) > cells:
            lines.append("")
        if place == at:
            where = (width(lines[-1]), len(lines) - 1)
        lines[-1] += character
    if at >= len(text):
        if width(lines[-1]) >= cells:
            lines.append("")
        where = (width(lines[-1]), len(lines) - 1)
    return lines, where


def _with_cursor(text: str, cell: int | None) -> Line:
    if cell is None:
        return line(text)
    before = ""
    rest = text
    while rest and width(before) < cell:
        before, rest = before + rest[0], rest[1:]
    return line(before, Span(rest[:1] or " ", Look.REVERSE), rest[1:])
