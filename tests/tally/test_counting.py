"""Counts by subject, row and group, and the ballot accounting beside them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.comparison import WHOLE
from tally.count_sheets import CountSheet
from tally.counting import (
    Accounting,
    BatchCount,
    ControlMismatch,
    MarkCounts,
    OpenWork,
    Pending,
    count_rows,
    no_marks,
    sum_accounting,
)
from tally.readings import Reading
from tally.scheme import Kind, Validity
from tally.subjects import Subject

TWO_GROUPS = {"party": True, "masses": True}
WITH_LEADERS = {"party": True, "masses": True, "leaders": False}


def test_counts_of_a_row_add_up():
    marks = MarkCounts((3, 0, 2), blank=4, spoiled=1)

    assert (marks.valid, marks.marked) == (10, 5)
    assert marks + MarkCounts((1, 1, 1), 1, 1) == MarkCounts((4, 1, 3), 5, 2)
    assert no_marks(3) == MarkCounts((0, 0, 0), 0, 0)


def test_each_row_is_counted_by_itself():
    assert count_rows(["1-x", "12x", "2-x"], rows=3, grades=2) == (
        MarkCounts((2, 1)),
        MarkCounts((0, 1), blank=2),
        MarkCounts((0, 0), spoiled=3),
    )


def test_no_ballots_count_nothing():
    assert count_rows([], rows=2, grades=3) == (no_marks(3), no_marks(3))


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(st.text("123-x", min_size=rows, max_size=rows), min_size=1, max_size=30)
    )
)
def test_counts_are_those_of_looking_at_every_single_mark(ballots):
    for row, marks in enumerate(count_rows(ballots, len(ballots[0]), 3)):
        column = [ballot[row] for ballot in ballots]
        assert marks == MarkCounts(
            tuple(sum(code == grade for code in column) for grade in "123"),
            sum(code == "-" for code in column),
            sum(code == "x" for code in column),
        )
        assert marks.valid == len(ballots)


# ---- bundles ----


@pytest.fixture(scope="module")
def two_rows(make):
    return make.scheme(forms=[make.form(items=("a", "b"))], groups=WITH_LEADERS)


def test_batches_of_a_group_add_up_and_groups_stay_apart(make, two_rows):
    counted = make.count(
        two_rows,
        make.batch(["12", "1-"], id="B1", group="party"),
        make.batch(["13"], id="B2", group="party"),
        make.batch(["4x"], id="B3", group="masses"),
    )

    assert counted.batches == 3
    assert counted.counts["org", "b1", 1, "party"].marks == MarkCounts((3, 0, 0, 0))
    assert counted.counts["org", "b1", 2, "party"].marks == MarkCounts((0, 1, 1, 0), blank=1)
    assert counted.counts["org", "b1", 1, "masses"].marks == MarkCounts((0, 0, 0, 1))
    assert counted.counts["org", "b1", 2, "masses"].marks == MarkCounts((0, 0, 0, 0), spoiled=1)
    assert [(line.row, line.item, line.overall) for line in counted.rows["org", "b1"]] == [
        (1, "a", False),
        (2, "b", False),
    ]
    assert counted.groups == {("org", "b1"): ("party", "masses")}
    assert counted.open == OpenWork()


def test_void_ballots_are_counted_apart_and_their_marks_nowhere(make):
    counted = make.count(make.scheme(), make.batch(["1", "void", "2", "void"]))

    accounting = counted.accounting["org", "b1", "masses"]
    assert (accounting.collected, accounting.valid, accounting.void) == (4, 2, 2)
    assert counted.counts["org", "b1", 1, "masses"].marks == MarkCounts((1, 1, 0, 0))


def test_reasons_of_void_ballots_are_counted(make):
    readings = {1: "void", 2: "void", 3: "void", 4: "1"}
    rulings = [
        make.ruling(number, number, WHOLE, "void", reason=reason)
        for number, reason in ((1, "signed-or-marked"), (2, "not-official"), (3, "signed-or-marked"))
    ]
    settlement = make.settle(readings, readings, *rulings, ballots=4, rows=1)

    counted = make.count(make.scheme(), BatchCount(make.cover(collected=4), settlement))
    assert counted.accounting["org", "b1", ""].void_reasons == {"signed-or-marked": 2, "not-official": 1}


@pytest.mark.parametrize(("blank_void", "valid", "void"), [(False, 3, 0), (True, 1, 2)])
def test_blank_ballots_are_counted_apart_and_valid_or_void_as_the_scheme_says(make, blank_void, valid, void):
    scheme = make.scheme(validity=Validity(blank_ballot_void=blank_void), forms=[make.form(items=("a", "b"))])

    accounting = make.count(scheme, make.batch(["--", "1-", "--"], scheme)).accounting["org", "b1", ""]
    assert (accounting.blank_ballots, accounting.valid, accounting.void) == (2, valid, void)
    assert accounting.void_reasons == ({"blank-ballot": 2} if blank_void else {})


def test_opinions_are_counted(make):
    readings = {1: Reading("1", opinion=True), 2: "1", 3: Reading("2", opinion=True)}
    settlement = make.settle(readings, readings, ballots=3, rows=1)

    counted = make.count(make.scheme(), BatchCount(make.cover(collected=3), settlement))
    assert counted.accounting["org", "b1", "masses"].opinions == 2


def test_an_absent_sheet_was_not_collected(make):
    settlement = make.settle({1: "1"}, {1: "1"}, make.ruling(1, 2, WHOLE, "absent"), ballots=2, rows=1)
    counted = make.count(make.scheme(), BatchCount(make.cover(collected=2), settlement))

    assert counted.accounting["org", "b1", ""].collected == 1
    assert counted.open == OpenWork()


def test_a_roster_counts_each_subject_on_its_own_rows(make):
    form = make.form("staff", ("a", "b"), layout="roster", kind="member")
    scheme = make.scheme(forms=[form])
    subjects = make.subjects(
        Subject("b1", "B", Kind.ORGANIZATION), *(Subject(one, one, Kind.MEMBER, "b1") for one in ("m1", "m2"))
    )
    batch = make.batch(["1234", "12-x"], form="staff", roster=("m1", "m2"))

    counted = make.count(scheme, batch, subjects=subjects)

    assert counted.rows.keys() == {("staff", "m1"), ("staff", "m2")}
    assert [line.row for line in counted.rows["staff", "m2"]] == [3, 4]
    assert counted.counts["staff", "m1", 2, "masses"].marks == MarkCounts((0, 2, 0, 0))
    assert counted.counts["staff", "m2", 3, "masses"].marks == MarkCounts((0, 0, 1, 0), blank=1)
    assert counted.owner == {("staff", "m1"): "b1", ("staff", "m2"): "b1"}
    assert counted.accounting["staff", "b1", "masses"].valid == 2


# ---- what is still open ----


def test_a_batch_that_is_not_in_custody_is_open_whole(make, two_rows):
    counted = make.count(two_rows, BatchCount(make.cover(collected=5), None))

    assert counted.open == OpenWork(batches=1, ballots=5)
    for row in (1, 2):
        one = counted.counts["org", "b1", row, "masses"]
        assert (one.marks, one.pending) == (no_marks(4), Pending(no_marks(4), 5))
    assert counted.accounting["org", "b1", "masses"].collected == 5


def test_open_ballots_are_pending_with_the_marks_that_are_known(make, two_rows):
    first = {1: "11", 2: "12", 3: "12", 4: "33"}
    second = {1: "11", 2: "13", 3: "2x", 5: "33"}
    settlement = make.settle(first, second, ballots=6, rows=2)

    counted = make.count(two_rows, BatchCount(make.cover(collected=6), settlement))

    rows = [counted.counts["org", "b1", row, "masses"] for row in (1, 2)]
    assert [one.marks for one in rows] == [MarkCounts((1, 0, 0, 0))] * 2
    assert rows[0].pending == Pending(MarkCounts((1, 0, 0, 0)), 1 + 3)
    assert rows[1].pending == Pending(no_marks(4), 2 + 3)
    assert counted.open == OpenWork(ballots=5, differences=3, missing=3)


def test_each_kind_of_open_question_is_counted_as_what_it_is(make):
    noted = Reading("1", opinion=True)
    first = {1: "1", 2: "void", 3: "void", 4: "1", 6: ["1", "2"], 7: noted}
    second = {1: "2", 2: "1", 3: "void", 5: "1", 6: "1", 7: "1"}
    settlement = make.settle(first, second, ballots=8, rows=1)

    counted = make.count(make.scheme(), BatchCount(make.cover(collected=8), settlement))

    assert counted.open == OpenWork(ballots=7, differences=3, missing=3, doubled=1, opinions=1)


# ---- ballot accounting ----


def test_issued_is_the_sum_of_the_cover_sheets_and_unknown_where_one_does_not_say(make):
    scheme = make.scheme(groups=TWO_GROUPS)
    one = make.batch(["1"], id="B1", group="party", issued=3)
    two = make.batch(["1"], id="B2", group="party", issued=4)
    three = make.batch(["1"], id="B3", group="masses", issued=5)
    silent = make.batch(["1"], id="B4", group="masses")

    known = make.count(scheme, one, two, three).accounting
    assert [known["org", "b1", group].issued for group in ("party", "masses", "")] == [7, 5, 12]
    unknown = make.count(scheme, one, two, three, silent).accounting
    assert [unknown["org", "b1", group].issued for group in ("party", "masses", "")] == [7, None, None]


def test_a_count_sheet_of_a_group_is_believed_before_the_cover_sheets(make):
    scheme = make.scheme(groups=TWO_GROUPS)
    sheet = make.sheet(group="party", issued=9, collected=2, present=8, eligible=10, set_aside=1)

    accounting = make.count(scheme, make.batch(["1"], group="party", issued=3), sheets=[sheet]).accounting
    assert accounting["org", "b1", "party"] == Accounting(9, 2, 8, 10, valid=1, void=1)
    assert accounting["org", "b1", ""] == Accounting(9, 2, 8, 10, valid=1, void=1)


def test_a_count_sheet_for_all_groups_speaks_of_the_whole(make):
    scheme = make.scheme(groups=TWO_GROUPS)
    sheet = make.sheet(issued=9, collected=3, present=8, eligible=10, set_aside=1)
    batches = [make.batch(["1"], id=group, group=group, issued=2) for group in TWO_GROUPS]

    accounting = make.count(scheme, *batches, sheets=[sheet]).accounting
    assert accounting["org", "b1", ""] == Accounting(9, 3, 8, 10, valid=2, void=1)
    assert accounting["org", "b1", "party"] == Accounting(2, 1, None, None, valid=1)


def test_people_entitled_to_rate_come_from_the_subject_where_no_count_sheet_says_it(make):
    subjects = make.subjects(Subject("b1", "B", Kind.ORGANIZATION, eligible=60))
    batch = make.batch(["1"])

    assert make.count(make.scheme(), batch, subjects=subjects).accounting["org", "b1", ""].eligible == 60
    sheet = make.sheet(eligible=70)
    counted = make.count(make.scheme(), batch, sheets=[sheet], subjects=subjects)
    assert counted.accounting["org", "b1", ""].eligible == 70


def test_groups_shown_apart_are_not_in_the_whole(make):
    scheme = make.scheme(groups=WITH_LEADERS)
    batches = [make.batch(["1"], id=group, group=group, issued=2) for group in WITH_LEADERS]

    accounting = make.count(scheme, *batches).accounting
    whole = accounting["org", "b1", ""]
    assert (whole.issued, whole.collected, whole.valid) == (4, 2, 2)
    assert accounting["org", "b1", "leaders"].valid == 1


def test_a_group_that_returned_no_sheet_was_still_issued_its_sheets(make):
    """A batch holds at least one sheet, so such a group stands on the count sheet alone."""
    scheme = make.scheme(groups=TWO_GROUPS)
    sheets = [
        make.sheet(group="party", issued=20, collected=2, eligible=25),
        make.sheet(group="masses", issued=10, collected=0, eligible=15),
    ]
    counted = make.count(scheme, make.batch(["1", "1"], group="party"), sheets=sheets)

    assert counted.mismatches == ()
    assert counted.groups["org", "b1"] == ("party", "masses")
    whole = counted.accounting["org", "b1", ""]
    assert (whole.issued, whole.collected, whole.eligible) == (30, 2, 40)


def test_numbers_that_one_group_does_not_state_are_not_stated_in_the_sum():
    one = Accounting(issued=1, collected=2, present=3, eligible=4, valid=1, void=1, void_reasons={"a": 1})
    two = Accounting(
        issued=None, collected=5, present=None, eligible=6, valid=4, void=1, void_reasons={"a": 2}
    )

    assert sum_accounting([one, two]) == Accounting(None, 7, None, 10, 5, 2, void_reasons={"a": 3})
    assert sum_accounting([]) == Accounting()


# ---- control totals ----


@pytest.mark.parametrize(
    ("collected", "set_aside", "mismatch"),
    [
        (5, 0, None),
        (6, 1, None),
        (6, 0, (6, 5)),
        (7, 1, (7, 6)),
        (4, 0, (4, 5)),
        (5, 1, (5, 6)),
        (None, 0, None),
    ],
)
def test_bundles_have_to_add_up_to_the_count_sheet(make, collected, set_aside, mismatch):
    scheme = make.scheme(groups=TWO_GROUPS)
    batches = [make.batch(["1"] * 3, id="B1", group="party"), make.batch(["1"] * 2, id="B2", group="masses")]

    counted = make.count(scheme, *batches, sheets=[make.sheet(collected=collected, set_aside=set_aside)])
    assert counted.mismatches == (() if mismatch is None else (ControlMismatch("org", "b1", "", *mismatch),))


def test_each_groups_own_count_sheet_is_held_against_its_bundles(make):
    scheme = make.scheme(groups=TWO_GROUPS)
    batches = [make.batch(["1"] * 3, id="B1", group="party"), make.batch(["1"] * 2, id="B2", group="masses")]
    sheets = [make.sheet(group="party", collected=4), make.sheet(group="masses", collected=2)]

    counted = make.count(scheme, *batches, sheets=sheets)
    assert counted.mismatches == (ControlMismatch("org", "b1", "party", 4, 3),)


def test_a_count_sheet_without_any_bundle_lacks_them_all(make):
    counted = make.count(make.scheme(), sheets=[make.sheet(collected=4, set_aside=1)])

    assert counted.mismatches == (ControlMismatch("org", "b1", "", 4, 1),)
    assert counted.batches == 0


def test_an_absent_sheet_is_one_too_few(make):
    settlement = make.settle({1: "1"}, {1: "1"}, make.ruling(1, 2, WHOLE, "absent"), ballots=2, rows=1)
    batch = BatchCount(make.cover(collected=2), settlement)

    counted = make.count(make.scheme(), batch, sheets=[make.sheet(collected=2)])
    assert counted.mismatches == (ControlMismatch("org", "b1", "", 2, 1),)


def test_another_subjects_bundles_do_not_count(make):
    subjects = make.subjects(*(Subject(one, one, Kind.ORGANIZATION) for one in ("b1", "b2")))
    batches = [make.batch(["1"], id="B1"), make.batch(["1"], id="B2", subject="b2", roster=("b2",))]

    counted = make.count(make.scheme(), *batches, sheets=[make.sheet(collected=1)], subjects=subjects)
    assert counted.mismatches == ()


def test_sheets_that_a_group_set_aside_count_towards_the_sheet_for_all(make):
    """One sheet at the box, told on the group's line alone: 1 + 1 bundled and 1 aside are the 3 of both."""
    scheme = make.scheme(groups=TWO_GROUPS)
    batches = [make.batch(["1"], id=group, group=group) for group in TWO_GROUPS]
    sheets = [make.sheet(collected=3), make.sheet(group="party", collected=2, set_aside=1)]

    counted = make.count(scheme, *batches, sheets=sheets)
    whole = counted.accounting["org", "b1", ""]
    assert (whole.collected, whole.valid, whole.void) == (3, 2, 1)
    assert counted.mismatches == ()


