"""The normative example, field by field, and what a scheme says by saying nothing."""

from datetime import date
from fractions import Fraction

from tally.conditions import Comparison, Condition
from tally.findings import Level
from tally.scheme import (
    Base,
    Decides,
    FallsOn,
    Fill,
    Form,
    Group,
    Keying,
    Kind,
    Layout,
    Measure,
    Minimum,
    Opinions,
    Panel,
    Roles,
    Rule,
    Scheme,
    Validity,
)
from tally.scheme_reader import read_scheme

LEAST = """
title = "t"
unit = "u"
period = "2026"
grades = ["a", "b"]
[[forms]]
id = "f"
title = "F"
layout = "single"
kind = "member"
items = ["i"]
[[groups]]
id = "g"
label = "G"
"""

WINDOW = Form(
    id="window",
    title="服务窗口评议表",
    layout=Layout.SINGLE,
    kind=Kind.ORGANIZATION,
    items=("办事效率", "服务态度", "一次性告知"),
    overall="总体评价",
    overall_first=False,
    decides=Decides.OVERALL,
    due=date(2026, 12, 31),
    rows_per_page=None,
)
STAFF = Form(
    id="staff",
    title="工作人员评议表",
    layout=Layout.ROSTER,
    kind=Kind.MEMBER,
    items=("总体评价",),
    overall=None,
    overall_first=False,
    decides=Decides.POOLED,
    due=None,
    rows_per_page=25,
)


def head_rule(id_, sign, verdict):
    return Rule(
        id=id_,
        kinds=frozenset({Kind.ORGANIZATION}),
        form=None,
        groups=(),
        when=Condition((Comparison("dissatisfied", sign, Fraction(1, 3)),)),
        verdict=verdict,
        consequences=(),
        band="head",
        on=FallsOn.HEAD,
    )


EXAMPLE = Scheme(
    title="2026年度服务窗口群众评议",
    unit="某县政务服务中心",
    period="2026H2",
    language="zh",
    grades=("满意", "比较满意", "不太满意", "不满意", "不了解"),
    assumed=("measures.satisfaction.base",),
    forms={"window": WINDOW, "staff": STAFF},
    groups={
        "visitors": Group("visitors", "办事群众", True),
        "staff": Group("staff", "职工代表", True),
        "leaders": Group("leaders", "领导点评", False),
    },
    panels={
        "window": Panel("window", "window", 50, (Minimum("visitors", 30, None), Minimum("staff", 20, 30)))
    },
    measures={
        "satisfaction": Measure("satisfaction", "满意率", frozenset({1, 2}), Base.VALID, frozenset({5})),
        "dissatisfied": Measure("dissatisfied", "不满意票比例", frozenset({4}), Base.VALID, frozenset()),
    },
    rules=(
        Rule(
            id="rectify",
            kinds=frozenset({Kind.ORGANIZATION}),
            form="window",
            groups=("visitors",),
            when=Condition((Comparison("satisfaction", "<", Fraction(3, 5)),)),
            verdict="限期整改",
            consequences=("三十日内提交整改报告",),
            band=None,
            on=FallsOn.SUBJECT,
        ),
        head_rule("warning", ">", "提醒谈话"),
        head_rule("no-effect", "<=", "不影响"),
    ),
    validity=Validity(over_issued_invalid=True, blank_ballot_void=False),
    roles=Roles(organizers=("li",), clerks=("wang", "zhao", "sun"), reviewers=("chen",)),
    keying=Keying(
        opinions=Opinions.APART,
        rulings_blind=True,
        third_value_needs_second_reviewer=False,
        voids_reviewed=True,
        fill=Fill.FIRST,
        numbered_by_stamp=False,
    ),
)


def test_the_whole_example_is_read(example):
    reading = read_scheme(example)

    assert reading.scheme == EXAMPLE
    assert list(reading.scheme.forms) == ["window", "staff"]
    assert list(reading.scheme.groups) == ["visitors", "staff", "leaders"]


def test_the_example_leaves_one_thing_to_settle(example):
    (notice,) = read_scheme(example).findings

    assert (notice.level, notice.file, notice.line) == (Level.NOTICE, "scheme.toml", 56)
    assert "(30 + 20) already fill its 50 raters; no place is left for 领导点评" in str(notice.said)


