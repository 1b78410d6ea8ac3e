"""Running something in a process of its own, so that its time and its peak memory are its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05
"""Seconds between two looks at the memory of a program that has forked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took.

    `seconds` by the clock; `processor` seconds of all its processes, on all processors; `megabytes`: the most
    memory of its largest process; `together`: of all its processes at one moment, pages that they share counted
    once (proportional set size, looked at 20 times a second). Megabytes are of 1,000,000 bytes.
    `counts`: the digest of what it counted, where it counts marks.
    """

    seconds: float
    processor: float
    megabytes: float
    together: float
    counts: str | None = None


def run_command(words: Sequence[str]) -> Measured:
    """Run the installed program `pingyi`, its output thrown away; its start is in the figures.

    Raises RuntimeError where it does not end with 0.
    """
    program = Path(sys.executable).with_name("pingyi")
    return _run([str(program), *words], subprocess.DEVNULL)[0]


def run_work(module: str, function: str, *words: str) -> Measured:
    """Run a function of `benchmarks.province.works` there; the figures are of what it returned, being called.

    What it does to get ready, and the start and the imports of Python, are not in `seconds` and `processor`.
    """
    whole, said = _run(
        [sys.executable, "-P", "-m", "benchmarks.province.called", module, function, *words], subprocess.PIPE
    )
    told = json.loads(said)
    return Measured(
        told["seconds"],
        told["processor"],
        told["megabytes"],
        max(whole.together if whole.together > whole.megabytes else 0.0, told["megabytes"]),
        told["counts"],
    )


def _run(command: Sequence[str], output: int) -> tuple[Measured, bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=output, env=environment) as process:
        watch = _Watch(process.pid)
        said = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        together = watch.end()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    megabytes = used.ru_maxrss * 1024 / 1e6
    processor = used.ru_utime + used.ru_stime
    return Measured(seconds, processor, megabytes, max(together, megabytes)), said


class _Watch:
    """Looks at the memory of a process and of its children, as long as it has some."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """The most that all had together, in megabytes; 0 where there never was a child."""
        self._ended.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._ended.wait(EVERY):
            family = _family(self._pid)
            if len(family) > 1:
                self._most = max(self._most, sum(map(_proportional, family)))


def _family(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return [pid]
    return [pid, *(one for child in text.split() for one in _family(int(child)))]


def _proportional(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in text.splitlines() if line[:4] == "Pss:"), 0.0)
