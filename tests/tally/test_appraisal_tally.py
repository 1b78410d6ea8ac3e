"""The whole tally: results by subject, row and group, and when it is complete."""

import pytest

from tally.counting import BatchCount, ControlMismatch, MarkCounts
from tally.measuring import MeasureValue
from tally.readings import Reading
from tally.scheme import Kind, Panel
from tally.subjects import Subject

GROUPS = {"party": True, "masses": True, "leaders": False}


@pytest.fixture(scope="module")
def scheme(make):
    return make.coal(
        forms=[make.form(items=("a", "b"), overall="all", decides="overall")],
        groups=GROUPS,
        panels=[Panel("p", "org", 5, ())],
    )


@pytest.fixture(scope="module")
def tally(make, scheme):
    return make.tally(
        scheme,
        make.batch(["112", "2-4"], id="B1", group="party", issued=3),
        make.batch(["44x"], id="B2", group="masses", issued=1),
        make.batch(["111"], id="B3", group="leaders", issued=1),
    )


def result(tally, row, group):
    (found,) = [one for one in tally.results if (one.row, one.group) == (row, group)]
    return found


def test_every_row_and_all_rows_pooled_are_given_for_the_whole_and_for_each_group(tally):
    assert [(one.row, one.group) for one in tally.results] == [
        (row, group) for row in (1, 2, 3, None) for group in (None, "party", "masses", "leaders")
    ]


def test_a_result_names_its_subject_and_its_row(tally):
    one, overall, pooled = result(tally, 1, None), result(tally, 3, None), result(tally, None, None)

    assert (one.form, one.subject, one.name, one.item, one.overall, one.rows) == (
        "org",
        "b1",
        "Branch 1",
        "a",
        False,
        1,
    )
    assert (overall.item, overall.overall) == ("all", True)
    assert (pooled.item, pooled.overall, pooled.rows) == (None, False, 3)


def test_the_whole_holds_the_pooled_groups_and_no_other(tally):
    assert result(tally, 1, None).marks == MarkCounts((1, 1, 0, 1))
    assert result(tally, 1, "party").marks == MarkCounts((1, 1, 0, 0))
    assert result(tally, 1, "masses").marks == MarkCounts((0, 0, 0, 1))
    assert result(tally, 1, "leaders").marks == MarkCounts((1, 0, 0, 0))
    assert result(tally, 1, None).accounting.collected == 3
    assert result(tally, 1, None).accounting.issued == 4
    assert result(tally, 1, "leaders").accounting.collected == 1


def test_all_rows_pooled_are_the_sum_of_the_rows_over_the_base_times_rows(tally):
    pooled = result(tally, None, None)

    assert pooled.marks == MarkCounts((2, 2, 0, 3), blank=1, spoiled=1)
    assert pooled.measures["satisfaction"] == MeasureValue(4, 9)
    assert pooled.measures["dissatisfied"] == MeasureValue(3, 9)


def test_every_measure_of_the_scheme_is_taken(tally):
    assert result(tally, 2, "party").measures == {
        "satisfaction": MeasureValue(1, 2),
        "dissatisfied": MeasureValue(0, 2),
    }


def test_verdicts_and_panels_come_with_it(tally):
    assert {one.rule.id: one.status.value for one in tally.verdicts} == {
        "rectify": "applies",
        "basic": "does-not-apply",
        "incompetent": "does-not-apply",
        "unaffected": "applies",
    }
    assert [(one.panel, one.collected) for one in tally.panels] == [("p", 4)]
    assert tally.owner == {("org", "b1"): "b1"}


def test_results_stand_in_the_order_of_the_scheme_and_of_the_subjects(make):
    scheme = make.scheme(forms=[make.form("org"), make.form("staff", layout="roster", kind="member")])
    subjects = make.subjects(
        Subject("z", "Z", Kind.ORGANIZATION),
        Subject("m2", "M2", Kind.MEMBER, "z"),
        Subject("a", "A", Kind.ORGANIZATION),
        Subject("m1", "M1", Kind.MEMBER, "z"),
    )
    tally = make.tally(
        scheme,
        make.batch(["12"], id="B1", form="staff", subject="z", roster=("m2", "m1")),
        make.batch(["3"], id="B2", subject="a", roster=("a",)),
        make.batch(["4"], id="B3", subject="z", roster=("z",)),
        subjects=subjects,
    )

    rows = [
        (one.form, one.subject, one.name, one.row) for one in tally.results if one.group is None and one.row
    ]
    assert rows == [
        ("org", "z", "Z", 1),
        ("org", "a", "A", 1),
        ("staff", "m2", "M2", 1),
        ("staff", "m1", "M1", 2),
    ]


def test_a_tally_of_nothing_is_not_complete(make):
    tally = make.tally(make.coal())

    assert not tally.complete
    assert tally.results == tally.verdicts == tally.panels == ()


def test_a_tally_of_settled_batches_is_complete(make):
    assert make.tally(make.coal(), make.batch(["1"])).complete


def test_a_batch_out_of_custody_keeps_it_from_being_complete(make):
    waiting = BatchCount(make.cover("B2", collected=1), None)

    assert not make.tally(make.coal(), make.batch(["1"]), waiting).complete


@pytest.mark.parametrize(
    ("first", "second"),
    [({1: "1"}, {1: "2"}), ({1: "1"}, {}), ({}, {}), ({1: ["1", "1"]}, {1: "1"}), ({1: "void"}, {1: "void"})],
)
def test_an_open_question_keeps_it_from_being_complete(make, first, second):
    batch = BatchCount(make.cover(collected=1), make.settle(first, second, ballots=1, rows=1))

    assert not make.tally(make.coal(), batch).complete


def test_an_open_opinion_does_not_keep_it_from_being_complete(make):
    settlement = make.settle({1: Reading("1", opinion=True)}, {1: "1"}, ballots=1, rows=1)
    tally = make.tally(make.coal(), BatchCount(make.cover(collected=1), settlement))

    assert tally.open.opinions == 1
    assert tally.complete


def test_bundles_that_do_not_add_up_keep_it_from_being_complete(make):
    for collected in (1, 3):
        tally = make.tally(make.coal(), make.batch(["1", "1"]), sheets=[make.sheet(collected=collected)])
        assert not tally.complete
        assert tally.mismatches == (ControlMismatch("org", "b1", "", collected, 2),)
    assert make.tally(make.coal(), make.batch(["1", "1"]), sheets=[make.sheet(collected=2)]).complete


def test_a_group_on_the_count_sheet_alone_does_not_stop_the_tally(make, scheme):
    sheets = [
        make.sheet(group="party", collected=1, issued=1),
        make.sheet(group="masses", collected=0, issued=4),
    ]
    tally = make.tally(scheme, make.batch(["111"], group="party"), sheets=sheets)

    assert tally.complete
    assert result(tally, 1, None).marks == MarkCounts((1, 0, 0, 0))
