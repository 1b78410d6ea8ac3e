"""What ballot_writer.py acknowledged, held against what lies on the disk.

`Desk` runs the writer, keeps every acknowledgement ever made, and says whether all of them are kept:
each ballot there once, with the marks of its paper and the link that was acknowledged, in a chain that
fits; and nothing there beyond the one write that may have been under way.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import store
from store.layout import PassTag
from store.pass_events import PassContent
from store.pass_file import PassFile

WRITER = Path(__file__).with_name("ballot_writer.py")
LARGEST_WRITE = 3
"""Ballots that the writer saves in one write, at most."""


class Desk:
    """A folder of passes, the acknowledgements made for it, and the process that is writing, if any."""

    def __init__(self, folder: Path, writer: Any) -> None:
        self.folder = folder
        self.acknowledged: dict[tuple[str, int], str] = {}
        """By batch and number, the link that was told; `-` where it was told for a later one only."""
        self.heard = 0
        """How many acknowledgements came."""
        self.process: subprocess.Popen[bytes] | None = None
        self._begun_at = 1
        self._writer = writer
        self._pipe = -1
        self._rest = b""

    def start(self, *options: object, stdin: int | None = None, stdout: int | None = None) -> None:
        """Start the writer; it acknowledges over a pipe of its own."""
        assert self.process is None
        self._begun_at = max((int(batch[1:]) for batch, _ in self.acknowledged), default=1)
        self._pipe, far = os.pipe()
        self._rest = b""
        self.process = subprocess.Popen(
            [
                sys.executable, "-P", str(WRITER), str(self.folder), "--acknowledge", str(far),
                *map(str, options),
            ],
            stdin=stdin if stdin is not None else subprocess.DEVNULL,
            stdout=stdout if stdout is not None else subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(far,),
            env={**os.environ, "PYTHONPATH": str(Path(store.__file__).parents[1])},
        )  # fmt: skip
        os.close(far)

    def hear(self, seconds: float, screen: int | None = None) -> None:
        """Take the acknowledgements that come within a time, and what comes on a screen, if there is one."""
        until = time.monotonic() + seconds
        ends = [self._pipe] if screen is None else [self._pipe, screen]
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select(ends, [], [], left)
            for end in ready:
                content = os.read(end, 65536)
                if end == self._pipe:
                    if not content:
                        return
                    self._take(content)

    def hear_one(self, seconds: float = 120) -> None:
        """Wait for the next acknowledgement."""
        assert select.select([self._pipe], [], [], seconds)[0], "the writer says nothing"
        content = os.read(self._pipe, 65536)
        assert content, f"the writer ended: {self.end(signal.SIGKILL)}"
        self._take(content)

    def stopped(self) -> None:
        """Wait until the writer has stopped itself."""
        _, status = os.waitpid(self.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), "the writer ended"

    def end(self, number: int | None = None) -> tuple[int, str]:
        """End the writer with a signal, or wait for it; its status and what it said."""
        if self.process is None:
            return 0, ""
        if number is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)
        said, errors = self.process.communicate(timeout=30)
        while content := os.read(self._pipe, 65536):
            self._take(content)
        os.close(self._pipe)
        status, self.process = self.process.returncode, None
        return status, ((said or b"") + errors).decode()

    def check(self, folder: Path | None = None, *, recent: bool = False) -> int:
        """Everything acknowledged is kept, once; the number of ballots that lie there.

        `folder` is where to look, where it is not the writer's own; with `recent` only the passes that
        the writer started last can have written are looked at.
        """
        found = beyond = 0
        for batch in self._batches(folder, self._begun_at if recent else 1):
            content, entered = self.read(batch, folder)
            assert content is not None, f"{batch} is lost"
            assert entered == list(range(1, len(entered) + 1)), f"{batch}: doubled or missing"
            for number, readings in content.readings.items():
                paper = self._writer.reading_of(content.tag, number)
                assert readings == (paper,), f"{batch} {number}: other marks"
            told = {number: link for (name, number), link in self.acknowledged.items() if name == batch}
            lost = sorted(set(told) - set(entered))
            assert not lost, f"{batch}: acknowledged and lost: {lost}"
            links = _links(self._path(batch, folder))
            assert {number: link for number, link in told.items() if link not in ("-", links[number])} == {}
            beyond += len(entered) - len(told)
            found += len(entered)
        assert beyond <= LARGEST_WRITE, "nobody wrote these"
        return found

    def adopt(self) -> None:
        """What was written and not told counts as acknowledged from now on: the writer goes on from it."""
        for batch in self._batches(None, self._begun_at):
            for number in self.read(batch)[1]:
                self.acknowledged.setdefault((batch, number), "-")

    def read(self, batch: str, folder: Path | None = None) -> tuple[PassContent | None, list[int]]:
        """A pass as the store reads it, its chain checked, and the numbers of its events of a ballot."""
        path = self._path(batch, folder)
        content = PassFile(path, PassTag(batch, 1, 1), self._writer.CLERK, self._writer.ROWS).read()
        if content is None:
            return None, []
        return content, [record["ballot"] for record in _records(path) if "ballot" in record]

    def _batches(self, folder: Path | None, first: int) -> list[str]:
        """From one on: what was acknowledged, and what lies there."""
        told = {batch for batch, _ in self.acknowledged}
        there = {path.name.partition(".")[0] for path in (folder or self.folder).glob("B*.json")}
        return sorted(batch for batch in told | there if int(batch[1:]) >= first)

    def _path(self, batch: str, folder: Path | None) -> Path:
        return (folder or self.folder) / f"{PassTag(batch, 1, 1)}.json"

    def _take(self, content: bytes) -> None:
        *lines, self._rest = (self._rest + content).split(b"\n")
        for one in lines:
            batch, number, link = one.decode().split(" ")
            self.acknowledged[batch, int(number)] = link
        self.heard += len(lines)


def _records(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_bytes())["_default"].values())


def _links(path: Path) -> dict[int, str]:
    return {record["ballot"]: record["link"] for record in _records(path) if "ballot" in record}
