"""`pingyi status` and `tally` on a large appraisal: a bar on stderr where a person looks at it, and nothing else changes.

The clock is the test's own, so that what takes over a second takes no time here.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

SLOW = """
import sys
import store.status, store.tallying
from tui import progress_bar
from tui.program import main

class Clock:
    now = 0.0
    def monotonic(self):
        return self.now

progress_bar.time = clock = Clock()
seconds = float(sys.argv.pop(1))

def slowly(real):
    def counted(appraisal, told=None):
        if told is not None:
            clock.now = 0.99
            told(1, 4)
            clock.now = seconds
            told(2, 4)
        return real(appraisal)
    return counted

store.status.progress = slowly(store.status.progress)
store.tallying.tally_of = slowly(store.tallying.tally_of)
sys.argv[0] = "pingyi"
main()
"""
COMMANDS = (["status"], ["status", "--json"], ["tally"], ["tally", "--json"])


def run(place, words, seconds, *, on_terminal):
    """The command told after 0.99 s and after `seconds`: status, stdout, and what its stderr was given."""
    call = [
        sys.executable,
        "-P",
        "-c",
        SLOW,
        str(seconds),
        "--dir",
        str(place.folder),
        "--lang",
        "en",
        "--as",
        "chen",
    ]
    environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    if not on_terminal:
        done = subprocess.run([*call, *words], capture_output=True, env=environment, timeout=300)
        return done.returncode, done.stdout, done.stderr
    here, line = pty.openpty()
    try:
        # What it writes there is little: it does not wait for somebody who reads.
        done = subprocess.run(
            [*call, *words], stdout=subprocess.PIPE, stderr=line, env=environment, timeout=300
        )
        os.write(line, b"$")
        shown = b""
        while not shown.endswith(b"$"):
            shown += os.read(here, 65536)
    finally:
        os.close(line)
        os.close(here)
    return done.returncode, done.stdout, shown[:-1]


@pytest.fixture
def place(appraisal):
    return appraisal(batches=(("B1", 3), ("B2", 3)))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_takes_over_a_second_shows_how_far_it_is(place, words):
    plain = place(*words, who="chen")
    status, out, shown = run(place, words, 1.01, on_terminal=True)
    assert (status, out.decode()) == (plain.status, plain.out)
    assert b"reading bundles" in shown
    assert b"50%" in shown
    assert b"25%" not in shown, "what was told within the first second is not drawn"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_is_drawn_within_the_first_second(place, words):
    plain = place(*words, who="chen")
    assert run(place, words, 0.995, on_terminal=True) == (plain.status, plain.out.encode(), b"")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_is_drawn_where_stderr_is_no_terminal(place, words):
    plain = place(*words, who="chen")
    assert run(place, words, 100, on_terminal=False) == (plain.status, plain.out.encode(), b"")
