"""Sending only the cells that changed.

Textual 8.2.8 cuts a refreshed region at its right side and sends the line from its beginning
(Textualize/textual #5625): a mark at column 60 cost 188 bytes. `send_changed_cells_only` cuts the left
side as well. tests/tui/test_changed_cells.py fails when Textual does so by itself.
"""

from __future__ import annotations

from pathlib import Path

import textual
from rich.console import Console
from rich.control import Control
from textual import _compositor

from tui.screen.cells import Line, Look, width

KNOWN = "8.2.8"
"""The version of Textual that this is written against; any other is left as it is."""
WORTH_A_JUMP = 9
"""Unchanged cells between two changed ones that are cheaper to jump over than to send again."""

Cell = tuple[str, Look]


class ChangedCells(_compositor.ChopsUpdate):
    """A partial update that sends each span and nothing left or right of it."""

    def render_segments(self, console: Console) -> str:
        """The bytes for the terminal."""
        sent: list[str] = []
        for y, first, end in self.spans:
            for ends, (begins, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                left, right = max(begins, first), min(ends, end)
                if strip is not None and left < right:
                    sent.append(Control.move_to(left, y).segment.text)
                    sent.append(strip.crop(left - begins, right - begins).render(console))
        return "".join(sent)


def send_changed_cells_only() -> bool:
    """Make Textual send changed cells only; returns whether its version is the known one."""
    # textual.__version__ parses the package's metadata, which takes longer than the first paint may.
    if not Path(textual.__file__).parents[1].joinpath(f"textual-{KNOWN}.dist-info").is_dir():
        return False
    _compositor.ChopsUpdate = ChangedCells  # type: ignore[misc]
    return True


def changed_spans(old: Line, new: Line, cells: int) -> list[tuple[int, int]]:
    """The spans of cells (from, to) of a line that differ, near ones taken together."""
    before, after = line_cells(old, cells), line_cells(new, cells)
    spans: list[tuple[int, int]] = []
    for place in range(cells):
        if before[place] == after[place]:
            continue
        # A wide character that is only half inside would be drawn as a blank.
        left, right = place, place + 1
        while left > 0 and (before[left][0] == "" or after[left][0] == ""):
            left -= 1
        while right < cells and (before[right][0] == "" or after[right][0] == ""):
            right += 1
        if spans and left - spans[-1][1] < WORTH_A_JUMP:
            spans[-1] = (spans[-1][0], max(right, spans[-1][1]))
        else:
            spans.append((left, right))
    return spans


def line_cells(spans: Line, cells: int) -> list[Cell]:
    """A line as exactly so many cells; the second cell of a wide character is empty."""
    found: list[Cell] = []
    for span in spans:
        if span.text.isascii():
            found += [(character, span.look) for character in span.text]
            continue
        for character in span.text:
            wide = width(character)
            if wide == 0 and found:
                found[-1] = (found[-1][0] + character, span.look)
            for part in range(wide):
                found.append((character if part == 0 else "", span.look))
    found = found[:cells]
    return found + [(" ", Look.PLAIN)] * (cells - len(found))
