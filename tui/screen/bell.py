"""The bell, limited: a stuck key must not ring for ever, and the bell is never the only sign."""

from __future__ import annotations

EVERY = 2.0
"""Seconds between two rings."""


class Bell:
    """Says whether a ring may be heard now."""

    def __init__(self) -> None:
        self._last: float | None = None

    def may_ring(self, now: float) -> bool:
        """Whether to ring at a time (seconds of any steady clock); a ring that may be heard is noted."""
        if self._last is not None and now - self._last < EVERY:
            return False
        self._last = now
        return True
