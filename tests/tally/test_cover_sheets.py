"""Batches as their cover sheets describe them."""

import pytest

from tally.cover_sheets import (
    BallotRow,
    CoverSheet,
    ballot_rows,
    make_cover_sheet,
    read_cover_sheets,
    row_count,
)
from tally.scheme import Kind
from tally.scheme_reader import read_scheme
from tally.subjects import Subject, Subjects, read_subjects

SUBJECTS = b"""id,name,kind,in
b1,B1,organization,
b2,B2,organization,
m1,M1,member,b1
m2,M2,member,b1
b3,B3,organization,b1
"""


@pytest.fixture(scope="module")
def scheme(example):
    return read_scheme(example).scheme


@pytest.fixture(scope="module")
def subjects(scheme):
    return read_subjects(SUBJECTS, scheme)[0]


@pytest.fixture(scope="module")
def register(scheme, subjects):
    def registering(*registered, **fields):
        usual = {"id": "B1", "form": "window", "subject": "b1", "group": "visitors", "collected": 3}
        return make_cover_sheet(scheme, subjects, registered, **{**usual, **fields})

    return registering


@pytest.fixture(scope="module")
def read(scheme, subjects):
    def reading(text, *registered):
        content = text.encode() if isinstance(text, str) else text
        return read_cover_sheets(content, "b.csv", scheme, subjects, registered)

    return reading


def test_a_bundle_is_numbered_from_one(register):
    cover = register(collected="50", issued="52")

    assert cover == CoverSheet("B1", "window", "b1", "visitors", 50, 52, 1, ("b1",))
    assert (cover.numbers[0], cover.numbers[-1], len(cover.numbers)) == (1, 50, 50)


def test_a_bundle_may_be_numbered_from_elsewhere(register):
    assert list(register(first="101").numbers) == [101, 102, 103]


def test_what_is_left_out_is_not_stated(register):
    for nothing in (None, ""):
        cover = register(issued=nothing, first=nothing)
        assert (cover.issued, cover.first) == (None, 1)
    assert register(issued=0).issued == 0


def test_a_rosters_rows_are_the_members_of_its_organization(register):
    assert register(form="staff").roster == ("m1", "m2")


def test_a_rosters_rows_are_fixed_by_its_first_batch(scheme, register):
    first = register(form="staff")
    grown = Subjects(
        {
            id_: Subject(id_, id_, Kind.MEMBER if id_[0] == "m" else Kind.ORGANIZATION, "b1")
            for id_ in ("b1", "m3", "m1")
        }
    )

    later = make_cover_sheet(
        scheme, grown, [first], id="B2", form="staff", subject="b1", group="visitors", collected=1
    )
    assert later.roster == ("m1", "m2")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"id": ""}, 'batch id "" should be a letter'),
        ({"id": "1a"}, 'batch id "1a" should be a letter'),
        ({"id": "a b"}, 'batch id "a b" should be a letter'),
        ({"id": "一捆"}, "should be a letter"),
        ({"id": "a/b"}, "should be a letter"),
        ({"id": "B" * 33}, "at most 32"),
        ({"form": "door"}, 'there is no form "door"; there are window, staff'),
        ({"group": "guests"}, 'there is no rater group "guests"; there are visitors, staff, leaders'),
        ({"group": ""}, 'there is no rater group ""'),
        ({"subject": "b9"}, 'there is no subject "b9"; there are b1, b2'),
        ({"subject": ""}, "batch B1: say which subject it grades"),
        ({"form": "staff", "subject": ""}, "batch B1: say which organization's roster it is"),
        ({"subject": "m1"}, 'form "window" grades subjects of kind organization; "m1" is of kind member'),
        ({"form": "staff", "subject": "b2"}, '"b2" has no member in subjects.csv, so its roster is empty'),
        ({"form": "staff", "subject": "m1"}, "so its roster is empty"),
        ({"collected": 0}, 'collected: "0" should be a whole number from 1 to 100000'),
        ({"collected": ""}, 'collected: "" should be a whole number'),
        ({"collected": "-3"}, 'collected: "-3" should be a whole number'),
        ({"collected": "3.0"}, 'collected: "3.0" should be a whole number'),
        ({"collected": "三"}, "should be a whole number"),
        ({"collected": "٣"}, "should be a whole number"),
        pytest.param({"collected": "9" * 5000}, "should be a whole number", id="endless number"),
        ({"collected": 100_001}, "from 1 to 100000"),
        ({"issued": "-1"}, 'issued: "-1" should be a whole number from 0'),
        ({"first": "0"}, 'first: "0" should be a whole number from 1'),
        ({"supplement_to": "B9"}, 'there is no batch "B9"'),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(register, refusal, fields, says):
    assert says in refusal(register, **fields)


