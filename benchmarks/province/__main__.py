"""`python -m benchmarks.province`: every stage at its sizes, as tables and, with --json, as a file."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.existing_folder import existing_folder
from benchmarks.large_appraisal import Size
from benchmarks.province.counting_stages import comparing_stage, progress_stage, tally_stage
from benchmarks.province.growth import growths
from benchmarks.province.making import Places, sized
from benchmarks.province.printed import growth_table, stage_table
from benchmarks.province.stage import Figure, Stage
from benchmarks.province.turns import measured
from benchmarks.province.writing_stages import export_stage, import_stage, rollup_stage, taking_in_stage
from benchmarks.store.disk import disk_of

STAGES: dict[str, Callable[[], Stage]] = {
    "tally": tally_stage,
    "comparing": comparing_stage,
    "progress": progress_stage,
    "import": import_stage,
    "taking-in": taking_in_stage,
    "export": export_stage,
    "rollup": rollup_stage,
}


def main() -> int:
    """Measure and print."""
    given = _arguments()
    size = Size(given.ballots, given.rows, 1, bundle=given.bundle, wrong=given.wrong)
    kind, device = disk_of(given.dir)
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(os.sched_getaffinity(0))} processors, "
          f"{given.dir} on {kind} ({device}); {size.ballots:,} ballots of {size.rows} rows in bundles of {size.bundle}, "
          f"{size.wrong:.2%} of each pass's marks wrong; each in a process of its own, every file read once "
          f"before, best of {given.runs} turns or more", flush=True)  # fmt: skip
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        places = Places(Path(folder), given.seed, given.appraisal)
        for stage in [STAGES[name]() for name in given.only]:
            sizes = stage_sizes(stage, size, given)
            for one in sizes:
                figures += measured(stage, places.place(stage, one, largest=one is sizes[-1]), given.runs)
            last = stage.number(sizes[-1])
            at_last = [one for one in figures if one.stage == stage.name and one.number == last]
            print(f"\n{stage.name}: {last:,} x {stage.unit}")
            print(stage_table(stage, at_last), flush=True)
    print("\n" + growth_table(growths(figures)))
    if given.json:
        text = json.dumps(as_json(size, figures), ensure_ascii=False, indent=1)
        given.json.write_text(text + "\n", encoding="utf-8")
    return 0


def stage_sizes(stage: Stage, size: Size, given: argparse.Namespace) -> Sequence[Size]:
    """One bundle for the fixed start, then from small to large; fewer bundles where every file waits for the disk."""
    if not stage.waits:
        numbers = [given.growth, size.ballots]
    else:
        shares = (100, 10, 1) if given.full else (100, 10)
        numbers = [size.ballots // size.bundle // share * size.bundle for share in shares]
    more = sorted({number for number in numbers if number > size.bundle})
    return [sized(size, number) for number in (size.bundle, *more)]


def as_json(size: Size, figures: Sequence[Figure]) -> dict[str, object]:
    """Everything that was measured."""
    return {
        "size": asdict(size),
        "processors": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "figures": [
            {"stage": one.stage, "what": one.what, "ours": one.ours, "number": one.number, **asdict(one.best)}
            for one in figures
        ],
        "growth": [asdict(one) for one in growths(figures)],
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.province")
    parser.add_argument("--ballots", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=Size().rows)
    parser.add_argument("--bundle", type=int, default=Size().bundle, help="ballots a bundle")
    parser.add_argument("--wrong", type=float, default=Size().wrong, help="share of each pass's marks")
    parser.add_argument("--growth", type=int, default=10_000, help="ballots to which the cost is held")
    parser.add_argument("--full", action="store_true", help="import and take in all bundles, not a tenth")
    parser.add_argument("--runs", type=int, default=2, help="turns of each work at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--dir", type=existing_folder, default=Path("/var/tmp"), help="on the disk that is meant"
    )
    parser.add_argument(
        "--appraisal", type=Path, help="a settled one of this size that is there, instead of making one"
    )
    parser.add_argument("--only", default=",".join(STAGES), help="stages, with commas")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    given.only = given.only.split(",")
    if unknown := set(given.only) - STAGES.keys():
        parser.error(f"no such stage: {', '.join(sorted(unknown))}; there are {', '.join(STAGES)}")
    return given


if __name__ == "__main__":
    sys.exit(main())
