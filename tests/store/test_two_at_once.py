"""Two pieces of work at once give what they give one after the other, whatever becomes of the second process."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from store import two_at_once
from store.two_at_once import both
from tally.said import Refused, Said

pytestmark = pytest.mark.skipif(
    len(os.sched_getaffinity(0)) < 2, reason="one processor: nothing is forked here"
)


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """The test runner has threads of its own; they take no part in what is forked here."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def test_the_second_runs_in_a_process_of_its_own_and_its_result_comes_back():
    here, there = both(os.getpid, lambda: (os.getpid(), Said("{a} b", a=Said("c"))))
    assert here == os.getpid()
    assert there[0] != here
    assert there[1] == Said("{a} b", a=Said("c"))


def test_shared_objects_are_not_sent_but_found_here():
    unsendable = lambda: None  # noqa: E731 - a function has no name to be found by
    held = {"translate": unsendable, "list": [unsendable, unsendable]}
    _, there = both(lambda: None, lambda: {"translate": unsendable, "list": [unsendable]}, (unsendable,))
    assert there["translate"] is unsendable
    assert there["list"][0] is held["list"][0]


def test_what_the_second_raises_is_raised_here():
    def refuse():
        raise Refused(Said("no"))

    with pytest.raises(Refused):
        both(lambda: 1, refuse)


def test_what_the_first_raises_leaves_no_process_behind():
    def fail():
        raise ValueError

    with pytest.raises(ValueError):
        both(fail, lambda: 1)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_process_that_is_killed_costs_only_time():
    parent = os.getpid()

    def killed():
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert both(lambda: "here", killed) == ("here", "done")


def test_nothing_is_forked_where_a_screen_has_threads(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    assert both(lambda: 1, lambda: 2) == (1, 2)
    assert two_at_once._can_fork() is False
