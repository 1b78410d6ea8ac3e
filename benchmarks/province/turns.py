"""Measuring the works of a stage at one place: in turns, so that whatever else the machine does falls on all."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from benchmarks.province.own_process import Measured, run_work
from benchmarks.province.stage import Figure, Place, Stage

LONG_ENOUGH = 2.0
"""Seconds that a work is repeated for, where it is short."""
MOST_RUNS = 10


def measured(stage: Stage, place: Place, runs: int) -> list[Figure]:
    """The figures of each work, best of `runs` turns (more of short works), all files read once before.

    At the smaller sizes the peers are left out. Raises RuntimeError where two works that count marks do not find
    the same.
    """
    stage.prepare(place)
    run_work("loading", "warm", str(place.folder))
    works = [work for work in stage.works if work.ours or place.largest or work.what == stage.floor]
    number = stage.number(place.size)
    found: dict[str, list[Measured]] = {work.what: [] for work in works}
    for turn in range(MOST_RUNS):
        for work in works:
            before = found[work.what]
            enough = turn >= runs and sum(one.seconds for one in before) >= LONG_ENOUGH
            if before and (work.once or enough):
                continue
            print(f"{stage.name}, {number}, turn {turn + 1}: {work.what}", file=sys.stderr)
            before.append(work.run(place))
    _require_alike(found)
    return [Figure(stage.name, work.what, work.ours, number, _best(found[work.what])) for work in works]


def _best(runs: Sequence[Measured]) -> Measured:
    """The least time, by the clock and of the processors, and the most memory."""
    return Measured(
        min(one.seconds for one in runs),
        min(one.processor for one in runs),
        max(one.megabytes for one in runs),
        max(one.together for one in runs),
        runs[0].counts,
    )


def _require_alike(found: Mapping[str, Sequence[Measured]]) -> None:
    counts = {
        what: sorted({one.counts for one in runs if one.counts is not None}) for what, runs in found.items()
    }
    if len({digest for digests in counts.values() for digest in digests}) > 1:
        raise RuntimeError(f"they do not count the same: {counts}")
