"""A TinyDB storage that loses nothing: locked, re-read, written whole and synced.

TinyDB's own storage truncates in place: 3 of 120 kills and a full disk left the whole file unreadable,
and two processes destroyed it. `storage-facts.md` has what was measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinydb.storages import Storage

from store.durable_file import drop_stale, hold_lock, replace_durably, sync_once
from store.faults import Poisoned
from store.numbered_records import Tables, tables_in


class LockedStorage(Storage):
    """One JSON file. `read` never serves a cached state; after an I/O error nothing more is written.

    Reading needs no lock, since the file is only ever replaced whole, and takes none: a reviewer
    cannot lock beside a clerk's file.
    """

    def __init__(self, path: Path, mode: int = 0o640) -> None:
        self._path = path
        self._mode = mode
        self._lock_path = path.with_name(f".{path.name}.lock")
        self._held = False
        self._poisoned = False
        self._opened = False
        self._closed = False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file against every other process around a read and a write; not to be nested.

        The first time, what a crash may have left is seen to: a stale temporary file is removed, the
        file and its folder are synced. Raises NotSaved, and Poisoned where an earlier call failed.
        """
        self._require_open()
        if self._poisoned:
            raise Poisoned(self._path)
        with hold_lock(self._lock_path):
            self._held = True
            try:
                if not self._opened:
                    self._see_to_a_crash()
                yield
            finally:
                self._held = False

    def settle(self) -> None:
        """Make what stands in the file durable, before anybody is told that it is saved.

        A writer killed between the rename and the folder's sync leaves content that can be read and
        may still be lost in a power cut. Raises NotSaved, and Poisoned where an earlier call failed.
        """
        with self.locked():
            pass

    def read(self) -> Tables | None:
        """The file's content now, read from the disk; None only where there is no file.

        Raises Damaged for an empty file, one that is not UTF-8 or not JSON, says a name twice or is
        no table of tables; OSError where the file cannot be read.
        """
        self._require_open()
        with self._poisoned_by_errors():
            try:
                content = self._path.read_bytes()
            except FileNotFoundError:
                return None
        return tables_in(content, self._path)

    def write(self, data: Tables) -> None:
        """Replace the file durably. Raises NotSaved, and from then on Poisoned.

        Raises RuntimeError where the lock is not held: that is a mistake of the program's.
        """
        self._require_open()
        if not self._held:
            raise RuntimeError(f"{self._path.name}: write without the lock")
        if self._poisoned:
            raise Poisoned(self._path)
        # A record that JSON cannot hold fails here, before anything is touched.
        content = _ENCODER.encode(data).encode()
        with self._poisoned_by_errors():
            replace_durably(self._path, content, self._mode)

    def close(self) -> None:
        """Nothing is read or written through this handle any more."""
        self._closed = True

    def _see_to_a_crash(self) -> None:
        drop_stale(self._path)
        with self._poisoned_by_errors():
            if self._path.exists():
                sync_once(self._path)
        self._opened = True

    @contextmanager
    def _poisoned_by_errors(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._poisoned = True
            raise

    def _require_open(self) -> None:
        if self._closed:
            raise RuntimeError(f"{self._path.name}: used after it was closed")


# Made once: json.dumps would make it anew for every ballot. What holds itself ends in a RecursionError
# instead of a ValueError.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))
