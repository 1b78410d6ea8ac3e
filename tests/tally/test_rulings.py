"""What may be ruled, which ruling stands, and what settles a question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.comparison import OPINION, WHOLE, Question, Why
from tally.rulings import (
    THIRD_VALUE_REASONS,
    VOID_REASONS,
    ProposedRuling,
    check_ruling,
    needs_reason,
    settled_reading,
    standing,
)
from tally.scheme import Keying

ROW = Question(1, 2, Why.MARKS_DIFFER, "1", "2")
ONE_VOID = Question(1, WHOLE, Why.VOID_IN_ONE, "void", "12")
BOTH_VOID = Question(1, WHOLE, Why.VOID_IN_BOTH, "void", "void")
ONLY_FIRST = Question(1, WHOLE, Why.ONLY_FIRST, "12", "")
ONLY_SECOND = Question(1, WHOLE, Why.ONLY_SECOND, "", "12")
NEITHER = Question(1, WHOLE, Why.IN_NEITHER, "", "")
DOUBLED = Question(1, WHOLE, Why.DOUBLED, "12/13", "12")
DOUBLED_IN_ONE = Question(1, WHOLE, Why.DOUBLED, "12/13", "")
NOTED = Question(1, OPINION, Why.OPINION_DIFFERS, "yes", "no")

REASON = Keying()
SECOND = Keying(third_value_needs_second_reviewer=True)
AGREED_VOIDS = Keying(voids_reviewed=False)


def why_not(question, reading, reason="", keying=REASON, rows=2, grades=4):
    proposed = ProposedRuling(question.ballot, question.place, reading, reason)
    said = check_ruling(proposed, {(question.ballot, question.place): question}, rows, grades, keying)
    return None if said is None else str(said)


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        (ROW, "1"),
        (ROW, "2"),
        (ONE_VOID, "12"),
        (ONLY_FIRST, "12"),
        (ONLY_SECOND, "12"),
        (DOUBLED, "12"),
        (DOUBLED, "13"),
        (ONLY_FIRST, "absent"),
        (ONLY_SECOND, "absent"),
        (DOUBLED_IN_ONE, "absent"),
        (NEITHER, "absent"),
        (NOTED, "yes"),
        (NOTED, "no"),
    ],
)
def test_what_one_of_the_passes_says_needs_no_reason(question, reading):
    assert why_not(question, reading) is None


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        (ROW, "3"),
        (ROW, "-"),
        (ROW, "x"),
        (ONE_VOID, "13"),
        (BOTH_VOID, "12"),
        (ONLY_FIRST, "1-"),
        (DOUBLED, "14"),
        (NEITHER, "12"),
    ],
)
def test_a_third_value_needs_a_reason(question, reading):
    for blank in ("", "  "):
        assert why_not(question, reading, blank) == "neither clerk keyed this; give a reason"
    for keying in (REASON, SECOND):
        assert why_not(question, reading, THIRD_VALUE_REASONS[0], keying) is None


@pytest.mark.parametrize("question", [ONE_VOID, BOTH_VOID, ONLY_FIRST, DOUBLED, NEITHER])
def test_a_void_needs_a_reason_though_both_clerks_say_so(question):
    assert why_not(question, "void") == "a void ballot needs a reason"
    assert why_not(question, "void", VOID_REASONS[0]) is None


def test_a_void_that_a_clerk_keyed_needs_no_reason_where_the_scheme_leaves_voids_to_the_clerks():
    assert why_not(ONE_VOID, "void", keying=AGREED_VOIDS) is None
    assert why_not(ONLY_FIRST, "void", keying=AGREED_VOIDS) == "a void ballot needs a reason"


@pytest.mark.parametrize("question", [ONE_VOID, BOTH_VOID, DOUBLED])
def test_a_sheet_that_both_clerks_had_in_hand_cannot_be_absent(question):
    assert why_not(question, "absent", "lost") == "both clerks had this sheet in hand; it cannot be absent"


@pytest.mark.parametrize(
    ("question", "reading", "says"),
    [
        (ROW, "5", '"5" is no mark here; use 1 to 4, - (blank) or x (spoiled)'),
        (ROW, "", '"" is no mark here'),
        (ROW, "_", '"_" is no mark here'),
        (ROW, "12", '"12" is no mark here'),
        (ROW, "void", '"void" is no mark here'),
        (ROW, "absent", '"absent" is no mark here'),
        (NEITHER, "1", 'reads "void", "absent" or its 2 marks: 1 marks, the ballot has 2 rows'),
        (NEITHER, "15", 'its 2 marks: row 2: "5" is no mark here'),
        (NEITHER, "1_", 'its 2 marks: row 2: "_" is no mark here'),
        (NEITHER, "", "0 marks, the ballot has 2 rows"),
        (NOTED, "1", 'an opinion reads "yes" or "no", not "1"'),
        (NOTED, "void", 'an opinion reads "yes" or "no"'),
    ],
)
def test_a_reading_that_cannot_be_is_refused_though_it_has_a_reason(question, reading, says):
    assert says in why_not(question, reading, "illegible")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (1, "both passes agree on this row"),
        (WHOLE, "both passes have this ballot; rule on the rows that differ"),
        (OPINION, "both passes agree on whether there is an opinion"),
    ],
)
def test_what_is_no_question_is_not_ruled_on(place, says):
    said = check_ruling(ProposedRuling(1, place, "1", "erased"), {(1, 2): ROW, (2, place): ROW}, 2, 4, REASON)

    assert str(said).startswith(says)


def test_whether_a_reason_is_needed():
    assert not needs_reason(ROW, "1", REASON)
    assert needs_reason(ROW, "3", REASON)
    assert needs_reason(BOTH_VOID, "void", REASON)
    assert not needs_reason(BOTH_VOID, "void", AGREED_VOIDS)
    assert not needs_reason(NOTED, "no", REASON)


# ---- which rulings stand ----


@pytest.fixture(scope="module")
def latest(make):
    """The readings that stand at ballot 1, row 2, by reviewer."""

    def standing_there(*rulings):
        return {by: one.reading for by, one in standing(rulings).get((1, 2), {}).items()}

    return standing_there


def test_a_later_ruling_replaces_an_earlier_one_of_the_same_reviewer(make, latest):
    assert latest(make.ruling(1, 1, 2, "1"), make.ruling(2, 1, 2, "3")) == {"chen": "3"}
    assert latest(make.ruling(2, 1, 2, "3"), make.ruling(1, 1, 2, "1")) == {"chen": "3"}


def test_a_ruling_taken_back_stands_no_more_and_the_one_before_it_stands_again(make, latest):
    one, two = make.ruling(1, 1, 2, "1"), make.ruling(2, 1, 2, "3")
    back = make.ruling(3, 1, 2, "", takes_back=2)

    assert latest(one, two, back) == {"chen": "1"}
    assert latest(two, back) == {}


def test_a_ruling_may_be_made_again_after_it_was_taken_back(make, latest):
    rulings = [make.ruling(1, 1, 2, "1"), make.ruling(2, 1, 2, "", takes_back=1), make.ruling(3, 1, 2, "2")]

    assert latest(*rulings) == {"chen": "2"}


def test_nobody_takes_back_the_ruling_of_another(make, latest):
    assert latest(make.ruling(1, 1, 2, "1"), make.ruling(2, 1, 2, "", by="qian", takes_back=1)) == {
        "chen": "1"
    }


def test_reviewers_who_number_their_records_alike_do_not_disturb_each_other(make, latest):
    rulings = [
        make.ruling(1, 1, 2, "1"),
        make.ruling(1, 1, 2, "3", by="qian"),
        make.ruling(2, 1, 2, "", by="qian", takes_back=1),
    ]

    assert latest(*rulings) == {"chen": "1"}


def test_each_place_of_each_ballot_is_by_itself(make):
    found = standing([make.ruling(1, 1, 2, "1"), make.ruling(2, 1, WHOLE, "void"), make.ruling(3, 2, 2, "x")])

    assert {place: one["chen"].reading for place, one in found.items()} == {
        (1, 2): "1",
        (1, WHOLE): "void",
        (2, 2): "x",
    }


def test_the_latest_of_several_reviewers_stands_last(make, latest):
    rulings = [
        make.ruling(1, 1, 2, "1", by="a"),
        make.ruling(2, 1, 2, "2", by="b"),
        make.ruling(3, 1, 2, "3", by="a"),
    ]

    assert list(latest(*rulings).items()) == [("b", "2"), ("a", "3")]


@settings(max_examples=150, deadline=None)
@given(
    entries=st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("12-"), st.integers(0, 5)), min_size=1, max_size=6
    )
)
def test_what_stands_is_each_reviewers_last_word(make, entries):
    """Against a replay of the records one by one."""
    rulings, said = [], {"a": [], "b": []}
    for number, (by, reading, takes_back) in enumerate(entries, start=1):
        if 0 < takes_back < number:
            rulings.append(make.ruling(number, 1, 2, "", by=by, takes_back=takes_back))
            said[by] = [one for one in said[by] if one[0] != takes_back]
        else:
            rulings.append(make.ruling(number, 1, 2, reading, by=by))
            said[by].append((number, reading))

    found = standing(rulings).get((1, 2), {})
    assert {by: one.reading for by, one in found.items()} == {
        by: words[-1][1] for by, words in said.items() if words
    }


# ---- what settles ----


@pytest.fixture(scope="module")
def settling(make):
    """The reading that settles ROW when the given (reviewer, reading) pairs stand, in this order."""

    def settled(*pairs, keying=REASON, question=ROW):
        rulings = {by: make.ruling(1, 1, 2, reading, by=by) for by, reading in pairs}
        answer = settled_reading(question, rulings, keying)
        return None if answer is None else answer.reading

    return settled


def test_a_question_without_a_ruling_is_open(settling):
    assert settling() is None


def test_one_reviewer_settles(settling):
    assert settling(("chen", "1")) == "1"
    assert settling(("chen", "3")) == "3"
    assert settling(("chen", "1"), ("qian", "2")) == "2"


def test_a_third_value_waits_for_a_second_reviewer_where_the_scheme_says_so(settling):
    assert settling(("chen", "3"), keying=SECOND) is None
    assert settling(("chen", "3"), ("qian", "4"), keying=SECOND) is None
    assert settling(("chen", "3"), ("qian", "3"), keying=SECOND) == "3"
    assert settling(("chen", "3"), ("qian", "4"), ("wu", "3"), keying=SECOND) == "3"


def test_a_value_that_a_pass_gave_needs_no_second_reviewer(settling):
    assert settling(("chen", "1"), keying=SECOND) == "1"
    assert settling(("chen", "absent"), keying=SECOND, question=NEITHER) == "absent"
    assert settling(("chen", "12"), keying=SECOND, question=NEITHER) is None
