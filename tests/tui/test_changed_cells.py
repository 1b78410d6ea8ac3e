"""Only the cells that changed are sent."""

from __future__ import annotations

import textual
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from textual import _compositor
from textual.strip import Strip

from tui.screen.cells import Span
from tui.screen.changed_cells import KNOWN, ChangedCells, changed_spans, line_cells

LINES = st.lists(st.text(alphabet="ab 1[]>满意张", max_size=12).map(Span), max_size=5).map(tuple)


@settings(max_examples=300, deadline=None)
@given(LINES, LINES, st.integers(10, 60))
def test_the_spans_hold_every_cell_that_differs_and_no_half_of_a_wide_one(old, new, cells):
    before, after = line_cells(old, cells), line_cells(new, cells)
    spans = changed_spans(old, new, cells)
    inside = {cell for left, right in spans for cell in range(left, right)}
    for cell in range(cells):
        if before[cell] != after[cell]:
            assert cell in inside
    for left, right in spans:
        assert 0 <= left < right <= cells
        assert after[left][0] != "" or left == 0
        assert right == cells or after[right][0] != ""
    assert spans == sorted(spans)


def update(kind):
    strip = Strip([Segment("0123456789")])
    console = Console(force_terminal=True, color_system="standard")
    return kind([{0: strip}], [(0, 4, 6)], [[10]]).render_segments(console)


def test_the_left_side_is_cut_too():
    assert update(ChangedCells) == "\x1b[1;5H45"


def test_textual_still_needs_it():
    """Fails when Textual cuts the left side by itself: tui/screen/changed_cells.py may go then."""
    assert textual.__version__ == KNOWN, (
        "look at changed_cells.py and terminal_driver.py again, then raise the pin"
    )
    upstream = next(kind for kind in ChangedCells.__mro__[1:] if kind.__module__ == _compositor.__name__)
    assert update(upstream) == "\x1b[1;1H012345"
