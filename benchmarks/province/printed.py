"""The figures as tables of text."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from benchmarks.province.growth import Growth
from benchmarks.province.stage import Figure, Stage


def stage_table(stage: Stage, figures: Sequence[Figure]) -> str:
    """The works of a stage at its largest size."""
    floor = next(one for one in figures if one.what == stage.floor).best
    rows = [
        [
            one.what,
            f"{one.best.seconds:.3f}",
            f"{one.best.processor:.3f}",
            f"{one.best.megabytes:.0f}",
            f"{one.best.together:.0f}" if one.best.together > one.best.megabytes else "",
            f"{one.best.seconds / floor.seconds:.2f}",
            f"{one.best.processor / floor.processor:.2f}" if floor.processor else "",
        ]
        for one in figures
    ]
    heads = [stage.title, "seconds", "processor s", "MB", "MB of all", "x", "x, processor"]
    said = f"\nx: {stage.floor}" + "".join(f"\nleft out: {why}" for why in stage.left_out)
    return tabulate(rows, heads, disable_numparse=True, colalign=("left", *["right"] * 6)) + said


def growth_table(grown: Sequence[Growth]) -> str:
    """What one more costs in a small and in a large appraisal."""
    rows = [
        [
            f"{one.stage}: {one.what}{'' if one.ours else ' (floor)'}",
            f"{one.start:.3f}",
            " / ".join(f"{number:,}" for number in one.numbers),
            f"{one.small:.2f}",
            f"{one.large:.2f}",
            *("-" if ratio is None else f"{ratio:.2f}" for ratio in (one.ratio, one.processor_ratio)),
        ]
        for one in grown
    ]
    heads = ["growth", "fixed start s", "at", "us each, small", "us each, large", "ratio", "ratio, processor"]
    return tabulate(rows, heads, disable_numparse=True, colalign=("left", *["right"] * 6))
