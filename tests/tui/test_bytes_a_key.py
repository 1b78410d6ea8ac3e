"""What one key costs on the line: bytes and writes are deterministic, so they are asserted."""

from __future__ import annotations

import json
import os

import pytest

GRADES = "1324"
PATIENCE = 60


def one_key(desk, key):
    """The bytes that one key brought, and in how many pieces they came."""
    desk.type(key)
    came = pieces = looks = 0
    # Twice at rest without a byte between: this key brings nothing more.
    while looks < 2:
        got = desk.read_some(0.01 if came else PATIENCE)
        assert came or got, "the key brought nothing"
        came, pieces = came + got, pieces + bool(got)
        looks = 0 if got or not desk.rests() else looks + 1
    return came, pieces


def keyed(terminal, place, batch, language="zh"):
    desk = terminal("--dir", place.folder, "--lang", language, "--as", "wang", "key", "--batch", batch)
    desk.see("第1号" if language == "zh" else "Ballot 1 ")
    desk.settle()
    return desk


def p99(sizes):
    return sorted(sizes)[-(-len(sizes) * 99 // 100) - 1]


def test_a_mark_and_a_save_on_a_single_form(appraisal, roster, terminal):
    """200 marks on ballots of 10 rows with the Chinese grades."""
    place = roster(1, 10)
    desk = keyed(terminal, place, "M1")
    marks, saves = [], []
    for at in range(200):
        size, pieces = one_key(desk, GRADES[at % 4])
        marks.append(size)
        assert pieces == 1, "one write for one mark"
        if at % 10 == 9:
            saves.append(one_key(desk, "\r")[0])
    mean = sum(marks) / len(marks)
    print(f"bytes a mark: mean {mean:.1f}, p99 {p99(marks)}, most {max(marks)}; a save: most {max(saves)}")
    assert mean <= 44
    assert p99(marks) <= 48
    assert max(saves) <= 500


def test_a_mark_on_a_roster_of_three_hundred_rows(roster, terminal):
    """60 members, 5 items side by side; turning the page is told apart."""
    place = roster(60, 5)
    desk = keyed(terminal, place, "M1")
    sizes = [one_key(desk, GRADES[at * 7 // 3 % 4])[0] for at in range(300)]
    turns = [sizes[row - 1] for row in (80, 160, 240)]
    marks = sorted(sizes)[:-3]
    save = one_key(desk, "\r")[0]
    print(
        f"bytes a mark: mean {sum(marks) / len(marks):.1f}, p99 {p99(marks)}; all 300 with three turns of the "
        f"page: mean {sum(sizes) / 300:.1f}, p99 {p99(sizes)}; a turn: most {max(turns)}; a save: {save}"
    )
    assert sum(marks) / len(marks) <= 42
    assert p99(sizes) <= 50
    assert sum(sizes) / 300 <= 54
    assert max(turns) <= 1500
    assert save <= 1600


@pytest.mark.parametrize("keys", ["?", "7", "g", "*", "/", "^", "q"])
def test_no_frame_while_keying_is_over_four_kilobytes(roster, terminal, keys):
    place = roster(60, 5)
    desk = keyed(terminal, place, "M1")
    one_key(desk, "1")
    assert one_key(desk, keys)[0] <= 4096


def test_two_thousand_keys_in_one_write(roster, terminal):
    """100 ballots of 19 rows and Enter: what a line brings at once after it stood still."""
    place = roster(1, 19, 100)
    desk = keyed(terminal, place, "M1")
    ballots = ["".join("1234"[(ballot * 5 + row * row) % 4] for row in range(19)) for ballot in range(100)]
    keys = "".join(f"{marks}\r" for marks in ballots).encode()
    assert len(keys) == 2000
    os.set_blocking(desk.handle, False)
    while keys:
        try:
            keys = keys[os.write(desk.handle, keys) :]
        except BlockingIOError:
            desk.read(0.01)
    desk.see("张数")
    (path,) = (place.folder / "entry").glob("*/M1.1.1.json")
    (table,) = json.loads(path.read_bytes()).values()
    stored = [(one["ballot"], one["marks"]) for one in table.values() if one["kind"] == "enter"]
    assert stored == list(enumerate(ballots, start=1))


def test_each_mark_is_on_disk_before_it_is_on_the_screen(roster, terminal):
    place = roster(1, 10)
    desk = keyed(terminal, place, "M1")
    for at in range(1, 10):
        desk.type(GRADES[at % 4])
        desk.see(f"{at:3} [{GRADES[at % 4]}]")
        (path,) = (place.folder / "entry").glob("*/*.draft")
        assert json.loads(path.read_bytes())["marks"][at - 1] == GRADES[at % 4]
