"""Explanations and corrections in their plain form, through the installed program."""

from __future__ import annotations

import pytest

PAPER = {1: "12341234", 2: "43214321", 3: "22221111", 4: "13131313", 5: "41414141"}
SWAPPED = PAPER | {2: PAPER[3], 3: PAPER[2]}


def file_of(marks):
    rows = ",".join(f"row{row}" for row in range(1, 9))
    return f"ballot,{rows}\n" + "".join(f"{number},{','.join(one)}\n" for number, one in marks.items())


@pytest.fixture
def place(appraisal):
    """Five ballots of eight rows; the second pass has 2 and 3 swapped, and row 1 of 5 otherwise."""
    place = appraisal(grades=4, rows=8, batches=(("B1", 5),))
    place.ok("import", "--batch", "B1", place.write("a.csv", file_of(PAPER)), who="wang")
    second = SWAPPED | {5: "2" + PAPER[5][1:]}
    place.ok("import", "--batch", "B1", place.write("b.csv", file_of(second)), who="zhao")
    place.ok("take-in", who="chen")
    return place


def offered(place):
    return place.ok("explain", "--batch", "B1", "--json", who="chen").json["explanations"]


def read(offer, paper=PAPER):
    """The rows that confirm an explanation, as a sheet of paper reads them."""
    rows = [(one["ballot"], one["row"]) for one in offer["paper"]]
    return [word for ballot, row in rows for word in ("--paper", f"{ballot}:{row}={paper[ballot][row - 1]}")]


ACCEPT = ("accept", "--batch", "B1", "--ballot", 2, "--kind", "swapped")


def test_an_explanation_is_listed_confirmed_accepted_and_taken_back(place):
    (offer,) = offered(place)
    assert {key: offer[key] for key in ("kind", "pass", "ballots", "row")} == {
        "kind": "swapped", "pass": None, "ballots": [2, 3], "row": None,
    }  # fmt: skip
    said = place.ok("explain", "--batch", "B1", who="chen").out
    assert "Ballots 2 and 3 look swapped in one of the two passes." in said
    assert f"It would settle {offer['settles']} of the {offer['without']} differences there" in said
    assert {one["ballot"] for one in offer["paper"]} == {2, 3}

    said = place.ok(*ACCEPT, *read(offer), who="chen").out
    assert f"it was the second pass; settled: {offer['settles']}; still to be read: 1" in said
    assert offered(place) == []
    assert place("differences", who="chen").status == 1
    said = place.refused(*ACCEPT, "--take-back", who="zhou")
    assert "chen accepted this" in said
    assert "taken back" in place.ok(*ACCEPT, "--take-back", who="chen").out
    assert offered(place) == [offer]
    assert "no explanation of this kind" in place.refused(*ACCEPT, "--take-back", who="chen")


def test_it_is_refused_unless_every_row_is_given_and_bears_it_out(place):
    (offer,) = offered(place)
    rows = read(offer)
    assert "ballot 2 row" in place.refused(*ACCEPT, who="chen")
    assert "ballot 3 row" in place.refused(*ACCEPT, *rows[:2], who="chen")
    assert "each once" in place.refused(*ACCEPT, *rows, *rows[:2], who="chen")
    assert "does not bear this out" in place.refused(
        *ACCEPT, *read(offer, SWAPPED | {2: PAPER[2]}), who="chen"
    )
    assert "by the paper it was the second pass" in place.refused(
        *ACCEPT, "--pass", "first", *rows, who="chen"
    )
    assert "is no reading of the paper" in place.refused(*ACCEPT, "--paper", "2:1", who="chen")
    elsewhere = ("accept", "--batch", "B1", "--ballot", 5, "--kind", "swapped")
    assert "no such explanation" in place.refused(*elsewhere, *rows, who="chen")
    assert "keyed" in place.refused(*ACCEPT, *rows, who="wang")
    place.ok("seal", "--incomplete", "--reason", "the end", who="olga")
    assert "sealed" in place.refused(*ACCEPT, *rows, who="chen")
    assert "sealed" in place.refused("explain", "--batch", "B1", who="chen")


CORRECT = ("correct", "--batch", "B1", "--ballot", 4)


def test_a_correction_is_recorded_once_two_have_read_it_alone(place):
    said = place.ok(*CORRECT, "--row", 2, "--reading", 4, "--reason", "misread-alike", who="chen").out
    assert "a second reviewer has to read it too" in said
    said = place.ok(*CORRECT, "--row", 2, "--reading", 2, "--reason", "faint", who="zhou").out
    assert "chen read it otherwise: look at the paper together" in said
    assert "taken back" in place.ok(*CORRECT, "--row", 2, "--take-back", who="zhou").out
    said = place.ok(*CORRECT, "--row", 2, "--reading", 4, "--reason", "misread-alike", who="zhou").out
    assert "both reviewers read the same" in said
    place.ok("verify", who="chen")


def test_a_second_reviewer_who_reads_what_both_passes_have_needs_no_reason(place):
    place.ok(*CORRECT, "--row", 2, "--reading", 4, "--reason", "faint", who="chen")
    said = place.ok(*CORRECT, "--row", 2, "--reading", 3, who="zhou").out
    assert "chen read it otherwise" in said


def test_a_whole_sheet_is_corrected_to_void(place):
    place.ok(*CORRECT, "--reading", "void", "--reason", "not-official", who="chen")
    place.ok(*CORRECT, "--reading", "void", "--reason", "not-official", who="zhou")
    place.ok("rule", "--batch", "B1", place.write("r.csv", "ballot,row,reading\n5,1,4\n"), who="chen")
    (offer,) = offered(place)
    place.ok(*ACCEPT, *read(offer), who="chen")
    pooled = [one for one in place.ok("tally", "--json", who="olga").json["results"] if one["row"] == 1]
    assert {one["void"] for one in pooled} == {1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--row", 2, "--reading", 4), "needs a reason"),
        (("--row", 2, "--reading", 3, "--reason", "faint"), "both passes read that already"),
        (("--row", 2, "--reason", "faint"), "--reading"),
        (("--row", 9, "--reading", 4, "--reason", "faint"), "is no row"),
        (("--row", 2, "--reading", 7, "--reason", "faint"), "is no mark here"),
        (("--row", 2, "--take-back"), "you have not ruled on this"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(place, words, said):
    assert said in place.refused(*CORRECT, *words, who="chen")


def test_a_place_on_which_the_passes_differ_is_no_correction(place):
    words = ("correct", "--batch", "B1", "--ballot", 5, "--row", 1, "--reading", 3, "--reason", "faint")
    assert "the passes differ here" in place.refused(*words, who="chen")
