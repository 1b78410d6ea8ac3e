"""Chained records in one file: read whole, and refused where a link does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from store.chain import first_broken
from store.faults import Damaged
from store.numbered_records import records_in
from store.plain_file import plain_bytes
from tally.said import Said


def read_chained(path: Path) -> list[dict[str, Any]]:
    """The records of a file, in order; none where there is no file.

    Raises Damaged for what is no plain file, for records that cannot be trusted and for a broken chain.
    """
    content = plain_bytes(path)
    if content is None:
        return []
    records = records_in(content, path)
    require_chain(records, path)
    return records


def require_chain(records: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Raise Damaged, naming the first record whose link does not fit."""
    if not all(isinstance(record, dict) for record in records):
        raise Damaged(path, Said("a record is missing"))
    try:
        broken = first_broken(records)
    except (ValueError, RecursionError):
        # Text that is no text, or nesting without end: nothing that was ever linked.
        raise Damaged(path, Said("it is not JSON")) from None
    if broken is None:
        return
    ballot = records[broken - 1].get("ballot")
    if type(ballot) is int:
        raise Damaged(
            path,
            Said("record {place}, of ballot {ballot}, does not fit its chain", place=broken, ballot=ballot),
        )
    raise Damaged(path, Said("record {place} does not fit its chain", place=broken))
