"""A program in a pty of 80 x 24, fed keys, its bytes counted and timed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

QUIET = 0.03
"""Seconds without a byte after which a key's output is taken to be all there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one key brought: bytes, in how many pieces, and seconds from the key to the last byte."""

    size: int
    pieces: int
    seconds: float
    content: bytes


class PtySession:
    """One program. It sees 256 colours and no COLORTERM, as over SSH; mode 2026 is not answered."""

    def __init__(self, command: Sequence[str | Path], environment: dict[str, str] | None = None) -> None:
        surroundings = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(environment or {})}
        for name in ("COLORTERM", "COLUMNS", "LINES", "PINGYI_DIR"):
            surroundings.pop(name, None)
        self.began = time.perf_counter()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execvpe(str(command[0]), [str(word) for word in command], surroundings)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def key(self, keys: str, patience: float = 5.0, quiet: float = QUIET) -> Answer:
        """Send one key (or a few as one) and take everything that it brings."""
        began = last = time.perf_counter()
        os.write(self._handle, keys.encode())
        came, pieces = b"", 0
        while select.select([self._handle], [], [], quiet if came else patience)[0]:
            piece = self._read()
            if not piece:
                break
            last = time.perf_counter()
            came += piece
            pieces += 1
        return Answer(len(came), pieces, last - began, came)

    def see(self, text: str, patience: float = 20.0, quiet: float = 0.15) -> float:
        """Read until a text came and then nothing more; seconds from the start to the last byte."""
        came, last = b"", time.perf_counter()
        until = last + patience
        while True:
            seen = text.encode() in came
            wait = quiet if seen else until - time.perf_counter()
            if wait <= 0:
                raise TimeoutError(f"{text!r} never came: {came[-300:]!r}")
            if not select.select([self._handle], [], [], wait)[0]:
                if seen:
                    return last - self.began
                continue
            came += self._read()
            last = time.perf_counter()

    def idle(self, seconds: float) -> int:
        """The bytes that come while nothing is sent."""
        until, size = time.perf_counter() + seconds, 0
        while (left := until - time.perf_counter()) > 0:
            if select.select([self._handle], [], [], left)[0]:
                size += len(self._read())
        return size

    def flood(self, keys: bytes, until: str, patience: float = 120.0) -> float:
        """Send many keys in one write and read until a text came; seconds."""
        began = time.perf_counter()
        os.set_blocking(self._handle, False)
        came = b""
        while until.encode() not in came:
            if time.perf_counter() - began > patience:
                raise TimeoutError(f"{until!r} never came")
            if keys:
                with contextlib.suppress(BlockingIOError):
                    keys = keys[os.write(self._handle, keys) :]
            if select.select([self._handle], [], [], 0.01)[0]:
                came = came[-4096:] + self._read()
        return time.perf_counter() - began

    def memory(self) -> int:
        """Resident memory in bytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0

    def end(self) -> None:
        """Kill it."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._handle)

    def _read(self) -> bytes:
        try:
            return os.read(self._handle, 65536)
        except BlockingIOError:
            return b""
        except OSError:
            return b""
