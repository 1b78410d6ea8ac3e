"""Two passes and the rulings on them make the ballots that are counted."""

import pytest

from tally.comparison import OPINION, WHOLE
from tally.readings import Reading
from tally.scheme import Keying, Validity
from tally.settling import OpenBallot, SettledBallot

SECOND_REVIEWER = Keying(third_value_needs_second_reviewer=True)


@pytest.fixture(scope="module")
def settle(make):
    """Settle a bundle of two ballots of two rows; ballot 1 is agreed."""

    def settling(first, second, *rulings, scheme=None):
        return make.settle(
            {1: "11"} | dict(first), {1: "11"} | dict(second), *rulings, ballots=2, rows=2, scheme=scheme
        )

    return settling


def second_ballot(settlement):
    """Ballot 2 as it is settled; None while it is open or absent."""
    assert settlement.settled[0] == SettledBallot(1, "11", void=False)
    (*rest,) = settlement.settled[1:]
    assert len(rest) <= 1
    return rest[0] if rest else None


def test_agreed_ballots_stand_without_a_ruling(settle):
    settlement = settle({2: "2x"}, {2: "2x"})

    assert second_ballot(settlement) == SettledBallot(2, "2x", void=False)
    assert settlement.is_settled
    assert settlement.open_ballots == settlement.open_questions == settlement.absent == ()


def test_a_differing_ballot_is_open_with_the_marks_that_are_known(settle):
    settlement = settle({2: "12"}, {2: "13"})

    assert second_ballot(settlement) is None
    assert not settlement.is_settled
    assert settlement.open_ballots == (OpenBallot(2, "1_"),)
    assert [(one.ballot, one.place) for one in settlement.open_questions] == [(2, 2)]


@pytest.mark.parametrize("reading", ["2", "3", "-", "x", "4"])
def test_a_ruling_on_the_only_row_that_differs_settles_the_ballot(make, settle, reading):
    settlement = settle({2: "12"}, {2: "13"}, make.ruling(1, 2, 2, reading, reason="erased"))

    assert second_ballot(settlement) == SettledBallot(2, "1" + reading, void=False)
    assert settlement.is_settled
    assert settlement.answers[2, 2].reading == reading


def test_a_ballot_is_open_until_all_its_rows_are_ruled_on(make, settle):
    one, two = make.ruling(1, 2, 1, "1"), make.ruling(2, 2, 2, "3")

    half = settle({2: "12"}, {2: "23"}, one)
    assert half.open_ballots == (OpenBallot(2, "1_"),)
    assert [(question.ballot, question.place) for question in half.open_questions] == [(2, 2)]
    assert second_ballot(settle({2: "12"}, {2: "23"}, one, two)).marks == "13"


def test_taking_a_ruling_back_opens_the_ballot_again(make, settle):
    rulings = [make.ruling(1, 2, 2, "3"), make.ruling(2, 2, 2, "", takes_back=1)]
    settlement = settle({2: "12"}, {2: "13"}, *rulings)

    assert second_ballot(settlement) is None
    assert settlement.answers == {}
    assert settlement.open_ballots == (OpenBallot(2, "1_"),)


def test_a_third_value_stays_open_until_a_second_reviewer_reads_the_same(make, settle):
    scheme = make.scheme(keying=SECOND_REVIEWER)
    chen = make.ruling(1, 2, 2, "4", reason="erased")

    assert not settle({2: "12"}, {2: "13"}, chen, scheme=scheme).is_settled
    other = make.ruling(2, 2, 2, "-", reason="erased", by="qian")
    assert not settle({2: "12"}, {2: "13"}, chen, other, scheme=scheme).is_settled
    again = make.ruling(2, 2, 2, "4", reason="erased")
    assert not settle({2: "12"}, {2: "13"}, chen, again, scheme=scheme).is_settled
    same = make.ruling(2, 2, 2, "4", reason="erased", by="qian")
    settlement = settle({2: "12"}, {2: "13"}, chen, same, scheme=scheme)
    assert second_ballot(settlement).marks == "14"


@pytest.mark.parametrize(
    ("first", "second"), [({2: "12"}, {}), ({}, {2: "12"}), ({}, {}), ({2: ["12", "13"]}, {2: "12"})]
)
def test_a_ballot_that_cannot_be_compared_is_open_as_a_whole(make, settle, first, second):
    settlement = settle(first, second)

    assert settlement.open_ballots == (OpenBallot(2, None),)
    ruled = settle(first, second, make.ruling(1, 2, WHOLE, "4-", reason="illegible"))
    assert second_ballot(ruled) == SettledBallot(2, "4-", void=False)
    assert ruled.is_settled


@pytest.mark.parametrize(("first", "second"), [({2: "12"}, {}), ({}, {2: "12"}), ({}, {})])
def test_a_sheet_that_does_not_exist_is_absent(make, settle, first, second):
    settlement = settle(first, second, make.ruling(1, 2, WHOLE, "absent"))

    assert second_ballot(settlement) is None
    assert settlement.absent == (2,)
    assert settlement.is_settled


