"""The ledger (台账): one file a record, each chained to the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from store import clock
from store.chain import START, Fields, chained, first_broken, link
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.json_file import create_record, read_record
from store.layout import CLOSED
from tally.said import Said


def read_ledger(folder: Path) -> list[Fields]:
    """All records in order. Raises Damaged for a gap, an unreadable record or a broken chain."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix == ".json")
    records = []
    for place, name in enumerate(names, start=1):
        path = folder / name
        if name != _name(place):
            raise Damaged(path, Said("record {place} of the ledger is missing", place=place))
        records.append(read_record(path))
    broken = first_broken(records)
    if broken is not None:
        raise Damaged(
            folder / _name(broken), Said("its chain does not fit; it was changed after it was written")
        )
    return records


def add_to_ledger(folder: Path, entries: Iterable[Mapping[str, Any]], by: str) -> list[Fields]:
    """Write records durably, in order, each with its number, time and author; returns them with links."""
    added = []
    with hold_folder(folder):
        numbers = sorted(path.name for path in folder.iterdir() if path.suffix == ".json")
        previous = str(read_record(folder / numbers[-1])["link"]) if numbers else START
        number = len(numbers)
        for entry in entries:
            number += 1
            (record,) = chained(previous, [{"n": number, "at": clock.now(), "by": by, **entry}])
            create_record(folder / _name(number), record, CLOSED)
            previous = link(previous, record)
            added.append(record)
    return added


def _name(number: int) -> str:
    return f"{number:08d}.json"
