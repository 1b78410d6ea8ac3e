"""The same clerk in a second window, while the first one lives and after its line died."""

from __future__ import annotations

import pytest


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=10, batches=(("C1", 40),))


def window(terminal, place, *more):
    return terminal("--dir", place.folder, "--lang", "en", "--as", "wang", *more)


def test_it_is_refused_with_where_since_when_and_what_to_do(place, terminal):
    first = window(terminal, place, "key", "--batch", "C1")
    first.see("Ballot 1 ")
    second = window(terminal, place, "key", "--batch", "C1")
    second.see("--take-over")
    assert second.ended() == 2
    said = " ".join(second.text.split())
    assert "being keyed by wang in another window (pts/" in said
    assert "since " in said


def test_the_other_window_is_ended_and_keying_goes_on_at_its_row(place, terminal):
    first = window(terminal, place, "key", "--batch", "C1")
    first.see("Ballot 1 ")
    first.type("1234123412\r12")
    first.see("  3>[ ]")
    second = window(terminal, place, "key", "--batch", "C1", "--take-over")
    # The first one is what it is about: its terminal goes on being read, as a live client would.
    assert first.ended() == 129
    second.see("Ballot 2 ")
    assert "  3>[ ]" in second.text


def test_from_the_tasks_it_takes_zero_and_enter(place, terminal):
    first = window(terminal, place, "key", "--batch", "C1")
    first.see("Ballot 1 ")
    second = window(terminal, place)
    second.see("C1")
    second.settle()
    second.type("\r")
    second.see("0 Enter takes over")
    second.type("0")
    second.see("Enter ends the other window")
    second.type("5")
    second.settle()
    second.type("\r")
    second.see("0 Enter takes over")
    second.type("0\r")
    assert first.ended() == 129
    second.see("Ballot 1 ")


def test_taking_over_where_no_window_is_open_just_keys(place, terminal):
    only = window(terminal, place, "key", "--batch", "C1", "--take-over")
    only.see("Ballot 1 ")
