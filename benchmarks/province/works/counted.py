"""Marks counted by subject, rater group, row and mark code, as whoever counted them has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Counts = dict[tuple[str, str, int, str], int]


@dataclass(frozen=True, slots=True)
class Counted:
    """`found` gives the counts in the form in which they are compared; it is not part of what is timed."""

    found: Callable[[], Counts]
