"""The application class itself, apart so that plain commands never import Textual."""

from __future__ import annotations

import asyncio
import signal

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding

from tally.said import Translate
from tui.screen.key import Key
from tui.screen.surface import Surface
from tui.screen.view import View


class PingyiApp(App[None]):
    """One surface that takes every key."""

    CSS = "Screen { layers: base; }"
    ENABLE_COMMAND_PALETTE = False
    # Textual binds Ctrl+Q and Ctrl+C itself; every mark is on disk, so Ctrl+Q may simply end.
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]  # noqa: RUF012

    def __init__(self, view: View, translate: Translate) -> None:
        super().__init__(ansi_color=True)
        self.surface = Surface(view, translate)

    def compose(self) -> ComposeResult:
        yield self.surface

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._end, 128 + number)

    def on_key(self, event: events.Key) -> None:
        # A key that came before the surface had the focus; no key typed ahead is lost.
        event.stop()
        self.surface.take(Key(event.key, event.character or ""))

    def _end(self, status: int) -> None:
        self.exit(return_code=status)
