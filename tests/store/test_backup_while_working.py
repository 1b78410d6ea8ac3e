"""Backups made while people work hold what fits together."""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest

from store.backup.record_at_rest import record_at_rest
from store.backup.restoring import restore

# By one process, so that what they share is made once.
pytestmark = pytest.mark.xdist_group("backup while working")


def _beside(name: str):
    spec = importlib.util.spec_from_file_location(
        f"{name}_of_test_backup_while_working", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


aid = _beside("backup_office")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    return aid.half_way(tmp_path_factory.mktemp("made") / "appraisal").folder


@pytest.fixture
def office(tmp_path, made_once):
    """A copy of `half_way`."""
    shutil.copytree(made_once, tmp_path / "appraisal")
    return aid.Office(tmp_path / "appraisal", make=False)


BATCHES = 40
BACKUPS = 8
CLERKS = """
import sys, time
from pathlib import Path
from store.appraisal import open_appraisal
from store.importing import import_pass
from store.keying_session import begin_keying
from tally.readings import Reading

folder, path = Path(sys.argv[1]), Path(sys.argv[2])
for number in range(1, int(sys.argv[3]) + 1):
    with begin_keying(open_appraisal(folder, "wang"), f"B{number}") as session:
        for ballot, marks in ((1, "12"), (2, "11"), (3, "44")):
            session.save(ballot, Reading(marks))
        session.hand_in(3)
    import_pass(open_appraisal(folder, "zhao"), f"B{number}", path)
"""
REVIEWERS = """
import sys, time
from pathlib import Path
from store.access import find_batch
from store.appraisal import open_appraisal
from store.reconciling import say_settled
from store.ruling import rule, take_back
from store.returning import return_pass
from store.taking_in import take_in
from tally.said import Refused
from tally.readings import Pass
from tally.rulings import ProposedRuling

chen = open_appraisal(Path(sys.argv[1]), "chen")
left = {f"B{number}" for number in range(1, int(sys.argv[2]) + 1)}
until = time.monotonic() + 60
while left and time.monotonic() < until:
    for one in take_in(chen):
        batch = one.tag.batch
        now = say_settled(chen, find_batch(chen, batch).cover)
        if now is None:
            continue
        rule(chen, batch, [ProposedRuling(2, 2, "1", "")])
        take_back(chen, batch, 2, 2)
        if batch.endswith("3"):
            return_pass(chen, batch, Pass.SECOND, "wrong bundle")
        else:
            rule(chen, batch, [ProposedRuling(2, 2, "3", "")])
        left.discard(batch)
"""


def test_backups_made_while_people_work_fit_in_themselves(tmp_path, process):
    office = aid.Office(tmp_path / "appraisal", BATCHES)
    second = tmp_path / "second.csv"
    second.write_text(aid.SECOND.replace(",1\n", ",\n"))
    working = [
        process(CLERKS, office.folder, second, BATCHES),
        process(REVIEWERS, office.folder, BATCHES),
    ]
    seen = []
    while len(seen) < BACKUPS and any(one.poll() is None for one in working):
        if not aid.listed(office.folder / "custody"):
            time.sleep(0.01)
            continue
        for everything in (False, True):
            made = office.backup(f"{len(seen)}.backup", everything=everything)
            done = restore(made, tmp_path / f"back{len(seen)}")
            assert aid.problems(done.folder) == [], (len(seen), everything)
            seen.append(done.records)
    assert all(one.poll() in (None, 0) for one in working)
    assert seen == sorted(seen)
    assert len(set(seen)) > 3, seen


def test_nobody_records_anything_while_the_record_is_at_rest(office):
    def is_free(folder: str) -> bool:
        handle = os.open(office.folder / folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
        return True

    with record_at_rest(office.as_("chen")) as records:
        assert len(records) == len(aid.listed(office.folder / "ledger"))
        assert (is_free("ledger"), is_free("review"), is_free("board")) == (False, False, True)
    assert (is_free("ledger"), is_free("review")) == (True, True)


@pytest.mark.parametrize("what", ["taken-in.B2.1.1", "settled", "ruled"])
def test_an_act_that_is_half_done_is_waited_for(office, tmp_path, what):
    """A file that an act writes last comes only while the backup is being made."""
    if what == "ruled":
        late = sorted((office.folder / "ledger").iterdir())[-1]
        assert json.loads(late.read_text())["kind"] == "ruled"
    elif what == "settled":
        (late,) = (office.folder / "board").glob("settled.B1.*")
    else:
        late = office.folder / "board" / what
    away = late.rename(tmp_path / "away")
    threading.Timer(0.4, lambda: away.rename(late)).start()
    restore(office.backup(everything=True), tmp_path / "back")
    assert (tmp_path / "back" / late.relative_to(office.folder)).exists()
    assert aid.problems(tmp_path / "back") == []
