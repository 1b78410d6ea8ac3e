"""Where a package is written: as a whole, or not at all, and never over one of another count.

All files are written and synced in a folder beside the place; then one rename makes it the package.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from exports.check_sums import FILE as SUMS
from exports.check_sums import listed
from store.durable_file import replace_durably, sync_folder
from tally.said import Refused, Said

READABLE = 0o644


def write_by_day(exports: Path, day: str, files: Mapping[str, bytes]) -> Path:
    """Write a package into the folder of its day under `exports`, and return that folder.

    Where that day has a package already, the same one is left as it is, and another one gets a folder with a
    number behind the day: what was signed is not written over. Raises Refused where the person may not write.
    """
    for number in itertools.count(1):
        place = exports / (day if number == 1 else f"{day}-{number}")
        if not os.path.lexists(place):
            return _write(place, files)
        if _holds(place, files):
            return place
    raise AssertionError


def write_out(place: Path, files: Mapping[str, bytes]) -> Path:
    """Write a package into a folder of the person's choice, and return it.

    A package that lies there and nothing else is replaced. Raises Refused where there are other files.
    """
    if not os.path.lexists(place):
        return _write(place, files)
    if not place.is_dir():
        raise Refused(Said("{file} is no folder", file=place))
    if _holds(place, files):
        return place
    there = _files(place)
    if there and not _is_package(place, there):
        raise Refused(
            Said("{folder} holds other files; give a new folder, or one with a package alone", folder=place)
        )
    return _write(place, files, replacing=True)


def _write(place: Path, files: Mapping[str, bytes], *, replacing: bool = False) -> Path:
    place = place.absolute()
    beside = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir(0o755)
    except (FileExistsError, NotADirectoryError):
        raise Refused(Said("{file} is no folder", file=place.parent)) from None
    except PermissionError:
        raise Refused(
            Said("you may not write in {folder}; ask who runs the host", folder=place.parent)
        ) from None
    old = place.with_name(f"{beside.name}.old")
    try:
        beside.chmod(0o755)
        for name in dict.fromkeys(str(Path(name).parent) for name in files):
            if name != ".":
                (beside / name).mkdir()
                (beside / name).chmod(0o755)
        for name, content in files.items():
            replace_durably(beside / name, content, READABLE)
        if replacing:
            place.rename(old)
        beside.rename(place)
        sync_folder(place.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        if old.exists() and not os.path.lexists(place):
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return place


def _files(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


def _holds(place: Path, files: Mapping[str, bytes]) -> bool:
    """Whether these very files, and no other, lie there."""
    there = _files(place)
    return there.keys() == files.keys() and all(
        path.is_file() and not path.is_symlink() and path.read_bytes() == files[name]
        for name, path in there.items()
    )


def _is_package(place: Path, there: Mapping[str, Path]) -> bool:
    if SUMS not in there:
        return False
    try:
        return set(there) <= {SUMS, *listed((place / SUMS).read_bytes())}
    except (OSError, ValueError):
        return False
