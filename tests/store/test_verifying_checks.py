"""What verify sees of a check's draws and readings."""

from __future__ import annotations

import json

import pytest
from sampled_appraisal import (
    by,
    drawn,
    read_all,
    verified,
)

from store import check_records
from store.check_progress import check_to_read
from store.check_reading import CheckSession
from store.recorded_rulings import record_rulings
from store.sealing import seal
from tally.readings import Reading
from tally.sheet_check import CountedSheet


def readings_file(folder):
    drawn(folder)
    read_all(folder)
    return folder / "review" / "B1+check.sun.json"


def test_a_reading_that_is_taken_out_again_is_told(folder):
    path = readings_file(folder)
    assert verified(folder) == []
    table = json.loads(path.read_text())
    records = next(iter(table.values()))
    del records[str(len(records))]
    path.write_text(json.dumps(table))
    assert any("does not hold all that was read" in said for said in verified(folder))


def test_a_file_that_is_removed_or_put_there_is_told(folder):
    path = readings_file(folder)
    content = path.read_bytes()
    path.unlink()
    assert any("does not hold all that was read" in said for said in verified(folder))
    path.write_bytes(content)
    (folder / "review" / "B2+check.chen.json").write_bytes(content)
    assert any("B2+check.chen.json" in said for said in verified(folder))


def test_a_reading_that_is_changed_is_told(folder):
    path = readings_file(folder)
    path.write_text(
        path.read_text().replace('"marks": "1', '"marks": "2', 1).replace('"marks":"1', '"marks":"2', 1)
    )
    assert any("chain" in said for said in verified(folder))


def test_a_reading_held_against_another_value_is_told(folder):
    """Whoever owns the file writes a chain that fits and lets the ledger know."""
    now = drawn(folder)
    sheet = now.result.next_sheets[0]
    record = check_records.reading_record("C1", sheet.ballot, Reading("44"), CountedSheet("44", False))
    check_records.add_checked(by(folder, "sun"), sheet.batch, [record])
    assert any("another value than the count had" in said for said in verified(folder))


@pytest.mark.parametrize(
    ("who", "words"), [("sun", "not among the drawn sheets"), ("wang", "wang keyed a pass and reviewed it")]
)
def test_a_reading_of_a_sheet_that_was_not_drawn_and_one_by_a_clerk_are_told(folder, who, words):
    now = drawn(folder, size="5")
    drawn_now = {one.sheet for one in now.plan.sample}
    sheet = next(one.sheet for one in now.plan.order if one.sheet not in drawn_now)
    marks = now.counted[sheet].marks
    record = check_records.reading_record("C1", sheet.ballot, Reading(marks), CountedSheet(marks, False))
    check_records.add_checked(by(folder, who), sheet.batch, [record])
    assert any(words in said for said in verified(folder))


def test_a_crash_between_the_file_and_the_ledger_is_told_and_mended_by_reading_on(folder, monkeypatch):
    now = drawn(folder)
    session = CheckSession(by(folder, "sun"), now, "B1")
    with monkeypatch.context() as patch:
        patch.setattr(check_records, "record_rulings", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            session.save(session.numbers[0], Reading("11"))
    assert any("the ledger does not know" in said for said in verified(folder))
    again = CheckSession(by(folder, "sun"), check_to_read(by(folder, "sun"), None), "B1")
    assert session.numbers[0] not in again.numbers, "what is on the disk is read"
    assert verified(folder) == []


def test_a_seal_vouches_for_what_was_read(folder):
    path = readings_file(folder)
    seal(by(folder, "olga"))
    assert verified(folder) == []
    record_rulings(by(folder, "sun"), path, 1, "0" * 64)
    path.unlink()
    assert any("changed after the appraisal was sealed" in said for said in verified(folder))
