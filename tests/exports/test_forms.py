"""The papers to print: golden files of each plan, and what must hold of every ballot whatever its scheme."""

from __future__ import annotations

import gettext
import os
import re
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from exports.document import Kept, Ruled
from exports.forms.every_form import every_form
from exports.forms.number_slips import number_slips
from exports.forms.printing import Printing
from exports.paged_text import paged_text
from exports.plain_text import clean
from tally.cover_sheets import ballot_rows, make_cover_sheet
from tally.said import Refused, in_english
from tally.scheme import Keying, Layout, Opinions, Scheme, Validity
from tally.scheme_reader import read_scheme
from tally.subjects import Subjects, read_subjects

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = """id,name,kind,in,panel,head,class,login
b1,第一党支部,organization,,,赵书记,,zhao
b2,第二党支部,organization,,,,,
m1,王建国,member,b1,,,,wang
m2,张伟,member,b1,,,,
m3,李秀英,member,b1,,,,
"""
PLANS = {
    "school": "store/presets/school/scheme.toml",
    "coal-bureau": "store/presets/coal-bureau/scheme.toml",
    "water-bureau": "store/presets/water-bureau/scheme.toml",
    "practice": "tui/practice/scheme-en.toml",
}


def chinese():
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"]).gettext


def words(scheme: Scheme):
    return chinese() if scheme.language == "zh" else in_english


def scheme_of(plan: str, **changed) -> Scheme:
    scheme = read_scheme((ROOT / PLANS[plan]).read_text(encoding="utf-8")).scheme
    return replace(scheme, **changed)


def subjects_of(scheme: Scheme, text: str = SUBJECTS) -> Subjects:
    if "branch" in scheme.panels:
        text = text.replace("organization,,,", "organization,,branch,")
    return read_subjects(text.encode(), scheme)[0]


def printing_of(plan: str, **changed) -> Printing:
    """A plan with two organizations, one roster of three, and a bundle of each form."""
    scheme = scheme_of(plan)
    subjects = subjects_of(scheme)
    groups = list(scheme.groups)
    single, roster = scheme.forms
    one = make_cover_sheet(
        scheme, subjects, (), id="B1", form=single, subject="b1", group=groups[0], collected=22, issued=23
    )
    two = make_cover_sheet(
        scheme, subjects, (one,), id="M1", form=roster, subject="b1", group=groups[1], collected=5, first=101
    )
    usual = {"batches": (one, two), "set_aside": 2, "practice": plan == "practice"}
    return Printing(scheme, subjects, **(usual | changed))


def printed(printing: Printing, translate=in_english) -> dict[str, str]:
    return {
        name: paged_text(document, translate) for name, document in every_form(printing, translate).items()
    }


def ruled_blocks(document):
    for sheet in document.sheets:
        for block in sheet.blocks:
            inner = block.blocks if isinstance(block, Kept) else (block,)
            yield from (one for one in inner if isinstance(one, Ruled))


def rows_of(document) -> list[tuple[str, ...]]:
    """The rows of a ballot's tables to tick: those that begin with a number."""
    return [row for block in ruled_blocks(document) for row in block.rows if row[0].strip().isdigit()]


