"""Each kind of mistake in a scheme: its line, its field, and what would be right."""

from dataclasses import dataclass

import pytest

from tally.findings import Level
from tally.scheme_reader import read_scheme


@dataclass(frozen=True)
class Slip:
    """One mistake put into the example: on `line`, `old` becomes `new`; found at `at`, saying `says`."""

    line: int
    old: str
    new: str
    at: str
    says: str
    found_on: int | None = None
    others: bool = False
    """Whether it makes other mistakes further on."""

    @property
    def place(self) -> tuple[int, str]:
        return (self.line if self.found_on is None else self.found_on, self.at)


CHANGED_BY_OTHERS = (32, 58)
"""Lines whose mistake is none beside another one: an id that another form no longer has, a measure's name."""

WHOLE = ""
"""The whole line becomes `new`."""

SLIPS = (
    Slip(9, WHOLE, "", "title", 'missing; write title = "..."', found_on=0),
    Slip(9, WHOLE, "title = 2026", "title", "a text in quotes"),
    Slip(9, WHOLE, 'title = "  "', "title", "not empty"),
    Slip(9, "title ", "titel ", "titel", "unknown; did you mean title?", others=True),
    Slip(10, WHOLE, 'unit = ["u"]', "unit", "a text in quotes"),
    Slip(11, "2026H2", "2026H3", "period", "2026, 2026H2 or 2026-12"),
    Slip(11, "2026H2", "2026-13", "period", "2026, 2026H2 or 2026-12"),
    Slip(11, "2026H2", "上半年", "period", "2026, 2026H2 or 2026-12"),
    Slip(12, '"zh" ', '"cn" ', "language", '"cn" is not known; write one of zh, en'),
    Slip(15, WHOLE, "", "grades", "missing; write grades", found_on=0, others=True),
    Slip(15, WHOLE, "grades = 5", "grades", "a list of texts", others=True),
    Slip(15, WHOLE, 'grades = ["a", "b", "c", "d", ""]', "grades", "a list of texts", others=True),
    Slip(15, "不了解", "满意", "grades", "names a grade twice"),
    Slip(15, '"不了解"', '"a", "b", "c", "d", "e", "f"', "grades", "2 to 9 grades"),
    Slip(18, WHOLE, 'assumed = "all"', "assumed", "a list of texts"),
    Slip(18, "satisfaction.base", "satisfied.base", "assumed", 'no field "measures.satisfied.base"'),
    Slip(18, "satisfaction.base", "satisfaction.bass", "assumed", "there is no field"),
    Slip(18, "measures.satisfaction.base", "measures.base", "assumed", "there is no field"),
    Slip(21, "window", "第一", "forms[1].id", "a letter, then letters, digits, _ or -", others=True),
    Slip(21, "window", "w" * 33, "forms[1].id", "at most 32", others=True),
    Slip(22, WHOLE, "", "forms[1].title", "missing; write title", found_on=20),
    Slip(23, WHOLE, "", "forms[1].layout", "missing; write one of single, roster", found_on=20),
    Slip(23, '"single"', '"singel"', "forms[1].layout", '"singel" is not known; write one of single, roster'),
    Slip(24, '"organization"', '"group"', "forms[1].kind", "write one of organization, member"),
    Slip(24, WHOLE, "kinds = 1", "forms[1].kinds", "unknown; did you mean kind?", others=True),
    Slip(25, "服务态度", "办事效率", "forms[1].items", "names an item twice"),
    Slip(25, WHOLE, "items = [1, 2]", "forms[1].items", "a list of texts"),
    Slip(26, WHOLE, "overall = 1", "forms[1].overall", "a text in quotes", others=True),
    Slip(26, WHOLE, "", "forms[1].decides", 'no overall row; write overall = "..."', found_on=28),
    Slip(27, '"last"', '"middle"', "forms[1].overall_at", "write one of last, first"),
    Slip(28, '"overall" ', '"best" ', "forms[1].decides", "write one of overall, pooled, each"),
    Slip(29, '"2026-12-31"', '"31.12.2026"', "forms[1].due", 'a day, as in "2026-12-31"'),
    Slip(29, '"2026-12-31"', "true", "forms[1].due", 'a day, as in "2026-12-31"'),
    Slip(29, '"2026-12-31"', "2026-12-31T09:00:00", "forms[1].due", 'a day, as in "2026-12-31"'),
    Slip(32, '"staff"', '"window"', "forms[2].id", '"window" stands twice; ids are unique'),
    Slip(36, WHOLE, "", "forms[2].items", "missing; write items", found_on=31),
    Slip(36, WHOLE, "items = []", "forms[2].items", "at least one item or an overall row"),
    Slip(37, "25", "0", "forms[2].rows_per_page", "a whole number from 1 to 200"),
    Slip(37, "25", "true", "forms[2].rows_per_page", "a whole number from 1 to 200"),
    Slip(37, "25", "25.0", "forms[2].rows_per_page", "a whole number from 1 to 200"),
    Slip(40, WHOLE, "", "groups[1].id", "missing; write id", found_on=39, others=True),
    Slip(41, "label ", "lable ", "groups[1].lable", "unknown; did you mean label?", others=True),
    Slip(44, '"staff"', '"visitors"', "groups[2].id", '"visitors" stands twice', others=True),
    Slip(50, "false", '"no"', "groups[3].pooled", "true or false"),
    Slip(54, '"window"', '"windows"', "panels[1].form", 'no form "windows"; there are window, staff'),
    Slip(55, WHOLE, "", "panels[1].raters", "missing; write how many raters", found_on=52),
    Slip(55, "50", '"50"', "panels[1].raters", "a whole number from 1 to"),
    Slip(56, "visitors = 30", "guests = 30", "panels[1].minimum.guests", 'no rater group "guests"'),
    Slip(56, "visitors = 30", 'visitors = "30"', "panels[1].minimum.visitors", "a number of raters, or { at"),
    Slip(56, "at_least = 20, ", "", "panels[1].minimum.staff.at_least", "missing; write a number"),
    Slip(56, "all_up_to", "all_upto", "panels[1].minimum.staff.all_upto", "did you mean all_up_to?"),
    Slip(56, WHOLE, "minimum = 30", "panels[1].minimum", "{ group = 10 }"),
    Slip(58, "satisfaction]", '"满意"]', "measures.满意", "a letter, then letters, digits", others=True),
    Slip(59, WHOLE, "", "measures.satisfaction.label", "missing; write label", found_on=58),
    Slip(60, "[1, 2]", "[0, 1]", "measures.satisfaction.grades", "a list of places from 1 to 5"),
    Slip(60, "[1, 2]", "[6]", "measures.satisfaction.grades", "a list of places from 1 to 5"),
    Slip(60, "[1, 2]", "[]", "measures.satisfaction.grades", "a list of places from 1 to 5"),
    Slip(60, "[1, 2]", "[true]", "measures.satisfaction.grades", "a list of places from 1 to 5"),
    Slip(60, "[1, 2]", "[1, 1]", "measures.satisfaction.grades", "names a grade twice"),
    Slip(60, WHOLE, "", "measures.satisfaction.grades", "missing; write the places", found_on=58),
    Slip(
        61, '"valid" ', '"all" ', "measures.satisfaction.base", "valid, marked, collected, issued, eligible"
    ),
    Slip(
        61, '"valid" ', '"issued" ', "measures.satisfaction.exclude", 'goes with base "valid" or', found_on=62
    ),
    Slip(62, "[5]", "[2]", "measures.satisfaction.exclude", "leaves a grade out of the base that"),
    Slip(62, "[5]", '["不了解"]', "measures.satisfaction.exclude", "a list of places from 1 to 5"),
    Slip(70, "rectify", "warning", "rules[2].id", '"warning" stands twice', found_on=81),
    Slip(71, WHOLE, "", "rules[1].kind", '"organization" or "member", or a list', found_on=69),
    Slip(71, WHOLE, 'kind = ["organization", "people"]', "rules[1].kind", '"organization" or "member"'),
    Slip(71, '"organization"', '"member"', "rules[1].form", "grades another kind of subject", found_on=72),
    Slip(72, '"window"', '"door"', "rules[1].form", 'there is no form "door"; there are window, staff'),
    Slip(73, "visitors", "visitor", "rules[1].groups", 'no rater group "visitor"; there are visitors, staff'),
    Slip(74, WHOLE, "", "rules[1].when", "missing; write when", found_on=69),
    Slip(
        74, "satisfaction <", "happiness <", "rules[1].when", 'no measure "happiness"; there are satisfaction'
    ),
    Slip(74, "< 60%", "= 60%", "rules[1].when", '"=" in "satisfaction = 60%" is not known'),
    Slip(74, "< 60%", "< 60", "rules[1].when", "60 is more than the whole (1 = 100%); did you mean 60%?"),
    Slip(74, "< 60%", "below 60%", "rules[1].when", "is not a comparison"),
    Slip(75, WHOLE, "", "rules[1].verdict", "missing; write verdict", found_on=69),
    Slip(76, WHOLE, 'consequences = "整改"', "rules[1].consequences", "a list of texts"),
    Slip(84, '"head" ', '"deputy" ', "rules[2].on", "write one of subject, head", others=True),
    Slip(
        83,
        '"organization"',
        '["organization", "member"]',
        "rules[2].on",
        "only an organization has a",
        found_on=84,
        others=True,
    ),
    Slip(
        93,
        "dissatisfied <=",
        "satisfaction <=",
        "rules[3].when",
        'rules of band "head" are over dissatisfied',
    ),
    Slip(93, "<= 1/3", "<= 1/3 and satisfaction > 0%", "rules[3].when", "this one names several"),
    Slip(92, WHOLE, "", "rules[3].band", "have to be the same in all rules of band", found_on=90),
    Slip(97, '"invalid" ', '"void" ', "validity.over_issued", "write one of invalid, report"),
    Slip(98, '"valid" ', '"blank" ', "validity.blank_ballot", "write one of valid, void"),
    Slip(98, "blank_ballot", "blank_ballots", "validity.blank_ballots", "did you mean blank_ballot?"),
    Slip(101, '["li"]', '"li"', "roles.organizers", "a list of texts"),
    Slip(103, "reviewers ", "revievers ", "roles.revievers", "did you mean reviewers?"),
    Slip(106, '"apart" ', '"later" ', "keying.opinions", "write one of apart, inline, none"),
    Slip(107, '"blind" ', "true ", "keying.rulings", "write one of blind, open"),
    Slip(108, '"reason" ', '"none" ', "keying.third_value", "write one of reason, second-reviewer"),
    Slip(109, '"reviewed" ', '"both" ', "keying.voids", "write one of reviewed, agreed"),
    Slip(110, '"first" ', '"second" ', "keying.fill", "write one of first, both, none"),
    Slip(111, '"slips" ', '"pencil" ', "keying.numbering", "write one of slips, stamp"),
    Slip(111, WHOLE, "colour = 1", "keying.colour", "unknown here; known are opinions, rulings"),
)


