"""Which keys the bytes from a terminal show.

A clerk may be two keys ahead of the screen, and one frame may then show both, so bytes cannot be taken for
the answer to the last key: a mark is shown by its code in brackets, a save by the number of the next ballot.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import Protocol

ENTER = "\r"
_SIGN = re.compile(rb"\[([1-9x-])\]|\x1b\[3;[1-5]H")
"""A row's mark, or the cursor set to the ballot's number: the first cells of the third line."""
_LONGEST_SIGN = 6


@dataclass(slots=True)
class Keystroke:
    """One key: its mark code, or ENTER; when it was written, and when the first and the last byte that show it
    were read, in seconds of the monotonic clock."""

    code: str
    at: float
    first: float = 0.0
    last: float = 0.0

    @property
    def shown(self) -> bool:
        """Whether anything has shown it."""
        return self.first > 0


class Shown(Protocol):
    """Follows what one terminal shows."""

    waiting: deque[Keystroke]

    def hear(self, content: bytes, at: float) -> None:
        """Bytes were read at a time."""
        ...


class ShownMarks:
    """The keying screen: rows marked one after the other, each ballot saved with Enter."""

    def __init__(self) -> None:
        self.waiting: deque[Keystroke] = deque()
        self.unasked = 0
        """Signs that no key accounts for."""
        self._latest: list[Keystroke] = []
        self._rest = b""

    def hear(self, content: bytes, at: float) -> None:
        """Find the keys that these bytes show; bytes without a sign still belong to the key shown last."""
        content, end = self._rest + content, 0
        for sign in _SIGN.finditer(content):
            end = sign.end()
            self._latest = self._taken(sign[1].decode() if sign[1] else ENTER)
            for key in self._latest:
                key.first = key.last = at
        for key in self._latest:
            key.last = at
        self._rest = content[end:][1 - _LONGEST_SIGN :]

    def _taken(self, code: str) -> list[Keystroke]:
        """The keys that a sign shows. A save that shows also shows the marks before it, drawn or not."""
        keys = list(self.waiting)
        codes = [key.code for key in keys]
        ends = codes.index(ENTER) if ENTER in codes else len(codes)
        if code == ENTER and ends < len(codes):
            for _ in range(ends + 1):
                self.waiting.popleft()
            return keys[: ends + 1]
        if code in codes[:ends]:
            place = codes.index(code)
            del self.waiting[place]
            return [keys[place]]
        self.unasked += 1
        return []


class ShownAnything:
    """A screen typed on so slowly that every byte belongs to the key before it."""

    def __init__(self) -> None:
        self.waiting: deque[Keystroke] = deque()
        self._latest: list[Keystroke] = []

    def hear(self, content: bytes, at: float) -> None:
        """Whatever waits is shown."""
        if self.waiting:
            self._latest = list(self.waiting)
            self.waiting.clear()
            for key in self._latest:
                key.first = at
        for key in self._latest:
            key.last = at
