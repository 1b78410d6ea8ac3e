"""Numbered records in one TinyDB file, added to and never changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document

from store.faults import Damaged
from store.locked_storage import LockedStorage
from tally.said import Said

TABLE = TinyDB.default_table_name


class Records:
    """The records of one file, numbered 1, 2, 3 by us: TinyDB's own counter collides between processes."""

    def __init__(self, path: Path, mode: int = 0o640) -> None:
        self._path = path
        self._storage = LockedStorage(path, mode)
        # No query cache: it serves stale rows across processes. TinyDB binds the default capacity when
        # its Table is defined, so a subclass cannot change it; it has to be handed in.
        self._table = TinyDB(storage=lambda: self._storage).table(TABLE, cache_size=0)

    def all(self) -> list[dict[str, Any]]:
        """Every record in the order of the numbers, read from the disk; none where there is no file.

        Raises Damaged where the file cannot be trusted: the numbers have to be 1, 2, 3 without a gap.
        """
        tables = self._storage.read()
        if tables is None:
            return []
        if set(tables) != {TABLE} or not tables[TABLE]:
            raise Damaged(self._path, Said("it holds no records"))
        records = tables[TABLE]
        found = [records.get(str(number)) for number in range(1, len(records) + 1)]
        if not all(isinstance(record, dict) for record in found):
            raise Damaged(self._path, Said("a record is missing"))
        return [dict(record) for record in found if record is not None]

    def append(self, make: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
        """Add what `make` makes of the records so far: under the lock, in one write, durably.

        What was there is never changed, whatever `make` does with its copies. Where it raises or makes
        nothing, nothing is written. Raises Damaged, NotSaved, and after NotSaved Poisoned: open the
        records anew. They may hold the new ones all the same (only the folder was not synced), so a
        `make` that is tried again looks for them in what it is given.
        """
        with self._storage.locked():
            existing = self.all()
            fresh = make(existing.copy())
            first = len(existing) + 1
            if fresh:
                self._table.insert_multiple(
                    Document(record, doc_id=number) for number, record in enumerate(fresh, start=first)
                )
