"""Slips (串号、串行): one movement of a hand that made many differences at once, and how to read past it.

A slip says under which numbers, or in which rows, a pass holds what belongs elsewhere. Nothing that was
keyed is changed: `read_past` gives the pass as it would read with every reading in its place, and the
comparison is made anew on that. Where the slip has left a hole (a row that was never keyed), the hole
stays one and is read from the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType

from tally.marks import EMPTY
from tally.readings import Pass, PassReadings, Reading


class SlipKind(Enum):
    """What the hand did."""

    SWAPPED = "swapped"
    """Two neighbouring sheets keyed under each other's number."""
    ROW_SHIFT = "row-shift"
    """On one sheet a row missed or keyed twice, and the rows after it moved by one."""
    NUMBER_SHIFT = "number-shift"
    """From some sheet on every one keyed under the number before or after its own."""
    MISNUMBERED = "misnumbered"
    """One sheet keyed under another's number."""
    KEYED_TWICE = "keyed-twice"
    """One sheet keyed twice under its number."""


@dataclass(frozen=True, slots=True)
class Move:
    """The reading at `position` (from 0) of those under `number` belongs under `to`; None: nowhere, it is
    the same sheet once more."""

    number: int
    position: int
    to: int | None


@dataclass(frozen=True, slots=True)
class RowRun:
    """On ballot `number` the marks of rows `first` to `last` (from 1) stand `by` rows too far down.

    `by` 1: a row was keyed twice, so row `first` bears a mark that is not its own, each further one that
    of the row before, and the mark of `last` was lost. `by` -1: a row was missed, so each bears the mark
    of the row after and `last` one that is not its own.
    """

    number: int
    first: int
    last: int
    by: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip in one pass. `ballots` are all numbers that it covers, in order; `row` is where a row
    shift starts. Either `moves` or `run` says what belongs where."""

    kind: SlipKind
    which: Pass
    ballots: tuple[int, ...]
    row: int | None = None
    moves: tuple[Move, ...] = ()
    run: RowRun | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One slip that would account for differences, offered to a person and never applied by itself.

    `slips` are the ways in which it can have happened: one, or one for each pass where the marks cannot
    tell whose it was (they agree with each other, and only the paper decides). `settles`: how many places
    it accounts for, which would be asked without it and not with it; `without`: how many places of these
    ballots are asked without it; `leaves`: how many with it.
    """

    kind: SlipKind
    slips: tuple[Slip, ...]
    settles: int
    without: int
    leaves: int

    @property
    def which(self) -> Pass | None:
        """Whose slip it is; None where the marks cannot tell."""
        passes = {slip.which for slip in self.slips}
        return next(iter(passes)) if len(passes) == 1 else None

    @property
    def ballots(self) -> tuple[int, ...]:
        """Every number that it covers, in order."""
        return self.slips[0].ballots

    @property
    def row(self) -> int | None:
        """Where a row shift starts."""
        return self.slips[0].row


def touched(slip: Slip) -> frozenset[int]:
    """Every number whose reading the slip displaces, or brings one to."""
    to = {move.to for move in slip.moves if move.to is not None}
    return frozenset((*slip.ballots, *(move.number for move in slip.moves), *to))


def read_past(slip: Slip, readings: PassReadings) -> PassReadings:
    """The pass with every reading that the slip displaced in its place.

    Raises ValueError where the pass holds no such readings (they are not those that the slip was found in).
    """
    by_number = dict(readings.by_number)
    if slip.run is not None:
        ones = by_number.get(slip.run.number, ())
        if len(ones) != 1:
            raise ValueError(slip)
        by_number[slip.run.number] = (_rows_in_place(ones[0], slip.run),)
    if slip.moves:
        by_number = _in_place(by_number, slip.moves)
    return PassReadings(MappingProxyType(by_number))


def read_past_all(
    slips: Iterable[Slip], first: PassReadings, second: PassReadings
) -> tuple[PassReadings, PassReadings]:
    """Both passes past every slip, in the order in which they were accepted. Raises as `read_past` does."""
    for slip in slips:
        if slip.which is Pass.FIRST:
            first = read_past(slip, first)
        else:
            second = read_past(slip, second)
    return first, second


def _rows_in_place(reading: Reading, run: RowRun) -> Reading:
    marks = reading.marks
    if reading.void or not 1 <= run.first <= run.last <= len(marks) or run.by not in (1, -1):
        raise ValueError(run)
    before, inside, after = marks[: run.first - 1], marks[run.first - 1 : run.last], marks[run.last :]
    moved = inside[1:] + EMPTY if run.by == 1 else EMPTY + inside[:-1]
    return replace(reading, marks=before + moved + after)


def _in_place(
    by_number: Mapping[int, tuple[Reading, ...]], moves: tuple[Move, ...]
) -> dict[int, tuple[Reading, ...]]:
    moving = {(move.number, move.position): move.to for move in moves}
    kept: dict[int, list[Reading]] = {}
    arrived: dict[int, list[Reading]] = {}
    found = 0
    for number, ones in by_number.items():
        for position, reading in enumerate(ones):
            if (number, position) not in moving:
                kept.setdefault(number, []).append(reading)
                continue
            found += 1
            to = moving[number, position]
            if to is not None:
                arrived.setdefault(to, []).append(reading)
    if found != len(moving):
        raise ValueError(moves)
    numbers = sorted({*kept, *arrived})
    return {number: (*kept.get(number, ()), *arrived.get(number, ())) for number in numbers}
