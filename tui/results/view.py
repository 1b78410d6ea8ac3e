"""The results and the export of them: what is drawn, and what carries the export out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tally.said import Said, Translate
from tui.exporting import Exported, Progress
from tui.results.bar import bar_line
from tui.results.done_lines import done_lines
from tui.results.machine import AT_WORK, KEYS, Event, Export, Happening, Mode, advance, seen
from tui.results.work import ExportWork
from tui.screen.cells import Line, Look, Span, cut, line, wrap
from tui.screen.key import PASTE, Key
from tui.screen.view import STAY, RestingView, Turn
from tui.views.text import TextView

MOST_WORDS = 5
"""Lines that a reason may take under the results."""
# f2: the keypad's / of a terminal left in application mode; the others come from a Chinese input method.
_BEGIN = frozenset({"/", "e", "E", "f2", "、", "／"})
_EVENTS = {
    "enter": Event.ENTER,
    "ctrl+j": Event.ENTER,
    "escape": Event.LEAVE,
    "q": Event.LEAVE,
    **dict.fromkeys(_BEGIN, Event.BEGIN),
}


class ResultsView(RestingView):
    """Pages of results; `/` exports them while the pages stay on the screen."""

    def __init__(self, pages: TextView, export: Callable[[Progress], Exported], translate: Translate) -> None:
        self._pages = pages
        self._export = export
        self._translate = translate
        self._work: ExportWork | None = None
        self.state = Export()

    # -- keys

    def press(self, key: Key) -> Turn:
        """Begin or stop the export; else the pages have the key."""
        if self._pages.typing and self.state.mode is Mode.IDLE:
            return self._pages.press(key)
        event = Event.OTHER
        if key.name != PASTE:
            event = _EVENTS.get(key.character) or _EVENTS.get(key.name) or Event.OTHER
        before = self.state
        if not before.armed:
            return Turn(bell=True)  # typed while the export ran
        self.state = advance(before, Happening(event))
        if before.mode is Mode.IDLE and event is not Event.BEGIN:
            return self._pages.press(key)
        if self.state.mode is Mode.IDLE and before.mode is not Mode.DONE:
            return self._pages.press(key)
        if self.state.mode is Mode.STOPPING and before.mode is not Mode.STOPPING and self._work is not None:
            self._work.stop()
        if self.state.mode is Mode.READING and before.mode not in AT_WORK:
            self._work = ExportWork(self._export, self._work)
            self._work.begin()
        return Turn(bell=True) if event in KEYS and self.state.alarm else STAY

    # -- the export

    def works(self) -> bool:
        """While the export runs, its bar moves without a key."""
        return self.state.mode in AT_WORK

    def look(self) -> None:
        """Take what the export tells."""
        news = self._work.news() if self._work is not None and self.works() else None
        if news is not None:
            self.state = advance(self.state, news)

    def close(self) -> None:
        """The program ends, and the export with it."""
        if self._work is not None:
            self._work.close()

    def waits_for_drawing(self) -> bool:
        """How an export ended has to stand before the person before a key counts again."""
        return not self.state.armed

    def drawn(self) -> None:
        """It stands there."""
        self.state = seen(self.state)

    # -- the screen

    def cursor(self) -> tuple[int, int] | None:
        """Where a character goes that is looked for."""
        return self._pages.cursor() if self.state.mode is Mode.IDLE else None

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The pages with the bar, or with the reason why there is no package; or the page that says where it is."""
        state = self.state
        if state.exported is not None:
            return done_lines(state.exported, self._message(), self._translate, width, height)
        if state.mode in AT_WORK:
            pages = self._pages.lines(width, height)
            return [*pages[:-2], bar_line(state, self._translate, width), self._keys(width)]
        if state.message is None:
            return self._pages.lines(width, height)
        mark = "!! " if state.alarm else ""
        words = wrap(state.message.text(self._translate), width - len(mark))[:MOST_WORDS]
        words = [mark + words[0], *(" " * len(mark) + one for one in words[1:])]
        pages = self._pages.lines(width, height - len(words) + 1)
        return [*pages[:-2], *(line(Span(one, Look.BOLD)) for one in words), pages[-1]]

    def _keys(self, width: int) -> Line:
        if self.state.message is not None:
            return line(Span(cut(self._message(), width - 1), Look.BOLD))
        return line(cut(Said("Esc stops the export").text(self._translate), width - 1))

    def _message(self) -> str:
        said = self.state.message
        if said is None:
            return ""
        return ("!! " if self.state.alarm else "") + said.text(self._translate)