def test_an_id_is_unique_without_regard_to_case(register, refusal):
    assert refusal(register, register(id="Bundle-1"), id="BUNDLE-1") == (
        'there is already a batch "Bundle-1"; choose another id'
    )
    assert register(register(id="Bundle-1"), id="Bundle-2").id == "Bundle-2"


def test_a_supplement_names_the_batch_whose_sheets_were_forgotten(register):
    cover = register(register(), id="B2", supplement_to="B1", reason="found in the box")

    assert (cover.supplement_to, cover.reason) == ("B1", "found in the box")


def test_the_lines_of_a_ballot_are_the_items_with_the_overall_row(scheme, register):
    cover = register()
    form = scheme.forms["window"]

    assert row_count(form, cover) == 4
    assert [(row.row, row.subject, row.item, row.overall) for row in ballot_rows(form, cover)] == [
        (1, "b1", "办事效率", False),
        (2, "b1", "服务态度", False),
        (3, "b1", "一次性告知", False),
        (4, "b1", "总体评价", True),
    ]


def test_on_a_roster_each_subject_has_all_its_items_before_the_next(make):
    form = make.form("staff", ("a", "b"), layout="roster", kind="member", overall="all", overall_first=True)
    cover = make.cover(collected=1, roster=("m1", "m2"))

    assert row_count(form, cover) == 6
    assert ballot_rows(form, cover) == (
        BallotRow(1, "m1", "all", 0, True),
        BallotRow(2, "m1", "a", 1, False),
        BallotRow(3, "m1", "b", 2, False),
        BallotRow(4, "m2", "all", 0, True),
        BallotRow(5, "m2", "a", 1, False),
        BallotRow(6, "m2", "b", 2, False),
    )


def test_cover_sheets_are_read_from_a_file_in_any_order_of_columns(read):
    covers = read(
        "\ufeffcollected,group,form,id,first,issued,subject\n2,visitors,window,B1,11,3,b1\n4,staff,staff,B2,,,b1\n"
    )

    assert covers == (
        CoverSheet("B1", "window", "b1", "visitors", 2, 3, 11, ("b1",)),
        CoverSheet("B2", "staff", "b1", "staff", 4, None, 1, ("m1", "m2")),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,form,group\n", 'b.csv line 1: column "collected" is missing'),
        ("id,form,group,collected,kind\n", 'b.csv line 1: unknown column "kind"'),
        ("id,form,group,collected,id\n", 'b.csv line 1: column "id" stands twice'),
        ("id,form,subject,group,collected\nB1,window,b1,visitors\n", "b.csv line 2: 4 values"),
        ("id,form,group,collected\nB1,window,visitors,3\n", "b.csv line 2: batch B1: say which subject"),
        (
            "id,form,subject,group,collected\nB1,window,b1,visitors,3\nB2,window,b1,guests,3\n",
            'b.csv line 3: there is no rater group "guests"',
        ),
        (
            "id,form,subject,group,collected\nB1,window,b1,visitors,3\n\nb1,window,b2,visitors,3\n",
            'b.csv line 4: there is already a batch "B1"',
        ),
        (
            "id,form,subject,group,collected\nB0,window,b1,visitors,3\n",
            'b.csv line 2: there is already a batch "b0"',
        ),
        (
            "id,form,subject,group,collected\nB1,window,b1,visitors,x\n",
            'b.csv line 2: collected: "x" should be',
        ),
        (
            'id,form,subject,group,collected\n"B1,window,b1,visitors,3\n',
            "b.csv line 2: cannot be read as CSV",
        ),
        ("id,form,subject,group,collected\nB1,window,b1,群众,3\n".encode("gbk"), "b.csv line 2: not UTF-8"),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole_with_file_and_line(read, register, refusal, text, says):
    assert refusal(read, text, register(id="b0")).startswith(says)
