"""`pingyi differences` as text, JSON and CSV, and the signed lists of a package, through the installed program."""

from __future__ import annotations

import csv
import io

import pytest

FIRST = {1: "12341234", 2: "22221111", 3: "43214321", 4: "13131313", 5: "41414141"}
PAPER = FIRST | {2: FIRST[3], 3: FIRST[2]}


def file_of(marks):
    rows = ",".join(f"row{row}" for row in range(1, 9))
    return f"ballot,{rows}\n" + "".join(f"{number},{','.join(one)}\n" for number, one in marks.items())


@pytest.fixture
def place(appraisal):
    """Two batches of eight rows; 2 and 3 differ in six of them. In B1 wang swapped 2 and 3 and zhao keyed row 1 of 5 otherwise; B2 zhao keyed first, sun second."""
    place = appraisal(grades=4, rows=8, batches=(("B1", 5), ("B2", 5)))
    passes = {
        ("B1", "wang"): FIRST,
        ("B1", "zhao"): PAPER | {5: "2" + PAPER[5][1:]},
        ("B2", "zhao"): PAPER | {1: "2" + PAPER[1][1:]},
        ("B2", "sun"): PAPER,
    }
    for (batch, who), marks in passes.items():
        place.ok("import", "--batch", batch, place.write("p.csv", file_of(marks)), who=who)
    place.ok("take-in", who="chen")
    return place


def settle(place):
    offer = place.ok("explain", "--batch", "B1", "--json", who="chen").json["explanations"][0]
    paper = [(one["ballot"], one["row"]) for one in offer["paper"]]
    words = [
        word for ballot, row in paper for word in ("--paper", f"{ballot}:{row}={PAPER[ballot][row - 1]}")
    ]
    place.ok("accept", "--batch", "B1", "--ballot", 2, "--kind", "swapped", *words, who="chen")
    rulings = place.write("r.csv", "ballot,row,reading\n5,1,4\n")
    place.ok("rule", "--batch", "B1", rulings, who="chen")
    rulings = place.write("r.csv", "ballot,row,reading\n1,1,1\n")
    place.ok("rule", "--batch", "B2", rulings, who="chen")


def test_nothing_of_open_places_and_nobodys_errors_are_told_while_rulings_are_blind(place):
    out = place.folder.parent / "d.csv"
    answer = place("differences", "--json", "--csv", out, who="chen")

    assert answer.status == 1
    assert [batch["errors"] for batch in answer.json["batches"]] == [None, None]
    assert answer.json["clerks"] == []
    lines = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert len(lines) == 12 + 1 + 1
    assert {(one["first"], one["second"], one["final"]) for one in lines} == {("", "", "")}
    text = place("differences", who="chen").out
    assert "told once something is ruled on" in text
    assert "Proposed: Ballots 2 and 3 look swapped in one of the two passes." in text
    assert not any(
        "|1 " in line and "|2 " in line for line in text.split("every place in question:")[1].split("\n")
    )


def test_errors_are_charged_by_the_paper_over_both_batches(place):
    settle(place)
    told = place.ok("differences", "--json", who="chen").json

    wrong = {one["name"]: (one["pass"], one["wrong"], one["by_slip"], one["marks"]) for one in told["clerks"]}
    assert wrong == {"sun": ("second", 0, 0, 40), "wang": ("first", 12, 12, 40), "zhao": (None, 2, 0, 80)}
    assert [(one["names"], one["marks"], one["differ"]) for one in told["pairs"]] == [
        (["sun", "zhao"], 40, 1), (["wang", "zhao"], 40, 13),
    ]  # fmt: skip
    (explained,) = told["batches"][0]["explanations"]
    assert (explained["kind"], explained["pass"], explained["settles"]) == ("swapped", "first", 12)


@pytest.mark.parametrize("where", ["nowhere/d.csv", "."])
def test_a_csv_that_cannot_be_there_is_refused(place, where):
    assert "folder" in place.refused("differences", "--csv", place.folder.parent / where, who="chen")


def test_the_package_has_the_signed_lists(place):
    settle(place)
    place("export", "--out", place.folder.parent / "out", who="chen")
    text = (place.folder.parent / "out" / "on-file" / "rulings.txt").read_text("utf-8")
    assert "Explanations that were accepted" in text
    assert "Ballots 2 and 3 look swapped" in " ".join(text.replace("|", " ").split())
    assert "Second reviewer (signature)" in text
    assert "no void ballots" in (place.folder.parent / "out" / "on-file" / "voids.txt").read_text("utf-8")
