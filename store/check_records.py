"""What was read for sample checks, on disk: one file a batch and reader, each record chained to the one before.

A sheet is read once for a check; where the reading is not what the count has, a second record says what
looking at the paper again showed. Nothing is ever changed: both stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from store import clock
from store.appraisal import Appraisal
from store.chain import Fields, chained, last_link
from store.chained_records import read_chained, require_chain
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.layout import READABLE_BY_GROUP
from store.person import same_name
from store.plain_file import require_plain
from store.record_fields import WrongField, flag, text, whole
from store.recorded_rulings import record_rulings
from store.records import Records
from store.review_files import ReviewFiles, check_reader
from tally.draw import Sheet
from tally.readings import Reading
from tally.said import Refused, Said
from tally.sheet_check import CheckedSheet, CountedSheet, Findings, differing_places

READ = "read"
LOOKED = "looked-again"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a save is acknowledged with: the link of the last record."""

    link: str


def reading_record(check: str, ballot: int, reading: Reading, counted: CountedSheet) -> Fields:
    """A sheet that was read, with what the count had."""
    return {
        "kind": READ,
        "check": check,
        "ballot": ballot,
        "marks": reading.marks,
        "void": reading.void,
        "counted": counted.marks,
        "counted_void": counted.void,
    }


def looking_record(check: str, ballot: int, misread: Iterable[int]) -> Fields:
    """What looking again showed: the places that had been misread; at all others the count is wrong."""
    return {"kind": LOOKED, "check": check, "ballot": ballot, "misread": sorted(misread)}


def read_findings(appraisal: Appraisal, check: str, batches: Iterable[str]) -> Findings:
    """All that was read for a check. Raises Damaged for a file that cannot be trusted."""
    blank = appraisal.scheme.validity.blank_ballot_void
    found: dict[Sheet, CheckedSheet] = {}
    folder = appraisal.layout.folder("review")
    for batch in batches:
        records = [record for path in ReviewFiles(folder).checks(batch) for record in read_checked(path)]
        for record in (one for one in records if one["check"] == check and one["kind"] == READ):
            sheet = Sheet(batch, record["ballot"])
            reading = Reading(record["marks"], record["void"])
            counted = CountedSheet(record["counted"], record["counted_void"])
            places = differing_places(reading, counted, blank_ballot_void=blank)
            earlier = found.get(sheet)
            if earlier is None or record["at"] < earlier.at:
                found[sheet] = CheckedSheet(sheet, reading, counted, record["by"], record["at"], places)
        for record in (one for one in records if one["check"] == check and one["kind"] == LOOKED):
            sheet = Sheet(batch, record["ballot"])
            one = found.get(sheet)
            if one is not None and one.is_open:
                misread = one.differing & frozenset(record["misread"])
                found[sheet] = CheckedSheet(
                    sheet, one.reading, one.counted, one.by, one.at, one.differing, True, misread
                )
    return Findings(found)


def read_checked(path: Path) -> list[Fields]:
    """The records of one reader's file, each of them sound. Raises Damaged."""
    records = read_chained(path)
    key = check_reader(path)
    try:
        for record in records:
            _require_sound(record)
    except (WrongField, ValueError):
        raise Damaged(path, Said("it holds nothing that was read for a check")) from None
    if any(same_name(record["by"]) != key for record in records):
        raise Damaged(path, Said("it belongs to another person or batch"))
    return records


def add_checked(appraisal: Appraisal, batch: str, fresh: Iterable[Mapping[str, object]]) -> Kept:
    """Add records of this person's on a batch, durably and in one write, and tell the ledger how many there are.

    Raises Refused where a sheet of them was read by somebody meanwhile, NotSaved where the disk failed.
    """
    fresh = list(fresh)
    folder = appraisal.layout.folder("review")
    path = appraisal.layout.check_readings(batch, appraisal.person.key)
    count, last = 0, ""
    with hold_folder(folder):
        taken = {
            (record["check"], record["ballot"]): str(record["by"])
            for other in ReviewFiles(folder).checks(batch)
            for record in read_checked(other)
            if record["kind"] == READ
        }
        for record in fresh:
            who = taken.get((str(record["check"]), int(str(record["ballot"]))))
            if record["kind"] == READ and who is not None:
                raise Refused(
                    Said(
                        "ballot {number} of batch {batch} is read for this check already, by {who}",
                        number=record["ballot"],
                        batch=batch,
                        who=who,
                    )
                )

        def continued(existing: list[Fields]) -> list[Fields]:
            nonlocal count, last
            require_chain(existing, path)
            signed = [{**record, "by": appraisal.person.name, "at": clock.now()} for record in fresh]
            linked = chained(last_link(existing), signed)
            count, last = len(existing) + len(linked), last_link(linked)
            return linked

        require_plain(path)
        Records(path, READABLE_BY_GROUP).append(continued)
    record_rulings(appraisal, path, count, last)
    return Kept(last)


def _require_sound(record: Fields) -> None:
    kind = text(record, "kind")
    text(record, "check")
    whole(record, "ballot", least=1)
    text(record, "by")
    text(record, "at")
    if kind == LOOKED:
        places = record.get("misread")
        if not isinstance(places, list) or not all(type(place) is int and place >= 0 for place in places):
            raise WrongField("misread")
        return
    if kind != READ:
        raise WrongField("kind")
    marks, counted = text(record, "marks"), text(record, "counted")
    void, counted_void = flag(record, "void"), flag(record, "counted_void")
    if not void and not counted_void and len(marks) != len(counted):
        raise WrongField("marks")
