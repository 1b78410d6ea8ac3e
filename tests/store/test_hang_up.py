"""The line drops: the terminal in which a clerk saves ballots hangs up. Nothing acknowledged is lost.

With PINGYI_LONG=1 forty times, else a few. The writer hears of it by SIGHUP, or, deaf to that, by a
terminal that takes no more.
"""

from __future__ import annotations

import os
import pty
import random
import signal

import pytest


@pytest.fixture
def line():
    """A terminal: the end before a person, and the end that the writer has. Both are closed at last."""
    opened = []

    def open_line():
        ends = pty.openpty()
        opened.extend(ends)
        return ends

    def close(handle):
        if handle in opened:
            opened.remove(handle)
            os.close(handle)

    open_line.close = close
    yield open_line
    for handle in list(opened):
        close(handle)


@pytest.mark.parametrize("deaf", [False, True], ids=["hears-it", "deaf"])
def test_nothing_acknowledged_is_lost_to_a_hang_up(desk, line, long_run, deaf):
    moments = random.Random(40 + deaf)
    for _ in range(20 if long_run else 3):
        person, writer = line()
        desk.start("--terminal", *(["--deaf"] if deaf else []), stdin=writer, stdout=writer)
        line.close(writer)
        desk.hear_one()
        assert os.read(person, 20).startswith(b"saved B"), "it says so on the screen, too"
        desk.hear(moments.uniform(0, 0.3 if long_run else 0.1), screen=person)
        line.close(person)
        if deaf:
            # It goes on, as a program does that lives through a dropped line.
            desk.hear_one()
            status, said = desk.end(signal.SIGTERM)
            assert status == -signal.SIGTERM, said
        else:
            status, said = desk.end()
            assert status == -signal.SIGHUP, said

        desk.check(recent=True)
        desk.adopt()

    assert desk.check() == len(desk.acknowledged)
    print(f"{desk.heard} acknowledged")
