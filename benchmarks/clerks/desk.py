"""One person at a terminal: the real program in a pty of their own, and the keys that they type."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic, sleep

from benchmarks.clerks.paper import KEYS
from benchmarks.clerks.shown_keys import Keystroke, Shown, ShownMarks
from benchmarks.keying.pty_session import PtySession


class Desk(PtySession):
    """A clerk or a reviewer. Keys are written and bytes are read without ever waiting for the program."""

    def __init__(
        self,
        name: str,
        batch: str,
        command: Sequence[str | Path],
        codes: Iterator[str],
        shown: Shown,
        seed: int,
    ) -> None:
        super().__init__(command)
        os.set_inheritable(self._handle, False)
        os.set_blocking(self._handle, False)
        self.name = name
        self.batch = batch
        self.shown = shown
        self.typed: list[Keystroke] = []
        """Every key so far."""
        self.received = 0
        """Bytes that came for them."""
        self._codes = codes
        self._ended = False
        self._draw = random.Random(f"{seed} {name} pace")

    def fileno(self) -> int:
        """The pty."""
        return self._handle

    def gap(self, rate: float) -> float:
        """Seconds to the next key: a hand of so many keys a second, from half the mean gap to one and a half."""
        return self._draw.uniform(0.5, 1.5) / rate

    def phase(self, rate: float) -> float:
        """Seconds to the first key."""
        return self._draw.uniform(0, 1) / rate

    def press(self) -> bool:
        """Type the next key; False where there is none left."""
        code = next(self._codes, None)
        if code is None:
            return False
        key = Keystroke(code, monotonic())
        os.write(self._handle, KEYS.get(code, code).encode())
        self.typed.append(key)
        self.shown.waiting.append(key)
        return True

    def hear(self) -> bool:
        """Read what is there; False where the program has ended."""
        content = self._read()
        now = monotonic()
        if content:
            self.received += len(content)
            self.shown.hear(content, now)
        return bool(content)

    @property
    def unasked(self) -> int:
        """Signs on the screen that no key accounts for."""
        return self.shown.unasked if isinstance(self.shown, ShownMarks) else 0

    def leave(self) -> None:
        """Leave the screen as a person does."""
        with contextlib.suppress(OSError):
            os.write(self._handle, b"q")

    def left(self, patience: float = 60.0) -> int:
        """Wait until the program has ended; its exit status, -1 where it does not end."""
        until = monotonic() + patience
        while monotonic() < until:
            self._read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended = True
                return os.waitstatus_to_exitcode(status)
            sleep(0.005)
        return -1

    def end(self) -> None:
        """Kill it, where it has not ended."""
        if self._ended:
            os.close(self._handle)
        else:
            super().end()
