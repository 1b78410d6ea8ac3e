"""Lines that stall, drop and bring rubbish: what is keyed stays, and what is no key marks nothing."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sys
import termios
import time
import unicodedata

import pytest


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=10, batches=(("C1", 40),))


@pytest.fixture
def keying(place, terminal):
    def start(language="en", batch="C1", **options):
        desk = terminal(
            "--dir", place.folder, "--lang", language, "--as", "wang", "key", "--batch", batch, **options
        )
        desk.see("Ballot 1 " if language == "en" else "第1号")
        desk.settle()
        return desk

    return start


def draft(place):
    (path,) = (place.folder / "entry").glob("*/*.draft")
    return json.loads(path.read_bytes())


def drafts(place):
    return list((place.folder / "entry").glob("*/*.draft"))


@pytest.mark.parametrize(
    ("came", "marks", "words"),
    [
        (b"\xff\xfe1", "1", ""),
        (b"\xe6\xbb", "", ""),
        (b"\xe6\xbb2", "2", ""),
        (b"\xff", "", "marked nothing"),
        ("满意度测评工作开始".encode(), "", "input method"),
        ("3。".encode(), "3x", ""),
        (b"\x1bOq\x1bOr\x1bOn\x1bOp", "12x-", ""),
        (b"2\x1bOl", "2222222222", ""),
        (b"12\x1bOS3", "13", ""),
        (b"\x1bOR", "", "void"),
        (b"\x1bOQ", "", "opinion noted"),
        (b"\x1b[G", "", "NumLock"),
        (b"\x1b[E", "", "NumLock"),
        (b"\x1b[H1", "1", ""),
        (b"\x1b[6~", "", "NumLock"),
        (b"\x1b1", "", "Alt was held"),
        (b"\x1b.", "", "Alt was held"),
        ("1\u2014".encode(), "1", "input method"),
        (b"\x1b[200~1234\x1b[201~2", "2", ""),
        (b"\x01\x02\x00", "", "marks nothing"),
        (b"\x1b[1;5C", "", "marks nothing"),
    ],
    ids=[
        "stray bytes", "half a character", "half a character and a mark", "a stray byte says so",
        "a phrase of an input method", "full-width digit and full stop", "keypad in application mode",
        "its plus fills", "its minus takes back", "its star", "its slash", "5 without NumLock",
        "5 without NumLock on another terminal", "Home and a mark", "PgDn", "Alt and a digit", "Alt and the point",
        "a mark and a dash of an input method", "a paste and a mark",
        "control characters", "Ctrl and an arrow",
    ],
)  # fmt: skip
def test_what_comes_is_marked_or_marks_nothing_and_the_program_lives(place, keying, came, marks, words):
    desk = keying()
    desk.type(came)
    desk.see(words)
    desk.settle()
    kept = draft(place)["marks"].rstrip("_") if drafts(place) else ""
    assert kept == marks
    desk.type("q")
    assert desk.ended() == 0, "alive, and the next key is understood"


def test_a_paste_that_never_ends_is_given_up_and_says_so(place, keying):
    desk = keying()
    desk.type(b"\x1b[200~12")
    desk.see("never ended it")
    assert drafts(place) == []
    desk.type("3")
    desk.see("  1 [3] G3")


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm"}, {"TERM": "linux"}, {"TERM": "vt100"}, {"TERM": "xterm-mono"}, {"TERM": "screen.xterm-256color"},
        {"NO_COLOR": "1"}, {"TERM": "vt100", "NO_COLOR": "1"}, {"COLORTERM": "truecolor"},
    ],
    ids=lambda environment: " ".join(environment.values()),
)  # fmt: skip
def test_no_terminal_needs_colour(place, keying, environment):
    """The row of the cursor is told by `>`, by brackets and by reverse video; no colour is ever sent."""
    desk = keying(environment=environment)
    desk.type("1")
    desk.see("  1 [1] G1")
    desk.see("  2>[ ]")
    desk.settle()
    for sent in desk.sent.split(b"\x1b[")[1:]:
        codes, end = sent[: sent.find(b"m")], sent.find(b"m")
        if end >= 0 and codes.replace(b";", b"").isdigit():
            assert {int(code) for code in codes.split(b";")} <= {0, 1, 2, 7}, codes


def test_the_keypad_is_set_to_plain_characters_at_start(keying):
    assert b"\x1b>\x1b[?1l" in keying().sent


def test_nothing_on_the_screen_is_of_ambiguous_width(roster, terminal):
    place = roster(6, 3)
    desk = terminal("--dir", place.folder, "--lang", "zh", "--as", "wang", "key", "--batch", "M1")
    desk.see("第1号")
    desk.type("12.0*")
    desk.settle()
    seen = desk.text
    desk.type("?")
    desk.wait(lambda: desk.text != seen)
    desk.settle()
    assert [c for c in seen if unicodedata.east_asian_width(c) == "A"] == []
    assert [c for c in desk.text if unicodedata.east_asian_width(c) == "A"] == []


def test_a_terminal_that_is_no_utf_8_is_told_in_ascii_what_to_set(keying):
    desk = keying("zh")
    desk.see("Set the terminal to UTF-8")
    desk.type("1234123412\r")
    desk.see("第2号")
    desk.settle()
    assert "UTF-8" not in desk.text, "gone after the first save"


def test_a_window_made_too_small_and_large_again(place, keying):
    desk = keying()
    desk.type("12")
    desk.see("  3>[ ]")
    desk.resize(60, 20)
    desk.see("the window is 60 x 20")
    desk.type("3")
    desk.settle()
    assert draft(place)["marks"] == "12________", "a key that cannot be seen marks nothing"
    desk.resize(100, 30)
    desk.see("  3>[ ]")
    desk.type("4")
    desk.see("  3 [4] G4")


@pytest.mark.parametrize(("keys", "status"), [("\x03", 130), ("\x11", 0), ("\x1b", 0), ("q", 0)])
def test_every_way_to_leave_keeps_the_ballot(place, keying, keys, status):
    desk = keying()
    desk.type("123")
    desk.see("  4>[ ]")
    desk.type(keys)
    assert desk.ended() == status
    assert draft(place)["marks"] == "123_______"
    keying().see("  4>[ ]")


def test_a_closed_terminal_ends_the_program_and_loses_nothing(place, keying):
    desk = keying()
    desk.type("123")
    desk.see("  4>[ ]")
    desk.hang_up()
    assert desk.ended() == 128 + signal.SIGHUP
    assert draft(place)["marks"] == "123_______"
    keying().see("  4>[ ]")


def unread(handle):
    size = bytearray(4)
    fcntl.ioctl(handle, termios.FIONREAD, size)
    return int.from_bytes(size, sys.byteorder)


@pytest.mark.parametrize("closes", [False, True], ids=["SIGTERM", "closed"])
def test_a_stalled_line_does_not_keep_the_program_from_ending(place, keying, closes):
    """Nobody reads: the pty fills, then Textual's queue, and the program waits for the line."""
    desk = keying()
    waiting = 0
    for _ in range(400):
        for _ in range(20):
            desk.type("?")
            time.sleep(0.01)
        before, waiting = waiting, unread(desk.handle)
        if before == waiting > 1000:
            break
    else:
        pytest.fail("the line never filled")
    if closes:
        desk.hang_up()
    else:
        os.kill(desk.pid, signal.SIGTERM)
    desk.read = lambda seconds: time.sleep(seconds)
    assert desk.ended() == (129 if closes else 143)
    keying().see("Ballot 1 ")  # the pass is free again


