"""`python -m benchmarks.home`: my tasks and the results of a large appraisal beside a small one and a bare Textual app."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tabulate import tabulate

from benchmarks.home.visit import Visit, visit
from benchmarks.keying.pty_session import PtySession
from benchmarks.large_appraisal import Size, make

BARE = Path(__file__).parents[1] / "keying" / "bare_textual.py"
SMALL = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.home")
    parser.add_argument(
        "--batches", type=int, default=20_000, help="batches of the large appraisal, two ballots each"
    )
    parser.add_argument("--subjects", type=int, default=1_000, help="subjects of the large appraisal")
    parser.add_argument("--visits", type=int, default=5, help="visits to each")
    parser.add_argument("--keys", type=int, default=200, help="keys of each kind in a visit")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folders = {given.batches: Path(place) / "large", SMALL: Path(place) / "small"}
        make(folders[given.batches], Size(2 * given.batches, 5, given.subjects, 4, 2))
        make(folders[SMALL], Size(2 * SMALL, 5, 10, 4, 2))
        visits: dict[int, list[Visit]] = {size: [] for size in folders}
        bare = []
        for _ in range(given.visits):
            for size, folder in folders.items():
                visits[size].append(visit(folder, given.keys))
            bare.append(_bare())
    figures = report(visits, bare)
    if given.json:
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def report(visits: dict[int, list[Visit]], bare: Sequence[float]) -> dict[str, object]:
    """Print both tables and return what is in them."""
    base = statistics.median(bare)
    rows, untils = [["a bare Textual app: first paint", "", f"{base * 1000:.0f}", "1.00"]], {}
    for size, each in visits.items():
        for name in each[0].until:
            seconds = statistics.median(one.until[name] for one in each)
            untils[f"{size} {name}"] = seconds * 1000
            rows.append([name, f"{size:,}", f"{seconds * 1000:.0f}", f"{seconds / base:.2f}"])
    print(
        tabulate(
            rows, ["until it stands there", "batches", "ms median", ": bare Textual"], disable_numparse=True
        )
    )
    print()
    rows, keys = [], {}
    for size, each in visits.items():
        for name in each[0].keys:
            times = sorted(seconds * 1000 for one in each for seconds in one.keys.get(name, ()))
            if times:
                keys[f"{size} {name}"] = {"keys": len(times), "p50": _at(times, 50), "p99": _at(times, 99)}
                rows.append(
                    [name, f"{size:,}", str(len(times)), f"{_at(times, 50):.1f}", f"{_at(times, 99):.1f}"]
                )
    print(
        tabulate(
            rows, ["a key until it is shown", "batches", "keys", "ms p50", "ms p99"], disable_numparse=True
        )
    )
    return {"bare_textual_ms": base * 1000, "until_ms": untils, "keys_ms": keys}


def _bare() -> float:
    session = PtySession([sys.executable, BARE])
    seconds = session.see("ready")
    session.end()
    return seconds


def _at(values: Sequence[float], of_a_hundred: int) -> float:
    return values[-(-len(values) * of_a_hundred // 100) - 1]


if __name__ == "__main__":
    main()
