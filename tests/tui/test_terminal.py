"""The real program in a pty: keys, bursts, signals, bytes."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
CODES = {"-": "0", "x": "."}


def first_ballots(name, count):
    with (DATA / name).open(newline="") as file:
        rows = [(row.pop("ballot"), "".join(row.values())) for row in csv.DictReader(file)]
    return rows[:count]


def as_keys(marks):
    return "".join(CODES.get(code, code) for code in marks)


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=10, batches=(("C1", 40),))


def key_pass(terminal, place, who, ballots):
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", who, "key", "--batch", "C1")
    desk.see("Ballot 1 ")
    for number, (_, marks) in enumerate(ballots, start=1):
        for key in as_keys(marks):
            desk.type(key)
        desk.type("\r")
        if number < len(ballots):
            desk.see(f"Ballot {number + 1} ")
    desk.see("Count the sheets")
    desk.see_confirmed("Sheets counted")
    desk.type(f"{len(ballots)}\r")
    assert desk.ended() == 0
    assert f"batch C1 handed in: {len(ballots)} ballots" in desk.sent.decode()
    return desk


def test_forty_real_ballots_keyed_by_two_clerks_and_ruled_on(place, terminal):
    """Key by key: 11 keys a ballot of 10 rows, then the differences on the reviewer's screen."""
    one = first_ballots("cfout1000.passA.csv", 40)
    two = first_ballots("cfout1000.passB.csv", 40)
    # Two more slips than the data hold in these forty, so that there is something to rule on.
    two[6] = (two[6][0], "3" + two[6][1][1:] if two[6][1][0] != "3" else "4" + two[6][1][1:])
    two[29] = (two[29][0], two[29][1][:9] + ("x" if two[29][1][9] != "x" else "1"))
    differing = [
        (int(number), row + 1, mine[row], theirs[row])
        for (number, mine), (_, theirs) in zip(one, two, strict=True)
        for row in range(10)
        if mine[row] != theirs[row]
    ]
    assert len(differing) == 3

    key_pass(terminal, place, "wang", one)
    key_pass(terminal, place, "zhao", two)

    review = terminal("--dir", place.folder, "--lang", "en", "--as", "chen", "review", "--batch", "C1")
    for number, row, mine, theirs in differing:
        review.see(f"Ballot {number} ")
        review.see(f"Row {row}: item {row}")
        review.settle()
        assert "first pass" not in review.text, "blind until the paper was read"
        review.type(CODES.get(mine, mine))
        review.see("first pass")
        words = {"-": "blank", "x": "spoiled"}
        review.see(f"first pass  {words.get(mine, 'G' + mine)}")
        review.see(f"second pass {words.get(theirs, 'G' + theirs)}")
        review.type("+")
    review.see("Nothing is left to read")
    review.type("\r")
    assert review.ended() == 0

    tally = place.ok("tally", "--json", who="chen").json
    assert tally["complete"]
    for row in range(10):
        (result,) = [one_ for one_ in tally["results"] if one_["row"] == row + 1 and one_["group"] is None]
        column = [marks[row] for _, marks in one]
        assert [result["marks"][code] for code in "1234"] == [column.count(code) for code in "1234"]


def test_a_burst_of_ballots_typed_ahead_is_kept_exactly(place, terminal):
    ballots = first_ballots("cfout1000.passA.csv", 40)
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk.see("Ballot 1 ")
    desk.type("".join(f"{as_keys(marks)}\r" for _, marks in ballots))
    desk.see_confirmed("Count the sheets")
    desk.type("40\r")
    assert desk.ended() == 0
    place.ok("import", "--batch", "C1", place.write("z.csv", (
        "ballot," + ",".join(f"row{row}" for row in range(1, 11)) + "\n"
        + "".join(f"{number},{','.join(marks)}\n" for number, marks in ballots)
    )), who="zhao")  # fmt: skip
    place.ok("take-in", who="chen")
    (batch,) = place.ok("differences", "--json", who="chen").json["batches"]
    assert batch["differences"] == []
    assert batch["agreement"]["compared_marks"] == 400


