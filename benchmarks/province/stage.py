"""A stage: what is measured of it, in turns, at several sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.large_appraisal import Size
from benchmarks.province.own_process import Measured


@dataclass(frozen=True, slots=True)
class Place:
    """What lies at `folder` is what is measured; `scratch` is a folder of one's own beside it.

    `largest`: of all the sizes that are measured; the others are there to tell the growth.
    """

    folder: Path
    scratch: Path
    size: Size
    largest: bool


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that is measured.

    `run` measures it once at a place. `ours`: the program's own work, whose growth is told. `once`: it cannot be
    repeated, or takes long, and what it leaves is used by those after it.
    """

    what: str
    run: Callable[[Place], Measured]
    ours: bool = False
    once: bool = False


def ballots(size: Size) -> int:
    """What the cost of most stages is told for."""
    return size.ballots


def bundles(size: Size) -> int:
    """Bundles of paper, which two clerks key."""
    return -(-size.ballots // size.bundle)


@dataclass(frozen=True, slots=True)
class Stage:
    """`floor` is the work (by its name) to which all are held; `prepare` makes what they need at a place.

    `kind`: what lies at its places (making.py). `number`: of how many `unit`s the cost is told. `waits`: each file
    waits for the disk, so that a tenth of the bundles is enough.
    """

    name: str
    title: str
    floor: str
    works: Sequence[Work]
    kind: str = "settled"
    prepare: Callable[[Place], None] = lambda place: None
    unit: str = "ballot"
    number: Callable[[Size], int] = ballots
    waits: bool = False
    left_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """What one work took at one size: the best of its runs."""

    stage: str
    what: str
    ours: bool
    number: int
    """Ballots, or passes where the stage counts those."""
    best: Measured