def with_slips(example, *slips):
    lines = example.splitlines()
    for slip in slips:
        line = lines[slip.line - 1]
        assert slip.old in line, slip
        lines[slip.line - 1] = line.replace(slip.old, slip.new, 1) if slip.old else slip.new
    return "\n".join(lines) + "\n"


def mistakes(text):
    reading = read_scheme(text, "beside.toml")
    found = [one for one in reading.findings if one.level is Level.MISTAKE]
    assert (reading.scheme is None) == bool(found)
    assert {one.file for one in found} <= {"beside.toml"}
    return found


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.line}-{slip.at}")
def test_a_mistake_is_named_with_its_line_and_field_and_what_would_be_right(example, slip):
    found = [((one.line, one.field), str(one.said)) for one in mistakes(with_slips(example, slip))]

    assert any(place == slip.place and slip.says in said for place, said in found), found
    assert slip.others or len(found) == 1, found


def test_all_mistakes_of_a_file_are_told_at_once(example):
    """One mistake in nearly every line that has a field, and each is found."""
    chosen = {}
    for slip in SLIPS:
        if slip.found_on is None and slip.line not in CHANGED_BY_OTHERS:
            chosen.setdefault(slip.line, slip)
    found = {(one.line, one.field) for one in mistakes(with_slips(example, *chosen.values()))}

    assert len(chosen) > 40
    assert {slip.place for slip in chosen.values()} - found == set()


