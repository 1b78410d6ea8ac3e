"""Several ways timed in turns, so that the disk is as busy for all."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.store.ways import Way


@dataclass(slots=True)
class Times:
    """Seconds of each save."""

    every: list[float] = field(default_factory=list)

    def microseconds(self, percentile: int) -> float:
        return statistics.quantiles(self.every, n=100, method="inclusive")[percentile - 1] * 1e6


def in_turns(ways: Sequence[Way], batches: int, ballots: int) -> list[Times]:
    """Fill `batches` batches of `ballots` each, every ballot in every way, in an order drawn for each ballot."""
    order = list(range(len(ways)))
    drawn = random.Random(1)
    found = [Times() for _ in ways]
    for batch in range(1, batches + 1):
        for number in range(1, ballots + 1):
            drawn.shuffle(order)
            for at in order:
                found[at].every.append(_seconds(ways[at](batch, number)))
    return found


def batch_by_batch(ways: Sequence[Way], batches: int, ballots: int) -> list[Times]:
    """The same with a whole batch at a time: what a way leaves to be written later, its own next save pays for."""
    order = list(range(len(ways)))
    drawn = random.Random(1)
    found = [Times() for _ in ways]
    for batch in range(1, batches + 1):
        drawn.shuffle(order)
        for at in order:
            for number in range(1, ballots + 1):
                found[at].every.append(_seconds(ways[at](batch, number)))
    return found


def _seconds(save: Callable[[], object]) -> float:
    began = time.perf_counter()
    save()
    return time.perf_counter() - began
