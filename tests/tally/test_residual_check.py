"""What a check shows: bounds and verdicts by what was read, what counts as wrong, and what is read next."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tally.check_plan import FILLED, KEYED, plan_check
from tally.comparison import WHOLE
from tally.draw import Sheet
from tally.readings import Reading
from tally.residual_check import (
    LOT_WITHOUT_VERDICTS,
    Check,
    residual_check,
    rows_by_subject,
    rows_of_verdict,
    verdict_key,
)
from tally.said import Said
from tally.sheet_check import CheckedSheet, CountedSheet, Findings, differing_places
from tally.subjects import Kind, Subject

SEED = "31415926535897932384"
RISK = Fraction(5, 100)


def scheme(make, least="60%", items=("one", "two"), rules=True, **form):
    chosen = [make.rule("rectify", f"satisfaction < {least}")] if rules else []
    return make.scheme(forms=[make.form(items=items, **form)], rules=chosen)


class Bench:
    """A check of ballots that the count has as `marks`, and the sheets read of it so far."""

    def __init__(self, make, marks, *, size=None, filled=frozenset(), changed=None, **given):
        self.scheme = scheme(make, **given)
        self.counted = {Sheet("B1", at): one for at, one in enumerate(marks, start=1)}
        self.tally = make.tally(self.scheme, make.batch(marks, self.scheme))
        strata = {FILLED: [], KEYED: []}
        for sheet in self.counted:
            strata[FILLED if sheet.ballot in filled else KEYED].append(sheet)
        plan = plan_check(SEED, {name: some for name, some in strata.items() if some}, size)
        self.check = Check("C1", "org", "b1", SEED, RISK, plan, "chen", "")
        self.found = {}
        self.changed = changed

    def read(self, sheet, paper=None, *, looked=True, misread=frozenset(), corrected=False):
        counted = CountedSheet(self.counted[sheet], False)
        reading = paper if isinstance(paper, Reading) else Reading(paper or counted.marks)
        differing = differing_places(reading, counted, blank_ballot_void=False)
        self.found[sheet] = CheckedSheet(
            sheet, reading, counted, "sun", "", differing, looked and bool(differing), misread, corrected
        )
        return self

    @property
    def result(self):
        return residual_check(self.check, Findings(dict(self.found)), self.tally, self.changed)

    def read_next(self):
        """Everything to be read next, as counted."""
        for sheet in self.result.next_sheets:
            self.read(sheet)
        return self

    @property
    def verdict(self):
        (one,) = self.result.verdicts
        return one


def bench(make, **given):
    return Bench(make, ["11"] * 40 + ["12"] * 10, **given)


# ---- what is read next ----


def test_the_first_lot_shows_every_verdict_if_none_of_it_is_wrong_and_no_smaller_one_does(make):
    desk = bench(make)
    lot = desk.result.next_sheets
    order = [one.sheet for one in desk.check.plan.order]
    assert 0 < len(lot) < 50
    assert list(lot) == order[: len(lot)], "the first of the draw"
    for sheet in lot[:-1]:
        desk.read(sheet)
    assert not desk.verdict.stands and desk.verdict.still_to_read == 1
    desk.read(lot[-1])
    assert desk.verdict.stands
    assert desk.result.next_sheets == ()
    assert desk.result.may_stop


def test_a_wrong_sheet_makes_it_more(make):
    desk = bench(make)
    first, *others = desk.result.next_sheets
    for sheet in others:
        desk.read(sheet)
    desk.read(first, "21")
    result = desk.result
    assert not desk.verdict.stands and not result.may_stop
    assert len(result.next_sheets) == desk.verdict.still_to_read > 0
    assert not set(result.next_sheets) & set(desk.found)
    assert desk.read_next().result.may_stop


def test_sheets_read_out_of_turn_prove_nothing_until_those_before_them_are_read(make):
    """Whoever reads the last of the draw first has chosen them; the bound rests on those without a gap."""
    desk = bench(make)
    nothing = desk.verdict.sheets_at_most
    order = [one.sheet for one in desk.check.plan.order]
    for sheet in order[1:30]:
        desk.read(sheet)
    assert desk.result.usable == 0 and desk.result.read == 29
    assert desk.verdict.sheets_at_most == nothing == 50
    assert desk.result.next_sheets == (order[0],)
    desk.read(order[0])
    assert desk.result.usable == 30
    assert desk.verdict.stands


def test_a_wrong_sheet_out_of_turn_is_wrong_all_the_same(make):
    desk = bench(make)
    order = [one.sheet for one in desk.check.plan.order]
    expected = desk.verdict.still_to_read
    for sheet in order[40:]:
        desk.read(sheet, "33")
    assert desk.result.usable == 0
    assert desk.verdict.still_to_read > expected
    for sheet in order[:expected]:
        desk.read(sheet)
    assert not desk.verdict.stands or desk.verdict.sheets_at_most >= 10


def test_a_stated_sample_is_read_to_its_end_and_may_stop_before(make):
    desk = bench(make, size=45)
    lot = desk.result.next_sheets
    assert list(lot) == [one.sheet for one in desk.check.plan.order[:45]]
    read = 0
    while not desk.verdict.stands:
        desk.read(lot[read])
        read += 1
    assert 0 < read < 45, "the sequential bound speaks before the stated size is reached"
    assert desk.result.may_stop and desk.result.next_sheets == lot[read:]
    small = bench(make, size=2).read_next()
    assert not small.verdict.stands
    assert small.verdict.still_to_read is None, "no sheet of the sample is left"
    assert small.result.next_sheets == () and not small.result.may_stop


def test_where_no_rule_decides_a_fixed_lot_gives_the_bounds(make):
    desk = bench(make, rules=False)
    assert len(desk.result.next_sheets) == LOT_WITHOUT_VERDICTS
    assert not desk.result.may_stop
    assert desk.read_next().result.may_stop
    (subject,) = desk.result.subjects
    assert 0 < subject.errors.sheets_at_most < 10


# ---- what counts as wrong ----


def all_right_but_one(make, **given):
    desk = bench(make)
    first, *others = [one.sheet for one in desk.check.plan.order]
    for sheet in others:
        desk.read(sheet)
    desk.read(first, desk.counted[first].replace("1", "3", 1), **given)
    return desk


def test_an_open_sheet_and_one_that_the_count_has_wrong_count_and_a_misread_one_does_not(make):
    assert all_right_but_one(make).verdict.sheets_at_most == 1
    opened = all_right_but_one(make, looked=False)
    assert opened.verdict.sheets_at_most == 1
    assert opened.result.findings.open and not opened.result.may_stop
    misread = all_right_but_one(make, misread=frozenset((1,)))
    assert misread.verdict.sheets_at_most == 0
    assert misread.result.may_stop and len(misread.result.findings.misread) == 1


def test_a_sheet_whose_count_is_corrected_since_is_wrong_no_more_in_the_present_count(make):
    desk = all_right_but_one(make, corrected=True)
    assert desk.verdict.sheets_at_most == 0
    (subject,) = desk.result.subjects
    assert subject.errors.sheets_at_most == 1, "the count as it was drawn"


def test_a_changed_count_leaves_nothing_to_read_and_may_not_stop(make):
    desk = bench(make, changed=Said("batch {batch} was given back since", batch="B1"))
    assert desk.result.next_sheets == ()
    assert not desk.read(next(iter(desk.counted))).result.may_stop


def test_where_too_many_sheets_are_wrong_reading_on_is_of_no_use(make):
    desk = Bench(make, ["11"] * 6 + ["33"] * 4, least="60%")
    assert desk.verdict.sheets_to_change == 1
    assert len(desk.result.next_sheets) == 10, "with one sheet to change it, every sheet has to be read"
    first = desk.result.next_sheets[0]
    desk.read_next().read(first, "44" if desk.counted[first] == "11" else "22")
    assert desk.verdict.still_to_read is None
    assert desk.result.next_sheets == () and not desk.result.may_stop


@pytest.mark.parametrize(
    ("read", "counted", "places"),
    [
        (Reading("12"), CountedSheet("12", False), ()),
        (Reading("12"), CountedSheet("13", False), (2,)),
        (Reading("__", void=True), CountedSheet("13", False), (WHOLE,)),
        (Reading("__", void=True), CountedSheet("", True), ()),
        (Reading("12"), CountedSheet("", True), (WHOLE,)),
        (Reading("--"), CountedSheet("--", True), (WHOLE,)),
    ],
)
def test_a_void_sheet_is_compared_as_a_whole(read, counted, places):
    assert differing_places(read, counted, blank_ballot_void=False) == frozenset(places)


def test_a_blank_sheet_is_void_where_the_scheme_says_so_whoever_notes_it():
    blank = Reading("--")
    assert differing_places(blank, CountedSheet("--", True), blank_ballot_void=True) == frozenset()
    assert differing_places(Reading("1-"), CountedSheet("--", True), blank_ballot_void=True) == {WHOLE}


def test_a_whole_sheet_is_wrong_in_every_row(make):
    desk = bench(make)
    first, *others = [one.sheet for one in desk.check.plan.order]
    for sheet in others:
        desk.read(sheet)
    desk.read(first, Reading("__", void=True))
    (subject,) = desk.result.subjects
    assert (subject.errors.sheets_wrong, subject.errors.marks_wrong) == (1, 2)


# ---- rows and subjects ----


def test_only_the_rows_of_a_verdict_count_against_it(make):
    """The overall row decides here; the other row may be wrong on every sheet."""
    desk = Bench(make, ["11"] * 50, items=("one",), overall="all", decides="overall")
    (verdict,) = desk.tally.verdicts
    rows = rows_of_verdict(verdict, desk.tally)
    assert rows == {2}
    for sheet in desk.result.next_sheets:
        desk.read(sheet, "21")
    assert desk.verdict.stands
    assert desk.result.subjects[0].errors.sheets_wrong > 0


def test_every_row_for_itself(make):
    desk = Bench(make, ["11"] * 50, decides="each")
    rows = {verdict_key(one): rows_of_verdict(one, desk.tally) for one in desk.tally.verdicts}
    assert sorted(map(sorted, rows.values())) == [[1], [2]]
    for sheet in desk.result.next_sheets:
        desk.read(sheet, "31")
    first, second = desk.result.verdicts
    assert not first.stands and second.stands


def test_a_roster_has_the_rows_of_each_member(make):
    members = [Subject(f"m{at}", f"M{at}", Kind.MEMBER, within="b1") for at in (1, 2)]
    subjects = make.subjects(Subject("b1", "Branch", Kind.ORGANIZATION), *members)
    form = make.form(items=("a", "b"), layout="roster", kind="member")
    base = make.scheme(forms=[form])
    batch = make.batch(["1122"] * 5, base, roster=("m1", "m2"))
    tally = make.tally(base, batch, subjects=subjects)
    assert rows_by_subject(tally, "org", "b1") == {"m1": {1, 2}, "m2": {3, 4}}
    assert rows_by_subject(tally, "org", "b2") == {}


# ---- the whole of it, simulated ----


@pytest.mark.parametrize("filled", [frozenset(), frozenset(range(1, 16))])
def test_reading_until_it_may_stop_seldom_lets_a_wrong_verdict_stand(make, filled):
    """The paper says otherwise on just so many sheets that the verdict is wrong. Each check reads lot by lot
    until it stops or every sheet is read; at a risk of 5 % at most 5 in 100 may let the verdict stand."""
    marks = ["11"] * 36 + ["33"] * 24
    base = Bench(make, marks, least="60%", filled=filled, items=("one", "two"))
    needed = base.verdict.sheets_to_change
    draw = random.Random(7)
    fooled, runs = 0, 60
    for run in range(runs):
        wrong = dict.fromkeys(draw.sample([s for s, m in base.counted.items() if m == "11"], needed), "33")
        desk = Bench(make, marks, least="60%", filled=filled)
        desk.check = Check(
            "C1", "org", "b1", SEED, RISK,
            plan_check(f"{run:05d}{SEED}", _strata(desk, filled)), "chen", "",
        )  # fmt: skip
        while desk.result.next_sheets:
            for sheet in desk.result.next_sheets:
                desk.read(sheet, wrong.get(sheet))
        fooled += desk.result.may_stop
    assert fooled / runs <= 0.1


def _strata(desk, filled):
    found = {}
    for sheet in desk.counted:
        found.setdefault(FILLED if sheet.ballot in filled else KEYED, []).append(sheet)
    return found