def test_a_void_in_one_pass_is_settled_either_way(make, settle):
    first, second = {2: "void"}, {2: "12"}

    assert settle(first, second).open_ballots == (OpenBallot(2, None),)
    void = second_ballot(settle(first, second, make.ruling(1, 2, WHOLE, "void", reason="signed-or-marked")))
    assert (void.void, void.reason) == (True, "signed-or-marked")
    assert second_ballot(settle(first, second, make.ruling(1, 2, WHOLE, "12"))) == SettledBallot(
        2, "12", False
    )


def test_a_void_in_both_passes_waits_for_the_reviewer_where_voids_are_reviewed(make, settle):
    settlement = settle({2: "void"}, {2: "void"})
    assert not settlement.is_settled
    assert second_ballot(settlement) is None

    confirmed = settle({2: "void"}, {2: "void"}, make.ruling(1, 2, WHOLE, "void", reason="not-official"))
    assert second_ballot(confirmed).reason == "not-official"
    denied = settle({2: "void"}, {2: "void"}, make.ruling(1, 2, WHOLE, "1-", reason="illegible"))
    assert second_ballot(denied) == SettledBallot(2, "1-", void=False)


def test_a_void_in_both_passes_stands_where_the_clerks_suffice(make, settle):
    scheme = make.scheme(keying=Keying(voids_reviewed=False))
    void = Reading("1_", void=True)

    assert second_ballot(settle({2: void}, {2: "void"}, scheme=scheme)) == SettledBallot(2, "1_", void=True)


def test_a_blank_ballot_is_valid_or_void_as_the_scheme_says(make, settle):
    void = make.scheme(validity=Validity(blank_ballot_void=True))

    assert second_ballot(settle({2: "--"}, {2: "--"})) == SettledBallot(2, "--", void=False)
    assert second_ballot(settle({2: "--"}, {2: "--"}, scheme=void)) == SettledBallot(
        2, "--", True, "blank-ballot"
    )
    assert not second_ballot(settle({2: "-x"}, {2: "-x"}, scheme=void)).void
    assert not second_ballot(settle({2: "-1"}, {2: "-1"}, scheme=void)).void


def test_a_ballot_that_is_blank_by_ruling_is_void_where_the_scheme_says_so(make, settle):
    scheme = make.scheme(validity=Validity(blank_ballot_void=True))

    by_row = settle({2: "-1"}, {2: "--"}, make.ruling(1, 2, 2, "-"), scheme=scheme)
    assert second_ballot(by_row).reason == "blank-ballot"
    whole = settle({}, {2: "--"}, make.ruling(1, 2, WHOLE, "--"), scheme=scheme)
    assert second_ballot(whole).reason == "blank-ballot"


def test_settled_ballots_stand_in_the_order_of_their_numbers(make):
    rulings = [make.ruling(1, 1, WHOLE, "1"), make.ruling(2, 2, 1, "2")]
    settlement = make.settle({2: "2", 3: "3"}, {1: "1", 2: "1", 3: "3"}, *rulings, ballots=3, rows=1)

    assert [(one.number, one.marks) for one in settlement.settled] == [(1, "1"), (2, "2"), (3, "3")]


# ---- opinions ----

YES, NO = Reading("12", opinion=True), Reading("12")


def test_opinions_that_both_clerks_noted_are_settled(settle):
    assert settle({2: YES}, {2: YES}).with_opinion == (2,)
    assert settle({2: NO}, {2: NO}).with_opinion == ()


def test_an_open_opinion_is_no_open_question_of_the_count(settle):
    settlement = settle({2: YES}, {2: NO})

    assert settlement.is_settled
    assert second_ballot(settlement).marks == "12"
    assert [(one.ballot, one.place) for one in settlement.open_opinions] == [(2, OPINION)]
    assert settlement.with_opinion == ()


@pytest.mark.parametrize(("reading", "found"), [("yes", (2,)), ("no", ())])
def test_a_ruling_settles_an_opinion(make, settle, reading, found):
    settlement = settle({2: YES}, {2: NO}, make.ruling(1, 2, OPINION, reading))

    assert settlement.open_opinions == ()
    assert settlement.with_opinion == found


def test_a_void_ballot_may_have_an_opinion(make, settle):
    void = Reading("__", void=True, opinion=True)
    settlement = settle({2: void}, {2: void}, make.ruling(1, 2, WHOLE, "void", reason="signed-or-marked"))

    assert settlement.with_opinion == (2,)


def test_an_absent_sheet_has_no_opinion(make, settle):
    assert settle({2: YES}, {}).with_opinion == (2,)
    assert settle({2: YES}, {}, make.ruling(1, 2, WHOLE, "absent")).with_opinion == ()


def test_nobody_is_asked_for_the_opinion_of_an_absent_sheet(make, settle):
    first = {2: [YES, NO]}
    assert [one.place for one in settle(first, {}).open_opinions] == [OPINION]

    settlement = settle(first, {}, make.ruling(1, 2, WHOLE, "absent"))

    assert settlement.absent == (2,)
    assert settlement.open_opinions == ()
