"""Two keyings of the real ballots, settled by a reviewer who reads the paper rightly."""

import pytest

from tally.comparison import WHOLE
from tally.counting import BatchCount
from tally.rulings import check_ruling
from tally.settling import settle


@pytest.fixture(scope="module")
def scheme(make):
    return make.scheme(grades=6, forms=[make.form(items=[f"item {row}" for row in range(1, 13)])])


@pytest.fixture(scope="module")
def settlement(orsay, orsay_rulings, scheme):
    return settle(orsay.comparison, orsay.first, orsay.second, orsay_rulings, scheme)


@pytest.fixture(scope="module")
def counted(make, orsay, settlement, scheme):
    return make.count(scheme, BatchCount(orsay.cover, settlement))


def test_each_of_these_rulings_may_be_made(orsay, orsay_rulings, scheme):
    questions = {(one.ballot, one.place): one for one in orsay.comparison.questions}

    refused = [check_ruling(one, questions, 12, 6, scheme.keying) for one in orsay_rulings]
    assert refused == [None] * 246


def test_only_the_ballots_that_neither_clerk_read_rightly_need_a_reason(orsay, orsay_rulings):
    third = [[one.ballot, one.place] for one in orsay_rulings if one.reason]

    known = orsay.errors["comparison"]["mismatch_list"]
    assert third == [[ballot, row] for ballot, row, one, two, true in known if true not in (one, two)]
    assert len(third) == orsay.errors["comparison"]["neither_right"]


def test_everything_is_settled_but_the_sheet_that_was_not_found(settlement):
    assert settlement.is_settled
    assert settlement.absent == (417,)
    assert len(settlement.settled) == 1732


def test_settled_ballots_are_the_true_ones_but_for_what_comparison_cannot_see(orsay, orsay_truth, settlement):
    wrong = [
        [ballot.number, row, code, true]
        for ballot in settlement.settled
        for row, (code, true) in enumerate(zip(ballot.marks, orsay_truth[ballot.number], strict=True), 1)
        if code != true
    ]

    unseen = orsay.errors["undetectable_by_comparison"]["list"]
    assert wrong == [[ballot, row, one, true] for ballot, row, one, _, true in unseen]


def test_the_tallies_are_those_of_a_perfect_reconciliation(orsay, counted):
    expected = orsay.errors["tallies"]["after_perfect_reconciliation"]

    for row, counts in enumerate(expected, start=1):
        marks = counted.counts["org", "b1", row, "masses"].marks
        assert marks.grades == tuple(counts[str(grade)] for grade in range(1, 7))
        assert (marks.blank, marks.spoiled, marks.valid) == (counts["blank"], 0, 1732)


def test_the_ballot_accounting_adds_up_without_the_absent_sheet(counted):
    accounting = counted.accounting["org", "b1", ""]

    assert (accounting.collected, accounting.valid, accounting.void) == (1732, 1732, 0)
    assert (
        counted.open.ballots == counted.open.differences == counted.open.missing == counted.open.doubled == 0
    )


def test_without_rulings_every_open_ballot_is_out_of_the_count(make, orsay, scheme):
    settlement = settle(orsay.comparison, orsay.first, orsay.second, (), scheme)
    counted = make.count(scheme, BatchCount(orsay.cover, settlement))

    assert counted.accounting["org", "b1", ""].valid == 1724 - 189
    assert (counted.open.differences, counted.open.missing, counted.open.doubled) == (237, 5, 4)
    assert counted.open.ballots == 189 + 5 + 4


def test_each_ruling_settles_one_question(orsay, orsay_rulings, scheme):
    """With one ruling left out exactly its ballot stays open."""
    for left_out in (orsay_rulings[0], orsay_rulings[100], orsay_rulings[-1]):
        rest = [one for one in orsay_rulings if one is not left_out]
        settlement = settle(orsay.comparison, orsay.first, orsay.second, rest, scheme)
        assert [one.number for one in settlement.open_ballots] == [left_out.ballot]
        assert [one.place for one in settlement.open_questions] == [left_out.place]
    assert orsay_rulings[100].place != WHOLE
