"""The figures of a unit: what of its package is added up, as exact whole numbers.

A unit's figures are sums over its subjects, and a rolled-up unit's are sums over its units, so adding them gives
the same in any order and any grouping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Line = tuple[str, int, str]
"""Form, place of the item on the ballot (from 1; 0: all rows pooled) and group ("": all pooled groups together)."""
Outcome = tuple[str, str, str, str]
"""Form, rule ("": none), band ("": none) and status of a verdict."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Ballots issued, collected, valid and void. None: not stated; a sum with such a number is not stated."""

    issued: int | None = 0
    collected: int | None = 0
    valid: int | None = 0
    void: int | None = 0

    def __add__(self, other: Sheets) -> Sheets:
        return Sheets(
            added(self.issued, other.issued),
            added(self.collected, other.collected),
            added(self.valid, other.valid),
            added(self.void, other.void),
        )

    @property
    def fits(self) -> bool:
        """collected = valid + void, as far as they are stated: nothing is open and no count sheet disagrees."""
        stated = (self.collected, self.valid, self.void)
        return None in stated or self.collected == (self.valid or 0) + (self.void or 0)


def added(one: int | None, two: int | None) -> int | None:
    """A sum; not stated where a part is not."""
    return None if one is None or two is None else one + two


@dataclass(frozen=True, slots=True)
class Figures:
    """What is added up.

    `subjects`: how many by form; `sheets`: by form and group; `marks`: how often each grade, blank and spoiled,
    in this order, by line; `bases`: the base of a measure over ballots issued, collected or people entitled, by line
    and measure; `verdicts`: of how many subjects an outcome was said; `voids`: void sheets by form, group and reason.
    """

    subjects: Mapping[str, int] = field(default_factory=dict)
    sheets: Mapping[tuple[str, str], Sheets] = field(default_factory=dict)
    marks: Mapping[Line, tuple[int, ...]] = field(default_factory=dict)
    bases: Mapping[tuple[Line, str], int | None] = field(default_factory=dict)
    verdicts: Mapping[Outcome, int] = field(default_factory=dict)
    voids: Mapping[tuple[str, str, str], int] = field(default_factory=dict)


class Total:
    """A sum of figures, a unit at a time."""

    def __init__(self) -> None:
        self._subjects: dict[str, int] = {}
        self._sheets: dict[tuple[str, str], Sheets] = {}
        self._marks: dict[Line, tuple[int, ...]] = {}
        self._bases: dict[tuple[Line, str], int | None] = {}
        self._verdicts: dict[Outcome, int] = {}
        self._voids: dict[tuple[str, str, str], int] = {}

    def add(self, figures: Figures) -> None:
        """Add a unit's figures."""
        for form, number in figures.subjects.items():
            self._subjects[form] = self._subjects.get(form, 0) + number
        for key, sheets in figures.sheets.items():
            self._sheets[key] = self._sheets[key] + sheets if key in self._sheets else sheets
        for line, marks in figures.marks.items():
            known = self._marks.get(line)
            self._marks[line] = (
                marks if known is None else tuple(a + b for a, b in zip(known, marks, strict=True))
            )
        for which, base in figures.bases.items():
            self._bases[which] = added(self._bases.get(which, 0), base)
        for outcome, number in figures.verdicts.items():
            self._verdicts[outcome] = self._verdicts.get(outcome, 0) + number
        for why, number in figures.voids.items():
            self._voids[why] = self._voids.get(why, 0) + number

    @property
    def figures(self) -> Figures:
        """The sum so far."""
        return Figures(self._subjects, self._sheets, self._marks, self._bases, self._verdicts, self._voids)
