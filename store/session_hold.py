"""One session at a time on a pass: who holds it, where and since when, and taking over from a dead one.

The hold is a lock that ends with its process, so a crash leaves none behind. What can stay is a live
process on a dead line: the network went, and sshd has not noticed yet. Its clerk, back on another
line, may end it; all that was keyed there is on disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from store import clock
from store.durable_file import hold_lock
from store.faults import Busy, Damaged
from store.json_file import read_record
from store.record_fields import WrongField, text, whole
from tally.said import Refused, Said

PATIENCE = 5.0
"""Seconds that the other session gets to end by itself, and again after it was killed."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The session that holds a pass."""

    pid: int
    born: str
    """When the process began, as the kernel counts; a later process of the same number differs."""
    host: str
    terminal: str
    origin: str
    """The address it came from, empty where it came from nowhere."""
    since: str

    @property
    def where(self) -> str:
        """Its terminal and where it came from, as a person would look for it."""
        return f"{self.terminal or '-'} @ {self.host}" + (f" < {self.origin}" if self.origin else "")


class HeldElsewhere(Refused):
    """The pass is being keyed in another window of the same clerk."""

    def __init__(self, batch: str, name: str, holder: Holder | None) -> None:
        self.batch = batch
        self.holder = holder
        super().__init__(
            Said(
                "batch {batch} is being keyed by {name} in another window ({where}) since {since}",
                batch=batch,
                name=name,
                where=holder.where if holder else "-",
                since=holder.since[11:16] if holder else "-",
            )
        )


class SessionHold:
    """Holds a pass until it is let go of. Raises HeldElsewhere where another session has it."""

    def __init__(self, path: Path, batch: str, name: str) -> None:
        self._lock: AbstractContextManager[None] = hold_lock(path, wait=False)
        try:
            self._lock.__enter__()
        except Busy:
            raise HeldElsewhere(batch, name, read_holder(path)) from None
        # The lock file itself says who holds it; it is no record and may be lost.
        with contextlib.suppress(OSError):
            _write_over(path, json.dumps(asdict(_this_session())).encode())

    def let_go(self) -> None:
        """Another session may key the pass now."""
        self._lock.__exit__(None, None, None)


def read_holder(path: Path) -> Holder | None:
    """Who wrote the hold file last; None where it cannot be told."""
    try:
        record = read_record(path)
        return Holder(
            # Never 0, 1 or less: to kill these is to kill a whole group, or everything.
            pid=whole(record, "pid", least=2),
            born=text(record, "born"),
            host=text(record, "host"),
            terminal=text(record, "terminal"),
            origin=text(record, "origin"),
            since=text(record, "since"),
        )
    except (OSError, Damaged, WrongField):
        return None


def end_holder(path: Path, batch: str, name: str) -> None:
    """End the session that holds a pass. Raises Refused where that cannot be done from here.

    It is asked to end first (SIGHUP, as a lost line does) and killed where it does not.
    """
    holder = read_holder(path)
    for number in (signal.SIGHUP, signal.SIGKILL):
        if _is_free(path):
            return
        if (
            holder is None
            or not holder.born
            or holder.host != socket.gethostname()
            or _born(holder.pid) != holder.born
        ):
            raise Refused(
                Said(
                    "the other window of batch {batch} cannot be ended from here; close it there", batch=batch
                )
            )
        try:
            os.kill(holder.pid, number)
        except ProcessLookupError:
            pass
        except PermissionError:
            raise Refused(
                Said("the other window of batch {batch} belongs to another account", batch=batch)
            ) from None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not _is_free(path):
            time.sleep(0.05)
    if not _is_free(path):
        raise HeldElsewhere(batch, name, holder)


def _write_over(path: Path, content: bytes) -> None:
    """The content first and the length after: to empty a file and fill it costs an opening 200 µs."""
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


def _is_free(path: Path) -> bool:
    try:
        with hold_lock(path, wait=False):
            return True
    except Busy:
        return False


def _this_session() -> Holder:
    try:
        terminal = os.ttyname(0).removeprefix("/dev/")
    except OSError:
        terminal = ""
    pid = os.getpid()
    origin = os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
    return Holder(pid, _born(pid), socket.gethostname(), terminal, origin, clock.now())


def _born(pid: int) -> str:
    """The 22nd field of /proc/PID/stat: clock ticks from the boot to the process's beginning."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return fields.rpartition(")")[2].split()[19]
