"""Writing a whole file so that it is there after a power cut, or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.faults import Busy, NotSaved


def replace_durably(path: Path, content: bytes, mode: int) -> None:
    """Write `content` in the place of `path`, synced with its folder. Raises NotSaved; the old file stays."""
    _replace(path, content, mode, sync=True)


def replace_quickly(path: Path, content: bytes, mode: int) -> None:
    """The same without waiting for the disk: for drafts and notices."""
    _replace(path, content, mode, sync=False)


def create_durably(path: Path, content: bytes, mode: int) -> None:
    """Write a new file, synced. Raises FileExistsError where there is one, NotSaved where the disk failed."""
    temp = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _write(temp, content, mode, sync=True)
        os.link(temp, path)
        os.unlink(temp)
        _sync_folder(path.parent)
    except FileExistsError:
        _drop(temp)
        raise
    except OSError as error:
        _drop(temp)
        raise NotSaved(path, error) from error


def sync_once(path: Path) -> None:
    """Sync a file and its folder: what was seen after a crash may not be durable yet."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        _sync_folder(path.parent)
    except OSError as error:
        raise NotSaved(path, error) from error


@contextmanager
def hold_lock(lock_path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock on a separate, permanent file. Raises Busy where it is held and `wait` is False."""
    try:
        handle = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NotSaved(lock_path, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy(lock_path) from None
        yield
    finally:
        os.close(handle)


def _replace(path: Path, content: bytes, mode: int, *, sync: bool) -> None:
    temp = path.with_name(f".{path.name}.tmp")
    try:
        _drop(temp)
        _write(temp, content, mode, sync=sync)
        os.rename(temp, path)
        if sync:
            _sync_folder(path.parent)
    except OSError as error:
        _drop(temp)
        raise NotSaved(path, error) from error


def _write(temp: Path, content: bytes, mode: int, *, sync: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(temp, flags, 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
        os.fchmod(handle, mode)
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop(temp: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(temp)
