"""What processes take of the host, as /proc tells it: processor time and memory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process, in bytes: pages that it shares with nobody, and those with its part of the shared ones."""

    unshared: int
    proportional: int


def memory_of(pid: int) -> Memory:
    """Raises PermissionError for a screen's process where the caller is not root: it closes its memory."""
    sums = {"Pss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        name, _, rest = line.partition(":")
        if name in sums:
            sums[name] += int(rest.split()[0]) * 1024
    return Memory(sums["Private_Clean"] + sums["Private_Dirty"], sums["Pss"])


def processor_seconds(pids: Iterable[int]) -> float:
    """Processor time of processes so far; one that has ended counts nothing."""
    ticks = 0
    for pid in pids:
        try:
            # The name in brackets may hold anything; after it the fields are plain.
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICK


def busy_seconds() -> float:
    """Time that all processors together were not idle since the host started; waiting for a disk is idle."""
    fields = [
        int(field) for field in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]
    ]
    idle, waiting = fields[3], fields[4]
    return (sum(fields) - idle - waiting) / _TICK


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0))
