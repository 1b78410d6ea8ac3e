"""Numbered records in one TinyDB file, added to and never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tinydb.table import Table

from store.locked_storage import LockedStorage
from store.numbered_records import TABLE, Tables, require_numbered

Make = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""Makes new records of those that are there."""


class Records:
    """The records of one file, numbered 1, 2, 3 by us: TinyDB's own counter collides between processes."""

    def __init__(self, path: Path, mode: int = 0o640) -> None:
        self._storage = _Numbered(path, mode)
        # No query cache: it serves stale rows across processes. TinyDB binds the default capacity when
        # its Table is defined, so a subclass cannot change it; it has to be handed in.
        self._table = _Growing(self._storage, TABLE, cache_size=0)

    def all(self) -> list[dict[str, Any]]:
        """Every record in the order of the numbers, read from the disk; none where there is no file.

        Raises Damaged where the file cannot be trusted: the numbers have to be 1, 2, 3 without a gap.
        """
        tables = self._storage.read()
        if tables is None:
            return []
        records = tables[TABLE]
        return [records[str(number)] for number in range(1, len(records) + 1)]

    def settle(self) -> None:
        """Make what stands in the file durable: once, before it is told to be saved. Raises NotSaved."""
        self._storage.settle()

    def append(self, make: Make) -> None:
        """Add what `make` makes of the records so far: under the lock, in one write, durably.

        `make` is given copies, one level deep: what was there stays as it is. Where it raises or makes
        nothing, nothing is written. Raises Damaged, NotSaved, and after NotSaved Poisoned: open the
        records anew. They may hold the new ones all the same (only the folder was not synced), so a
        `make` that is tried again looks for them in what it is given.
        """
        with self._storage.locked():
            self._table.append(make)


class _Numbered(LockedStorage):
    """One table, its records numbered without a gap; any other file is damaged."""

    def read(self) -> Tables | None:
        tables = super().read()
        return None if tables is None else require_numbered(tables, self._path)


class _NothingMade(Exception):
    """There is nothing to write."""


class _Growing(Table):
    """Makes new records inside TinyDB's one update, out of what that update has just read.

    Its insert would read the file a second time, a tenth of a ballot's time.
    """

    def append(self, make: Make) -> None:
        def add(records: dict[int, Mapping[str, Any]]) -> None:
            count = len(records)
            fresh = make([dict(records[number]) for number in range(1, count + 1)])
            if not fresh:
                raise _NothingMade  # else TinyDB would write the file as it was
            records.update(enumerate(map(dict, fresh), start=count + 1))

        try:
            self._update_table(add)
        except _NothingMade:
            return