def test_sheets_set_aside_are_counted_once_where_both_lines_tell_them(make):
    scheme = make.scheme(groups=TWO_GROUPS)
    batches = [make.batch(["1"], id=group, group=group) for group in TWO_GROUPS]
    sheets = [make.sheet(collected=4, set_aside=2), make.sheet(group="party", collected=2, set_aside=1)]

    counted = make.count(scheme, *batches, sheets=sheets)
    whole = counted.accounting["org", "b1", ""]
    assert (whole.collected, whole.valid, whole.void) == (4, 2, 2)
    assert counted.mismatches == ()


# ---- what always holds ----

marks = st.one_of(st.text("1234-x", min_size=2, max_size=2), st.just("void"), st.just("--"))
bundles = st.lists(
    st.tuples(st.sampled_from(["party", "masses", "leaders"]), st.lists(marks, min_size=1, max_size=5)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=80, deadline=None)
@given(bundles=bundles, blank_void=st.booleans(), aside=st.integers(0, 2))
def test_collected_are_valid_and_void_and_every_line_adds_up(make, bundles, blank_void, aside):
    scheme = make.scheme(
        groups=WITH_LEADERS,
        forms=[make.form(items=("a", "b"))],
        validity=Validity(blank_ballot_void=blank_void),
    )
    groups = [group for group in WITH_LEADERS if any(group == one for one, _ in bundles)]
    of_group = {group: [one for name, them in bundles if name == group for one in them] for group in groups}
    sheets = [
        CountSheet("org", "b1", group, None, len(ballots) + aside, None, None, aside)
        for group, ballots in of_group.items()
    ]
    batches = [
        make.batch(ballots, scheme, id=f"B{number}", group=group)
        for number, (group, ballots) in enumerate(bundles)
    ]
    tally = make.tally(scheme, *batches, sheets=sheets)

    assert tally.complete
    assert {one.group for one in tally.results} == {None, *groups}
    for result in tally.results:
        chosen = [one for one in groups if one == result.group or (result.group is None and one != "leaders")]
        ballots = [ballot for group in chosen for ballot in of_group[group]]
        void = [one for one in ballots if one == "void" or (blank_void and one == "--")]
        accounting = result.accounting
        assert accounting.void == len(void) + aside * len(chosen)
        assert accounting.valid == len(ballots) - len(void)
        assert (accounting.collected or 0) == accounting.valid + accounting.void
        assert sum(result.marks.grades) + result.marks.blank + result.marks.spoiled == (
            accounting.valid * result.rows
        )
