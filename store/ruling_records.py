"""Rulings on disk: one file for each batch and reviewer, each record chained to the one before.

Records of all reviewers on a batch are numbered through, so that their order is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from store import clock
from store.chain import Fields, chained, first_broken, last_link
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.layout import READABLE_BY_GROUP
from store.person import Person, same_name
from store.records import Records
from store.ruling_files import ruling_files
from tally.rulings import Ruling
from tally.said import Said


def read_rulings(folder: Path, batch: str, attempts: tuple[int, int]) -> tuple[Ruling, ...]:
    """The ruling records on these attempts at a batch's two passes, in their order.

    Rulings on a pass that was given back since then speak of other readings and stand no more.
    Raises Damaged for a broken chain.
    """
    return tuple(
        _ruling(record) for record in _records(folder, batch) if record["attempts"] == list(attempts)
    )


def _records(folder: Path, batch: str) -> list[Fields]:
    found: list[Fields] = []
    for path in ruling_files(folder, batch):
        records = Records(path, READABLE_BY_GROUP).all()
        broken = first_broken(records)
        if broken is not None:
            raise Damaged(path, Said("record {place} does not fit its chain", place=broken))
        try:
            for record in records:
                _ruling(record)
                found.append({**record, "attempts": list(record["attempts"])})
        except (KeyError, TypeError, ValueError):
            raise Damaged(path, Said("it holds no rulings")) from None
        key = path.name[len(batch) + 1 : -len(".json")]
        if any(same_name(str(record["by"])) != key for record in records):
            raise Damaged(path, Said("it belongs to another person or batch"))
    return sorted(found, key=lambda record: int(record["number"]))


def add_rulings(
    folder: Path,
    path: Path,
    batch: str,
    attempts: tuple[int, int],
    rulings: Iterable[Ruling],
    person: Person,
) -> None:
    """Write rulings durably, in one write, numbered after everybody's so far."""
    with hold_folder(folder):
        number = max((int(record["number"]) for record in _records(folder, batch)), default=0)

        def continued(existing: list[Fields]) -> list[Fields]:
            fresh = []
            for place, ruling in enumerate(rulings, start=number + 1):
                record: Fields = {
                    "number": place,
                    "attempts": list(attempts),
                    "ballot": ruling.ballot,
                    "place": ruling.place,
                    "reading": ruling.reading,
                    "reason": ruling.reason,
                    "by": person.name,
                    "at": clock.now(),
                    "first": ruling.first,
                    "second": ruling.second,
                    "takes_back": ruling.takes_back,
                }
                fresh.append(record)
            return chained(last_link(existing), fresh)

        Records(path, READABLE_BY_GROUP).append(continued)


def _ruling(record: Fields) -> Ruling:
    takes_back = record["takes_back"]
    return Ruling(
        number=int(record["number"]),
        ballot=int(record["ballot"]),
        place=int(record["place"]),
        reading=str(record["reading"]),
        reason=str(record["reason"]),
        by=str(record["by"]),
        at=str(record["at"]),
        first=str(record["first"]),
        second=str(record["second"]),
        takes_back=None if takes_back is None else int(takes_back),
    )
