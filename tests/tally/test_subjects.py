"""subjects.csv: who is appraised."""

import pytest

from tally.findings import Level
from tally.scheme import Kind, Panel
from tally.scheme_reader import read_scheme
from tally.subjects import Subject, Subjects, check_subjects, read_subjects

HEADER = "id,name,kind,in,panel,head,class,login,eligible\n"


@pytest.fixture(scope="module")
def scheme(example):
    return read_scheme(example).scheme


def read(scheme, text, file="subjects.csv"):
    subjects, findings = read_subjects(text.encode() if isinstance(text, str) else text, scheme, file)
    return subjects, [(one.level, one.line, one.field, str(one.said)) for one in findings]


def mistakes(scheme, text):
    found = read(scheme, text)[1]
    assert {one[0] for one in found} <= {Level.MISTAKE}
    return [one[1:] for one in found]


def test_every_field_is_read(scheme):
    subjects, found = read(
        scheme,
        HEADER + "b1,第一支部,organization,,window,李书记,机关,,120\nm1,王某,member,b1,,,教学,wang,\n",
    )

    assert found == []
    assert subjects == Subjects(
        {
            "b1": Subject("b1", "第一支部", Kind.ORGANIZATION, "", "window", "李书记", "机关", "", 120),
            "m1": Subject("m1", "王某", Kind.MEMBER, "b1", "", "", "教学", "wang", None),
        }
    )


def test_three_columns_are_enough_in_any_order_with_a_bom(scheme):
    subjects, found = read(scheme, "\ufeffkind,id,name\nmember,m1,王某\n")

    assert found == []
    assert subjects.by_id["m1"] == Subject("m1", "王某", Kind.MEMBER)


def test_subjects_keep_the_order_of_the_file(scheme):
    subjects, _ = read(scheme, "id,name,kind\nz,Z,organization\na,A,organization\nm,M,member\n")

    assert list(subjects.by_id) == ["z", "a", "m"]


def test_an_organizations_members_are_its_roster_in_the_order_of_the_file(scheme):
    subjects, _ = read(
        scheme,
        "id,name,kind,in\nb1,B,organization,\nb2,B,organization,b1\n"
        "m2,M,member,b1\nm9,M,member,b2\nm1,M,member,b1\n",
    )

    assert [one.id for one in subjects.members_of("b1", Kind.MEMBER)] == ["m2", "m1"]
    assert [one.id for one in subjects.members_of("b1", Kind.ORGANIZATION)] == ["b2"]
    assert subjects.members_of("m1", Kind.MEMBER) == ()


