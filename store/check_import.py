"""Readings of a check from a file: the plain form of the screen, under the same rules, all of a file or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from store.access import find_batch, require
from store.appraisal import Appraisal
from store.chain import Fields
from store.check_progress import CheckNow, check_to_read
from store.check_records import add_checked, looking_record, reading_record
from store.recorded_rulings import record_missed
from tally.batch_life import Action
from tally.check_file import read_check_file
from tally.cover_sheets import row_count
from tally.draw import Sheet
from tally.readings import Reading
from tally.said import Refused, Said
from tally.sheet_check import CheckedSheet, differing_places


@dataclass(frozen=True, slots=True)
class ImportedCheck:
    """What a file brought: sheets read now, sheets looked at again, and those that have to be."""

    check: str
    read: int
    looked: int
    open: tuple[CheckedSheet, ...]


def import_check(
    appraisal: Appraisal, check: str, file: Path, *, looked_again: bool = False
) -> ImportedCheck:
    """Take the readings of a file for a check.

    A sheet that reads otherwise than the count stays open until somebody has looked again: with
    `looked_again` whoever hands in the file says that they have. A sheet that is open and stands in a
    later file is looked at again thereby: where it now reads as the count, it had been misread. Raises
    Refused, and nothing is changed, for a sheet that is not to be read or not by this person.
    """
    now = check_to_read(appraisal, check)
    covers = {batch: find_batch(appraisal, batch).cover for batch in now.draw.batches}
    any_cover = next(iter(covers.values()))
    readings = read_check_file(
        file.read_bytes(),
        file.name,
        row_count(appraisal.scheme.forms[now.draw.form], any_cover),
        len(appraisal.scheme.grades),
        {batch.casefold(): batch for batch in covers},
    )
    if not readings:
        raise Refused(Said("{file} holds no sheet", file=file.name))
    for batch in dict.fromkeys(sheet.batch for sheet, _ in readings):
        require(appraisal, Action.CHECK, covers[batch])
        record_missed(appraisal, appraisal.layout.check_readings(batch, appraisal.person.key))
    taken = [_one(appraisal, now, sheet, reading, looked_again=looked_again) for sheet, reading in readings]
    for batch in dict.fromkeys(one.sheet.batch for one in taken):
        fresh = [record for one in taken if one.sheet.batch == batch for record in one.records]
        if fresh:
            add_checked(appraisal, batch, fresh)
    return ImportedCheck(
        now.draw.id,
        sum(one.is_new for one in taken),
        sum(one.is_second for one in taken),
        tuple(one.open for one in taken if one.open is not None),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    sheet: Sheet
    records: tuple[Fields, ...]
    is_new: bool = False
    is_second: bool = False
    open: CheckedSheet | None = None


def _one(
    appraisal: Appraisal, now: CheckNow, sheet: Sheet, reading: Reading, *, looked_again: bool
) -> _Taken:
    blank = appraisal.scheme.validity.blank_ballot_void
    known = now.result.findings.by_sheet.get(sheet)
    if known is not None and known.is_open:
        left = differing_places(reading, known.counted, blank_ballot_void=blank)
        record = looking_record(now.draw.id, sheet.ballot, known.differing - left)
        return _Taken(sheet, (record,), is_second=True)
    if known is not None and appraisal.person.is_called(known.by) and known.reading == reading:
        return _Taken(sheet, ())  # the same file once more, after a crash half-way
    if sheet not in now.result.next_sheets:
        raise Refused(_why_not(now, sheet, known))
    counted = now.counted[sheet]
    places = differing_places(reading, counted, blank_ballot_void=blank)
    records = [reading_record(now.draw.id, sheet.ballot, reading, counted)]
    if places and looked_again:
        records.append(looking_record(now.draw.id, sheet.ballot, ()))
        return _Taken(sheet, tuple(records), is_new=True, is_second=True)
    found = CheckedSheet(sheet, reading, counted, appraisal.person.name, "", places)
    return _Taken(sheet, tuple(records), is_new=True, open=found if places else None)


def _why_not(now: CheckNow, sheet: Sheet, known: CheckedSheet | None) -> Said:
    if known is not None:
        return Said(
            "ballot {number} of batch {batch} is read for this check already, by {who}",
            number=sheet.ballot,
            batch=sheet.batch,
            who=known.by,
        )
    return Said(
        "ballot {number} of batch {batch} is not among the sheets of check {check} to be read now (pingyi sample)",
        number=sheet.ballot,
        batch=sheet.batch,
        check=now.draw.id,
    )


def open_lines(every: Iterable[CheckedSheet]) -> tuple[Said, ...]:
    """Each sheet that has to be looked at again, with what differs."""
    return tuple(said for one in every for said in place_lines(one))


def place_lines(one: CheckedSheet) -> tuple[Said, ...]:
    """What differs on a sheet, a sentence a place: the paper as it was read, and the count."""
    found = []
    for place in sorted(one.differing):
        if place == 0:
            found.append(
                Said(
                    "batch {batch}, ballot {number}: the paper as it was read: {read}; the count: {counted}",
                    batch=one.sheet.batch,
                    number=one.sheet.ballot,
                    read=_whole(void=one.reading.void),
                    counted=_whole(void=one.counted.void),
                )
            )
        else:
            found.append(
                Said(
                    "batch {batch}, ballot {number}, row {row}: the paper as it was read: {read}; the count: {counted}",
                    batch=one.sheet.batch,
                    number=one.sheet.ballot,
                    row=place,
                    read=one.reading.marks[place - 1],
                    counted=one.counted.marks[place - 1],
                )
            )
    return tuple(found)


def _whole(*, void: bool) -> Said:
    return Said("void") if void else Said("not void")
