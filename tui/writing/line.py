"""One line of a text being written: the part around its cursor that fits, and where the cursor is."""

from __future__ import annotations

from tui.screen.cells import Line, Look, Span, line, width
from tui.writing.text import Text


def text_line(text: Text, cells: int) -> tuple[Line, int]:
    """The part of a text that fits into `cells`, its cursor drawn, and the cursor's cell."""
    before, after = text.before, text.after
    while width(before) > cells - 3:
        before = before[1:]
    here = after[:1] or " "
    rest = after[1:]
    while width(before + here + rest) > cells and rest:
        rest = rest[:-1]
    return line(before, Span(here, Look.REVERSE), rest), width(before)
