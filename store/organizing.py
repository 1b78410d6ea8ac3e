"""The organizer's work: subjects, count sheets, cover sheets. Each file is written whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from store.access import find_batch, require
from store.appraisal import Appraisal
from store.batch_register import Registered, change, read_register, register
from store.board import board_of
from store.durable_file import hold_lock, replace_durably
from store.layout import COUNTS, READABLE_BY_ALL, SUBJECTS
from tally.batch_life import Action
from tally.count_sheets import COLUMNS as COUNT_COLUMNS
from tally.count_sheets import read_count_sheets
from tally.cover_sheets import CoverSheet, make_cover_sheet, read_cover_sheets
from tally.csv_table import read_csv
from tally.findings import mistakes_as_refusal
from tally.readings import Pass
from tally.said import Refused, Said
from tally.subjects import OPTIONAL, REQUIRED, read_subjects

SUBJECT_COLUMNS = (*REQUIRED, *OPTIONAL)


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A CSV file as people's spreadsheets take it: UTF-8 with BOM, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def add_subjects(appraisal: Appraisal, rows: Sequence[Mapping[str, str]], source: str) -> int:
    """Add subjects to subjects.csv, all or none; returns how many there are then.

    `source` names where the rows come from in a refusal. A roster that has a batch keeps its rows.
    """
    require(appraisal, Action.DESCRIBE)
    path = appraisal.folder / SUBJECTS
    with hold_lock(appraisal.folder / f".{SUBJECTS}.lock"):
        existing = _rows(path, REQUIRED, OPTIONAL)
        known = {row["id"] for row in existing}
        for row in rows:
            if row["id"] in known:
                raise Refused(
                    Said('{source}: there is already a subject "{id}"', source=source, id=row["id"])
                )
        merged = csv_bytes(SUBJECT_COLUMNS, [*existing, *rows])
        subjects, findings = read_subjects(merged, appraisal.scheme, source)
        refusal = mistakes_as_refusal(findings)
        if refusal is not None:
            raise refusal
        _write(path, merged)
    return len(subjects.by_id)


def import_subjects(appraisal: Appraisal, file: Path) -> int:
    """Add the subjects of a CSV file, all or none."""
    content = file.read_bytes()
    _, findings = read_subjects(content, appraisal.scheme, file.name)
    # "in" may name a subject that is already in subjects.csv; that is looked at after merging.
    refusal = mistakes_as_refusal(tuple(finding for finding in findings if finding.field != "in"))
    if refusal is not None:
        raise refusal
    records = read_csv(content, file.name, REQUIRED, OPTIONAL)
    return add_subjects(appraisal, [dict(record.values) for record in records], file.name)


def set_counts(appraisal: Appraisal, rows: Sequence[Mapping[str, str]], source: str) -> int:
    """Write control totals into counts.csv; a line of the same form, subject and group is replaced."""
    require(appraisal, Action.DESCRIBE)
    path = appraisal.folder / COUNTS
    with hold_lock(appraisal.folder / f".{COUNTS}.lock"):
        merged = {_count_key(row): row for row in _rows(path, COUNT_COLUMNS[:2], COUNT_COLUMNS[2:])}
        for row in rows:
            merged[_count_key(row)] = row
        content = csv_bytes(COUNT_COLUMNS, list(merged.values()))
        sheets, findings = read_count_sheets(content, appraisal.scheme, appraisal.subjects, source)
        refusal = mistakes_as_refusal(findings)
        if refusal is not None:
            raise refusal
        _write(path, content)
    return len(sheets)


def import_counts(appraisal: Appraisal, file: Path) -> int:
    """Set the control totals of a CSV file, all or none."""
    content = file.read_bytes()
    _, findings = read_count_sheets(content, appraisal.scheme, appraisal.subjects, file.name)
    refusal = mistakes_as_refusal(findings)
    if refusal is not None:
        raise refusal
    records = read_csv(content, file.name, ("form", "subject", "issued", "collected"), COUNT_COLUMNS[2:])
    return set_counts(appraisal, [dict(record.values) for record in records], file.name)


def _count_key(row: Mapping[str, str]) -> tuple[str, str, str]:
    return (row.get("form", ""), row.get("subject", ""), row.get("group", ""))


def add_batch(
    appraisal: Appraisal,
    *,
    id: str,
    form: str,
    subject: str,
    group: str,
    collected: str | int,
    issued: str | int | None = None,
    first: str | int | None = None,
    supplement_to: str = "",
    reason: str = "",
) -> CoverSheet:
    """Register one bundle from its cover sheet; a supplement names the batch whose sheets were found later."""
    require(appraisal, Action.ORGANIZE)
    if supplement_to and not reason.strip():
        raise Refused(Said("a reason is needed: --reason ..."))
    known = [one.cover for one in read_register(appraisal.layout.folder("batches")).values()]
    if supplement_to:
        supplement_to = find_batch(appraisal, supplement_to).cover.id
    cover = make_cover_sheet(
        appraisal.scheme,
        appraisal.subjects,
        known,
        id=id,
        form=form,
        subject=subject,
        group=group,
        collected=collected,
        issued=issued,
        first=first,
        supplement_to=supplement_to,
        reason=reason.strip(),
    )
    register(appraisal.layout.folder("batches"), [cover], appraisal.person.name)
    return cover


def import_batches(appraisal: Appraisal, file: Path) -> tuple[CoverSheet, ...]:
    """Register the bundles of a CSV file, all or none."""
    require(appraisal, Action.ORGANIZE)
    known = [one.cover for one in read_register(appraisal.layout.folder("batches")).values()]
    covers = read_cover_sheets(file.read_bytes(), file.name, appraisal.scheme, appraisal.subjects, known)
    register(appraisal.layout.folder("batches"), covers, appraisal.person.name)
    return covers


def correct_batch(appraisal: Appraisal, batch: str, changes: Mapping[str, str], reason: str) -> CoverSheet:
    """Correct a cover sheet as a new record, until a pass of the batch is in custody."""
    registered = _changeable(appraisal, Action.CORRECT, batch, reason)
    old = registered.cover
    others = [
        one.cover for id_, one in read_register(appraisal.layout.folder("batches")).items() if id_ != old.id
    ]
    cover = make_cover_sheet(
        appraisal.scheme,
        appraisal.subjects,
        others,
        id=old.id,
        form=changes.get("form", old.form),
        subject=changes.get("subject", old.subject),
        group=changes.get("group", old.group),
        collected=changes.get("collected", old.collected),
        issued=changes.get("issued", old.issued),
        first=changes.get("first", old.first),
        supplement_to=old.supplement_to,
        reason=old.reason,
    )
    if (cover.form, cover.subject) == (old.form, old.subject):
        cover = replace(cover, roster=old.roster)
    if cover == old:
        raise Refused(Said("batch {batch}: nothing would change; give what is to be corrected", batch=old.id))
    _refuse_if_keyed_otherwise(appraisal, old, cover)
    change(
        appraisal.layout.folder("batches"),
        registered,
        cover,
        "correct",
        reason.strip(),
        appraisal.person.name,
    )
    return cover


def withdraw_batch(appraisal: Appraisal, batch: str, reason: str) -> None:
    """Take a batch out of the appraisal, until a pass of it is in custody; its records stay."""
    registered = _changeable(appraisal, Action.WITHDRAW, batch, reason)
    folder = appraisal.layout.folder("batches")
    change(folder, registered, registered.cover, "withdraw", reason.strip(), appraisal.person.name)


def _changeable(appraisal: Appraisal, action: Action, batch: str, reason: str) -> Registered:
    require(appraisal, action)
    registered = find_batch(appraisal, batch)
    require(appraisal, action, registered.cover)
    if not reason.strip():
        raise Refused(Said("a reason is needed: --reason ..."))
    return registered


def _refuse_if_keyed_otherwise(appraisal: Appraisal, old: CoverSheet, new: CoverSheet) -> None:
    """Rows and numbers that ballots were keyed under cannot change below them."""
    board = board_of(appraisal, old.id)
    keyed = [which for which in Pass if board.ballots_saved(board.tag(old.id, which))]
    if not keyed:
        return
    if (old.form, old.subject, old.roster, old.first) != (new.form, new.subject, new.roster, new.first):
        raise Refused(
            Said(
                "batch {batch}: ballots are keyed already, so form, subject and first number stay; withdraw it and "
                "register it anew",
                batch=old.id,
            )
        )
    if new.collected < old.collected:
        raise Refused(
            Said(
                "batch {batch}: ballots are keyed already, so the number of sheets can only grow; sheets that do not "
                "exist are ruled absent by the reviewer",
                batch=old.id,
            )
        )


def _rows(path: Path, required: Sequence[str], optional: Sequence[str]) -> list[Mapping[str, str]]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        return []
    return [dict(record.values) for record in read_csv(content, path.name, required, optional)]


def _write(path: Path, content: bytes) -> None:
    replace_durably(path, content, READABLE_BY_ALL)
