"""Importing whole passes from files, under the same rules as keyed ones: all of a file, or nothing."""

from __future__ import annotations

from pathlib import Path

from store.access import find_batch
from store.appraisal import Appraisal
from store.keying_session import begin_keying, choose_pass
from tally.cover_sheets import row_count
from tally.readings import Reading, read_pass_file
from tally.said import Refused, Said


def import_pass(appraisal: Appraisal, batch: str, file: Path, *, keep_doubled: bool = False) -> int:
    """Import one batch from a CSV file and hand it in; returns the number of readings taken.

    The file is read and checked before the pass is claimed, so a bad file changes nothing.
    """
    readings = _read(appraisal, batch, file.read_bytes(), file.name, keep_doubled=keep_doubled)
    with begin_keying(appraisal, batch) as session:
        session.import_whole(readings)
    return len(readings)


def import_folder(appraisal: Appraisal, folder: Path, *, keep_doubled: bool = False) -> dict[str, int]:
    """Import every `ID.csv` of a folder; all are checked before the first is written."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    if not files:
        raise Refused(Said("{folder} holds no .csv file; it should hold one ID.csv a batch", folder=folder))
    # Their bytes are kept and read twice: the readings of 20,000 files would not fit.
    contents = {path.stem: path.read_bytes() for path in files}
    names = {path.stem: path.name for path in files}
    for batch, content in contents.items():
        _read(appraisal, batch, content, names[batch], keep_doubled=keep_doubled)
        chosen = choose_pass(appraisal, batch)
        if chosen.claimed and appraisal.layout.pass_file(appraisal.person.key, chosen.tag).exists():
            raise Refused(
                Said("batch {batch}: ballots are keyed already, so a file cannot be imported", batch=batch)
            )
    imported = {}
    for batch, content in contents.items():
        readings = _read(appraisal, batch, content, names[batch], keep_doubled=keep_doubled)
        with begin_keying(appraisal, batch) as session:
            session.import_whole(readings)
        imported[batch] = len(readings)
    return imported


def _read(
    appraisal: Appraisal, batch: str, content: bytes, file: str, *, keep_doubled: bool
) -> tuple[tuple[int, Reading], ...]:
    cover = find_batch(appraisal, batch).cover
    form = appraisal.scheme.forms[cover.form]
    return read_pass_file(
        content,
        file,
        cover,
        row_count(form, cover),
        len(appraisal.scheme.grades),
        keep_doubled=keep_doubled,
    )
