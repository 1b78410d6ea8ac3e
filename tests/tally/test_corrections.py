"""Corrections of agreed places: open until two reviewers have read the same, and rulings that outlive a slip."""

import pytest

from tally.comparison import OPINION, WHOLE, Why
from tally.corrections import agreed_value, check_correction
from tally.readings import Reading
from tally.rulings import ProposedRuling
from tally.scheme import Keying
from tally.settling import OpenBallot, SettledBallot

ALONE = {"first": "1", "second": "1", "reason": "misread-alike"}


@pytest.fixture
def settle(make):
    """Settle a bundle of two ballots of two rows on which both passes agree: 1 reads "12", 2 reads "33"."""
    passes = {1: "12", 2: "33"}

    def settling(*rulings, second=None, first=None):
        return make.settle(passes | (first or {}), passes | (second or {}), *rulings, ballots=2, rows=2)

    return settling


def test_a_correction_by_one_reviewer_leaves_the_place_open(make, settle):
    settlement = settle(make.ruling(1, 1, 1, "4", by="chen", **ALONE))

    assert [(one.ballot, one.place, one.why) for one in settlement.open_questions] == [(1, 1, Why.CORRECTION)]
    assert settlement.open_ballots == (OpenBallot(1, "_2"),)
    assert settlement.settled == (SettledBallot(2, "33", void=False),)
    assert settlement.final(1, 1) is None


def test_a_correction_counts_once_a_second_reviewer_reads_the_same(make, settle):
    settlement = settle(
        make.ruling(1, 1, 1, "4", by="chen", **ALONE), make.ruling(2, 1, 1, "4", by="li", **ALONE)
    )

    assert settlement.settled[0] == SettledBallot(1, "42", void=False)
    assert settlement.is_settled
    assert settlement.final(1, 1) == "4"


def test_one_reviewer_twice_is_no_second_one(make, settle):
    settlement = settle(
        make.ruling(1, 1, 1, "4", by="chen", **ALONE), make.ruling(2, 1, 1, "4", by="chen", **ALONE)
    )

    assert not settlement.is_settled


@pytest.mark.parametrize(("second", "open_"), [("1", False), ("3", True)])
def test_a_second_reviewer_who_reads_otherwise_rejects_it_or_leaves_it_open(make, settle, second, open_):
    settlement = settle(
        make.ruling(1, 1, 1, "4", by="chen", **ALONE), make.ruling(2, 1, 1, second, by="li", **ALONE)
    )

    assert bool(settlement.open_questions) is open_
    assert settlement.final(1, 1) == (None if open_ else "1")


def test_a_correction_taken_back_leaves_what_both_read(make, settle):
    settlement = settle(
        make.ruling(1, 1, 1, "4", by="chen", **ALONE), make.ruling(2, 1, 1, "4", by="chen", takes_back=1)
    )

    assert settlement.is_settled
    assert settlement.settled[0] == SettledBallot(1, "12", void=False)


def test_an_agreed_sheet_can_be_corrected_to_void_and_a_row_of_it_cannot_be_known_meanwhile(make, settle):
    whole = {"first": "12", "second": "12", "reason": "signed-or-marked"}
    one, two = make.ruling(1, 1, WHOLE, "void", **whole), make.ruling(2, 1, WHOLE, "void", by="li", **whole)

    assert settle(one).open_ballots == (OpenBallot(1, None),)
    assert settle(one, two).settled[0] == SettledBallot(1, "", void=True, reason="signed-or-marked")


def test_a_correction_of_an_agreed_opinion_blocks_sealing_and_not_the_count(make, settle):
    agreed = {"first": "no", "second": "no", "reason": "misread-alike"}
    one = make.ruling(1, 1, OPINION, "yes", **agreed)
    two = make.ruling(2, 1, OPINION, "yes", by="li", **agreed)

    assert settle(one).is_settled
    assert [q.ballot for q in settle(one).open_opinions] == [1]
    assert settle(one).with_opinion == ()
    assert settle(one, two).with_opinion == (1,)


def test_a_ruling_on_a_difference_that_a_slip_has_explained_since_still_counts(make, settle):
    """Chen read 4 where the passes had 1 and 2; past a slip accepted later both have 1."""
    settlement = settle(make.ruling(1, 1, 1, "4", first="1", second="2", reason="erased"))

    assert settlement.is_settled
    assert settlement.settled[0] == SettledBallot(1, "42", void=False)


def test_a_sheet_read_as_a_whole_has_its_rows_read(make, settle):
    """Ruled as missing in one pass; past a slip both have it and differ in a row."""
    settlement = settle(make.ruling(1, 1, WHOLE, "14", first="12", second=""), second={1: "13"})

    assert settlement.is_settled
    assert settlement.settled[0] == SettledBallot(1, "14", void=False)


