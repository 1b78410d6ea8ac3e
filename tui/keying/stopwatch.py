"""Counting keys and time while a ballot is keyed; pauses are left out."""

from __future__ import annotations

from tally.pace import PAUSE, Pace


class Stopwatch:
    """One ballot's keys, time and corrections, until they are taken with its save."""

    def __init__(self) -> None:
        self._last: float | None = None
        self.taken = False
        """Whether a ballot has been saved in this session."""
        self._clear()

    def key(self, now: float, corrections: int = 0) -> None:
        """A key came at a time (seconds of a steady clock) and replaced or took back so many marks."""
        if self._last is not None and now - self._last <= PAUSE:
            self._seconds += now - self._last
        self._last = now
        self._keys += 1
        self._corrections += corrections

    def take(self) -> Pace:
        """What has come since the last time this was asked."""
        pace = Pace(self._keys, round(self._seconds * 10), self._corrections)
        self._clear()
        self.taken = True
        return pace

    def _clear(self) -> None:
        self._keys = 0
        self._seconds = 0.0
        self._corrections = 0