def test_every_other_value_of_the_example_is_read_too(example):
    """Each line is exchanged for the value that it does not show, so no field is a constant."""
    for old, new in (
        ('language = "zh"', 'language = "en"'),
        ('overall_at = "last"', 'overall_at = "first"'),
        ('decides = "overall"', 'decides = "each"'),
        ('over_issued  = "invalid"', 'over_issued  = "report"'),
        ('blank_ballot = "valid"', 'blank_ballot = "void"'),
        ('opinions    = "apart"', 'opinions    = "inline"'),
        ('rulings     = "blind"', 'rulings     = "open"'),
        ('third_value = "reason"', 'third_value = "second-reviewer"'),
        ('voids       = "reviewed"', 'voids       = "agreed"'),
        ('fill        = "first"', 'fill        = "both"'),
        ('numbering   = "slips"', 'numbering   = "stamp"'),
        ('"2026H2" ', '"2026-12"'),
        ('kind    = "organization"             # or a list of kinds', 'kind    = ["organization", "member"]'),
        ('"2026-12-31"', "2026-12-31"),
    ):
        assert example.count(old) == 1, old
        example = example.replace(old, new)
    scheme = read_scheme(example.replace('form    = "window"                   # optional: only', "#")).scheme

    assert scheme.language == "en"
    assert scheme.period == "2026-12"
    assert scheme.forms["window"].overall_first
    assert scheme.forms["window"].decides is Decides.EACH
    assert scheme.forms["window"].due == date(2026, 12, 31)
    assert scheme.rules[0].kinds == {Kind.ORGANIZATION, Kind.MEMBER}
    assert scheme.rules[0].form is None
    assert scheme.validity == Validity(over_issued_invalid=False, blank_ballot_void=True)
    assert scheme.keying == Keying(Opinions.INLINE, False, True, False, Fill.BOTH, True)


def test_what_is_left_out_has_its_first_value():
    scheme = read_scheme(LEAST).scheme

    assert scheme.language == "zh"
    assert scheme.assumed == scheme.rules == ()
    assert scheme.panels == scheme.measures == {}
    assert scheme.forms["f"] == Form(
        "f", "F", Layout.SINGLE, Kind.MEMBER, ("i",), None, False, Decides.POOLED, None, None
    )
    assert scheme.groups["g"].pooled
    assert scheme.validity == Validity(over_issued_invalid=True, blank_ballot_void=False)
    assert scheme.roles == Roles((), (), ())
    assert scheme.keying == Keying(Opinions.APART, True, False, True, Fill.FIRST, False)


def test_a_form_with_an_overall_row_is_decided_by_it_unless_it_says_otherwise():
    overall = LEAST.replace('items = ["i"]', 'items = ["i"]\noverall = "all"')

    assert read_scheme(overall).scheme.forms["f"].decides is Decides.OVERALL


def test_a_form_may_have_an_overall_row_alone():
    form = read_scheme(LEAST.replace('items = ["i"]', 'overall = "all"')).scheme.forms["f"]

    assert form.item_labels == ("all",)
    assert form.overall_place == 0


def test_a_measure_is_over_valid_ballots_unless_it_says_otherwise():
    scheme = read_scheme(LEAST + '[measures.m]\nlabel = "M"\ngrades = [1]\n').scheme

    assert scheme.measures["m"] == Measure("m", "M", frozenset({1}), Base.VALID, frozenset())


def test_the_rows_of_a_form_stand_in_the_order_of_the_paper(make):
    last = make.form(items=("a", "b"), overall="all")
    first = make.form(items=("a", "b"), overall="all", overall_first=True)
    none = make.form(items=("a", "b"))

    assert (last.item_labels, last.overall_place) == (("a", "b", "all"), 2)
    assert (first.item_labels, first.overall_place) == (("all", "a", "b"), 0)
    assert (none.item_labels, none.overall_place) == (("a", "b"), None)


def test_pooled_groups_and_bands_in_the_schemes_order():
    assert EXAMPLE.pooled_groups == ("visitors", "staff")
    assert EXAMPLE.bands() == {"head": (EXAMPLE.rules[1], EXAMPLE.rules[2])}
