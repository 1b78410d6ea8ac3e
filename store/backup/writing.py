"""Writing a backup: beside its final name, for its maker alone, and there as a whole or not at all."""

from __future__ import annotations

import contextlib
import grp
import hashlib
import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO

from store.backup.format import (
    LAST_LINE,
    MANIFEST,
    SEAL,
    Head,
    Kept,
    file_line,
    head_line,
    own_header,
    padding,
    seal_end,
    tar_header,
)
from store.chain import sha256
from store.faults import NotSaved
from tally.said import Refused, Said

_FOR_ITS_MAKER = 0o600
_CHUNK = 1 << 20


class BackupWriter:
    """Takes the files in their order, then puts the manifest before them and the seal behind.

    Until then they lie in files without a name beside the backup, so a killed writer leaves nothing.
    """

    def __init__(self, path: Path, members: IO[bytes], lines: IO[bytes]) -> None:
        self._path = path
        self._members = members
        self._lines = lines
        self.count = 0

    def add(self, kept: Kept, content: bytes) -> None:
        """One file of the appraisal. Raises NotSaved."""
        line = file_line(kept.path, len(content), sha256(content))
        with _told(self._path):
            self._lines.write(b",\n" + line if self.count else line)
            self._members.write(tar_header(kept, len(content)) + content + padding(len(content)))
        self.count += 1

    def finish(self, head: Head) -> None:
        """Write the backup durably. Raises NotSaved, and Refused where its name is taken meanwhile."""
        first = head_line(head)
        last = b"\n" + LAST_LINE + b"\n"
        temp = self._path.with_name(f".{self._path.name}.{os.urandom(4).hex()}.tmp")
        with _told(self._path), _dropped(temp):
            size = len(first) + self._lines.tell() + len(last)
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            with os.fdopen(os.open(temp, flags, _FOR_ITS_MAKER), "w+b") as file:
                file.write(own_header(MANIFEST, size) + first)
                _pour(self._lines, file)
                file.write(last + padding(size))
                _pour(self._members, file)
                file.write(own_header(SEAL, 65))
                file.write(seal_end(file.tell(), _digest(file).encode() + b"\n"))
                file.flush()
                os.fsync(file.fileno())
            _name(temp, self._path)
            try:
                sync_folder(self._path.parent)
            except OSError:
                # Left there it would pass for a backup that survives a power cut.
                self._path.unlink()
                raise


@contextmanager
def writing_backup(path: Path, appraisal: Path) -> Iterator[BackupWriter]:
    """Refuse a place where a backup cannot lie, else take the files of the backup `path`."""
    path = path.parent.resolve() / path.name
    if os.path.lexists(path):
        raise Refused(Said("there is a file {file} already; choose another name", file=path))
    if not path.parent.is_dir():
        raise Refused(Said("{file} is no folder", file=path.parent))
    if path.parent.is_relative_to(appraisal.resolve()):
        raise Refused(Said("{file} lies in the appraisal itself; put the backup on another disk", file=path))
    with ExitStack() as stack:
        with _told(path):
            members, lines = (stack.enter_context(tempfile.TemporaryFile(dir=path.parent)) for _ in range(2))
        yield BackupWriter(path, members, lines)


def sync_folder(folder: Path) -> None:
    """Make what was named in a folder durable. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept(path: Path, inside: str) -> Kept:
    """Mode and owner of a file or folder, which is called `inside` in the backup."""
    state = path.lstat()
    return Kept(
        inside,
        state.st_mode & 0o7777,
        state.st_uid,
        state.st_gid,
        _account(state.st_uid),
        _group(state.st_gid),
        int(state.st_mtime),
    )


@lru_cache(maxsize=1024)
def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return ""


@lru_cache(maxsize=1024)
def _group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return ""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system says while writing is told as NotSaved."""
    try:
        yield
    except OSError as error:
        raise NotSaved(path, error) from error


@contextmanager
def _dropped(temp: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            temp.unlink()


def _pour(source: IO[bytes], target: IO[bytes]) -> None:
    source.seek(0)
    shutil.copyfileobj(source, target, _CHUNK)


def _digest(file: IO[bytes]) -> str:
    """The SHA-256 of everything written so far, read back."""
    file.flush()
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _name(temp: Path, path: Path) -> None:
    """Give the file its name. A link never takes the place of another file; not every disk has links."""
    try:
        os.link(temp, path)
    except FileExistsError:
        raise Refused(Said("there is a file {file} already; choose another name", file=path)) from None
    except OSError:
        # The file systems of memory sticks.
        if os.path.lexists(path):
            raise Refused(Said("there is a file {file} already; choose another name", file=path)) from None
        temp.rename(path)