@pytest.mark.parametrize("plan", PLANS)
def test_golden(plan):
    printing = printing_of(plan)
    groups = tuple(printing.scheme.groups)[:1]
    printing = replace(printing, chosen_subjects=("b1",), chosen_groups=groups)
    made = printed(printing, words(printing.scheme))
    text = "".join(f"===== {name}\n{content}" for name, content in made.items())
    path = GOLDEN / f"forms-{plan}.{printing.scheme.language}.txt"
    if os.environ.get("PINGYI_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("plan", PLANS)
def test_a_ballot_for_each_form_subject_and_group(plan):
    printing = printing_of(plan)
    single, roster = printing.scheme.forms
    wanted = {
        f"ballot.{form}.{subject}.{group}"
        for form, subject in ((single, "b1"), (single, "b2"), (roster, "b1"))
        for group in printing.scheme.groups
    }
    made = printed(printing)
    assert {name for name in made if name.startswith("ballot.")} == wanted
    for name in wanted:
        group = printing.scheme.groups[name.rpartition(".")[2]]
        assert f"Raters: {clean(group.label)}" in re.sub(r"\n\s*", "", made[name]), name


@pytest.mark.parametrize("plan", PLANS)
def test_what_the_plan_attaches_is_there(plan):
    """The plans' own attachments: the meeting's agenda, both forms, the statistics table."""
    made = printed(printing_of(plan))
    single, roster = printing_of(plan).scheme.forms
    assert {"agenda", f"blank-statistics.{single}", f"blank-statistics.{roster}"} <= made.keys()
    assert {
        "count-sheets",
        "number-slips",
        "batch-cover",
        "batch-covers-registered",
        "handover-list",
    } <= made.keys()


def test_each_plan_orders_its_own_meeting():
    school, coal, water = (
        re.sub(r"[|\s]", "", printed(printing_of(plan), chinese())["agenda"])
        for plan in ("school", "coal-bureau", "water-bureau")
    )
    for step in ("组织负责人通报活动开展情况", "师生党员和群众评议", "党员逐一汇报参加活动情况", "大会议程"):
        assert step in school
    for step in (
        "党组织书记通报情况",
        "评议员讨论发言",
        "党组织书记表态发言",
        "进行满意度测评",
        "领导点评",
        "群众讲评",
    ):
        assert step in coal
    assert coal.index("党组织书记通报情况") < coal.index("评议员讨论发言") < coal.index("党组织书记表态发言")
    assert "原文残缺,未见规定" in water
    assert "表态发言" not in school + water


def test_a_plan_of_its_own_has_the_usual_agenda_and_a_part_of_a_plan_that_plan_s():
    printing = printing_of("coal-bureau", chosen_subjects=(), batches=())
    org = printing.scheme.forms["org"]
    part = replace(printing.scheme, forms={"org": org})
    assert "表态发言" in printed(replace(printing, scheme=part), chinese())["agenda"]
    own = replace(printing.scheme, forms={"org": replace(org, title="另一评议表")})
    text = printed(replace(printing, scheme=own), chinese())["agenda"]
    assert "表态发言" not in text
    assert "通常做法" in text


def test_every_page_of_a_plan_that_is_cut_off_says_so():
    for name, text in printed(printing_of("water-bureau"), chinese()).items():
        for page in text.split("\f"):
            assert "原文残缺,未见规定" in page, name
    for plan in ("school", "coal-bureau"):
        assert "原文残缺" not in "".join(printed(printing_of(plan), chinese()).values())


def test_practice_stands_first_and_last_on_every_page():
    for name, text in printed(printing_of("practice")).items():
        for page in text.split("\f"):
            lines = page.strip("\n").split("\n")
            assert lines[0].strip() == lines[-1].strip() == "*** PRACTICE ***", name


def test_a_ballot_identifies_nobody():
    """Every sheet of a ballot is the same: it bears no number and no name but those that it grades."""
    printing = printing_of("coal-bureau")
    for name, text in printed(printing).items():
        if name.startswith("ballot."):
            assert "zhao" not in text
            assert "wang" not in text
            assert "赵书记" not in text
            assert "B1" not in text
    collected = printed(printing)
    before = printed(replace(printing, batches=(), set_aside=0))
    assert {name: text for name, text in before.items() if name.startswith("ballot.")} == {
        name: text for name, text in collected.items() if name.startswith("ballot.")
    }


def test_a_roster_that_a_bundle_has_fixed_stays_as_it_is():
    printing = printing_of("coal-bureau")
    later = subjects_of(printing.scheme, SUBJECTS.replace("m1,", "m0,孙某,member,b1,,,,\nm1,"))
    document = every_form(replace(printing, subjects=later), in_english)["ballot.member.b1.party"]
    assert [row[1] for row in rows_of(document)] == ["王建国", "张伟", "李秀英"]


@pytest.mark.parametrize(
    ("keying", "validity", "there", "not_there"),
    [
        (Keying(), Validity(), ["Opinions (may", "numbered slip", "is valid, as an abstention"], ["stamped"]),
        (Keying(numbered_by_stamp=True), Validity(), ["stamped on the back"], ["numbered slip"]),
        (
            Keying(opinions=Opinions.NONE),
            Validity(blank_ballot_void=True),
            ["any mark is void"],
            ["Opinions"],
        ),
    ],
)
def test_a_ballot_says_what_the_scheme_says(keying, validity, there, not_there):
    printing = printing_of("practice")
    printing = replace(printing, scheme=replace(printing.scheme, keying=keying, validity=validity))
    text = " ".join(printed(printing)["ballot.org.b1.party"].split())
    assert all(one in text for one in there)
    assert not any(one in text for one in not_there)


def test_one_row_with_two_marks_is_spoiled_and_no_more():
    """On a ballot of one row "two marks in every row" would make the same sheet void and valid at once."""
    made = printed(printing_of("practice"))
    assert "two marks in every row" not in made["ballot.org.b1.party"]
    assert "two marks in every row" in made["ballot.member.b1.party"]


def test_slips_bear_the_numbers_of_the_bundle_and_the_bundle():
    printing = printing_of("practice")
    text = printed(printing)["number-slips"]
    assert [int(number) for number in re.findall(r"No\. (\d+)", text)] == [*range(1, 23), *range(101, 106)]
    assert len(re.findall(r"Batch B1\b", text)) == 22 + 1
    stamped = replace(printing, scheme=replace(printing.scheme, keying=Keying(numbered_by_stamp=True)))
    assert number_slips(stamped, in_english) is None
    asked = printed(replace(stamped, slips=70))["number-slips"]
    assert [int(number) for number in re.findall(r"No\. (\d+)", asked)] == [*range(1, 71)]
    assert "page 2 of 2" in asked


def test_a_registered_cover_and_the_handover_list_are_filled_in():
    made = printed(printing_of("practice"))
    covers = " ".join(made["batch-covers-registered"].split())
    for told in ("B1", "M1", "from 1 to 22", "from 101 to 105", "(party)", "(masses)", "(b1)"):
        assert told in covers
    assert "B1" not in made["batch-cover"]
    lines = [line.split("|") for line in made["handover-list"].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    assert [(line[2], line[6], line[7]) for line in cells if line[1] in ("1", "2")] == [
        ("B1", "22", "1-22"),
        ("M1", "5", "101-105"),
    ]
    total = next(line for line in cells if "total" in line)
    assert (total[2], total[6]) == ("2", "27")
    assert next(line[2] for line in cells if line[1].startswith("Sheets set aside")) == "2"


def test_a_supplement_s_cover_names_the_bundle_that_it_adds_to():
    printing = printing_of("practice")
    first = printing.batches[0]
    late = replace(first, id="B2", collected=1, first=23, supplement_to="B1", reason="found | later")
    covers = printed(replace(printing, batches=(first, late)))["batch-covers-registered"]
    told = [" ".join(page.split()) for page in covers.split("\f")]
    assert "supplement to batch" not in told[0]
    assert "supplement to batch | B1 (found / later)" in told[1]


def test_the_blank_table_has_the_columns_of_the_filled_one():
    """tables.md: the sheet of an organization, and the roster of its members, in this order."""
    made = printed(printing_of("coal-bureau"), chinese())
    heads = [line for line in made["blank-statistics.org"].splitlines() if line.startswith("|项目")]
    wanted = "项目/评议员(规定数) 发出 收回 有效 无效 满意% 比较满意% 不太满意% 不满意% 弃权 行废 满意率"
    assert [" ".join(head.strip("|").replace("|", " ").split()) for head in heads] == [wanted]
    heads = [line for line in made["blank-statistics.member"].splitlines() if line.startswith("|序号")]
    wanted = "序号 姓名 职务 有效 满意% 比较满意% 不太满意% 不满意% 弃权 行废 满意率 结论"
    assert [" ".join(head.strip("|").replace("|", " ").split()) for head in heads] == [wanted]


def test_a_choice_of_what_to_print():
    printing = printing_of(
        "practice", chosen_forms=("org",), chosen_subjects=("b2",), chosen_groups=("served",)
    )
    made = printed(printing)
    assert [name for name in made if name.startswith("ballot")] == ["ballot.org.b2.served"]
    assert "number-slips" not in made
    assert "blank-statistics.member" not in made
    for wrong in ({"chosen_forms": ("x",)}, {"chosen_subjects": ("x",)}, {"chosen_groups": ("x",)}):
        with pytest.raises(Refused, match="there is no"):
            printing_of("practice", **wrong)
    with pytest.raises(Refused, match="give the organization"):
        printing_of("practice", chosen_subjects=("m1",))


def test_a_bundle_whose_form_the_scheme_has_lost_is_not_left_out_in_silence():
    printing = printing_of("practice")
    kept = replace(printing.scheme, forms={"org": printing.scheme.forms["org"]})
    with pytest.raises(Refused, match='no form "member"'):
        every_form(replace(printing, scheme=kept), in_english)


def test_without_subjects_there_is_a_ballot_to_write_the_names_on():
    scheme = scheme_of("school")
    made = printed(Printing(scheme, Subjects({})))
    assert {"ballot.branch", "ballot.member"} <= made.keys()
    assert "Appraised: ____" in made["ballot.branch"]


def test_the_page_turns_where_the_scheme_says():
    scheme = scheme_of("practice")
    member = replace(scheme.forms["member"], rows_per_page=25)
    scheme = replace(scheme, forms={**scheme.forms, "member": member})
    text = SUBJECTS + "".join(f"n{number},成员{number},member,b2,,,,\n" for number in range(1, 61))
    printing = Printing(scheme, subjects_of(scheme, text), chosen_groups=("party",), chosen_subjects=("b2",))
    document = every_form(printing, in_english)["ballot.member.b2.party"]
    pages = paged_text(document, in_english).split("\f")
    found = [[int(number) for number in re.findall(r"^\| +(\d+) \|", page, re.MULTILINE)] for page in pages]
    assert found == [[*range(1, 26)], [*range(26, 51)], [*range(51, 61)]]
    assert all("Raters: Party delegates" in page for page in pages)
    ways = {(block.height, block.every) for block in ruled_blocks(document) if len(block.heads) > 2}
    assert len(ways) == 1, "boxes to tick look alike on every page"


HOSTILE = "a满 |\n\t\x1b[31m\u202e\u200d\x00=1😀ﾊe\u0301\"'"
names = st.text(alphabet=HOSTILE, max_size=40)


@st.composite
def printings(draw):
    """Any form of any plan, with names that would break a table."""
    scheme = scheme_of("practice")
    grades = tuple(draw(st.lists(names, min_size=2, max_size=9)))
    items = tuple(draw(st.lists(names, min_size=1, max_size=draw(st.sampled_from((1, 4, 15))))))
    layout = draw(st.sampled_from(Layout))
    form = replace(
        scheme.forms["member" if layout is Layout.ROSTER else "org"],
        title=draw(names),
        items=items,
        overall=draw(st.none() | names),
        overall_first=draw(st.booleans()),
        rows_per_page=draw(st.none() | st.integers(1, 200)),
    )
    keying = Keying(
        numbered_by_stamp=draw(st.booleans()), opinions=draw(st.sampled_from((Opinions.APART, Opinions.NONE)))
    )
    group = replace(scheme.groups["party"], label=draw(names))
    scheme = replace(
        scheme,
        title=draw(names),
        unit=draw(names),
        grades=grades,
        forms={form.id: form},
        groups={"party": group},
        keying=keying,
        assumed=(),
        panels={},
        measures={},
        rules=(),
    )
    subjects = {"b1": replace(subjects_of(scheme).by_id["b1"], name=draw(names))}
    member = subjects_of(scheme).by_id["m1"]
    for number in range(draw(st.integers(1, 60)) if layout is Layout.ROSTER else 0):
        subjects[f"m{number}"] = replace(member, id=f"m{number}", name=draw(names))
    return Printing(scheme, Subjects(subjects), practice=draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(printings())
def test_every_row_stands_once_in_keying_order(printing):
    form = printing.forms[0]
    document = every_form(printing, in_english)[f"ballot.{form.id}.b1.party"]
    cover = make_cover_sheet(
        printing.scheme,
        printing.subjects,
        (),
        id="B1",
        form=form.id,
        subject="b1",
        group="party",
        collected=1,
    )
    keyed = ballot_rows(form, cover)
    rows = rows_of(document)
    assert [int(row[0]) for row in rows] == [row.row for row in keyed]
    for row, one in zip(rows, keyed, strict=True):
        if form.layout is Layout.SINGLE or len(form.item_labels) > 1:
            assert clean(one.item) in row
        if form.layout is Layout.ROSTER and one.place == 0:
            assert row[1] == clean(printing.subjects.by_id[one.subject].name)
        ticks = row[-len(printing.scheme.grades) :]
        assert all(tick.strip("[ ]") == "" for tick in ticks)
    heads = next(block.heads for block in ruled_blocks(document) if len(block.heads) > 2)
    assert [head.strip() for head in heads[-len(printing.scheme.grades) :]] == [
        clean(grade) for grade in printing.scheme.grades
    ]
    text = paged_text(document, in_english)
    shown = [int(number) for number in re.findall(r"^\| *(\d+) *\|", text, re.MULTILINE)]
    assert shown == [row.row for row in keyed]


@settings(max_examples=60, deadline=None)
@given(printings())
def test_every_page_fits_the_paper_and_every_box_is_closed(printing):
    for name, text in printed(printing).items():
        assert not set(text) & set("\x1b\u202e\x00\t\r"), name
        for page in text.split("\f"):
            lines = page.rstrip("\n").split("\n")
            assert len(lines) <= 60, name
            block, columns = [], 0
            for line in [*lines, ""]:
                assert wcswidth(line) <= 100, (name, line)
                if line.startswith(("+-", "|")):
                    block.append(wcswidth(line))
                    columns = line.count("+") if line.startswith("+-") else columns
                    assert line.count("|") == (columns if line.startswith("|") else 0), (name, line)
                elif block:
                    assert len(set(block)) == 1, (name, block)
                    block = []
