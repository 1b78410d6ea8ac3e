"""Figures of a unit kept small: thousands of units are held until the last one is read.

Units under one scheme have the same lines, so what the numbers are about, and where each stands, is kept once for
all of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exports.rollup.figures import Figures, Line, Outcome, Sheets

_UNSTATED = -1
_NO_SHEETS = Sheets(0, 0, 0, 0)
Keys = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the numbers of a unit are about: for each key the place of its first number."""

    subjects: Mapping[str, int]
    sheets: Mapping[tuple[str, str], int]
    marks: Mapping[Line, int]
    bases: Mapping[tuple[Line, str], int]
    verdicts: Mapping[Outcome, int]
    voids: Mapping[tuple[str, str, str], int]
    width: int

    @classmethod
    def of(cls, keys: Keys, width: int) -> Shape:
        """The places of keys whose numbers follow each other: 4 for sheets, `width` for marks, else 1."""
        start = 0
        found: list[dict[Any, int]] = []
        for some, step in zip(keys, (1, 4, width, 1, 1, 1), strict=True):
            found.append({key: start + at * step for at, key in enumerate(some)})
            start += len(some) * step
        subjects, sheets, marks, bases, verdicts, voids = found
        return cls(subjects, sheets, marks, bases, verdicts, voids, width)


@dataclass(frozen=True, slots=True)
class Packed:
    """The figures of a unit: a shape shared with others, and the numbers."""

    shape: Shape
    numbers: array[int] = field(default_factory=lambda: array("q"))

    def subjects(self, form: str) -> int:
        """How many subjects were counted on a form."""
        at = self.shape.subjects.get(form)
        return 0 if at is None else self.numbers[at]

    def sheets(self, form: str, group: str = "") -> Sheets:
        """The sheets of a form and group, 0 where there is no such group."""
        at = self.shape.sheets.get((form, group))
        if at is None:
            return _NO_SHEETS
        return Sheets(*(None if one == _UNSTATED else one for one in self.numbers[at : at + 4]))

    def marks(self, line: Line) -> tuple[int, ...] | None:
        """Grades, blank and spoiled of a line; None where it was not counted."""
        at = self.shape.marks.get(line)
        return None if at is None else tuple(self.numbers[at : at + self.shape.width])

    def base(self, line: Line, measure: str) -> int | None:
        """The base of a measure that the marks do not give; None where it is not stated."""
        number = self.numbers[self.shape.bases[line, measure]]
        return None if number == _UNSTATED else number

    def verdicts(self) -> Iterator[tuple[Outcome, int]]:
        """Of how many subjects each outcome was said."""
        return ((outcome, self.numbers[at]) for outcome, at in self.shape.verdicts.items())

    def voids(self) -> Iterator[tuple[tuple[str, str, str], int]]:
        """Void sheets by form, group and reason."""
        return ((why, self.numbers[at]) for why, at in self.shape.voids.items())


class Packer:
    """Packs figures, and gives those with the same keys the same shape."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[Keys, int], Shape] = {}

    def pack(self, figures: Figures) -> Packed:
        """The figures, kept small."""
        keys: Keys = (
            tuple(figures.subjects), tuple(figures.sheets), tuple(figures.marks), tuple(figures.bases),
            tuple(figures.verdicts), tuple(figures.voids),
        )  # fmt: skip
        width = len(next(iter(figures.marks.values()), ()))
        shape = self._shapes.get((keys, width))
        if shape is None:
            shape = self._shapes[keys, width] = Shape.of(keys, width)
        return Packed(shape, array("q", _numbers(figures)))


def _numbers(figures: Figures) -> list[int]:
    numbers = [*figures.subjects.values()]
    for sheets in figures.sheets.values():
        numbers += [
            _UNSTATED if number is None else number
            for number in (sheets.issued, sheets.collected, sheets.valid, sheets.void)
        ]
    for marks in figures.marks.values():
        numbers += marks
    numbers += [_UNSTATED if base is None else base for base in figures.bases.values()]
    numbers += figures.verdicts.values()
    numbers += figures.voids.values()
    return numbers
