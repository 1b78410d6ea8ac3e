"""The ledger (台账): one file a record, each chained to the one before."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from store import clock
from store.chain import START, Fields, chained, fits
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.json_file import create_record, read_record, record_in
from store.layout import CLOSED
from store.plain_file import plain_bytes
from tally.said import Said


def read_ledger(folder: Path, after: int = 0, until: int | None = None) -> list[Fields]:
    """The records in order: all, or those `after` a number and not after `until`.

    Raises Damaged for a gap, an unreadable record or a broken chain.
    """
    return list(each_record(folder, after, until))


def each_record(folder: Path, after: int = 0, until: int | None = None) -> Iterator[Fields]:
    """The same, one at a time: of the records before only the last one's link is looked at."""
    last = _require_no_gap(folder) if until is None else until
    previous = str(read_ledger_record(folder, after)["link"]) if after else START
    for number in range(after + 1, last + 1):
        name = f"{folder}/{record_name(number)}"
        content = plain_bytes(name)
        if content is None:
            raise _missing(Path(name), number)
        record = record_in(content, name)
        if not fits(previous, record, content):
            raise Damaged(Path(name), Said("its chain does not fit; it was changed after it was written"))
        _require_fields(name, record)
        previous = record["link"]
        yield record


def last_number(folder: Path) -> int:
    """The number of the last record, 0 for none; found by looking for names, not by listing them all.

    Raises Damaged where a record is missing among the names looked for; reading the ledger finds any gap.
    """
    if not _is_there(folder, 1):
        last = 0
    else:
        last, beyond = 1, 2
        while _is_there(folder, beyond):
            last, beyond = beyond, 2 * beyond
        while beyond - last > 1:
            middle = (last + beyond) // 2
            last, beyond = (middle, beyond) if _is_there(folder, middle) else (last, middle)
    if any(_is_there(folder, last + 1 + 2**step) for step in range(24)):
        _require_no_gap(folder)
    return last


def _is_there(folder: Path, number: int) -> bool:
    return os.path.lexists(f"{folder}/{record_name(number)}")


def _require_no_gap(folder: Path) -> int:
    """How many records there are. Raises Damaged, naming the first that is missing."""
    names = _names(folder)
    if names and names[-1] == record_name(len(names)):
        return len(names)
    for number, name in enumerate(names, start=1):
        if name != record_name(number):
            raise _missing(folder / record_name(number), number)
    return len(names)


def _missing(path: Path, number: int) -> Damaged:
    return Damaged(path, Said("record {place} of the ledger is missing", place=number))


def read_ledger_record(folder: Path, number: int) -> Fields:
    """One record by its number; its chain is not looked at. Raises Damaged where there is none."""
    path = folder / record_name(number)
    try:
        record = read_record(path)
    except FileNotFoundError:
        raise _missing(path, number) from None
    _require_fields(path, record)
    return record


def add_to_ledger(folder: Path, entries: Iterable[Mapping[str, Any]], by: str) -> list[Fields]:
    """Write records durably, in order, each with its number, time and author; returns them with links."""
    with hold_folder(folder):
        return _add(folder, entries, by)


def extend_ledger(
    folder: Path, make: Callable[[list[Fields]], Iterable[Mapping[str, Any]]], by: str, after: int = 0
) -> list[Fields]:
    """Write what `make` makes of the ledger, nobody writing in between; returns the new records.

    Whatever must not stand twice (a pass taken in by two reviewers at once) is looked for here; `after` is
    the last record that it cannot stand in. Where `make` raises, nothing is written.
    """
    with hold_folder(folder):
        return _add(folder, make(read_ledger(folder, after, last_number(folder))), by)


def _add(folder: Path, entries: Iterable[Mapping[str, Any]], by: str) -> list[Fields]:
    number = last_number(folder)
    previous = str(read_ledger_record(folder, number)["link"]) if number else START
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
    for number in range(last_number(folder), 0, -1):
        record = read_ledger_record(folder, number)
        if record["kind"] == "ruled" and record["file"] == file:
            return int(record["count"])
    return 0


def record_name(number: int) -> str:
    """The file of a record."""
    return f"{number:08d}.json"


def _names(folder: Path) -> list[str]:
    return sorted(name for name in os.listdir(folder) if name.endswith(".json") and name[0] != ".")


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


def _require_fields(path: Path | str, record: Fields) -> None:
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
        raise Damaged(Path(path), Said("it is no record of the ledger"))
    if kind == "sealed" and not _texts_by_name(record.get("files")):
        raise Damaged(Path(path), Said("it is no record of the ledger"))


def _texts_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(digest, str) for digest in value.values())