def test_keys_typed_before_the_terminal_has_drawn_the_summary_are_dropped(appraisal, terminal):
    """On a slow line what was sent is not what the clerk sees: only the terminal's answer counts."""
    place = appraisal(grades=4, rows=2, batches=(("C1", 11),))
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk.see("Ballot 1 ")
    desk.answers = False
    # A terminal that has answered before is waited for for 20 s, else for 2, in which a busy machine may be late.
    desk.type(b"\x1b[24;1R")
    # Two more ballots than there are, keyed on by habit: their marks are the cover's number.
    desk.type("12\r" * 11 + "11\r11\r")
    desk.see("Sheets counted: _")
    desk.wait(lambda: b"\x1b[6n" in desk.sent)
    desk.type("11\r")
    desk.settle()
    assert "Sheets counted: _" in desk.text
    desk.type(b"\x1b[24;1R")
    desk.type("11\r")
    assert desk.ended() == 0


def test_a_terminal_that_never_answers_is_not_waited_for_for_ever(appraisal, terminal):
    place = appraisal(grades=4, rows=1, batches=(("C1", 1),))
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk.see("Ballot 1 ")
    desk.answers = False
    desk.type("1\r")
    desk.see("Sheets counted: _")
    for _ in range(600):
        desk.type("1")
        desk.read(0.1)
        if "counted: 1" in desk.text:
            break
    desk.type("\r")
    assert desk.ended() == 0


def test_a_stuck_key_rings_once_and_says_why(keying):
    desk = keying()
    desk.type("7" * 30)
    desk.see("there are only 4 grades")
    desk.settle()
    assert desk.sent.count(b"\a") == 1


def test_nothing_is_sent_while_nothing_is_keyed(keying):
    desk = keying()
    assert desk.read(3) == 0
