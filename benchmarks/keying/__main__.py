"""`python -m benchmarks.keying`: everything, as a table and, with --json, as a file."""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
from pathlib import Path

from tabulate import tabulate

from benchmarks.keying import appraisals, surfaces
from benchmarks.keying.pty_session import PtySession
from benchmarks.keying.starting import starts
from benchmarks.keying.storage_time import saves_alone


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.keying")
    parser.add_argument("--marks", type=int, default=200, help="marks on each surface")
    parser.add_argument("--idle", type=float, default=60, help="seconds without a key")
    parser.add_argument("--starts", type=int, default=10, help="starts of each program")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), given.marks, given.idle, given.starts)
    if given.json:
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(folder: Path, marks: int, idle: float, times: int) -> dict[str, object]:
    """Every figure, printed as it comes."""
    print(f"Python {platform.python_version()}, {platform.machine()}, pty 80 x 24, TERM=xterm-256color\n")
    single = surfaces.pingyi_single(folder / "single", marks)
    roster = surfaces.pingyi_roster(folder / "roster")
    peers = {
        "raw ANSI from Python": surfaces.python_program(
            "raw ANSI from Python", "raw_ansi.py", marks, "ready"
        ),
        "vim": surfaces.vim(marks),
        "curses": surfaces.python_program(
            "Python curses, grid + status", "curses_grid.py", marks, "marks: 0"
        ),
        "visidata": surfaces.visidata(min(marks, 100)),
    }
    base = single.marks
    rows, costs = [], []
    for name, cost in (("", single.marks), ("", roster.marks), *peers.items()):
        if cost is None:
            print(f"{name} is not installed and is left out\n")
            continue
        costs.append(_cost(cost))
        rows.append(
            [
                cost.name,
                f"{cost.mean:.1f}",
                cost.size(99),
                cost.size(100),
                f"{cost.pieces:.2f}",
                f"{cost.milliseconds(50):.2f}",
                f"{cost.milliseconds(99):.2f}",
                f"{cost.mean / base.mean:.2f}",
                f"{cost.milliseconds(50) / base.milliseconds(50):.2f}",
            ]
        )
    heads = [
        "one mark",
        "bytes mean",
        "p99",
        "most",
        "writes",
        "ms p50",
        "ms p99",
        "bytes : pingyi",
        "ms : pingyi",
    ]
    print(tabulate(rows, heads, disable_numparse=True), "\n")

    alone = saves_alone(folder / "single", len(single.saves.answers))
    rows = [
        [
            cost.name,
            cost.size(50),
            cost.size(100),
            f"{cost.milliseconds(50):.1f}",
            f"{cost.milliseconds(99):.1f}",
        ]
        for cost in (single.saves, roster.turns, roster.saves)
    ]
    rows.append(
        [
            "the storage alone, form of 10 rows",
            "",
            "",
            f"{statistics.median(alone) * 1000:.1f}",
            f"{max(alone) * 1000:.1f}",
        ]
    )
    print(tabulate(rows, ["one key", "bytes p50", "most", "ms p50", "ms p99"], disable_numparse=True), "\n")
    every = [one.size for cost in (roster.marks, roster.turns) for one in cost.answers]
    print(f"300 rows with their three turns of the page: {sum(every) / 300:.1f} bytes a mark in the mean")
    most = surfaces.all_frames([single, roster])
    print(f"most bytes in any frame while keying: {most}")

    appraisals.single_form(folder / "idle", 10, 5)
    session = PtySession(appraisals.keying(folder / "idle"))
    session.see("第1号")
    idle_bytes, memory = session.idle(idle), session.memory()
    session.end()
    print(f"bytes in {idle:g} s without a key: {idle_bytes}; resident memory {memory / 1e6:.0f} MB")

    appraisals.single_form(folder / "flood", 19, 100)
    ballots = ["".join("1234"[(ballot * 5 + row * row) % 4] for row in range(19)) for ballot in range(100)]
    session = PtySession(appraisals.keying(folder / "flood"))
    session.see("第1号")
    seconds = session.flood("".join(f"{one}\r" for one in ballots).encode(), "张数")
    session.end()
    exact = appraisals.stored(folder / "flood") == ballots
    print(f"2,000 keys in one write: {'every ballot as sent' if exact else 'NOT AS SENT'}, {seconds:.1f} s, "
          f"{2000 / seconds:.0f} keys a second\n")  # fmt: skip

    medians = starts(folder / "start", times)
    bare = medians["bare Textual app"]
    rows = [[name, f"{value * 1000:.0f}", f"{value / bare:.2f}"] for name, value in medians.items()]
    print(tabulate(rows, ["to the first full screen", "ms median", ": bare Textual"], disable_numparse=True))
    return {
        "one_mark": costs,
        "saves": [_cost(cost) for cost in (single.saves, roster.turns, roster.saves)],
        "storage_alone_ms": [value * 1000 for value in alone],
        "roster_mean_with_turns": sum(every) / 300,
        "most_bytes_in_a_frame": most,
        "idle": {"seconds": idle, "bytes": idle_bytes},
        "memory_bytes": memory,
        "flood": {"keys": 2000, "seconds": seconds, "as_sent": exact},
        "starts_ms": {name: value * 1000 for name, value in medians.items()},
    }


def _cost(cost: surfaces.Cost) -> dict[str, object]:
    return {
        "name": cost.name,
        "marks": len(cost.answers),
        "bytes_mean": cost.mean,
        "bytes_p99": cost.size(99),
        "bytes_most": cost.size(100),
        "writes": cost.pieces,
        "ms_p50": cost.milliseconds(50),
        "ms_p99": cost.milliseconds(99),
    }


if __name__ == "__main__":
    main()
