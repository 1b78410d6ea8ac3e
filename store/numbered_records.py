"""What a file of numbered records holds: one table, its records numbered 1, 2, 3 without a gap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store.faults import Damaged
from store.json_text import decoded
from tally.said import Said

TABLE = "_default"
"""TinyDB's name for the only table of a file (`TinyDB.default_table_name`; the tests hold them together)."""

Tables = dict[str, dict[str, Any]]
"""What a TinyDB file holds: tables by name, records by number."""


def records_in(content: bytes, path: Path) -> list[dict[str, Any]]:
    """The records of a file's bytes, in order. Raises Damaged where it holds anything else."""
    records = require_numbered(tables_in(content, path), path)[TABLE]
    return [records[str(number)] for number in range(1, len(records) + 1)]


def tables_in(content: bytes, path: Path) -> Tables:
    """The tables of a file's bytes. Raises Damaged where they are none."""
    tables = decoded(content, path)
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise Damaged(path, Said("it holds no records"))
    return tables


def require_numbered(tables: Tables, path: Path) -> Tables:
    """The same tables: one, its records numbered without a gap. Raises Damaged for any other."""
    if set(tables) != {TABLE} or not tables[TABLE]:
        raise Damaged(path, Said("it holds no records"))
    records = tables[TABLE]
    numbers = map(str, range(1, len(records) + 1))
    if set(map(type, map(records.get, numbers))) != {dict}:
        raise Damaged(path, Said("a record is missing"))
    return tables
