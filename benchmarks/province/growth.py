"""Whether the cost of one ballot grows with the appraisal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.province.stage import Figure


@dataclass(frozen=True, slots=True)
class Growth:
    """What one ballot (or pass) more costs in a small and in a large appraisal, the fixed start left out.

    `start`: seconds with one bundle alone; `small`, `large`: microseconds each; the ratio is told by the clock and by
    processor time, which other people's work on the machine disturbs less; None where the small one took no longer
    than the start, so that nothing can be told.
    """

    stage: str
    what: str
    ours: bool
    """Else it is the floor, whose own growth is told beside."""
    start: float
    numbers: tuple[int, int]
    small: float
    large: float
    ratio: float | None
    processor_ratio: float | None


def growths(figures: Sequence[Figure]) -> list[Growth]:
    """The growth of each work that was measured at three sizes or more: the program's own and the floors."""
    found = []
    for key in dict.fromkeys((one.stage, one.what) for one in figures):
        sizes = sorted((one for one in figures if (one.stage, one.what) == key), key=lambda one: one.number)
        if len(sizes) < 3:
            continue
        start, small, large = sizes[0], sizes[1], sizes[-1]
        clock = [_each(start, one, "seconds") for one in (small, large)]
        processor = [_each(start, one, "processor") for one in (small, large)]
        found.append(
            Growth(*key, start.ours, start.best.seconds, (small.number, large.number), clock[0] * 1e6, clock[1] * 1e6,
                   _ratio(*clock), _ratio(*processor))
        )  # fmt: skip
    return found


def _each(start: Figure, one: Figure, field: str) -> float:
    return float(getattr(one.best, field) - getattr(start.best, field)) / (one.number - start.number)


def _ratio(small: float, large: float) -> float | None:
    return large / small if small > 0 else None
