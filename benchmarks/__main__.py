"""`python -m benchmarks`: every benchmark one after the other, and what they measured beside what is to be reached."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.existing_folder import existing_folder
from benchmarks.reach import reached, table


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A package or module of this folder; `quick`: its words for small sizes; `dir`: it asks where the disk is."""

    name: str
    quick: tuple[str, ...]
    dir: bool = False


BENCHMARKS = (
    Benchmark("starting", ("--runs", "3")),
    Benchmark("keying", ("--marks", "20", "--idle", "2", "--starts", "2")),
    Benchmark("store", ("--ballots", "100", "--others", "500"), dir=True),
    Benchmark("clerks", ("--clerks", "4", "--reviewers", "1", "--seconds", "5"), dir=True),
    Benchmark("home", ("--batches", "200", "--subjects", "20", "--visits", "1", "--keys", "20")),
    Benchmark("comparing", ("--ballots", "2000")),
    Benchmark("exporting", ("--ballots", "2000", "--subjects", "10")),
    Benchmark("rolling_up", ("--units", "50"), dir=True),
    Benchmark("province", ("--ballots", "5000", "--growth", "1000", "--runs", "1"), dir=True),
)


def main() -> int:
    """Run them, print their tables as they come and one table at the end; 1 where one of them failed."""
    names = [one.name for one in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="small sizes: minutes instead of an hour")
    parser.add_argument("--only", default=",".join(names), help="benchmarks, with commas")
    parser.add_argument(
        "--dir", type=existing_folder, default=Path("/var/tmp"), help="on the disk that is meant"
    )
    parser.add_argument("--json", type=Path, help="write all figures to one file")
    given = parser.parse_args()
    chosen = given.only.split(",")
    if unknown := set(chosen) - set(names):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    found: dict[str, Any] = {}
    failed = []
    for benchmark in [one for one in BENCHMARKS if one.name in chosen]:
        figures = run(benchmark, given.dir, quick=given.quick)
        if figures is None:
            failed.append(benchmark.name)
        else:
            found[benchmark.name] = figures
    held = reached(found)
    print(f"\n=== {'small sizes: these figures say little' if given.quick else 'what is to be reached'}\n")
    print(table(held))
    if failed:
        print(f"failed: {', '.join(failed)}")
    if given.json:
        whole = {"python": platform.python_version(), "machine": platform.machine(), "quick": given.quick,
                 "failed": failed, "reached": [asdict(one) for one in held], "benchmarks": found}  # fmt: skip
        given.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


def run(benchmark: Benchmark, folder: Path, *, quick: bool) -> dict[str, Any] | None:
    """What it measured, or None where it failed; its tables go to the same output."""
    with tempfile.TemporaryDirectory() as place:
        figures = Path(place) / "figures.json"
        words = [*(benchmark.quick if quick else ()), *(("--dir", str(folder)) if benchmark.dir else ())]
        print(f"\n=== python -m benchmarks.{benchmark.name} {' '.join(words)}\n", flush=True)
        began = time.perf_counter()
        command = [sys.executable, "-m", f"benchmarks.{benchmark.name}", *words, "--json", str(figures)]
        ended = subprocess.run(command, cwd=Path(__file__).parents[1], check=False)
        print(f"({time.perf_counter() - began:.0f} s)", flush=True)
        if ended.returncode != 0 or not figures.exists():
            return None
        measured: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))
        return measured


if __name__ == "__main__":
    sys.exit(main())
