"""Numbered records in one TinyDB file, added to and never changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document, Table

from store.faults import Damaged
from store.locked_storage import LockedStorage
from tally.said import Said


class _Uncached(Table):
    """A table whose query cache is off: it serves stale rows across processes."""

    default_query_cache_capacity = 0


class Records:
    """The records of one file, numbered 1, 2, 3 by us and not by TinyDB's counter."""

    def __init__(self, path: Path, mode: int = 0o640) -> None:
        self._path = path
        self._storage = LockedStorage(path, mode)

    def all(self) -> list[dict[str, Any]]:
        """Every record in order. Raises Damaged where the file cannot be trusted."""
        tables = self._storage.read()
        if tables is None:
            return []
        if set(tables) != {"_default"}:
            raise Damaged(self._path, Said("it holds no records"))
        records = tables["_default"]
        try:
            return [dict(records[str(number)]) for number in range(1, len(records) + 1)]
        except (KeyError, TypeError, ValueError):
            raise Damaged(self._path, Said("a record is missing")) from None

    def append(self, make: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
        """Add what `make` makes of the records so far, durably and in one write, under the lock."""
        with self._storage.locked():
            existing = self.all()
            fresh = make(existing)
            if not fresh:
                return
            database = TinyDB(storage=lambda: self._storage)
            database.table_class = _Uncached
            database.table("_default").insert_multiple(
                Document(record, doc_id=number)
                for number, record in enumerate(fresh, start=len(existing) + 1)
            )
