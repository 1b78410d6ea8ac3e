"""The one focused widget of the program. It shows a view's lines and gives it every key, in order.

Nothing is pushed, focused or recomposed between two keys (keys typed ahead would go astray); only the
cells that changed are sent.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tally.said import Said, Translate
from tui.screen.cells import Line, Look, cut, line, width
from tui.screen.key import Key
from tui.screen.view import HEIGHT, WIDTH, Turn, View

_STYLES = {
    Look.PLAIN: Style(),
    Look.BOLD: Style(bold=True),
    Look.REVERSE: Style(reverse=True),
    Look.DIM: Style(dim=True),
}


class Surface(Widget, can_focus=True):
    """Shows the present view."""

    DEFAULT_CSS = "Surface { width: 1fr; height: 1fr; }"

    def __init__(self, view: View, translate: Translate) -> None:
        super().__init__()
        self.view = view
        self._translate = translate
        self._lines: list[Line] = []
        self._waiting: list[Key] = []

    def on_mount(self) -> None:
        self.focus()

    def on_resize(self, event: events.Resize) -> None:
        self._lines = self._make_lines()
        self.refresh()
        self.call_after_refresh(self._say_drawn)
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            self.take(key)

    def render_line(self, y: int) -> Strip:
        spans = self._lines[y] if y < len(self._lines) else ()
        strip = Strip([Segment(span.text, _STYLES[span.look]) for span in spans])
        return strip.adjust_cell_length(self.size.width, Style())

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.take(Key(event.key, event.character or ""))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.take(Key("paste"))

    def take(self, key: Key) -> None:
        """Give the view one key and show what changed. Keys typed before the first paint wait for it."""
        if not self.size:
            self._waiting.append(key)
            return
        if self._too_small():
            self.app.bell()
            return
        turn: Turn = self.view.press(key)
        if turn.bell:
            self.app.bell()
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
            if old != new:
                left, right = _changed_cells(old, new, self.size.width)
                if right > left:
                    regions.append(Region(left, y, right - left, 1))
        if regions:
            self.refresh(*regions)
        self.call_after_refresh(self._say_drawn)

    def _say_drawn(self) -> None:
        self.view.drawn()

    def _make_lines(self) -> list[Line]:
        wide, high = self.size.width, self.size.height
        if self._too_small():
            said = Said("the window is {width} x {height}; make it at least {least_width} x {least_height}",
                        width=wide, height=high, least_width=WIDTH, least_height=HEIGHT)  # fmt: skip
            return [line(cut(said.text(self._translate), wide))]
        return list(self.view.lines(wide, high))[:high]

    def _too_small(self) -> bool:
        return self.size.width < WIDTH or self.size.height < HEIGHT


def _changed_cells(old: Line, new: Line, cells: int) -> tuple[int, int]:
    """The cells from the first to the last that differ."""
    before, after = _cells(old, cells), _cells(new, cells)
    differing = [place for place in range(cells) if before[place] != after[place]]
    if not differing:
        return 0, 0
    left, right = differing[0], differing[-1] + 1
    # A wide character that is only half inside would be drawn as a blank.
    while left > 0 and (before[left][0] == "" or after[left][0] == ""):
        left -= 1
    while right < cells and (before[right][0] == "" or after[right][0] == ""):
        right += 1
    return left, right


def _cells(spans: Line, cells: int) -> list[tuple[str, Look]]:
    found: list[tuple[str, Look]] = []
    for span in spans:
        for character in span.text:
            wide = width(character)
            if wide == 0 and found:
                found[-1] = (found[-1][0] + character, span.look)
            for part in range(wide):
                found.append((character if part == 0 else "", span.look))
    found = found[:cells]
    return found + [(" ", Look.PLAIN)] * (cells - len(found))
