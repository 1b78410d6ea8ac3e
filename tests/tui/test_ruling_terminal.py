"""Ruling in a real terminal: keys typed ahead in one burst, and the whole of it from the keypad."""

from __future__ import annotations

import pytest

PAPER = {1: "12341234", 2: "43214321", 3: "22221111", 4: "13131313", 5: "41414141"}
SECOND = PAPER | {1: "3" + PAPER[1][1:], 2: PAPER[3], 3: PAPER[2]}


def file_of(marks):
    rows = ",".join(f"row{row}" for row in range(1, 9))
    return f"ballot,{rows}\n" + "".join(f"{number},{','.join(one)}\n" for number, one in marks.items())


@pytest.fixture
def place(appraisal):
    """Five ballots of eight rows; the second pass has 2 and 3 swapped, and row 1 of 1 otherwise."""
    place = appraisal(grades=4, rows=8, batches=(("B1", 5),))
    place.ok("import", "--batch", "B1", place.write("a.csv", file_of(PAPER)), who="wang")
    place.ok("import", "--batch", "B1", place.write("b.csv", file_of(SECOND)), who="zhao")
    place.ok("take-in", who="chen")
    return place


def records(place):
    return sum(one.read_bytes().count(b'"takes_back"') for one in (place.folder / "review").glob("B1.*.json"))


def test_marks_typed_ahead_never_answer_an_explanation(place, terminal):
    review = terminal("--dir", place.folder, "--lang", "en", "--as", "chen", "review", "--batch", "B1")
    review.see("Ballot 1 ")
    review.settle()
    # The mark of row 1, a key that moves on, and what would be a habit's next three rows: one burst.
    review.type("1 4\r2\r1\r")
    review.see("Ballots 2 and 3 look swapped")
    review.see("Enter begins")
    review.settle()
    assert "Enter begins" in review.text, "the keys of the burst began nothing"
    assert records(place) == 1
    review.type("\r")
    review.see("mark keys: what the paper reads there")
    explanations = place.ok("explain", "--batch", "B1", "--json", who="chen").json["explanations"]
    rows = [(one["ballot"], one["row"]) for one in explanations[0]["paper"]]
    # The rows and an Enter too soon: it is not heard before the terminal shows what it would accept.
    review.type("".join(PAPER[ballot][row - 1] for ballot, row in rows) + "\r")
    review.see_confirmed("it was the second pass")
    assert records(place) == 1
    review.type("\r")
    review.see("Accepted by chen")
    assert records(place) == 2
    review.type("+")
    review.see("Nothing is left to read")
    review.type("\r")
    assert review.ended() == 0


def test_the_list_the_jump_and_a_correction_from_the_keypad_alone(place, terminal):
    review = terminal("--dir", place.folder, "--lang", "en", "--as", "chen", "review", "--batch", "B1")
    review.see("Ballot 1 ")
    review.type("*")
    review.see("What is left")
    review.type("2")
    review.see(">     2")
    review.type("*/5\r")
    review.see("Both passes agree on this sheet")
    review.type("\r3\r")
    review.see("Row 3: item 3")
    review.type("25")
    review.see("waits for a second reviewer")
    assert records(place) == 1
    review.type("-")
    review.see("Both passes agree on this sheet")
    assert records(place) == 2