def test_a_row_read_after_the_whole_sheet_counts_and_one_read_before_does_not(make, settle):
    whole = make.ruling(2, 1, WHOLE, "14", first="12", second="")
    before = make.ruling(1, 1, 2, "x", first="2", second="3", reason="erased")
    after = make.ruling(3, 1, 2, "x", first="2", second="3", reason="erased")

    assert settle(before, whole).settled[0].marks == "14"
    assert settle(whole, after).settled[0].marks == "1x"


def test_rows_read_while_a_sheet_was_not_void_are_silent_once_both_passes_have_it_void(make):
    void = Reading("12", void=True)
    settlement = make.settle(
        {1: void},
        {1: void},
        make.ruling(1, 1, 1, "4", first="1", second="2"),
        ballots=1,
        rows=2,
        scheme=make.scheme(keying=Keying(voids_reviewed=False)),
    )

    assert settlement.settled == (SettledBallot(1, "12", void=True),)


VOIDED = {"first": "1_", "second": "1_", "reason": "signed-or-marked"}


def test_a_sheet_on_which_a_row_differs_is_void_once_two_reviewers_say_so(make, settle):
    differing = {1: "13"}
    one, two = make.ruling(1, 1, WHOLE, "void", **VOIDED), make.ruling(2, 1, WHOLE, "void", by="li", **VOIDED)

    assert {(q.ballot, q.place) for q in settle(one, second=differing).open_questions} == {(1, 2), (1, WHOLE)}
    assert settle(one, two, second=differing).settled[0] == SettledBallot(1, "", True, "signed-or-marked")
    assert settle(one, two, second=differing).is_settled


def test_a_second_reviewer_who_reads_such_a_sheet_row_by_row_settles_it(make, settle):
    one = make.ruling(1, 1, WHOLE, "void", **VOIDED)

    def read(marks):
        return settle(one, make.ruling(2, 1, WHOLE, marks, by="li", **VOIDED), second={1: "13"})

    assert read("13").settled[0] == SettledBallot(1, "13", void=False)
    assert not read("23").is_settled


def test_a_contested_row_has_its_answer_once_two_reviewers_have_read_the_whole_sheet_since(make, settle):
    whole = {"first": "12", "second": "12", "reason": "misread-alike"}
    row = make.ruling(1, 1, 1, "4", **ALONE)
    sheet = [make.ruling(at, 1, WHOLE, "22", by=by, **whole) for at, by in ((2, "chen"), (3, "li"))]

    assert settle(row, *sheet).settled[0] == SettledBallot(1, "22", void=False)
    assert settle(row, *sheet).is_settled
    before = [make.ruling(at, 1, WHOLE, "22", by=by, **whole) for at, by in ((1, "chen"), (2, "li"))]
    assert not settle(*before, make.ruling(3, 1, 1, "4", **ALONE)).is_settled


@pytest.fixture
def checked(make, settle):
    def checking(ballot, place, reading, reason="misread-alike", **passes):
        settlement = settle(**passes)
        one, two = ({1: "12", 2: "33"} | passes.get(which, {}) for which in ("first", "second"))
        agreed = agreed_value(settlement.comparison, make.readings(one), make.readings(two), ballot, place)
        said = check_correction(
            ProposedRuling(ballot, place, reading, reason), agreed, settlement.questions, 2, 4
        )
        return said.text() if said else None

    return checking


def test_what_can_be_corrected(checked):
    assert checked(1, 1, "4") is None
    assert checked(1, 2, "x") is None
    assert checked(1, WHOLE, "void") is None
    assert checked(1, WHOLE, "44") is None
    assert checked(1, OPINION, "yes") is None


@pytest.mark.parametrize(
    ("ballot", "place", "reading", "reason", "words"),
    [
        (1, 1, "1", "misread-alike", "nothing to correct"),
        (1, 1, "4", " ", "needs a reason"),
        (1, 1, "5", "erased", "is no mark here"),
        (1, 3, "4", "erased", "do not agree"),
        (1, OPINION, "maybe", "erased", "an opinion reads"),
        (1, WHOLE, "4", "erased", "a whole ballot reads"),
        (1, WHOLE, "absent", "erased", "a whole ballot reads"),
        (7, 1, "4", "erased", "do not agree"),
    ],
)
def test_what_cannot_be_corrected(checked, ballot, place, reading, reason, words):
    assert words in checked(ballot, place, reading, reason)


def test_a_place_on_which_the_passes_differ_is_ruled_on_and_not_corrected(checked):
    assert "rule on it" in checked(1, 1, "4", second={1: "22"})
    assert "one by one" in checked(1, WHOLE, "22", second={1: "22"})
    assert checked(1, WHOLE, "void", second={1: "22"}) is None
