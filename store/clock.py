"""The one place that asks the clock; the time of a record is local time with its offset from UTC."""

from __future__ import annotations

from datetime import datetime


def now() -> str:
    """The present moment as records carry it: `2026-12-10T14:32:05+08:00`."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
