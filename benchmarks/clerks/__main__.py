"""`python -m benchmarks.clerks`: everything, as tables and, with --json, as a file."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import mean

from benchmarks.clerks.delays import KeyDelays, key_delays
from benchmarks.clerks.office import Office, keys_typed
from benchmarks.clerks.printed import delay_table, kept_line, memory_line, saturation_table, share_line
from benchmarks.clerks.processes import processors
from benchmarks.clerks.stage import Stage
from benchmarks.existing_folder import existing_folder
from benchmarks.store.disk import disk_of

LEVELS = 12
"""How often clerks are added at the most until the host is saturated."""
LONGEST_LEVEL = 30.0
"""Seconds at each of these."""
SATURATED_MS = 100.0
SATURATED_BUSY = 0.9
SATURATING_RATE = 3.0


def main() -> int:
    """Measure and print; 1 where a key was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clerks")
    parser.add_argument("--clerks", type=int, default=50)
    parser.add_argument("--reviewers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=60, help="of keying at each rate")
    parser.add_argument("--rates", default="3,10", help="keys a second of each clerk")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--dir", type=existing_folder, default=Path("/var/tmp"), help="on the disk that is meant"
    )
    parser.add_argument("--saturate", action="store_true", help="then add clerks until the host is saturated")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    rates = [float(rate) for rate in given.rates.split(",")]
    kind, device = disk_of(given.dir)
    print(f"Python {platform.python_version()}, {platform.machine()}, {processors()} processors, "
          f"{given.dir} on {kind} ({device}), ptys of 80 x 24, TERM=xterm-256color\n")  # fmt: skip
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        figures, lost = at_once(Path(folder), given.seed, given.clerks, given.reviewers, rates, given.seconds)
        if given.saturate:
            seconds = min(given.seconds, LONGEST_LEVEL)
            found, more = saturation(Path(folder), given.seed, given.clerks, given.reviewers, seconds)
            figures["saturation"] = found
            lost += more
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 1 if lost else 0


def at_once(
    folder: Path, seed: int, clerks: int, reviewers: int, rates: Sequence[float], seconds: float
) -> tuple[dict[str, object], list[str]]:
    """The crowd at each rate beside one clerk alone, who is measured before and after it; and what was lost."""
    office = Office(folder / "at-once", seed, clerks, reviewers, 2, keys_typed(rates, seconds))
    alone: list[list[Stage]] = []
    lost: list[str] = []
    crowd: list[Stage] = []
    starting = 0.0
    everybody = [f"c{at}" for at in range(clerks)]
    for names in (["alone0"], everybody, ["alone1"]):
        with office.sitting(names, reviewers if names is everybody else 0) as sitting:
            stages = [sitting.type(rate, seconds) for rate in rates]
            if names is everybody:
                crowd, starting = stages, sitting.starting
            else:
                alone.append(stages)
            lost += sitting.leave()
    print(f"{clerks} clerks sit down at once: the last of their screens stands after {starting:.1f} s\n")
    found = []
    for place, many in enumerate(crowd):
        ones = [stages[place] for stages in alone]
        one = key_delays([key for stage in ones for key in stage.keys])
        print(f"{many.rate:g} keys a second each, {seconds:g} s, {reviewers} reviewers ruling; "
              "ms from the key to the last and to the first byte that shows it")  # fmt: skip
        print(delay_table(one, many))
        print("the crowd: " + share_line(many))
        print("alone:     " + share_line(ones[-1]))
        print(memory_line(many.memory))
        print(kept_line(many) + "\n")
        found.append({"alone": _alone(one, ones), "crowd": _stage(many)})
    _say_lost(lost, "every ballot, half ballot and ruling on the disk is as typed")
    return {"clerks": clerks, "starting_s": starting, "rates": found, "lost": lost}, lost


def saturation(
    folder: Path, seed: int, step: int, reviewers: int, seconds: float
) -> tuple[list[dict[str, object]], list[str]]:
    """Ever more clerks at 3 keys a second until the delay or the processors say that it is enough."""
    keys = keys_typed([SATURATING_RATE] * LEVELS, seconds)
    office = Office(folder / "saturation", seed, step * LEVELS, reviewers, 0, keys)
    stages: list[Stage] = []
    with office.sitting([], reviewers) as sitting:
        for level in range(LEVELS):
            sitting.sit_down([f"c{at}" for at in range(level * step, (level + 1) * step)])
            stage = sitting.type(SATURATING_RATE, seconds)
            stages.append(stage)
            busy = stage.shares.own / processors()
            every = stage.delays.every
            if every is None or every.p99 > SATURATED_MS or busy > SATURATED_BUSY:
                break
        lost = sitting.leave()
    print(f"\never more clerks at {SATURATING_RATE:g} keys a second, {seconds:g} s each, until p99 is over "
          f"{SATURATED_MS:g} ms or these keys keep the processors busy over {SATURATED_BUSY:.0%}")  # fmt: skip
    print(saturation_table(stages))
    _say_lost(lost, "here too")
    return [_stage(stage) for stage in stages], lost


def _say_lost(lost: Sequence[str], none: str) -> None:
    print(f"lost, invented or changed: none ({none})" if not lost else "LOST OR CHANGED:\n" + "\n".join(lost))


def _alone(delays: KeyDelays, stages: Sequence[Stage]) -> dict[str, object]:
    return {"delays_ms": asdict(delays), "runs": [_stage(stage) for stage in stages]}


def _stage(stage: Stage) -> dict[str, object]:
    return {
        "clerks": stage.clerks,
        "rate": stage.rate,
        "seconds": stage.seconds,
        "keys": len(stage.keys),
        "delays_ms": asdict(stage.delays),
        "reviewers_ms": stage.reviewers and asdict(stage.reviewers),
        "bytes_a_key": stage.bytes_a_key,
        "never_shown": stage.never_shown,
        "unasked": stage.unasked,
        "processors": asdict(stage.shares),
        "late_p99_ms": stage.late_p99,
        "unshared_mean": mean(one.unshared for one in stage.memory),
        "unshared_most": max(one.unshared for one in stage.memory),
        "proportional_mean": mean(one.proportional for one in stage.memory),
        "proportional_most": max(one.proportional for one in stage.memory),
    }


if __name__ == "__main__":
    sys.exit(main())
