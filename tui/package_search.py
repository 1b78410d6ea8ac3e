"""Finding packages: a folder of a package, or one that holds the folders of many."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tally.said import Refused, Said
from tui.package_folder import holds_package

DEEPEST = 6
"""Folders in each other, looked through below the one that was given."""


@dataclass(frozen=True, slots=True)
class FoundPackages:
    """Folders of packages in the order in which they were given, and folders in which there is none."""

    packages: tuple[Path, ...]
    without: tuple[Path, ...]


def find_packages(given: Iterable[Path]) -> FoundPackages:
    """The packages that were given. A folder without checksums stands for all packages below it.

    Links are not followed, names that begin with a dot are left out, and a package is not looked into. Raises
    Refused for what is no folder, and for a folder without any package.
    """
    packages: list[Path] = []
    without: list[Path] = []
    for one in given:
        folder = Path(os.path.normpath(one))
        if not folder.is_dir():
            raise Refused(Said("{folder} is no folder; give the folder of a package", folder=folder))
        if holds_package(folder):
            packages.append(folder)
            continue
        below = list(_below(folder, DEEPEST))
        found = [path for path, has in below if has]
        if not found:
            raise Refused(Said("there is no package in {folder} nor below it (no SHA256SUMS)", folder=folder))
        packages += found
        without += [path for path, has in below if not has]
    _refuse_twice(packages)
    return FoundPackages(tuple(packages), tuple(without))


def _below(folder: Path, depth: int) -> Iterator[tuple[Path, bool]]:
    """Every folder at which looking ended: it has a package, or nothing below it has."""
    with os.scandir(folder) as entries:
        inside = sorted(
            entry.name
            for entry in entries
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        )
    for name in inside:
        path = folder / name
        if holds_package(path):
            yield path, True
            continue
        below = list(_below(path, depth - 1)) if depth > 1 else []
        if any(has for _, has in below):
            yield from below
        else:
            yield path, False


def _refuse_twice(packages: Iterable[Path]) -> None:
    known: dict[tuple[int, int], Path] = {}
    for path in packages:
        state = path.stat()
        other = known.setdefault((state.st_dev, state.st_ino), path)
        if other is not path:
            raise Refused(Said("{folder} was given twice ({other})", folder=path, other=other))