@pytest.mark.parametrize(
    ("line", "field", "says"),
    [
        ("1b,B,organization,,,,,,", "id", "a letter, then letters, digits, _ or -, at most 32"),
        (",B,organization,,,,,,", "id", "a letter, then"),
        ("第一,B,organization,,,,,,", "id", "a letter, then"),
        ("b1,B,organization,,,,,,", "id", '"b1" stands twice'),
        ("b2,,organization,,,,,,", "name", "a name that is not empty"),
        ("b2,B,支部,,,,,,", "kind", '"支部" is not known; write one of organization, member'),
        ("b2,B,,,,,,,", "kind", "write one of organization, member"),
        ("b2,B,organization,b9,,,,,", "in", 'there is no organization "b9"'),
        ("m2,M,member,m1,,,,,", "in", '"m1" is a member; only an organization has members'),
        ("b2,B,organization,b2,,,,,", "in", "runs in a circle"),
        ("b2,B,organization,,door,,,,", "panel", 'there is no panel "door"; there are window'),
        ("b2,B,organization,,,,,,many", "eligible", '"many" should be a whole number'),
        ("b2,B,organization,,,,,,-1", "eligible", '"-1" should be a whole number'),
        ("b2,B,organization,,,,,,1.5", "eligible", '"1.5" should be a whole number'),
        ("b2,B,organization,,,,,,١٢", "eligible", "should be a whole number"),
        pytest.param(
            "b2,B,organization,,,,,," + "9" * 5000,
            "eligible",
            "should be a whole number",
            id="endless number",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(scheme, line, field, says):
    (found,) = mistakes(scheme, HEADER + "b1,B,organization,,,,,,\nm1,M,member,b1,,,,,\n" + line + "\n")

    assert found[:2] == (4, field)
    assert says in found[2]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(scheme):
    text = HEADER + "b1,B,organization,b9,,,,,x\nm1,,member,b1,,,,,\nm2,M,person,b1,door,,,,\n"

    assert [one[:2] for one in mistakes(scheme, text)] == [
        (2, "eligible"),
        (2, "in"),
        (3, "name"),
        (4, "kind"),
        (4, "panel"),
    ]


def test_a_circle_of_organizations_is_told_on_each_of_them(scheme):
    text = HEADER + "a,A,organization,b,,,,,\nb,B,organization,c,,,,,\nc,C,organization,a,,,,,\n"

    assert [(one[0], one[2]) for one in mistakes(scheme, text)] == [
        (line, "runs in a circle") for line in (2, 3, 4)
    ]


def test_a_superior_may_stand_further_down_the_file(scheme):
    assert mistakes(scheme, HEADER + "a,A,organization,b,,,,,\nb,B,organization,,,,,,\n") == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "s.csv: empty"),
        (b"id,name\n", 's.csv line 1: column "kind" is missing'),
        (b"id,name,kind,sex\n", 's.csv line 1: unknown column "sex"'),
        (b"id,name,kind,id\n", 's.csv line 1: column "id" stands twice'),
        (b"id,name,kind\nb1,B\n", "s.csv line 2: 2 values"),
        ("id,name,kind\nb1,支部,organization\n".encode("gbk"), "s.csv line 2: not UTF-8"),
        (b'id,name,kind\nb1,"B,organization\n', "s.csv line 2: cannot be read as CSV"),
        (b"id,name,kind\nb1,\0,organization\n", "s.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused(scheme, refusal, content, says):
    assert refusal(read, scheme, content, "s.csv").startswith(says)


def test_the_panel_of_a_subject_is_the_one_it_names_or_the_forms_only_one(make):
    def panels(*ids):
        return make.scheme(
            forms=[make.form(), make.form("staff", kind="member")],
            panels=[Panel(id_, form, 10, ()) for id_, form in ids],
        )

    subjects = make.subjects(
        Subject("b1", "B", Kind.ORGANIZATION), Subject("b2", "B", Kind.ORGANIZATION, panel="big")
    )
    two = panels(("big", "org"), ("small", "org"))
    one = panels(("small", "org"), ("other", "staff"))

    assert subjects.panel_of("b2", two.forms["org"], two).id == "big"
    assert subjects.panel_of("b1", two.forms["org"], two) is None
    assert subjects.panel_of("b1", one.forms["org"], one).id == "small"
    assert subjects.panel_of("b1", one.forms["staff"], one).id == "other"


def test_a_panel_named_for_one_form_leaves_the_only_panel_of_another_form(make):
    scheme = make.scheme(
        forms=[make.form(), make.form("staff", layout="roster", kind="member")],
        panels=[
            Panel("big", "org", 50, ()),
            Panel("small", "org", 40, ()),
            Panel("members", "staff", 20, ()),
        ],
    )
    subjects = make.subjects(Subject("b1", "B", Kind.ORGANIZATION, panel="big"))

    assert subjects.panel_of("b1", scheme.forms["staff"], scheme).id == "members"


def noted(make, scheme, *subjects):
    found = check_subjects(make.subjects(*subjects), scheme, "s.csv")
    assert {one.level for one in found} <= {Level.NOTICE}
    return [(one.field, str(one.said)) for one in found]


def test_a_subject_without_a_panel_is_noted_where_its_form_has_several(make):
    panels = [Panel("big", "org", 50, ()), Panel("small", "org", 40, ())]
    organization = Subject("b1", "B", Kind.ORGANIZATION)

    ((field, said),) = noted(
        make, make.scheme(panels=panels), organization, Subject("m1", "M", Kind.MEMBER, "b1")
    )
    assert field == "panel"
    assert said.startswith("b1: no panel chosen")
    assert "big, small" in said
    assert noted(make, make.scheme(panels=panels[:1]), organization) == []
    assert noted(make, make.scheme(panels=panels), Subject("b1", "B", Kind.ORGANIZATION, panel="big")) == []


def test_a_member_of_no_organization_is_noted_where_there_is_a_roster(make):
    roster = make.scheme(forms=[make.form("staff", layout="roster", kind="member")])
    single = make.scheme(forms=[make.form("staff", kind="member")])
    member = Subject("m1", "M", Kind.MEMBER)

    ((field, said),) = noted(make, roster, member)
    assert (field, said) == ("in", "m1: belongs to no organization, so it stands on no roster")
    assert noted(make, single, member) == []
    assert noted(make, roster, Subject("m1", "M", Kind.MEMBER, within="b1")) == []


def test_an_organization_without_a_head_is_noted_where_a_verdict_falls_on_it(make):
    ((field, said),) = noted(
        make, make.coal(), Subject("b1", "B", Kind.ORGANIZATION), Subject("m", "M", Kind.MEMBER)
    )

    assert field == "head"
    assert said.startswith("b1: a verdict can fall on its head")
    assert noted(make, make.coal(), Subject("b1", "B", Kind.ORGANIZATION, head="Li")) == []
    assert noted(make, make.scheme(), Subject("b1", "B", Kind.ORGANIZATION)) == []