def test_an_assumed_field_that_is_none_is_told_together_with_other_mistakes(example):
    text = example.replace("satisfaction.base", "satisfied.base").replace('"slips" ', '"pencil" ')

    assert [(one.line, one.field) for one in mistakes(text)] == [(18, "assumed"), (111, "keying.numbering")]


def test_mistakes_stand_in_the_order_of_the_file(example):
    chosen = {slip.line: slip for slip in SLIPS if slip.line in (12, 37, 50, 62, 76, 103)}

    lines = [one.line for one in mistakes(with_slips(example, *chosen.values()))]

    assert lines == sorted(chosen)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title = "a"\nunit = b\n', 2),
        ('title = "a\nunit = "b"\n', 1),
        ('title = "a"\n\n[[forms]\n', 3),
        ('title = "a"\ntitle = "b"\n', 2),
        ('title = "a"\ngrades = ["a", "b"\n', 3),
        ('title = "a"\nunit = “b”\n', 2),
        ('title = "a"\ndue = 2026-13-01\n', 2),
    ],
)
def test_a_text_that_is_not_toml_is_told_with_its_line(text, line):
    (found,) = mistakes(text)

    assert (found.line, found.field) == (line, "")
    assert "not valid TOML" in str(found.said)


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ("forms = 1", "forms", "should be written as [[forms]]"),
        ("forms = [1]", "forms", "should be written as [[forms]]"),
        ("forms = []", "forms", "missing; write at least one [[forms]]"),
        ("groups = []", "groups", "missing; write at least one [[groups]]"),
        ("rules = { }", "rules", "should be written as [[rules]]"),
        ("measures = []", "measures", "should be written as [measures.NAME]"),
        ("measures = { a = 1 }", "measures.a", "should be written as [measures.NAME]"),
        ("validity = []", "validity", "should be a table, [validity]"),
        ("grades = []", "grades", "2 to 9 grades"),
        ('grades = ["a"]', "grades", "2 to 9 grades"),
    ],
)
def test_a_table_written_as_something_else(text, field, says):
    said = {one.field: str(one.said) for one in mistakes(text + "\n")}

    assert says in said[field]


def test_an_empty_text_misses_everything_that_a_scheme_needs():
    assert {one.field for one in mistakes("")} == {"title", "unit", "period", "grades", "forms", "groups"}


def test_a_scheme_without_rules_measures_and_panels_is_a_scheme(example):
    lines = example.splitlines()
    del lines[51:95]
    lines[17] = ""

    assert mistakes("\n".join(lines)) == []


def test_two_ids_left_out_are_each_missing_and_not_one_id_twice(example):
    lines = example.splitlines()
    lines[69] = lines[80] = ""

    assert [(one.line, str(one.said)) for one in mistakes("\n".join(lines))] == [
        (69, 'missing; write id = "..."'),
        (80, 'missing; write id = "..."'),
    ]
