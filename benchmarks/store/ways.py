"""Ways of saving a ballot, each told the batch and the number: the store's, its peers', and the bare floor."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from tinydb import TinyDB

from benchmarks.keying import appraisals
from benchmarks.store.ballots import Kind
from store.appraisal import open_appraisal
from store.drafts import Draft
from store.keying_session import KeyingSession, begin_keying
from store.layout import PassTag
from store.organizing import add_batch
from store.pass_file import PassFile
from store.person import Person

Way = Callable[[int, int], Callable[[], object]]
"""Given batch and number (both from 1, in order), gets ready what is not measured and returns the save."""


def pass_path(folder: Path, batch: int) -> Path:
    return folder / f"B{batch}.1.1.json"


def pass_file(folder: Path, kind: Kind) -> Way:
    """The pass file alone: what the ratio to the floor is about."""
    files: dict[int, PassFile] = {}

    def way(batch: int, number: int) -> Callable[[], object]:
        if batch not in files:
            tag = PassTag(f"B{batch}", 1, 1)
            files[batch] = PassFile(pass_path(folder, batch), tag, Person("wang"), kind.rows)
        return lambda: files[batch].append([kind.event(number)])

    return way


def floor(folder: Path, contents: Sequence[bytes]) -> Way:
    """The same bytes in the place of the old ones, durably, and nothing else at all."""

    def way(batch: int, number: int) -> Callable[[], object]:
        return lambda: replace_barely(f"{folder}/floor{batch}", contents[number - 1], str(folder))

    return way


def replace_barely(path: str, content: bytes, folder: str) -> None:
    temp = f"{path}.tmp"
    handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    os.write(handle, content)
    os.fsync(handle)
    os.close(handle)
    os.rename(temp, path)  # noqa: PTH104 - the call itself is what is meant
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def session(folder: Path, kind: Kind) -> Way:
    """The whole of what Enter does below the screen: also the draft removed and a note on the board."""
    appraisal = open_appraisal(folder, "wang")
    here: dict[int, KeyingSession] = {}

    def way(batch: int, number: int) -> Callable[[], object]:
        if batch not in here:
            for keyed in here.values():
                keyed.close()
            here[batch] = begin_keying(appraisal, f"B{batch}")
        one, reading = here[batch], kind.reading(number)
        place = one.cover.numbers[number - 1]
        one.keep(Draft(place, reading.marks, void=False, opinion=False, words="", row=kind.rows))
        return lambda: one.save(place, reading, kind.pace())

    return way


def make_appraisal(folder: Path, kind: Kind, ballots: int, batches: int) -> None:
    """For `session`: batches B1, B2, … of so many ballots each."""
    appraisals.single_form(folder, kind.rows, ballots)
    appraisal = open_appraisal(folder, "wang")
    for batch in range(2, batches + 1):
        add_batch(appraisal, id=f"B{batch}", form="sheet", subject="b1", group="all", collected=ballots)


def stock_tinydb(folder: Path, kind: Kind) -> Way:
    """TinyDB as it comes: written over in place, synced before it is cut to size, no lock."""
    here: dict[int, TinyDB] = {}

    def way(batch: int, number: int) -> Callable[[], object]:
        if batch not in here:
            for database in here.values():
                database.close()
            here[batch] = TinyDB(folder / f"stock{batch}.json", encoding="utf-8", ensure_ascii=False)
        return lambda: here[batch].insert(kind.event(number))

    return way


def sqlite(folder: Path, kind: Kind) -> Way:
    """One database with a table of all ballots, WAL, every commit synced."""
    database = sqlite3.connect(folder / "ballots.sqlite", isolation_level=None)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    database.execute(
        "create table ballots (batch int, ballot int, kind, marks, at, words, keys int, tenths int, "
        "corrections int, primary key (batch, ballot))"
    )

    def save(batch: int, number: int) -> None:
        event = kind.event(number)
        database.execute(
            "insert into ballots values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (batch, number, event["kind"], event["marks"], event["at"], event.get("words"), *event["pace"]),
        )

    return lambda batch, number: lambda: save(batch, number)
