"""Textual's Linux driver, made to outlive what lines and terminals really send.

Written against Textual 8.2.8, which pyproject.toml pins: `run_input_thread` is its method rewritten,
and the parser and the output file are private there.
"""

from __future__ import annotations

import codecs
import os
import selectors
import time
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.screen.keypad_parser import KeypadParser
from tui.screen.line_out import LineOut
from tui.screen.open_paste import OpenPaste

if TYPE_CHECKING:
    from textual.app import App

LOOK_UP = 0.1
"""Seconds between two looks at the clock while nothing comes (an Esc alone, a paste left open)."""
STARTING = 0.5
"""Seconds after the first paint in which the same one again says nothing new."""
NUMERIC_KEYPAD = "\x1b>\x1b[?1l"
"""Keypad and arrow keys as plain characters, whatever the last program left."""
WHERE_IS_THE_CURSOR = "\x1b[6n"
HOME = "\x1b[1;1H"
"""Textual ends each frame with it where no text goes in. The cursor is hidden then, so it may stay at the
cell that changed last: six bytes a key less, and an input method opens its window where the eye is."""


class LineGone(Message):
    """The terminal is gone: nothing can be read or written any more."""


class PasteGivenUp(Message):
    """A paste was begun and its end never came; the keys typed in it marked nothing."""


class TerminalDriver(LinuxDriver):
    """Survives stray bytes, a stuck paste and a dead line; knows the whole keypad."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._first_paint: str | None = None
        self._painted_at = 0.0
        self._file = cast(Any, LineOut(cast(TextIO, self._file), self._lose_line))

    def start_application_mode(self) -> None:
        """Take over the terminal."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write(NUMERIC_KEYPAD)

    def write(self, data: str) -> None:
        """Send a frame, without the way home of a cursor that nobody sees, and the first one once."""
        if data.startswith(HOME):
            if self._first_paint is None:
                self._first_paint, self._painted_at = data, time.monotonic()
            elif data == self._first_paint and time.monotonic() - self._painted_at < STARTING:
                return  # Textual paints the whole screen three times while it starts
        super().write(data.removesuffix(HOME))

    def ask_whether_drawn(self) -> None:
        """Send a question that the terminal answers (events.CursorPosition) after drawing all before it."""
        self.write(WHERE_IS_THE_CURSOR)
        self.flush()

    def run_input_thread(self) -> None:
        """Read keys until the program ends or the line does."""
        parser = KeypadParser(self._debug)
        # Textual decodes strictly and dies of the first stray byte, with exit status 0.
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        paste = OpenPaste()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(LOOK_UP):
                    came = self._read()
                    if not came:
                        self._lose_line()
                        return
                    text = decode(came)
                    if text:
                        paste.hear(text, time.monotonic())
                        for event in parser.feed(text):
                            self.process_message(event)
                elif paste.given_up(time.monotonic()):
                    parser = KeypadParser(self._debug)
                    self._app.post_message(PasteGivenUp())
                for event in parser.tick():
                    self.process_message(event)

    def _get_terminal_size(self) -> tuple[int, int]:
        # Textual believes COLUMNS and LINES first; where a shell exported them, no resize would be seen.
        try:
            size = os.get_terminal_size(self.fileno)
            return size.columns, size.lines
        except OSError:
            return super()._get_terminal_size()

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""  # the other end of the pty is closed

    def _lose_line(self) -> None:
        # post_message is the one call of Textual's that another thread may make.
        self._app.post_message(LineGone())