def test_keys_typed_before_the_first_paint_are_marks(place, terminal):
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk.type("1234123412\n")
    desk.see("Ballot 2 ")
    desk.see("saved 1 of 40")


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, 137)],
)
def test_a_signal_loses_no_mark_and_keying_resumes_at_the_same_row(place, terminal, number, status):
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk.see("Ballot 1 ")
    desk.type("1234123412\r321")
    desk.see("saved 1 of 40")
    desk.see("  3 [1] G1")
    os.kill(desk.pid, number)
    assert desk.ended() == status

    again = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    again.see("Ballot 2 ")
    again.see("  4>[ ]")
    again.see("  1 [3] G3")


def test_a_paste_marks_nothing(place, terminal):
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1")
    desk.see("Ballot 1 ")
    desk.type("\x1b[200~1234123412\x1b[201~")
    desk.see("pasting marks nothing")
    desk.settle()
    assert "saved 0 of 40" in desk.text
    assert "  1>[ ]" in desk.text


def test_without_a_terminal_the_plain_commands_are_named(place):
    for command in ((), ("key",), ("review",), ("demo",)):
        answer = place(*command, who="wang")
        assert answer.status == 2
        assert "pingyi import" in answer.err


def test_a_dumb_terminal_is_refused(place, terminal):
    desk = terminal("--dir", place.folder, "key", environment={"TERM": "dumb"})
    assert desk.ended() == 2


def test_a_small_window_says_so_and_comes_back(place, terminal):
    desk = terminal(
        "--dir", place.folder, "--lang", "en", "--as", "wang", "key", "--batch", "C1", columns=60, rows=20
    )
    desk.see("the window is 60 x 20")


@pytest.mark.parametrize(
    ("language", "first", "end"), [("zh", "练习", "全部做完了"), ("en", "PRACTICE", "That was all")]
)
def test_the_practice_from_paper_to_table_in_one_sitting(tmp_path, terminal, language, first, end):
    start = time.monotonic()
    desk = terminal("--lang", language, "demo", tmp_path / "d")
    desk.see(first)
    desk.type("\r")
    keys = 1
    paper, member, counted, ruling, key, rule, results = {
        "zh": ("票面(练习用)", "王建国", "张数", "裁定", "回车: 录票捆", "回车: 比对并裁定", "回车: 看结果"),
        "en": (
            "PAPER", "Wang-J", "counted", "Ruling", "Enter: key batch", "Enter: compare and rule",
            "Enter: see the results",
        ),
    }[language]  # fmt: skip
    desk.see(paper)
    for ballot in ("1", "2", "4", "1", "2/", ".", "0", "2", "1", "1*"):
        desk.type(ballot + "\r")
        keys += len(ballot) + 1
    desk.see_confirmed(counted)
    desk.type("10\r")
    desk.see(key)
    desk.type("\r")
    desk.see(member)
    for ballot in ("11214", "12311", "11240", "12123/", "21134", "11242"):
        desk.type(ballot + "\r")
        keys += len(ballot) + 1
    desk.see_confirmed(counted)
    desk.type("6\r")
    desk.see(rule)
    desk.type("\r")
    keys += 8
    for answer in ("4", "1", "2", "24"):
        desk.see(ruling)
        for mark in answer:
            desk.settle()
            desk.type(mark)
        desk.settle()
        desk.type("+")
        keys += len(answer) + 1
    desk.settle()
    desk.type("\r")
    desk.settle()
    desk.type("\r")
    desk.settle()
    desk.type("0+")
    desk.settle()
    desk.type("\r")
    desk.see(results)
    desk.type("\r")
    desk.see("58.97")
    desk.type("/")
    desk.see_confirmed("pingyi verify")
    desk.type("\r")
    desk.see("58.97")
    desk.type("\r")
    desk.see(end)
    desk.type("\r")
    assert desk.ended() == 0
    print(f"{keys} keys, {time.monotonic() - start:.0f} s")
    (package,) = (tmp_path / "d" / "export").iterdir()
    table = (package / "sent-up" / "statistics-org.txt").read_text()
    assert "58.97" in table
    pages = table.count("\f") + 1
    assert table.count("*** 练习 ***" if language == "zh" else "*** PRACTICE ***") == 2 * pages
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=package, check=True)
