"""The register of batches: a cover sheet a record; a correction or a withdrawal is a new record."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from store import clock
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.json_file import create_record, read_record
from store.layout import READABLE_BY_ALL
from store.record_fields import WrongField, text, texts, whole
from tally.cover_sheets import MOST_BALLOTS, CoverSheet
from tally.quick_dataclass import dataclass
from tally.said import Refused, Said
from tally.scheme_reader import ID

_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,31})\.(\d{3})\.json")


@dataclass(frozen=True, slots=True)
class Change:
    """A later record on a cover sheet: what was said before, why, by whom and when."""

    kind: str
    before: CoverSheet
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Registered:
    """One batch: its cover sheet as it stands now, whether it is withdrawn, and what was changed."""

    cover: CoverSheet
    withdrawn: bool
    by: str
    changes: tuple[Change, ...] = field(default=())


def read_register(folder: Path) -> dict[str, Registered]:
    """Every batch by id, withdrawn ones too, in the order of their ids (numbers inside by value)."""
    return dict(each_registered(folder))


def each_registered(folder: Path) -> Iterator[tuple[str, Registered]]:
    """The same, one at a time."""
    for batch, names in record_names(folder).items():
        yield batch, read_records(folder, names)


def read_registered(folder: Path, batch: str) -> Registered | None:
    """One batch by its id, case aside; only its own records are read, and others' names only where no batch
    has just that id."""
    batch = batch.strip()
    names = _names_of(folder, batch)
    if names:
        return read_records(folder, names)
    for id_, names in record_names(folder).items():
        if id_.casefold() == batch.casefold():
            return read_records(folder, names)
    return None


def standing_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the batches that are not withdrawn, in no order; only records of changed ones are read."""
    return tuple(
        batch
        for batch, names in _names_by_batch(folder).items()
        if len(names) == 1 or not read_records(folder, names).withdrawn
    )


def _names_of(folder: Path, batch: str) -> list[str]:
    """The names of a batch's records, looked for one after the other, and one beyond a gap: the reader tells."""
    if ID.fullmatch(batch) is None:
        return []
    names: list[str] = []
    version = 1
    while any(os.path.lexists(folder / f"{batch}.{one:03d}.json") for one in (version, version + 1)):
        if os.path.lexists(folder / f"{batch}.{version:03d}.json"):
            names.append(f"{batch}.{version:03d}.json")
        version += 1
    return names


def batch_ids(folder: Path, among: Container[str] | None = None) -> tuple[str, ...]:
    """The ids of all batches, or of those `among` some, in order, without reading their records."""
    return tuple(id_ for id_ in record_names(folder) if among is None or id_ in among)


def record_names(folder: Path) -> dict[str, list[str]]:
    """The names of every batch's records, the batches in the order of their ids."""
    names = _names_by_batch(folder)
    return {batch: names[batch] for batch in sorted(names, key=_by_number)}


def _names_by_batch(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)):
        match = _NAME.fullmatch(name)
        if match:
            found.setdefault(match[1], []).append(name)
    return found


def register(folder: Path, covers: Iterable[CoverSheet], by: str) -> None:
    """Add cover sheets durably. Raises Refused where an id was taken meanwhile."""
    with hold_folder(folder):
        taken = {name.name.split(".")[0].casefold() for name in folder.glob("*.json")}
        covers = tuple(covers)
        for cover in covers:
            if cover.id.casefold() in taken:
                raise Refused(Said('there is already a batch "{id}"; choose another id', id=cover.id))
        for cover in covers:
            _write(folder, cover, 1, {"kind": "register", "by": by, "reason": cover.reason})


def change(folder: Path, registered: Registered, cover: CoverSheet, kind: str, reason: str, by: str) -> None:
    """Record that a cover sheet was corrected (`kind` correct) or withdrawn; the old record stays."""
    with hold_folder(folder):
        version = len(registered.changes) + 2
        try:
            _write(folder, cover, version, {"kind": kind, "by": by, "reason": reason})
        except FileExistsError:
            raise Refused(
                Said("batch {batch} was changed by somebody else just now; look again", batch=cover.id)
            ) from None


def next_record(folder: Path, registered: Registered) -> Path:
    """The file that the next correction of a cover sheet, or its withdrawal, will be; not there yet."""
    return folder / f"{registered.cover.id}.{len(registered.changes) + 2:03d}.json"


def _write(folder: Path, cover: CoverSheet, version: int, what: dict[str, Any]) -> None:
    record = {
        **what,
        "at": clock.now(),
        "cover": {
            "id": cover.id,
            "form": cover.form,
            "subject": cover.subject,
            "group": cover.group,
            "collected": cover.collected,
            "issued": cover.issued,
            "first": cover.first,
            "roster": list(cover.roster),
            "supplement_to": cover.supplement_to,
            "reason": cover.reason,
        },
    }
    create_record(folder / f"{cover.id}.{version:03d}.json", record, READABLE_BY_ALL)


def read_records(folder: Path, names: Sequence[str]) -> Registered:
    """The batch of these records, in their order. Raises Damaged where one is missing or is none."""
    cover: CoverSheet | None = None
    withdrawn = False
    by = ""
    changes: list[Change] = []
    for place, name in enumerate(names, start=1):
        batch, _, version = name.removesuffix(".json").partition(".")
        if int(version) != place:
            raise Damaged(folder / f"{batch}.{place:03d}.json", Said("it is missing"))
        try:
            record = read_record(f"{folder}/{name}")
            now = _cover(record)
            kind, reason = text(record, "kind"), text(record, "reason")
            who, at = text(record, "by"), text(record, "at")
        except FileNotFoundError:
            raise Damaged(folder / name, Said("it is missing")) from None
        except WrongField:
            raise Damaged(folder / name, Said("it is no cover sheet")) from None
        if now.id != batch or kind not in (("register",) if cover is None else ("correct", "withdraw")):
            raise Damaged(folder / name, Said("it is no cover sheet"))
        if cover is None:
            by = who
        else:
            changes.append(Change(kind, cover, reason, who, at))
            withdrawn = kind == "withdraw"
        cover = now
    assert cover is not None  # a batch is listed because it has a file
    return Registered(cover, withdrawn, by, tuple(changes))


def _cover(record: Mapping[str, Any]) -> CoverSheet:
    """The cover sheet of a record. Raises WrongField."""
    fields = record.get("cover")
    if not isinstance(fields, dict):
        raise WrongField("cover")
    cover = CoverSheet(
        id=text(fields, "id"),
        form=text(fields, "form"),
        subject=text(fields, "subject"),
        group=text(fields, "group"),
        collected=whole(fields, "collected", least=1, most=MOST_BALLOTS),
        issued=None if fields.get("issued") is None else whole(fields, "issued", most=MOST_BALLOTS),
        first=whole(fields, "first", least=1, most=MOST_BALLOTS),
        roster=texts(fields, "roster"),
        supplement_to=text(fields, "supplement_to") if "supplement_to" in fields else "",
        reason=text(fields, "reason") if "reason" in fields else "",
    )
    if not cover.roster or len(set(cover.roster)) != len(cover.roster):
        raise WrongField("roster")
    return cover


def _by_number(batch: str) -> tuple[tuple[int, str | int], ...]:
    parts = re.split(r"(\d+)", batch.casefold())
    return tuple((1, int(part)) if part.isdigit() else (0, part) for part in parts)
