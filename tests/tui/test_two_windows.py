"""The same clerk in a second window, while the first one lives and after its line died."""

from __future__ import annotations

from pathlib import Path

import pytest

from tally.said import in_english
from tui.desk import Desk
from tui.keying.opening import take_over_command


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
    said = "".join(second.text.split())
    # Typed as shown it is the same person in the same folder.
    words = ["pingyi", "--dir", str(place.folder), "--as", "wang", "key", "--batch", "C1", "--take-over"]
    assert said.endswith("".join(words))
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
    assert "batch C1 was taken over by another window of yours; 1 of 40 saved" in first.sent.decode()
    second.see("Ballot 2 ")
    second.see("  3>[ ]")


def test_from_the_tasks_it_takes_zero_and_enter(place, terminal):
    first = window(terminal, place, "key", "--batch", "C1")
    first.see("Ballot 1 ")
    second = window(terminal, place)
    second.see("C1")
    second.type("\r")
    second.see("0 Enter takes over")
    second.type("0")
    second.see("Enter ends the other window")
    second.type("5")
    second.wait(lambda: "Enter ends the other window" not in second.text)
    second.type("\r")
    second.see("0 Enter takes over")
    second.type("0\r")
    assert first.ended() == 129
    second.see("Ballot 1 ")


def test_taking_over_where_no_window_is_open_just_keys(place, terminal):
    before = window(terminal, place, "key", "--batch", "C1")
    before.see("Ballot 1 ")
    before.type("q")
    assert before.ended() == 0
    assert "left batch C1, 0 of 40 saved; next time from ballot 1, row 1" in before.sent.decode()
    only = window(terminal, place, "key", "--batch", "C1", "--take-over")
    only.see("Ballot 1 ")


def test_taking_over_what_was_never_begun_is_refused_and_claims_nothing(place, terminal):
    before = place.everything()
    only = window(terminal, place, "key", "--batch", "C1", "--take-over")
    only.see("nothing to take over")
    assert only.ended() == 2
    assert place.everything() == before
    assert not list((place.folder / "claims").iterdir())


@pytest.mark.parametrize(
    ("folder", "declared", "environment", "command"),
    [
        (".", None, None, "pingyi key --batch B1 --take-over"),
        (".", "王", None, "pingyi --as 王 key --batch B1 --take-over"),
        ("2026评议", "王", None, "pingyi --dir 2026评议 --as 王 key --batch B1 --take-over"),
        ("a b", None, None, "pingyi --dir 'a b' key --batch B1 --take-over"),
        ("/srv/x", "li", "/srv/x", "pingyi --as li key --batch B1 --take-over"),
    ],
)
def test_the_advice_carries_what_was_given(monkeypatch, folder, declared, environment, command):
    monkeypatch.delenv("PINGYI_DIR", raising=False)
    if environment:
        monkeypatch.setenv("PINGYI_DIR", environment)
    assert take_over_command(Desk(Path(folder), declared, "en", in_english), "B1") == command
