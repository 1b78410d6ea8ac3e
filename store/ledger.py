"""The ledger (台账): one file a record, each chained to the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from store import clock
from store.chain import START, Fields, chained, first_broken
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.json_file import create_record, read_record
from store.layout import CLOSED
from tally.said import Said


def read_ledger(folder: Path) -> list[Fields]:
    """All records in order. Raises Damaged for a gap, an unreadable record or a broken chain."""
    records = []
    for place, name in enumerate(_names(folder), start=1):
        path = folder / name
        if name != record_name(place):
            raise Damaged(
                folder / record_name(place), Said("record {place} of the ledger is missing", place=place)
            )
        records.append(read_record(path))
    broken = first_broken(records)
    if broken is not None:
        raise Damaged(
            folder / record_name(broken), Said("its chain does not fit; it was changed after it was written")
        )
    for place, record in enumerate(records, start=1):
        _require_fields(folder / record_name(place), record)
    return records


def read_ledger_record(folder: Path, number: int) -> Fields:
    """One record by its number; its chain is not looked at. Raises Damaged where there is none."""
    path = folder / record_name(number)
    try:
        record = read_record(path)
    except FileNotFoundError:
        raise Damaged(path, Said("record {place} of the ledger is missing", place=number)) from None
    _require_fields(path, record)
    return record


def add_to_ledger(folder: Path, entries: Iterable[Mapping[str, Any]], by: str) -> list[Fields]:
    """Write records durably, in order, each with its number, time and author; returns them with links."""
    with hold_folder(folder):
        return _add(folder, entries, by)


def extend_ledger(
    folder: Path, make: Callable[[list[Fields]], Iterable[Mapping[str, Any]]], by: str
) -> list[Fields]:
    """Write what `make` makes of the whole ledger, nobody writing in between; returns the new records.

    Whatever must not stand twice (a pass taken in by two reviewers at once) is looked for here. Where
    `make` raises, nothing is written.
    """
    with hold_folder(folder):
        return _add(folder, make(read_ledger(folder)), by)


def _add(folder: Path, entries: Iterable[Mapping[str, Any]], by: str) -> list[Fields]:
    names = _names(folder)
    number = len(names)
    if names and names[-1] != record_name(number):
        read_ledger(folder)  # says which record is missing
    previous = str(read_ledger_record(folder, number)["link"]) if names else START
    added = []
    for entry in entries:
        number += 1
        (record,) = chained(previous, [{"n": number, "at": clock.now(), "by": by, **entry}])
        create_record(folder / record_name(number), record, CLOSED)
        previous = str(record["link"])
        added.append(record)
    return added


def last_ruled(folder: Path, file: str) -> int:
    """How many records of a file of rulings the ledger knows, by its last word on it; 0 for none."""
    for name in reversed(_names(folder)):
        record = read_record(folder / name)
        if record.get("kind") == "ruled" and record.get("file") == file:
            _require_fields(folder / name, record)
            return int(record["count"])
    return 0


def record_name(number: int) -> str:
    """The file of a record."""
    return f"{number:08d}.json"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".json" and path.name[0] != ".")


_TEXTS = {
    "described": ("scheme_sha256", "subjects_sha256", "counts_sha256"),
    "taken-in": ("tag", "name", "sha256", "last_link", "cover_sha256"),
    "returned": ("tag", "name", "reason", "sha256"),
    "ruled": ("file", "last_link"),
    "sampled": ("check", "form", "subject", "seed", "risk", "reason", "settled_sha256"),
    "sealed": ("reason", "settled_sha256"),
    "reopened": ("reason",),
}
_NUMBERS = {"taken-in": ("owner", "count"), "ruled": ("count",)}


def _require_fields(path: Path, record: Fields) -> None:
    """A record is what its kind says, so that nobody has to ask again."""
    kind = record.get("kind")
    texts = ("at", "by", "link", *_TEXTS.get(str(kind), ()))
    numbers = ("n", *_NUMBERS.get(str(kind), ()))
    if (
        not isinstance(kind, str)
        or kind not in _TEXTS
        or not all(isinstance(record.get(field), str) for field in texts)
        or not all(type(record.get(field)) is int for field in numbers)
    ):
        raise Damaged(path, Said("it is no record of the ledger"))
    if kind == "sealed" and not _texts_by_name(record.get("files")):
        raise Damaged(path, Said("it is no record of the ledger"))


def _texts_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(digest, str) for digest in value.values())
