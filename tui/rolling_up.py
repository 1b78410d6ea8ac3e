"""From folders of packages to the folder of their sum: one package at a time is read, only sums are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.rollup.gathering import Gathering, Named
from exports.rollup.package import write_rolled_up
from exports.rollup.roll import read_roll
from exports.rollup.scheme_cache import Schemes, check_period
from exports.rollup.unit_package import READ, PackageFiles, UnitPackage, read_unit
from store.plain_file import plain_bytes
from store.two_at_once import both
from tally.said import Refused, Said
from tui import language
from tui.desk import Desk
from tui.new_folder import new_folder
from tui.package_folder import read_digests, read_package
from tui.package_search import find_packages
from tui.progress_bar import progress_bar

_AT_ONCE = 200
"""Packages that are held in memory before they are added up."""
_FEW = 100
"""Packages that are read sooner than a second process is made."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for: which packages, how the sum is named, the roll, and where to."""

    packages: Sequence[Path]
    named: Named
    expected: Path | None = None
    out: Path | None = None
    recount: bool = False


@dataclass(frozen=True, slots=True)
class RollupDone:
    """What came of it. With anything `refused` nothing was written."""

    units: int = 0
    folder: Path = Path()
    missing: tuple[str, ...] = ()
    remarks: tuple[Said, ...] = ()
    refused: tuple[Said, ...] = ()


def roll_up(desk: Desk, asked: Asked) -> RollupDone:
    """Add up and write. Raises Refused where the call is wrong; what is wrong with packages comes back, all of it."""
    named = asked.named
    if named.period:
        check_period(named.period)
    roll = _roll(asked.expected)
    found = find_packages(asked.packages)
    gathering, refused = Gathering(named), []
    reading = _Reading(Schemes(), again=asked.recount)
    with progress_bar(desk, Said("reading packages")) as progress:
        for start in range(0, len(found.packages), _AT_ONCE):
            folders = found.packages[start : start + _AT_ONCE]
            for folder, package in zip(folders, reading.every(folders), strict=True):
                try:
                    if isinstance(package, Said):
                        raise Refused(package)
                    gathering.add(str(folder), package)
                except Refused as one:
                    refused.append(Said("{folder}: {problem}", folder=folder, problem=one.said))
            if progress is not None:
                progress(start + len(folders), len(found.packages))
    if refused:
        return RollupDone(refused=tuple(refused))
    translate = language.translator(named.language or gathering.language)
    rolled = gathering.finish(roll, translate)
    place = asked.out or Path(f"rollup-{rolled.how.as_of or 'no-day'}")
    with new_folder(place) as put:
        write_rolled_up(rolled, translate, put)
    remarks = [
        *(Said("no package in {folder}", folder=folder) for folder in found.without),
        *gathering.names_below_as_well(),
    ]
    if roll:
        remarks += [Said("missing: {unit}", unit=name) for name in rolled.missing]
        remarks += [Said("not on the roll: {unit}", unit=name) for name in gathering.not_on(roll)]
    return RollupDone(len(rolled.units), place, rolled.missing, tuple(remarks))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads packages; `again`: each is made again and compared first."""

    schemes: Schemes
    again: bool

    def every(self, folders: Sequence[Path]) -> list[UnitPackage | Said]:
        """Each package, or why it cannot be taken, half of them in a process of their own."""
        half = len(folders) if len(folders) < _FEW else len(folders) // 2
        if half == len(folders):
            return self._some(folders)
        here, there = both(lambda: self._some(folders[:half]), lambda: self._some(folders[half:]))
        return [*here, *there]

    def _some(self, folders: Sequence[Path]) -> list[UnitPackage | Said]:
        found: list[UnitPackage | Said] = []
        for folder in folders:
            try:
                found.append(read_unit(_files(folder, again=self.again), self.schemes))
            except Refused as one:
                found.append(one.said)
        return found


def _files(folder: Path, *, again: bool) -> PackageFiles:
    """A package's files; `again`: after everything in it was made again and compared."""
    if again:
        from exports.rollup.recounting import recount

        found = recount(
            read_package(folder), {name: language.translator(name) for name in language.LANGUAGES}
        )
        if found:
            raise Refused(Said("{problems}", problems=found[:3]))
    return read_digests(folder, READ)


def _roll(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    content = plain_bytes(file)
    if content is None:
        raise Refused(Said("there is no file {file}", file=file))
    return read_roll(content, file.name)
