"""What is measured: appraisals at three stages, and the packages of many units, each made once a size."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks import large_appraisal, rolling_up
from benchmarks.large_appraisal import Size
from benchmarks.large_appraisal import Stage as Far
from benchmarks.province.stage import Place, Stage

PASSES = "passes"
BALLOTS_A_UNIT = 300
"""In a package that is rolled up: three branches with 50 ballots each on themselves and on their members."""
BALLOTS_A_SUBJECT = 1_000


def sized(size: Size, ballots: int) -> Size:
    """The same with fewer or more ballots, and as many subjects as go with them."""
    return replace(size, ballots=ballots, subjects=max(1, ballots // BALLOTS_A_SUBJECT))


def units(size: Size) -> int:
    """How many packages of units have so many ballots together."""
    return max(1, size.ballots // BALLOTS_A_UNIT)


class Places:
    """Makes a place when it is first asked for. `given`: a settled appraisal of the largest size, if there is one."""

    def __init__(self, root: Path, seed: int, given: Path | None = None) -> None:
        self._root = root
        self._seed = seed
        self._given = given

    def place(self, stage: Stage, size: Size, *, largest: bool) -> Place:
        """The place for a stage at a size."""
        root = self._root / f"{stage.kind}-{size.ballots}"
        made = self._given if stage.kind == "settled" and largest else None
        place = Place(made or root / "made", root / "scratch", size, largest)
        if not place.scratch.exists():
            place.scratch.mkdir(parents=True)
            if made is None:
                print(f"making {stage.kind}: {size.ballots} ballots", file=sys.stderr)
                MAKERS[stage.kind](place, self._seed)
        return place


def _settled(place: Place, seed: int) -> None:
    large_appraisal.make(place.folder, place.size, seed, Far.SETTLED)


def _handed_in(place: Place, seed: int) -> None:
    large_appraisal.make(place.folder, place.size, seed, Far.HANDED_IN)


def _registered(place: Place, seed: int) -> None:
    keyed = place.scratch / "keyed"
    large_appraisal.make(keyed, place.size, seed, Far.HANDED_IN)
    large_appraisal.pass_files(keyed, place.scratch / PASSES)
    large_appraisal.make(place.folder, place.size, seed, Far.REGISTERED)


def _packages(place: Place, seed: int) -> None:
    given = Namespace(units=units(place.size), branches=3, members=10, ballots=50, different=20)
    rolling_up.written(place.folder, given)


MAKERS: dict[str, Callable[[Place, int], None]] = {
    "settled": _settled,
    "handed-in": _handed_in,
    "registered": _registered,
    "packages": _packages,
}
