"""`python -m benchmarks.store`: everything, as tables and, with --json, as a file."""

from __future__ import annotations

import argparse
import functools
import json
import platform
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from benchmarks.existing_folder import existing_folder
from benchmarks.store import opening, syscalls, ways
from benchmarks.store.ballots import LONGEST, ORDINARY, Kind
from benchmarks.store.disk import disk_of
from benchmarks.store.turns import Times, batch_by_batch, in_turns

WAITS_FOR_NO_DISK = ("tmpfs", "ramfs")


@dataclass(frozen=True, slots=True)
class Row:
    """One way of saving beside the floor of the same turns; times in microseconds."""

    name: str
    ballots_a_file: int
    largest_file: int
    saves: int
    p50: float
    p99: float
    floor_p50: float
    floor_p99: float

    def cells(self) -> list[str]:
        times = (self.p50, self.p99, self.floor_p50, self.floor_p99)
        return [
            self.name,
            str(self.ballots_a_file),
            str(self.largest_file),
            *(f"{one:.0f}" for one in times),
            f"{self.p50 / self.floor_p50:.2f}",
            f"{self.p99 / self.floor_p99:.2f}",
        ]


HEADS = [
    "a ballot saved, µs",
    "a file",
    "bytes",
    "p50",
    "p99",
    "floor p50",
    "p99",
    "p50 : floor",
    "p99 : floor",
]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store")
    parser.add_argument(
        "--dir", type=existing_folder, default=Path("/var/tmp"), help="a folder on the disk to measure"
    )
    parser.add_argument("--ballots", type=int, default=2000, help="saves in each way")
    parser.add_argument("--others", type=int, default=40_000, help="other files in the full folder")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    kind, device = disk_of(given.dir)
    print(f"Python {platform.python_version()}, {platform.machine()}, {kind} on {device}\n")
    if kind in WAITS_FOR_NO_DISK:
        print(f"NOTE: {kind} waits for no disk, so these ratios say nothing; give --dir\n")
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        figures = measure(Path(folder), given.ballots, given.others)
    if given.json:
        figures = {"disk": kind, **figures}
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(place: Path, ballots: int, others: int) -> dict[str, object]:
    """Every figure, printed as it comes."""
    folders = (place / str(number) for number in range(1000))

    def beside_floor(name: str, kind: Kind, per: int, make: Callable[[Path], ways.Way]) -> Row:
        folder = next(folders)
        folder.mkdir()
        contents = _contents(next(folders), kind, per)
        floor = ways.floor(folder, contents)
        times, bare = in_turns([make(folder), floor], -(-ballots // per), per)
        return _row(name, per, len(contents[-1]), times, bare)

    alone = []
    for kind, per in ((ORDINARY, 25), (ORDINARY, 50), (ORDINARY, 100), (LONGEST, 50), (LONGEST, 100)):
        make = functools.partial(ways.pass_file, kind=kind)
        alone.append(beside_floor(f"the pass file, {kind.name}", kind, per, make))
    _print(alone)

    batches = -(-ballots // 50)
    beside = _beside(next(folders), _contents(next(folders), ORDINARY, 50), batches)
    base = beside["the bare floor"]
    rows = [
        [
            name,
            f"{times.microseconds(50):.0f}",
            f"{times.microseconds(99):.0f}",
            f"{times.microseconds(50) / base.microseconds(50):.2f}",
        ]
        for name, times in beside.items()
    ]
    print(tabulate(rows, ["50 a file, µs", "p50", "p99", "p50 : floor"], disable_numparse=True), "\n")

    empty, full = next(folders), next(folders)
    for folder in (empty, full):
        folder.mkdir()
    for number in range(others):
        (full / f"other{number}.json").write_bytes(b"{}")
    few, many = in_turns([ways.pass_file(folder, ORDINARY) for folder in (empty, full)], batches, 50)
    flat = many.microseconds(50) / few.microseconds(50)
    print(f"in a folder of {others} other files : in an empty one = {many.microseconds(50):.0f} : "
          f"{few.microseconds(50):.0f} µs = {flat:.2f} (p50), "
          f"{many.microseconds(99) / few.microseconds(99):.2f} (p99)\n")  # fmt: skip

    opened, floor = opening.openings(next(folders), ORDINARY, 50, 200)
    over = opened.microseconds(50) - floor.microseconds(50)
    print(f"opening a batch with 49 ballots saved: {opened.microseconds(50):.0f} µs, reading and syncing alone "
          f"{floor.microseconds(50):.0f} µs, over it {over:.0f} µs (p50)\n")  # fmt: skip

    place_of_calls = next(folders)
    place_of_calls.mkdir()
    calls = {name: syscalls.a_ballot(place_of_calls, name) for name in syscalls.NAMES}
    _print_calls(calls)
    return {
        "alone": [_figures(row) for row in alone],
        "beside_us": {
            name: {"p50": times.microseconds(50), "p99": times.microseconds(99)}
            for name, times in beside.items()
        },
        "folder": {"others": others, "p50_ratio": flat},
        "opening_us": {"p50": opened.microseconds(50), "floor_p50": floor.microseconds(50)},
        "syscalls": calls,
    }


def _beside(folder: Path, contents: list[bytes], batches: int) -> dict[str, Times]:
    folder.mkdir()
    ways.make_appraisal(folder / "appraisal", ORDINARY, 50, batches)
    named = {
        "the bare floor": ways.floor(folder, contents),
        "the pass file": ways.pass_file(folder, ORDINARY),
        "KeyingSession.save": ways.session(folder / "appraisal", ORDINARY),
        "TinyDB as it comes": ways.stock_tinydb(folder, ORDINARY),
        "SQLite, WAL, full": ways.sqlite(folder, ORDINARY),
    }
    return dict(zip(named, batch_by_batch(list(named.values()), batches, 50), strict=True))


def _contents(folder: Path, kind: Kind, per: int) -> list[bytes]:
    """What a pass file holds after each of its ballots: what the floor writes."""
    folder.mkdir()
    save = ways.pass_file(folder, kind)
    found = []
    for number in range(1, per + 1):
        save(1, number)()
        found.append(ways.pass_path(folder, 1).read_bytes())
    return found


def _row(name: str, per: int, size: int, times: Times, floor: Times) -> Row:
    return Row(
        name, per, size, len(times.every), times.microseconds(50), times.microseconds(99),
        floor.microseconds(50), floor.microseconds(99),
    )  # fmt: skip


def _figures(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in Row.__slots__}


def _print(rows: list[Row]) -> None:
    print(tabulate([row.cells() for row in rows], HEADS, disable_numparse=True), "\n")


def _print_calls(calls: dict[str, dict[str, float] | None]) -> None:
    rows = []
    for name, counts in calls.items():
        if counts is None:
            print("strace is not installed: system calls are left out")
            return
        words = ", ".join(f"{call} {times:g}" for call, times in counts.items())
        rows.append([name, f"{sum(counts.values()):g}", words])
    print(tabulate(rows, ["system calls a ballot", "all", "each"], disable_numparse=True))


if __name__ == "__main__":
    main()
