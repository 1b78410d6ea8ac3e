"""The application class itself, apart so that plain commands never import Textual."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from types import FrameType

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding

from tally.said import Translate
from tui.privacy import close_memory
from tui.screen.changed_cells import send_changed_cells_only
from tui.screen.key import PASTE_GIVEN_UP, Key
from tui.screen.surface import Surface
from tui.screen.terminal_driver import LineGone, PasteGivenUp, TerminalDriver
from tui.screen.view import View

UNANSWERED = 2.0
"""Seconds to wait for the answer of a terminal that has never given one (every common one does)."""
STILL_UNANSWERED = 20.0
"""Seconds to wait for one that has answered before: the line is slow, the answer will come."""
PATIENCE = 3.0
"""Seconds that a program asked to end may take. On a stalled line it would wait for ever, and hold the
pass of a clerk who comes back on another line."""


class PingyiApp(App[None]):
    """One surface that takes every key."""

    CSS = "Screen { layers: base; }"
    ENABLE_COMMAND_PALETTE = False
    # Every mark is on disk, so both may simply end. Textual's own Ctrl+C shows a notice of several KB.
    BINDINGS = [  # noqa: RUF012
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+c", "interrupt", show=False, priority=True),
    ]

    def __init__(self, view: View, translate: Translate) -> None:
        super().__init__(ansi_color=True, driver_class=TerminalDriver)
        send_changed_cells_only()
        self.surface = Surface(view, translate, self.ask_whether_drawn, self._close_memory)
        self.failure: Exception | None = None
        """What ended the program from within; it is told in one line."""
        self._question = 0
        self._open_question: int | None = None
        self._answered_once = False
        self._driver_here: TerminalDriver | None = None

    def compose(self) -> ComposeResult:
        yield self.surface

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()

        def end(number: int, _: FrameType | None) -> None:
            # Of the ways to handle a signal this one ends an idle program and a stalled one: the loop
            # is woken, and where it cannot be (it waits for the line) the process ends all the same.
            loop.call_soon_threadsafe(self._end, 128 + number)
            threading.Thread(target=_end_for_sure, args=(128 + number,), daemon=True).start()

        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
            signal.siginterrupt(number, False)
        if isinstance(self._driver, TerminalDriver):
            self._driver_here = self._driver
            # Only once the first screen stands: the clerk need not wait for what this loads. A key that
            # comes sooner has it done before it is looked at.
            self.call_after_refresh(self._close_memory)

    def on_key(self, event: events.Key) -> None:
        # A key that came before the surface had the focus; no key typed ahead is lost.
        event.stop()
        self.surface.take(Key(event.key, event.character or ""))

    def on_line_gone(self, _: LineGone) -> None:
        self._end(128 + signal.SIGHUP)

    def on_paste_given_up(self, _: PasteGivenUp) -> None:
        self.surface.take(Key(PASTE_GIVEN_UP))

    def on_cursor_position(self, _: events.CursorPosition) -> None:
        self._answered_once = True
        if self._open_question is not None:
            self._open_question = None
            self.surface.drawn()

    def action_interrupt(self) -> None:
        self._end(128 + signal.SIGINT)

    def ask_whether_drawn(self) -> None:
        """Ask the terminal to answer once it has drawn everything; `surface.drawn` follows.

        What the program has sent is not what the person sees: on a slow line seconds lie between.
        """
        if self._driver_here is None:  # without a terminal, in tests of the screens alone
            self.surface.drawn()
            return
        if self._open_question is not None:
            return
        self._question += 1
        asked = self._open_question = self._question
        self._driver_here.ask_whether_drawn()
        patience = STILL_UNANSWERED if self._answered_once else UNANSWERED
        self.set_timer(patience, lambda: self._give_up_asking(asked))

    def _give_up_asking(self, asked: int) -> None:
        if self._open_question == asked:
            self._open_question = None
            self.surface.drawn()

    def _fatal_error(self) -> None:
        """Textual prints every frame with its variables: marks would stand in the terminal's memory."""
        self.failure = self._exception
        self._close_messages_no_wait()

    def _set_pointer_shape(self, shape: str) -> None:
        """No mouse, no pointer; and older terminals print the sequence that sets one."""

    def _close_memory(self) -> None:
        if self._driver_here is not None:
            close_memory()

    def _end(self, status: int) -> None:
        self.exit(return_code=status)


def _end_for_sure(status: int) -> None:
    threading.Event().wait(PATIENCE)
    os._exit(status)
