"""Marks stay in the folder and on the screen: none in arguments, environment, other files, logs, dumps or
titles; and opinions leave without a way back to ballots."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

MARKS = "123412341232"


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=12, batches=(("C1", 3),))


def keying(terminal, place, **surroundings):
    call = ("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk = terminal(*call, environment=surroundings)
    desk.see("Ballot 1 ")
    return desk


def test_nothing_of_a_ballot_leaves_the_folder_and_the_screen(place, terminal, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    log = outside / "textual.log"
    surroundings = {
        "TMPDIR": str(outside),
        "HOME": str(outside),
        "TEXTUAL_LOG": str(log),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(outside),
        "TEXTUAL_DEBUG": "1",
    }
    desk = keying(terminal, place, **surroundings)
    for mark in MARKS:
        desk.type(mark)
    desk.type("\r")
    desk.see("Ballot 2 ")
    for name in ("cmdline", "environ"):
        content = Path(f"/proc/{desk.pid}/{name}").read_bytes()
        assert not re.search(rb"[1-4]{4}", content.replace(str(place.folder).encode(), b"")), name
    desk.type("q")
    assert desk.ended() == 0
    assert not list(outside.rglob("*")), "no log, no picture, no temporary file"
    assert b"\x1b]" not in desk.sent, "no title, no other word to the terminal's window"
    kept = [
        path for path in place.folder.rglob("*") if path.is_file() and MARKS.encode() in path.read_bytes()
    ]
    assert [path.name for path in kept] == ["C1.1.1.json"]


def test_a_crash_leaves_no_core(place, terminal, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        desk = keying(terminal, place)
        limits = Path(f"/proc/{desk.pid}/limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", limits)
        desk.type("12")
        desk.see("  3>[ ]")
        os.kill(desk.pid, signal.SIGSEGV)
        assert desk.ended() == 128 + signal.SIGSEGV
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


PROGRAM = """
import sys
from tui.keying import view
def broken(self, key):
    secret_marks = "4321432143214321"
    import ctypes
    raise RuntimeError(f"broken on purpose, dumpable {ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)}")
view.KeyingView.press = broken
from tui.program import main
main()
"""


def test_a_failure_of_the_program_shows_no_variables(place, terminal):
    call = ["--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1"]
    desk = terminal("-P", "-c", PROGRAM, *call, program=sys.executable)
    desk.see("Ballot 1 ")
    desk.type("1")
    assert desk.ended() == 70
    assert b"4321432143214321" not in desk.sent
    assert b"broken on purpose, dumpable 0" in desk.sent, "its memory is closed to the account's other people"


def test_opinions_leave_in_an_order_that_tells_nothing_of_ballots(place):
    """Sorted by their own words, whichever ballots they stand on."""
    texts = ["pears", "apples", "figs"]
    rows = ",".join(f"row{at}" for at in range(1, 13))
    for order in (texts, texts[::-1]):
        folder = place.folder.parent / "-".join(order)
        subprocess.run(["cp", "-r", place.folder, folder], check=True)
        there = type(place)(folder)
        lines = "".join(f"{at},{','.join(MARKS)},1\n" for at in (1, 2, 3))
        for who in ("wang", "zhao"):
            there.ok(
                "import", "--batch", "C1", there.write("p.csv", f"ballot,{rows},opinion\n{lines}"), who=who
            )
        there.ok("take-in", who="chen")
        there.ok("opinions", "--batch", "C1", who="chen", given="\n".join(order) + "\n")
        there.ok("export", "--out", folder / "out", who="chen")
        text = (folder / "out" / "sent-up" / "opinions.txt").read_text()
        assert text.index("apples") < text.index("figs") < text.index("pears")
        assert not re.search(r"\bballot \d|\bC1\b", text)
