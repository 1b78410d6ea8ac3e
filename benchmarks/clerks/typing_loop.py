"""Everybody typing at once: one loop over all terminals, no thread each."""

from __future__ import annotations

import heapq
import selectors
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic, process_time

from benchmarks.clerks.desk import Desk

PATIENCE = 30.0
"""Seconds after the last key in which its bytes may still come."""
AT_REST = 0.2
"""Seconds that are read on after every key was shown: a save may be drawn in several writes."""


@dataclass(frozen=True, slots=True)
class Typed:
    """How the typing itself went: seconds, the harness's own processor time, and how late keys were written."""

    seconds: float
    own_processor: float
    lateness: tuple[float, ...]


def type_together(rates: Sequence[tuple[Desk, float]], seconds: float) -> Typed:
    """Each desk types at its own rate (keys a second) for so long; returns once all is shown, or PATIENCE is over.

    The time of a key is taken right before it is written, that of bytes right after they are read.
    """
    began, own = monotonic(), process_time()
    end = began + seconds
    due = [(began + desk.phase(rate), at) for at, (desk, rate) in enumerate(rates)]
    heapq.heapify(due)
    late: list[float] = []
    at_rest: float | None = None
    with selectors.DefaultSelector() as selector:
        for desk, _ in rates:
            selector.register(desk, selectors.EVENT_READ, desk)
        while True:
            now = monotonic()
            if not due and at_rest is None and not any(desk.shown.waiting for desk, _ in rates):
                at_rest = now + AT_REST
            if now >= (end + PATIENCE if at_rest is None else at_rest):
                break
            wait = due[0][0] - now if due else AT_REST / 4
            for ready, _ in selector.select(max(0.0, wait)):
                if not ready.data.hear():
                    selector.unregister(ready.fileobj)
            now = monotonic()
            while due and due[0][0] <= now:
                at, place = heapq.heappop(due)
                desk, rate = rates[place]
                if not desk.press():
                    continue
                late.append(desk.typed[-1].at - at)
                following = at + desk.gap(rate)
                if following < end:
                    heapq.heappush(due, (following, place))
    return Typed(seconds, process_time() - own, tuple(late))
