"""The one focused widget of the program. It shows a view's lines and gives it every key, in order.

Nothing is pushed, focused or recomposed between two keys (keys typed ahead would go astray); only the
cells that changed are sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tally.said import Said, Translate
from tui.screen.bell import Bell
from tui.screen.cells import Line, Look, cut, line
from tui.screen.changed_cells import changed_spans
from tui.screen.key import PASTE, Key
from tui.screen.view import HEIGHT, WIDTH, Turn, View

LOOK = 0.25
"""Seconds between two looks at a view behind which work goes on. Nothing is drawn without a key otherwise."""
_STYLES = {
    Look.PLAIN: Style(),
    Look.BOLD: Style(bold=True),
    Look.REVERSE: Style(reverse=True),
    Look.DIM: Style(dim=True),
}


class Surface(Widget, can_focus=True):
    """Shows the present view. `ask` sends the terminal the question whether all is drawn; `before_key` is
    called before each key that the view gets."""

    DEFAULT_CSS = "Surface { width: 1fr; height: 1fr; }"

    def __init__(
        self, view: View, translate: Translate, ask: Callable[[], None], before_key: Callable[[], None]
    ) -> None:
        super().__init__()
        self.view = view
        self._translate = translate
        self._ask = ask
        self._before_key = before_key
        self._lines: list[Line] = []
        self._waiting: list[Key] = []
        self._bell = Bell()
        self._looking: Timer | None = None

    def on_mount(self) -> None:
        self.focus()

    def on_resize(self, event: events.Resize) -> None:
        lines = self._make_lines()
        if lines != self._lines:
            self._lines = lines
            self.refresh()
        self._place_cursor()
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            self.take(key)
        self._ask_if_it_waits()
        self._look_while_it_works()

    def render_line(self, y: int) -> Strip:
        if not self._lines and self.size:
            # Textual paints before it tells the size: the first paint shall be the full one.
            self._lines = self._make_lines()
        spans = self._lines[y] if y < len(self._lines) else ()
        strip = Strip([Segment(span.text, _STYLES[span.look]) for span in spans])
        return strip.adjust_cell_length(self.size.width, Style())

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.take(Key(event.key, event.character or ""))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.take(Key(PASTE, event.text))

    def take(self, key: Key) -> None:
        """Give the view one key and show what changed. Keys typed before the first paint wait for it."""
        if not self.size:
            self._waiting.append(key)
            return
        if self._too_small():
            self._ring()
            return
        self._before_key()
        turn: Turn = self.view.press(key)
        if turn.bell:
            self._ring()
        if turn.leave:
            self.view.close()
            self.app.exit()
            return
        if turn.view is not None:
            self.view = turn.view
        self.show()

    def show(self) -> None:
        """Send the cells that differ from what stands on the screen."""
        before, after = self._lines, self._make_lines()
        self._lines = after
        regions = []
        for y in range(max(len(before), len(after))):
            old = before[y] if y < len(before) else ()
            new = after[y] if y < len(after) else ()
            if old is not new and old != new:
                regions += [
                    Region(left, y, right - left, 1)
                    for left, right in changed_spans(old, new, self.size.width)
                ]
        self._place_cursor()
        if regions:
            self.refresh(*regions)
        self._ask_if_it_waits()
        self._look_while_it_works()

    def drawn(self) -> None:
        """The terminal has drawn everything that was sent to it."""
        self.view.drawn()

    def _ask_if_it_waits(self) -> None:
        if self.view.waits_for_drawing():
            self.call_after_refresh(self._ask)

    def _look_while_it_works(self) -> None:
        """A clock runs only while there is work to look at."""
        if self._looking is None and self.view.works():
            self._looking = self.set_interval(LOOK, self._look)
            self.call_after_refresh(self._look)
        elif self._looking is not None and not self.view.works():
            self._looking.stop()
            self._looking = None

    def _look(self) -> None:
        self.view.look()
        self.show()

    def _ring(self) -> None:
        if self._bell.may_ring(time.monotonic()):
            self.app.bell()

    def _place_cursor(self) -> None:
        at = self.view.cursor()
        self.app.cursor_position = Offset(*at) if at else Offset(0, 0)

    def _make_lines(self) -> list[Line]:
        wide, high = self.size.width, self.size.height
        if self._too_small():
            said = Said("the window is {width} x {height}; make it at least {least_width} x {least_height}",
                        width=wide, height=high, least_width=WIDTH, least_height=HEIGHT)  # fmt: skip
            return [line(cut(said.text(self._translate), wide))]
        return list(self.view.lines(wide, high))[:high]

    def _too_small(self) -> bool:
        return self.size.width < WIDTH or self.size.height < HEIGHT
