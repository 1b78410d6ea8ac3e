"""System calls a ballot, counted by strace: a run of 45 ballots less one of 5, by 40."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.store import ways
from benchmarks.store.ballots import ORDINARY

FEWER, MORE = 5, 45
_LINE = re.compile(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$", re.MULTILINE)
_MEMORY = {"brk", "mmap", "munmap", "mremap", "madvise"}
NAMES = (
    "the pass file",
    "KeyingSession, with a draft kept",
    "the bare floor",
    "TinyDB as it comes",
    "SQLite, WAL, full",
)


def a_ballot(folder: Path, name: str) -> dict[str, float] | None:
    """How often each call is made for one ballot; None without strace."""
    if shutil.which("strace") is None:
        return None
    fewer, more = (_counted(folder, name, ballots) for ballots in (FEWER, MORE))
    return {
        call: (more[call] - fewer[call]) / (MORE - FEWER)
        for call in sorted(more)
        if call not in _MEMORY and more[call] != fewer[call]
    }


def _counted(folder: Path, name: str, ballots: int) -> Counter[str]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        counts = Path(place) / "strace"
        if name == NAMES[1]:
            ways.make_appraisal(Path(place) / "appraisal", ORDINARY, MORE, 1)
        subprocess.run(
            ["strace", "-c", "-o", counts, sys.executable, "-m", __name__, name, str(ballots), place],
            check=True,
        )
        lines = _LINE.findall(counts.read_text("ascii"))
        return Counter({call: int(times) for times, call in lines if call != "total"})


def _save(name: str, ballots: int, folder: Path) -> None:
    """What strace looks at."""
    made = {
        NAMES[0]: lambda: ways.pass_file(folder, ORDINARY),
        NAMES[1]: lambda: ways.session(folder / "appraisal", ORDINARY),
        NAMES[2]: lambda: ways.floor(folder, [b"x" * 10_000] * MORE),
        NAMES[3]: lambda: ways.stock_tinydb(folder, ORDINARY),
        NAMES[4]: lambda: ways.sqlite(folder, ORDINARY),
    }
    way = made[name]()
    for number in range(1, ballots + 1):
        way(1, number)()


if __name__ == "__main__":
    _save(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
