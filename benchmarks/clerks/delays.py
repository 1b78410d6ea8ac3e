"""Delays from a key to the screen, and what so many of a hundred of them do not exceed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.clerks.shown_keys import ENTER, Keystroke


def percentile(values: Sequence[float], of_a_hundred: float) -> float:
    """The least of the values that so many of a hundred do not exceed (nearest rank). Raises ValueError for none."""
    if not values:
        raise ValueError("there are no values")
    rank = -(-len(values) * of_a_hundred // 100)
    return sorted(values)[max(0, int(rank) - 1)]


@dataclass(frozen=True, slots=True)
class Delays:
    """Milliseconds from keys to the last byte that shows each, and to the first."""

    count: int
    p50: float
    p99: float
    most: float
    first_p50: float
    first_p99: float
    first_most: float


@dataclass(frozen=True, slots=True)
class KeyDelays:
    """Of marks, of saving keys, and of both together; None where there was no such key."""

    marks: Delays | None
    saves: Delays | None
    every: Delays | None


def delays_of(keys: Iterable[Keystroke]) -> Delays | None:
    """Of keys that were shown; None where none was."""
    shown = [key for key in keys if key.shown]
    if not shown:
        return None
    last = [(key.last - key.at) * 1000 for key in shown]
    first = [(key.first - key.at) * 1000 for key in shown]
    return Delays(
        len(shown),
        percentile(last, 50),
        percentile(last, 99),
        max(last),
        percentile(first, 50),
        percentile(first, 99),
        max(first),
    )


def key_delays(keys: Sequence[Keystroke]) -> KeyDelays:
    """Ordinary marks and saving keys, apart and together."""
    return KeyDelays(
        delays_of(key for key in keys if key.code != ENTER),
        delays_of(key for key in keys if key.code == ENTER),
        delays_of(keys),
    )
