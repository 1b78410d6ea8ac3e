"""A new folder whose files are written one by one, as they come: it appears whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tally.said import Refused, Said

_FOLDER, _FILE = 0o755, 0o644

Put = Callable[[str, Iterable[bytes]], None]


@contextmanager
def new_folder(place: Path) -> Iterator[Put]:
    """A function that writes a file by its name in the folder, out of pieces; in the end the folder is there.

    All files are written and synced in a folder beside the place; then one rename makes it the one that was asked
    for. Raises Refused where something lies there already, or where the person may not write.
    """
    place = place.absolute()
    if os.path.lexists(place) and (place.is_symlink() or not place.is_dir() or any(place.iterdir())):
        raise Refused(Said("{folder} is there already; give a new folder with --out", folder=place))
    beside = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir(_FOLDER)
    except (FileExistsError, NotADirectoryError):
        raise Refused(Said("{file} is no folder", file=place.parent)) from None
    except PermissionError:
        raise Refused(
            Said("you may not write in {folder}; ask who runs the host", folder=place.parent)
        ) from None
    folders = {beside}

    def put(name: str, pieces: Iterable[bytes]) -> None:
        path = beside / name
        if path.parent not in folders:
            path.parent.mkdir(_FOLDER)
            folders.add(path.parent)
        with path.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fchmod(file.fileno(), _FILE)
            os.fsync(file.fileno())

    try:
        yield put
        for folder in folders:
            folder.chmod(_FOLDER)
            _sync(folder)
        beside.rename(place)
        _sync(place.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
