"""How fast and how surely a clerk keys: for the reviewer, and for a clerk's own practice. Never a mark.

Keystrokes an hour and corrections a thousand marks are the figures by which data entry has always been
looked at (CSPro's operator statistics have the same); pauses are left out so that tea does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

PAUSE = 60
"""Seconds between two keys beyond which they are a pause."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What keying one ballot, or several, took."""

    keys: int = 0
    tenths: int = 0
    """Time without pauses, in tenths of a second."""
    corrections: int = 0
    """Marks that were taken back or replaced after they were keyed."""


@dataclass(frozen=True, slots=True)
class ClerkFigures:
    """One clerk's work on a set of ballots. `timed` of them were keyed here, not imported."""

    name: str
    ballots: int
    timed: int
    marks: int
    pace: Pace

    @property
    def keys_an_hour(self) -> int | None:
        """Keystrokes an hour without pauses, rounded down; None without any time to go by."""
        return self.pace.keys * 36_000 // self.pace.tenths if self.pace.tenths else None

    @property
    def corrections_a_thousand(self) -> Fraction | None:
        """Marks corrected while keying, of 1,000 keyed; None where nothing was keyed here."""
        return Fraction(1000 * self.pace.corrections, self.marks) if self.marks else None

    @property
    def corrections_text(self) -> str:
        """The same with one decimal place, rounded half up; `-` where nothing was keyed here."""
        exact = self.corrections_a_thousand
        if exact is None:
            return "-"
        tenths = int(exact * 10 + Fraction(1, 2))
        return f"{tenths // 10}.{tenths % 10}"


def in_sum(paces: Iterable[Pace]) -> Pace:
    """Several ballots together."""
    every = list(paces)
    return Pace(
        sum(one.keys for one in every),
        sum(one.tenths for one in every),
        sum(one.corrections for one in every),
    )
