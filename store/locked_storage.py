"""A TinyDB storage that loses nothing: locked, re-read, written whole and synced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from store.durable_file import hold_lock, replace_durably, sync_once
from store.faults import Damaged, NotSaved, Poisoned
from tally.said import Said


class LockedStorage(Storage):
    """One JSON file. `read` never serves a cached state; after an I/O error nothing more is written."""

    def __init__(self, path: Path, mode: int = 0o640) -> None:
        self._path = path
        self._mode = mode
        self._held = False
        self._poisoned = False
        self._synced = False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file against every other process around a read and a write."""
        with hold_lock(self._path.with_name(f".{self._path.name}.lock")):
            self._held = True
            try:
                if not self._synced and self._path.exists():
                    sync_once(self._path)
                self._synced = True
                yield
            finally:
                self._held = False

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The file's content now; None where there is no file. Raises Damaged."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            tables = json.loads(content, object_pairs_hook=_no_doubled_keys)
        except ValueError:
            raise Damaged(self._path, Said("it is not JSON")) from None
        if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
            raise Damaged(self._path, Said("it holds no records"))
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Write everything durably. Raises NotSaved, and Poisoned ever after."""
        if not self._held:
            raise RuntimeError("write without the lock")
        if self._poisoned:
            raise Poisoned(self._path)
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            replace_durably(self._path, content, self._mode)
        except NotSaved:
            self._poisoned = True
            raise

    def close(self) -> None:
        """Nothing is held open."""


def _no_doubled_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("doubled key")
    return found
