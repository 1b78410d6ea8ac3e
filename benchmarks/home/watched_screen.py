"""A program in a pty whose screen is read, so that it is known when a key is shown."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

from benchmarks.keying.pty_session import PtySession

PATIENCE = 300.0
"""Seconds until it gives up."""


class _Answering(pyte.Screen):
    """Says where the cursor is when it is asked."""

    def __init__(self, columns: int, rows: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, rows)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        self._answer(data)


class WatchedScreen(PtySession):
    """A session with the screen as the person sees it, which answers where the cursor is as a terminal does."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        super().__init__(command)
        self._screen = _Answering(80, 24, self.send)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def row(self, at: int) -> str:
        """One line of it, from 0."""
        return str(self._screen.display[at])

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._handle, keys.encode())

    def until(self, stands: Callable[[], bool], since: float | None = None) -> float:
        """Read until something stands on the screen; seconds since then to the bytes that brought it."""
        began = time.perf_counter() if since is None else since
        at, give_up = time.perf_counter(), time.perf_counter() + PATIENCE
        while not stands():
            if time.perf_counter() > give_up:
                raise TimeoutError(self.text)
            if select.select([self._handle], [], [], 1)[0]:
                content = self._read()
                at = time.perf_counter()
                self._stream.feed(content)
        return at - began

    def shows(self, keys: str, stands: Callable[[], bool]) -> float:
        """Type, and read until it stands there; seconds from the key to the bytes that brought it."""
        began = time.perf_counter()
        self.send(keys)
        return self.until(stands, began)

    def changes(self, keys: str) -> float:
        """Type something that changes the screen, and read all that it brings; seconds to the first bytes of it."""
        began = time.perf_counter()
        self.send(keys)
        at = began
        while select.select([self._handle], [], [], 5 if at == began else 0.03)[0]:
            content = self._read()
            if at == began:
                at = time.perf_counter()
            self._stream.feed(content)
        return at - began
