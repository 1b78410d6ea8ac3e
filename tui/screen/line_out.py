"""The way to the terminal, which may be gone: a dead line takes nothing and stops nobody.

Textual writes from a thread through a queue of 30 frames. Where that thread dies of a closed pty, the
queue fills and the whole program waits on it for ever, holding the clerk's pass. So a write that
fails is told once, and what comes after it is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO


class LineOut:
    """A text file that never raises; `gone` is called once when the line turns out to be gone."""

    def __init__(self, file: TextIO, gone: Callable[[], None]) -> None:
        self._file = file
        self._say_gone = gone
        self.gone = False

    def write(self, text: str) -> int:
        """Write a text, or drop it on a dead line."""
        if not self.gone:
            try:
                self._file.write(text)
            except (OSError, ValueError):
                self._lost()
        return len(text)

    def flush(self) -> None:
        """Send what is written."""
        if not self.gone:
            try:
                self._file.flush()
            except (OSError, ValueError):
                self._lost()

    def fileno(self) -> int:
        """The number of the file behind it."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether the file behind it is a terminal."""
        return self._file.isatty()

    def _lost(self) -> None:
        self.gone = True
        self._say_gone()
