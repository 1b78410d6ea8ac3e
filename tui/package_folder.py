"""Reading a package's folder, which somebody else has written: plain files only, no links, of a sane size.

Names come from the folder, never from what a file in it says, and each folder is opened from the one above it, so
nothing outside of it is read whatever is put in its place meanwhile.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Container
from pathlib import Path

from exports.check_sums import FILE as SUMS
from exports.rollup.unit_package import PackageFiles
from tally.said import Refused, Said

LARGEST = 2 * 1024**3
"""Bytes of a package, all files together."""
MOST_FILES = 5_000
DEEPEST = 4
"""Folders in each other; a package has two."""
_PIECE = 4 * 1024 * 1024
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def read_package(folder: Path) -> dict[str, bytes]:
    """Every file of a package by its name there (`sent-up/verdicts.txt`), sorted.

    Raises Refused where the folder holds no package, a link, a device or a pipe, or more than 2 GB.
    """
    files: dict[str, bytes] = {}

    def take(name: str, handle: int, size: int) -> None:
        files[name] = _content(handle, size)

    _walk(folder, take)
    return dict(sorted(files.items()))


def read_digests(folder: Path, keep: Container[str]) -> PackageFiles:
    """The SHA-256 of every file of a package, and the content of those in `keep`. Raises Refused as above."""
    contents: dict[str, bytes] = {}
    digests: dict[str, str] = {}

    def take(name: str, handle: int, size: int) -> None:
        if name in keep or size <= _PIECE:
            content = _content(handle, size)
            digests[name] = hashlib.sha256(content).hexdigest()
            if name in keep:
                contents[name] = content
            return
        digest = hashlib.sha256()
        while piece := os.read(handle, _PIECE):
            digest.update(piece)
        digests[name] = digest.hexdigest()

    _walk(folder, take)
    return PackageFiles(contents, digests)


def holds_package(folder: Path) -> bool:
    """Whether a folder is a package's: it has checksums."""
    return os.path.lexists(folder / SUMS)


def _content(handle: int, size: int) -> bytes:
    content = os.read(handle, size + 1)
    if len(content) == size:
        return content
    pieces = [content]  # it grew, or it is too large for one call
    while piece := os.read(handle, _PIECE):
        pieces.append(piece)
    return b"".join(pieces)


Take = Callable[[str, int, int], None]
"""Given a file's name in the package, its open handle and its size."""


def _walk(folder: Path, take: Take) -> None:
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(Said("{folder} is no folder; give the folder of a package", folder=folder)) from None
    try:
        _Walk(folder, take).inside(top, "", 1)
    finally:
        os.close(top)


class _Walk:
    def __init__(self, folder: Path, take: Take) -> None:
        self.folder = folder
        self.take = take
        self.room = LARGEST
        self.files = 0

    def inside(self, handle: int, above: str, depth: int) -> None:
        """Take every file of an open folder, and of those in it."""
        with os.scandir(handle) as entries:
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
        if depth == 1 and not any(name == SUMS for name, _ in found):
            raise Refused(
                Said(
                    "{folder} holds no package (no SHA256SUMS); packages lie in export/, a folder for each day",
                    folder=self.folder,
                )
            )
        for name, is_folder in found:
            path = above + name
            if is_folder and depth == DEEPEST:
                raise self.refused(path, Said("{file} lies too deep for a package"))
            inner = self.opened(handle, name, path)
            try:
                if is_folder:
                    self.inside(inner, f"{path}/", depth + 1)
                else:
                    self.file(inner, path)
            finally:
                os.close(inner)

    def file(self, handle: int, path: str) -> None:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise self.no_plain_file(path)
        self.room -= state.st_size
        self.files += 1
        if self.room < 0 or self.files > MOST_FILES:
            raise Refused(Said("{folder} is larger than any package", folder=self.folder))
        if not path.isascii() and not _is_text(path):
            raise self.refused(path, Said("{file} has a name that is not UTF-8"))
        self.take(path, handle, state.st_size)

    def opened(self, handle: int, name: str, path: str) -> int:
        try:
            return os.open(name, _OPEN, dir_fd=handle)
        except PermissionError:
            raise self.refused(
                path, Said("you may not read or write {file}; ask who runs the host")
            ) from None
        except OSError:
            raise self.no_plain_file(path) from None

    def no_plain_file(self, path: str) -> Refused:
        return self.refused(path, Said("{file} is a link or no plain file; look at it and remove it"))

    def refused(self, path: str, said: Said) -> Refused:
        shown = path.encode(errors="backslashreplace").decode()
        return Refused(Said(said.template, file=self.folder / shown))


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
