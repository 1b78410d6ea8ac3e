"""One session at a time on a pass: who has it, where and since when, and ending one that is dead."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from store.session_hold import HeldElsewhere, SessionHold, end_holder, read_holder
from tally.said import Refused

HOLD = """
import signal, sys, time
from pathlib import Path
from store.session_hold import SessionHold
if sys.argv[2] == "deaf":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
hold = SessionHold(Path(sys.argv[1]), "B1", "wang")
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    path = tmp_path / ".B1.session.lock"
    started = []

    def start(kind="hearing"):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path), kind],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SSH_CONNECTION": "10.0.0.5 50000 10.0.0.1 22"},
        )
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return path, process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_second_one_is_refused_with_where_and_since_when(holder):
    path, process = holder()
    with pytest.raises(HeldElsewhere) as refused:
        SessionHold(path, "B1", "wang")
    assert refused.value.holder == read_holder(path)
    assert refused.value.holder.pid == process.pid
    assert "10.0.0.5" in str(refused.value)
    assert refused.value.holder.since[11:16] in str(refused.value)


def test_the_hold_of_a_killed_process_is_gone(holder):
    path, process = holder()
    process.kill()
    process.wait()
    SessionHold(path, "B1", "wang").let_go()


@pytest.mark.parametrize(("kind", "ended_by"), [("hearing", signal.SIGHUP), ("deaf", signal.SIGKILL)])
def test_a_live_one_is_ended_asked_first(holder, kind, ended_by, monkeypatch):
    # The deaf one is waited for in vain; the other one is given the time of a busy machine.
    monkeypatch.setattr("store.session_hold.PATIENCE", 0.5 if kind == "deaf" else 60)
    path, process = holder(kind)
    end_holder(path, "B1", "wang")
    assert process.wait(60) == -ended_by
    SessionHold(path, "B1", "wang").let_go()


def test_another_process_that_has_its_number_now_is_left_alone(holder):
    path, process = holder()
    path.write_text(json.dumps({**json.loads(path.read_text()), "born": "1"}))
    with pytest.raises(Refused, match="cannot be ended from here"):
        end_holder(path, "B1", "wang")
    time.sleep(0.1)
    assert process.poll() is None


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"pid": 1}'])
def test_a_hold_that_cannot_be_read_is_refused_all_the_same(holder, content):
    path, process = holder()
    path.write_text(content)
    with pytest.raises(HeldElsewhere):
        SessionHold(path, "B1", "wang")
    with pytest.raises(Refused):
        end_holder(path, "B1", "wang")
    assert process.poll() is None


def test_a_free_one_needs_no_ending(tmp_path):
    path = tmp_path / "lock"
    SessionHold(path, "B1", "wang").let_go()
    end_holder(path, "B1", "wang")
