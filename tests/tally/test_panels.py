"""Whether as many raters returned a ballot as the plan asks for."""

import pytest

from tally.panels import PanelCount, count_panels, required_number
from tally.scheme import Kind, Minimum, Panel
from tally.subjects import Subject

GROUPS = {"party": True, "masses": True, "leaders": False}
BRANCH = Panel("branch", "org", 40, (Minimum("party", 20, 30), Minimum("masses", 10, None)))


@pytest.fixture(scope="module")
def panels(make):
    """The panel counts of one appraisal whose groups returned the given numbers of ballots."""

    def counting(returned, *, sheets=(), panels=(BRANCH,), subjects=None):
        scheme = make.scheme(groups=GROUPS, panels=panels)
        subjects = subjects or make.subjects()
        batches = [make.batch(["1"] * number, id=group, group=group) for group, number in returned.items()]
        counted = make.count(scheme, *batches, sheets=sheets, subjects=subjects)
        return count_panels(scheme, subjects, sheets, counted)

    return counting


def numbers(counts):
    return {one.group: (one.required, one.collected, one.missing) for one in counts}


def test_the_whole_panel_and_each_of_its_groups_are_held_against_the_plan(panels):
    found = panels({"party": 22, "masses": 9})

    assert found[0] == PanelCount("org", "b1", "branch", None, required=40, collected=31)
    assert numbers(found) == {None: (40, 31, 9), "party": (20, 22, 0), "masses": (10, 9, 1)}


def test_a_group_that_returned_nothing_lacks_all_of_its_raters(panels):
    assert numbers(panels({"party": 20}))["masses"] == (10, 0, 10)


def test_raters_beyond_the_number_are_not_missing(panels):
    assert numbers(panels({"party": 31, "masses": 10}))[None] == (40, 41, 0)


@pytest.mark.parametrize(
    ("eligible", "required"), [(None, 20), (12, 12), (20, 20), (25, 25), (30, 30), (31, 20)]
)
def test_all_of_a_group_are_asked_for_where_there_are_few_enough(panels, make, eligible, required):
    sheet = make.sheet(group="party", eligible=eligible)

    assert numbers(panels({"party": 5}, sheets=[sheet]))["party"][0] == required
    assert required_number(Minimum("party", 20, 30), eligible) == required


def test_a_plain_minimum_does_not_depend_on_how_many_there_are(panels, make):
    assert numbers(panels({"masses": 5}, sheets=[make.sheet(group="masses", eligible=4)]))["masses"][0] == 10


def test_what_was_collected_comes_from_the_count_sheet_where_there_is_one(panels, make):
    sheet = make.sheet(group="party", collected=21, set_aside=1)

    assert numbers(panels({"party": 20}, sheets=[sheet]))["party"] == (20, 21, 0)


def test_a_subject_is_rated_by_the_panel_that_it_names(panels, make):
    committee = Panel("committee", "org", 50, ())
    chosen = make.subjects(Subject("b1", "B", Kind.ORGANIZATION, panel="committee"))
    silent = make.subjects(Subject("b1", "B", Kind.ORGANIZATION))

    assert [one.panel for one in panels({"party": 1}, panels=(BRANCH, committee), subjects=chosen)] == [
        "committee"
    ]
    assert panels({"party": 1}, panels=(BRANCH, committee), subjects=silent) == ()
    assert panels({"party": 1}, panels=()) == ()


def test_members_on_a_roster_are_rated_by_the_panel_that_they_name(make):
    scheme = make.scheme(
        forms=[make.form("staff", layout="roster", kind="member")],
        panels=[Panel("big", "staff", 30, ()), Panel("small", "staff", 10, ())],
    )
    subjects = make.subjects(
        Subject("b1", "B", Kind.ORGANIZATION), Subject("m1", "M", Kind.MEMBER, within="b1", panel="small")
    )
    counted = make.count(scheme, make.batch(["1"] * 8, form="staff", roster=("m1",)), subjects=subjects)

    found = count_panels(scheme, subjects, (), counted)

    assert [(one.panel, one.required, one.collected) for one in found] == [("small", 10, 8)]
