"""What one ballot costs in system calls: two syncs, one rename, one reading of the file, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import drafts
from store.appraisal import open_appraisal
from store.drafts import Draft
from store.keying_session import begin_keying
from store.layout import PassTag
from store.locked_storage import LockedStorage
from store.making import make_with_scheme, preset_text
from store.organizing import SUBJECT_COLUMNS, add_batch, csv_bytes
from store.pass_events import CORRECT, ENTER, entering, handing_in
from store.pass_file import PassFile
from store.person import Person
from tally.readings import Reading

AT = "2026-12-10T14:32:05+08:00"
WRITING_DURABLY = ["open", "write", "fchmod", "fsync(file)", "rename", "open", "fsync(folder)"]
WRITING_QUICKLY = ["open", "write", "fchmod", "rename"]
LOCKING = ["open"]
A_BALLOT = LOCKING + WRITING_DURABLY


@pytest.fixture
def reads(monkeypatch):
    """How often a file of records is read."""
    found = []
    real = LockedStorage.read

    def read(self):
        found.append(self)
        return real(self)

    monkeypatch.setattr(LockedStorage, "read", read)
    return found


@pytest.fixture
def opened(tmp_path):
    """A pass with some ballots saved through the handle that goes on."""
    file = PassFile(tmp_path / "B1.1.1.json", PassTag("B1", 1, 1), Person("wang"), 20)
    for number in range(1, 6):
        file.append([_entered(number)])
    return file


def _entered(number, kind=ENTER, marks="1234x-1234" * 2, words=""):
    return entering(kind, number, Reading(marks, words=words), AT)


@pytest.mark.parametrize(
    "event",
    [
        _entered(6),
        _entered(3, CORRECT, "4321" * 5),
        _entered(6, words="办事要快一点" * 50),
        handing_in(5, 5, AT),
    ],
    ids=["ballot", "correction", "opinion", "handing in"],
)
def test_a_save_is_one_read_two_syncs_and_one_rename(opened, event, faulty_calls, reads):
    with faulty_calls() as calls:
        opened.append([event])

    assert calls.made == A_BALLOT
    assert len(reads) == 1


def test_they_do_not_grow_with_the_file(opened, faulty_calls, reads):
    for number in range(6, 101):
        opened.append([_entered(number)])
    reads.clear()

    with faulty_calls() as calls:
        opened.append([_entered(101)])

    assert calls.made == A_BALLOT
    assert len(reads) == 1


def test_the_folders_other_files_are_not_looked_at(opened, tmp_path, faulty_calls, monkeypatch):
    for number in range(200):
        (tmp_path / f"other{number}").touch()

    def refused(*_):
        pytest.fail("the folder was listed")

    for name in ("iterdir", "glob", "rglob"):
        monkeypatch.setattr(Path, name, refused)
    monkeypatch.setattr("os.listdir", refused)
    monkeypatch.setattr("os.scandir", refused)
    with faulty_calls() as calls:
        opened.append([_entered(6)])

    assert calls.made == A_BALLOT


def test_the_first_save_of_a_session_syncs_what_it_goes_on_from(opened, tmp_path, faulty_calls):
    again = PassFile(tmp_path / "B1.1.1.json", PassTag("B1", 1, 1), Person("wang"), 20)

    with faulty_calls() as calls:
        again.append([_entered(6)])

    assert calls.made == [*LOCKING, "open", "fsync(file)", "open", "fsync(folder)", *WRITING_DURABLY]


def test_the_session_adds_a_note_on_the_board_that_waits_for_no_disk(tmp_path, faulty_calls):
    with _session(tmp_path / "appraisal") as session:
        marks = "1" * session.rows
        for number in session.cover.numbers[:3]:
            session.save(number, Reading(marks))
        number = session.cover.numbers[3]
        session.keep(Draft(number, marks, void=False, opinion=False, words="", row=session.rows))

        with faulty_calls() as calls:
            session.save(number, Reading(marks))

    assert calls.made == A_BALLOT + WRITING_QUICKLY


def test_a_draft_waits_for_no_disk(tmp_path, faulty_calls):
    draft = Draft(1, "12_", void=False, opinion=False, words="", row=3)
    drafts.keep_draft(tmp_path / "draft", draft)

    with faulty_calls() as calls:
        drafts.keep_draft(tmp_path / "draft", draft)

    assert calls.made == WRITING_QUICKLY


def _session(folder):
    subjects = [{"id": "b1", "name": "第一支部", "kind": "organization"}]
    make_with_scheme(folder, preset_text("school"), csv_bytes(SUBJECT_COLUMNS, subjects))
    appraisal = open_appraisal(folder, "wang")
    form = next(form for form in appraisal.scheme.forms.values() if form.kind.value == "organization")
    group = next(iter(appraisal.scheme.groups))
    add_batch(appraisal, id="B1", form=form.id, subject="b1", group=group, collected=10)
    return begin_keying(appraisal, "B1")
