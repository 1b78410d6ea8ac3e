"""Writing a whole file so that it is there after a power cut, or not at all.

A temporary file in the same folder is written, given its mode, synced and renamed; then the folder is
synced. An fsync that failed is never tried again: the second one may succeed over lost bytes.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.faults import Busy, NotSaved


def replace_durably(path: Path, content: bytes, mode: int) -> None:
    """Write `content` in the place of `path`; returns after file and folder were synced.

    The caller holds the lock of `path`. The file has exactly `mode`, whatever the umask: under 077 a
    reviewer would be blind without a word. Raises NotSaved; the file then holds its old content, or
    the new one where only the folder could not be synced.
    """
    _replace(path, content, mode, sync=True)


def replace_quickly(path: Path, content: bytes, mode: int) -> None:
    """The same without waiting for the disk: for drafts and notices, which acknowledge nothing."""
    _replace(path, content, mode, sync=False)


def create_durably(path: Path, content: bytes, mode: int) -> None:
    """Write a new file; returns after file and folder were synced. Needs no lock.

    A link, unlike a rename, never takes the place of a file. Raises FileExistsError where there is
    one, and NotSaved; the file is then not there, or there as a whole where only the last steps failed.
    """
    # The name is of this call alone: another thread, or a process of the same number in another
    # container, must not find its half-written file linked in the place of this one.
    temp = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    with _leaving_nothing(path, temp):
        _write(temp, content, mode, sync=True)
        linked = _link(temp, path)
        os.unlink(temp)
        if linked:
            sync_folder(path.parent)
    if not linked:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def make_folder(path: Path, mode: int) -> None:
    """Make a folder so that it is there after a power cut, with all that is synced in it later.

    A folder that is there already is left as it is: its mode is its owner's affair. Raises NotSaved,
    also where something else has the name.
    """
    try:
        os.mkdir(path, mode)
    except FileExistsError as error:
        if not path.is_dir():
            raise NotSaved(path, error) from error
        return
    except OSError as error:
        raise NotSaved(path, error) from error
    try:
        sync_folder(path.parent)
    except OSError as error:
        # Left there it would pass for one that was synced when it is tried again.
        with contextlib.suppress(OSError):
            path.rmdir()
        raise NotSaved(path, error) from error


def drop_stale(path: Path) -> None:
    """Remove the temporary file that a killed writer left beside `path`. The caller holds its lock."""
    _drop(_temp(path))


def sync_once(path: Path) -> None:
    """Sync a file and its folder; on opening, once.

    After a crash between the rename and the folder's sync the new state is visible and perhaps not
    durable. Raises NotSaved, also where there is no such file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        sync_folder(path.parent)
    except OSError as error:
        raise NotSaved(path, error) from error


@contextmanager
def hold_lock(lock_path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock on a file that serves for nothing else and is never removed.

    A lock on the data file itself is worth nothing where a rename replaces it: the next process locks
    another file (967 of 2,000 updates lost). The lock ends with the process, SIGKILL included; do not
    fork while holding it. Raises Busy where it is held and `wait` is False, NotSaved where the
    system cannot lock.
    """
    try:
        handle = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NotSaved(lock_path, error) from error
    try:
        _lock(handle, lock_path, wait=wait)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, lock_path: Path, *, wait: bool) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        raise Busy(lock_path) from None
    except OSError as error:
        raise NotSaved(lock_path, error) from error


def _replace(path: Path, content: bytes, mode: int, *, sync: bool) -> None:
    temp = _temp(path)
    with _leaving_nothing(path, temp):
        try:
            _write(temp, content, mode, sync=sync)
        except FileExistsError:
            _drop(temp)  # a killed writer's
            _write(temp, content, mode, sync=sync)
        os.rename(temp, path)
        if sync:
            sync_folder(path.parent)


def _temp(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


@contextmanager
def _leaving_nothing(path: Path, temp: Path) -> Iterator[None]:
    """Whatever goes wrong, the temporary file is removed; what the system says is told as NotSaved."""
    try:
        yield
    except OSError as error:
        _drop(temp)
        raise NotSaved(path, error) from error
    except BaseException:
        _drop(temp)
        raise


def _write(temp: Path, content: bytes, mode: int, *, sync: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(temp, flags, 0o600)
    try:
        left = memoryview(content)
        while left:
            written = os.write(handle, left)
            if not written:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(temp))
            left = left[written:]
        os.fchmod(handle, mode)
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def _link(temp: Path, path: Path) -> bool:
    """Give the temporary file its name; False where the name is taken."""
    try:
        os.link(temp, path)
    except FileExistsError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: what was renamed or linked there stays so. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop(temp: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(temp)
