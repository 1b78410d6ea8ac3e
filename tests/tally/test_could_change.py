"""Whether what is still open could change a verdict, held against trying every ruling that could be made."""

import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tally.comparison import OPINION, WHOLE, compare
from tally.counting import BatchCount
from tally.readings import Reading
from tally.rulings import ProposedRuling, check_ruling
from tally.scheme import Validity
from tally.settling import settle

GRADES = 2
CODES = "12-x"
MOST_TRIES = 200

WHENS = (
    ("a < 60%",),
    ("a >= 1/2",),
    ("a > 1/3 and a < 2/3",),
    ("a > 55% and a < 70%",),
    ("a < 60% and b > 1/3",),
    ("a < 2/3", "a > 2/3"),
    ("a <= 1/3", "a > 1/3 and a < 2/3", "a > 2/3"),
)


class Bundle:
    """One bundle keyed twice, of which some questions are open."""

    def __init__(self, make, scheme, rows, first, second):
        self.make, self.scheme, self.rows = make, scheme, rows
        self.ballots = max([*first, *second])
        self.first, self.second = make.readings(first), make.readings(second)
        numbers = range(1, self.ballots + 1)
        self.comparison = compare(numbers, rows, self.first, self.second, voids_reviewed=True)
        self.questions = {
            (one.ballot, one.place): one for one in self.comparison.questions if one.place != OPINION
        }

    def choices(self, question):
        """Every ruling on a question that may be made."""
        whole = ["void", "absent", *map("".join, itertools.product(CODES, repeat=self.rows))]
        for reading in whole if question.place == WHOLE else CODES:
            proposed = ProposedRuling(question.ballot, question.place, reading, "why")
            if check_ruling(proposed, self.questions, self.rows, GRADES, self.scheme.keying) is None:
                yield reading

    def every_way(self):
        """Every way to settle the bundle, each as a list of rulings."""
        choices = [
            [self.make.ruling(number, *place, reading, reason="why") for reading in self.choices(question)]
            for number, (place, question) in enumerate(self.questions.items(), start=1)
        ]
        return itertools.product(*choices)

    def verdicts(self, rulings=()):
        settlement = settle(self.comparison, self.first, self.second, rulings, self.scheme)
        cover = self.make.cover(collected=self.ballots)
        return self.make.tally(self.scheme, BatchCount(cover, settlement)).verdicts


def outcomes(verdicts):
    """What is said of each row, whichever rule says it."""
    found = {}
    for one in verdicts:
        found.setdefault(one.row, set()).add((one.rule.id if one.rule else None, one.status))
    return found


def scheme_of(make, whens, *, rows=1, base="valid", decides="pooled", blank_void=False):
    band = "band" if len(whens) > 1 else None
    return make.scheme(
        grades=GRADES,
        forms=[make.form(items=[f"item {row}" for row in range(rows)], decides=decides)],
        measures=[make.measure("a", (1,), base), make.measure("b", (2,))],
        rules=[make.rule(f"r{place}", when, band) for place, when in enumerate(whens)],
        validity=Validity(blank_ballot_void=blank_void),
    )


def hold(bundle):
    """No way to settle the bundle changes a verdict of which it is said that nothing could."""
    now = bundle.verdicts()
    harmless = {one.row for one in now if not one.could_change_by_open}
    before = outcomes(now)
    for rulings in bundle.every_way():
        after = outcomes(bundle.verdicts(rulings))
        for row in harmless:
            assert after[row] == before[row], [(one.ballot, one.place, one.reading) for one in rulings]


@st.composite
def bundles(draw, make, *, blank_void):
    rows = draw(st.integers(1, 2))
    marks = st.text(CODES, min_size=rows, max_size=rows)
    reading = st.one_of(marks, marks, marks, st.just(Reading("_" * rows, void=True)))
    agreed = dict(enumerate(draw(st.lists(marks, min_size=1, max_size=5)), start=1))
    first, second = dict(agreed), dict(agreed)
    for number in range(len(agreed) + 1, len(agreed) + 1 + draw(st.integers(1, 3))):
        one = draw(marks)
        for side in (first, second):
            kind = draw(st.sampled_from(["same", "same", "other", "none"]))
            if kind != "none":
                side[number] = one if kind == "same" else draw(reading)
    scheme = scheme_of(
        make,
        draw(st.sampled_from(WHENS)),
        rows=rows,
        base=draw(st.sampled_from(["valid", "marked", "collected"])),
        decides=draw(st.sampled_from(["pooled", "each"])),
        blank_void=blank_void,
    )
    bundle = Bundle(make, scheme, rows, first, second)
    tries = 1
    for question in bundle.questions.values():
        tries *= 4 if question.place > 0 else 4**rows + 2
    assume(1 < tries <= MOST_TRIES)
    return bundle


@pytest.mark.parametrize("blank_void", [False, True], ids=["blank ballots valid", "blank ballots void"])
@settings(max_examples=60, deadline=None)
@given(choice=st.data())
def test_no_ruling_changes_a_verdict_that_is_said_to_stand(make, blank_void, choice):
    hold(choice.draw(bundles(make, blank_void=blank_void)))


def test_a_verdict_that_one_open_row_decides_is_said_to_be_open(make):
    bundle = Bundle(make, scheme_of(make, ["a < 60%"]), 1, {1: "1", 2: "1"}, {1: "1", 2: "2"})

    (one,) = bundle.verdicts()
    assert one.could_change_by_open
    assert len({frozenset(outcomes(bundle.verdicts(way))[None]) for way in bundle.every_way()}) == 2


def test_a_verdict_that_no_open_row_touches_is_said_to_stand(make):
    """Row 2 is open, row 1 is agreed on every ballot."""
    scheme = scheme_of(make, ["a < 60%"], rows=2, decides="each")
    one, two = Bundle(make, scheme, 2, {1: "11", 2: "11"}, {1: "11", 2: "12"}).verdicts()

    assert (one.row, one.could_change_by_open) == (1, False)
    assert (two.row, two.could_change_by_open) == (2, True)


def test_an_absent_sheet_leaves_the_base_of_those_collected(make):
    """One good of three collected; with both missing sheets absent it is one of one."""
    scheme = scheme_of(make, ["a < 2/3"], base="collected")
    bundle = Bundle(make, scheme, 1, {1: "1", 3: "1"}, {1: "1"})

    assert bundle.verdicts()[0].could_change_by_open
    hold(bundle)


def test_a_known_blank_leaves_the_base_with_a_ballot_that_turns_out_blank(make):
    """Where blank ballots are void: 3 of 4, both open ballots void 3 of 4, none 3 of 6, and one 3 of 5."""
    agreed = {1: "11", 2: "11", 3: "11", 4: "21"}
    scheme = scheme_of(make, ["a > 55% and a < 70%"], rows=2, decides="each", blank_void=True)

    hold(Bundle(make, scheme, 2, agreed | {5: "-1", 6: "-1"}, agreed | {5: "--", 6: "--"}))
