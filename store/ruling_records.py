"""Rulings on disk: one file for each batch and reviewer, each record chained to the one before.

Records of all reviewers on a batch are numbered through, so that their order is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter
from pathlib import Path

from store import clock
from store.chain import Fields, chained, last_link
from store.chained_records import read_chained, require_chain
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.layout import READABLE_BY_GROUP
from store.person import Person, same_name
from store.plain_file import require_plain
from store.record_fields import MOST, WrongField, text, whole, wholes
from store.records import Records
from store.review_files import ReviewFiles
from store.slip_records import read_paper, read_slip, slip_fields
from tally.comparison import OPINION
from tally.cover_sheets import CoverSheet
from tally.rulings import SLIP, Ruling
from tally.said import Said


def read_rulings(
    folder: Path,
    cover: CoverSheet,
    rows: int,
    attempts: tuple[int, int],
    files: Iterable[Path] | None = None,
) -> tuple[Ruling, ...]:
    """The ruling records on these attempts at the two passes of a batch of `rows` rows, in their order.

    Rulings on a pass that was given back since then speak of other readings and stand no more. `files`: the
    batch's files, where whoever goes through all batches has listed them just now.
    Raises Damaged for a broken chain, and for a ruling on a ballot or a row that the batch has not.
    """
    numbers = cover.numbers

    def possible(on: tuple[int, ...], ruling: Ruling) -> bool:
        # Before a pass was given back the cover sheet may have been another.
        return on != attempts or (ruling.ballot in numbers and ruling.place <= rows)

    return tuple(ruling for on, ruling in _rulings(folder, cover.id, files, possible) if on == attempts)


def _rulings(
    folder: Path,
    batch: str,
    files: Iterable[Path] | None = None,
    possible: Callable[[tuple[int, ...], Ruling], bool] = lambda on, ruling: True,
) -> list[tuple[tuple[int, ...], Ruling]]:
    """Every ruling on a batch with the attempts that it was made on, in the order of their numbers."""
    found: list[tuple[tuple[int, ...], Ruling]] = []
    for path in ReviewFiles(folder).rulings(batch) if files is None else files:
        records = read_chained(path)
        try:
            of_file = [(wholes(record, "attempts", 2), _ruling(record)) for record in records]
        except WrongField:
            raise Damaged(path, Said("it holds no rulings")) from None
        key = path.name[len(batch) + 1 : -len(".json")]
        if any(same_name(name) != key for name in {ruling.by for _, ruling in of_file}):
            raise Damaged(path, Said("it belongs to another person or batch"))
        if not all(possible(*one) for one in of_file):
            raise Damaged(path, Said("it holds no rulings"))
        found += of_file
    return sorted(found, key=lambda one: one[1].number)


def add_rulings(
    folder: Path,
    path: Path,
    batch: str,
    attempts: tuple[int, int],
    rulings: Iterable[Ruling],
    person: Person,
) -> tuple[int, str]:
    """Write rulings durably, in one write, numbered after everybody's so far.

    Returns how many records the reviewer's file holds then, and the last one's link.
    """
    count, last = 0, ""
    with hold_folder(folder):
        number = max((ruling.number for _, ruling in _rulings(folder, batch)), default=0)

        def continued(existing: list[Fields]) -> list[Fields]:
            nonlocal count, last
            require_chain(existing, path)
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
                if ruling.slip is not None:
                    record["slip"] = slip_fields(ruling.slip)
                    record["paper"] = [[one.ballot, one.row, one.code] for one in ruling.paper]
                fresh.append(record)
            linked = chained(last_link(existing), fresh)
            count, last = len(existing) + len(linked), last_link(linked)
            return linked

        require_plain(path)
        Records(path, READABLE_BY_GROUP).append(continued)
    return count, last


_USUAL = itemgetter("number", "ballot", "place", "reading", "reason", "by", "at", "first", "second")
_TYPES = (int, int, int, str, str, str, str, str, str)
_FIELDS = len(_TYPES) + len(("attempts", "takes_back", "link"))


def _ruling(record: Fields) -> Ruling:
    """The ruling of a record. Raises WrongField."""
    if len(record) == _FIELDS and record.get("takes_back", 0) is None:
        usual = _USUAL(record)
        number, ballot, place, *_ = usual
        if (
            tuple(map(type, usual)) == _TYPES
            and 0 < number <= MOST
            and 0 < ballot <= MOST
            and OPINION <= place <= MOST
        ):
            return Ruling(*usual)
    accepts = record.get("slip") is not None
    return Ruling(
        number=whole(record, "number", least=1),
        ballot=whole(record, "ballot", least=1),
        place=whole(record, "place", least=SLIP if accepts else OPINION),
        reading=text(record, "reading"),
        reason=text(record, "reason"),
        by=text(record, "by"),
        at=text(record, "at"),
        first=text(record, "first"),
        second=text(record, "second"),
        takes_back=None if record.get("takes_back") is None else whole(record, "takes_back", least=1),
        slip=read_slip(record["slip"]) if accepts else None,
        paper=read_paper(record.get("paper")) if accepts else (),
    )
