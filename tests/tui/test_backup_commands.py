"""`pingyi backup` and `pingyi restore` as they are called, in both languages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("pingyi")
FIRST = "ballot,row1,row2\n1,1,2\n2,1,1\n3,4,4\n"
SECOND = "ballot,row1,row2\n1,1,2\n2,1,3\n3,4,4\n"


@pytest.fixture
def place(appraisal):
    """B1 in custody, B2 handed in once."""
    made = appraisal(grades=4, rows=2, batches=(("B1", 3), ("B2", 3)))
    made.ok("import", "--batch", "B1", made.write("a.csv", FIRST), who="wang")
    made.ok("import", "--batch", "B1", made.write("b.csv", SECOND), who="zhao")
    made.ok("take-in", who="chen")
    made.ok("import", "--batch", "B2", made.write("a.csv", FIRST), who="wang")
    return made


def test_a_reviewers_backup_and_back(place, tmp_path):
    file = tmp_path / "one.backup"
    said = place.ok("backup", file, who="chen").out
    assert f"{file}: " in said
    assert "2 passes in custody, 3 records of the ledger, last link " in said
    assert "not in it: passes that are not taken in yet" in said
    assert "keep it closed" in said
    restored = place.ok("restore", file, tmp_path / "back").out
    assert "2 passes in custody, 3 records of the ledger" in restored
    assert said.split("last link ")[1][:16] == restored.split("last link ")[1][:16]
    assert "1 passes that were begun are not in this backup; their clerks key them again" in restored
    assert f"next: pingyi --dir {tmp_path / 'back'} verify" in restored
    place.folder = tmp_path / "back"
    place.ok("verify", who="chen")
    status = place.ok("status", "--json", who="chen").json["batches"]
    assert [(one["state"], one["first"]["keyed"]) for one in status] == [("differing", 3), ("keying", 0)]


def test_the_owner_of_the_folder_takes_everything(place, tmp_path):
    file = tmp_path / "all.backup"
    assert "not in it" not in place.ok("backup", "--all", file, who="chen").out
    assert "are not in this backup" not in place.ok("restore", file, tmp_path / "back").out
    before = place.everything()
    place.folder = tmp_path / "back"
    assert place.everything() == before
    place.ok("take-in", who="chen")
    place.ok("verify", who="chen")


def test_refusals_in_one_line(place, tmp_path):
    file = place.write("there", "mine")
    assert "you have keyed a pass" in place.refused("backup", tmp_path / "x", who="wang")
    assert "you have keyed a pass" in place.refused("backup", "--all", tmp_path / "x", who="zhao")
    assert "there is a file" in place.refused("backup", file, who="chen")
    assert "lies in the appraisal itself" in place.refused("backup", place.folder / "x", who="chen")
    assert not (tmp_path / "x").exists()
    assert "is no backup of this program" in place.refused("restore", file, tmp_path / "back")
    assert "there is no file" in place.refused("restore", tmp_path / "nothing", tmp_path / "back")
    assert "it is no plain file" in place.refused("restore", tmp_path, tmp_path / "back")
    os.mkfifo(tmp_path / "pipe")
    assert "it is no plain file" in place.refused("restore", tmp_path / "pipe", tmp_path / "back")
    place.ok("backup", tmp_path / "one", who="chen")
    assert "is not empty" in place.refused("restore", tmp_path / "one", place.folder)
    assert not (tmp_path / "back").exists()


def test_the_words_of_a_damaged_backup(place, tmp_path):
    file = tmp_path / "one.backup"
    place.ok("backup", file, who="chen")
    content = file.read_bytes()
    at = content.index(b'"marks":"')
    for damaged in (content[:-1], content[: len(content) // 2], content[:at] + b"X" + content[at + 1 :], b""):
        file.write_bytes(damaged)
        assert "one.backup cannot be restored from (" in place.refused("restore", file, tmp_path / "back")
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "a.csv", "appraisal", "b.csv", "one.backup",
        ]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_backup_that_is_ended_leaves_nothing(place, tmp_path, number):
    """It waits for a reviewer who is recording something; there it is ended."""
    import fcntl

    handle = os.open(place.folder / "ledger", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    before = sorted(path.name for path in tmp_path.iterdir())
    call = [PROGRAM, "--dir", place.folder, "--as", "chen", "backup", tmp_path / "one"]
    # A test run in the background may have been told to ignore Ctrl+C, and whoever it starts would, too.
    heeding = partial(signal.signal, number, signal.SIG_DFL)
    running = subprocess.Popen([str(word) for word in call], stderr=subprocess.PIPE, preexec_fn=heeding)
    try:
        until = time.monotonic() + 120
        while "flock" not in waits(running.pid) and time.monotonic() < until:
            time.sleep(0.02)
        running.send_signal(number)
        assert running.wait(120) == 128 + number
    finally:
        running.kill()
        running.communicate()
        os.close(handle)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    place.ok("backup", tmp_path / "one", who="chen")


def waits(pid: int) -> str:
    """In which call of the system a process waits; 73 is flock (x86-64), 32 (arm64)."""
    try:
        number = Path(f"/proc/{pid}/syscall").read_text().split()[0]
    except OSError:
        return ""
    return "flock" if number in ("73", "32") else number
