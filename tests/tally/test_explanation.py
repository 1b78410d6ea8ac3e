"""A scheme in words."""

import pytest

from tally.explanation import assumed_in_words, condition_in_words, explain_scheme, measure_in_words
from tally.scheme import Kind
from tally.scheme_reader import read_scheme
from tally.subjects import Subject


@pytest.fixture(scope="module")
def explained(make):
    def sentences(text):
        subjects = make.subjects(Subject("b1", "B", Kind.ORGANIZATION), Subject("m1", "M", Kind.MEMBER, "b1"))
        return [str(one) for one in explain_scheme(read_scheme(text).scheme, subjects)]

    return sentences


def test_the_example_in_words(example, explained):
    said = explained(example)

    for sentence in (
        "2026年度服务窗口群众评议 / 某县政务服务中心 / 2026H2",
        "Grades: 1 满意, 2 比较满意, 3 不太满意, 4 不满意, 5 不了解",
        'Form window "服务窗口评议表", for organizations: one subject a ballot, 4 rows; the row "总体评价" decides',
        "    row 4: 总体评价",
        "    due by 2026-12-31",
        'Form staff "工作人员评议表", for members: a roster, one row for each subject; its one row decides',
        "Rater group visitors: 办事群众",
        "Rater group leaders: 领导点评 (shown apart, decides nothing)",
        "Panel window, form window: 50 raters",
        "    办事群众: at least 30",
        "    职工代表: at least 20; all of them where there are 30 or fewer",
        "Measure: 满意率 = (满意 + 比较满意) / valid ballots (blank and spoiled rows stay in), "
        "rows marked 不了解 left out",
        "Measure: 不满意票比例 = (不满意) / valid ballots (blank and spoiled rows stay in)",
        "Rule rectify, for organizations: 满意率 below 60% -> 限期整改; counted over 办事群众 only",
        "    - 三十日内提交整改报告",
        "Rule warning, for organizations: 不满意票比例 above 1/3 -> 提醒谈话 (falls on the organization's head); "
        'in band "head", of which exactly one rule applies',
        "Subjects: 1 organizations, 1 members",
    ):
        assert sentence in said


def test_every_field_of_a_scheme_changes_its_words(example, explained):
    """Each value exchanged says something else, and only where it stands."""
    usual = explained(example)
    for old, new, says in (
        ('over_issued  = "invalid"', 'over_issued = "report"', "reported, and the verdict stands"),
        ('blank_ballot = "valid"', 'blank_ballot = "void"', "a ballot without any mark is void"),
        ('decides = "overall"', 'decides = "each"', "every row decides for itself"),
        ('decides = "overall"', 'decides = "pooled"', "all rows together decide"),
        ('opinions    = "apart"', 'opinions = "inline"', "opinions are typed while keying"),
        ('opinions    = "apart"', 'opinions = "none"', "no opinions are taken"),
        ('rulings     = "blind"', 'rulings = "open"', "rulings show both readings"),
        ('fill        = "first"', 'fill = "both"', "in both passes"),
        ('fill        = "first"', 'fill = "none"', "no key fills"),
        ('voids       = "reviewed"', 'voids = "agreed"', "stands where both clerks agree"),
        ("pooled  = false", "pooled = true", "Rater group leaders: 领导点评"),
        ('base    = "valid"\n\n', 'base = "marked"\n\n', "/ rows that bear a grade"),
        ('base    = "valid"\n\n', 'base = "collected"\n\n', "/ ballots collected"),
        ('base    = "valid"\n\n', 'base = "issued"\n\n', "/ ballots issued"),
        ('base    = "valid"\n\n', 'base = "eligible"\n\n', "/ people entitled to rate"),
        ("satisfaction < 60%", "satisfaction <= 1/2", "满意率 at most 50%"),
        (
            "satisfaction < 60%",
            "satisfaction >= 1/3 and dissatisfied < 10%",
            "满意率 at least 1/3",
        ),
    ):
        assert example.count(old) == 1, old
        changed = explained(example.replace(old, new))
        assert not any(says in one for one in usual) or says.startswith("Rater")
        assert sum(says in one for one in changed) >= 1, says
        assert len(set(usual) - set(changed)) in (1, 2), says


def test_a_scheme_without_rules_says_that_it_gives_no_verdict(explained, example):
    lines = example.splitlines()
    del lines[68:95]

    assert "No rules: rates are counted, no verdict is given" in explained("\n".join(lines))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            "measures.dissatisfied.base",
            "不满意票比例 = (不满意) / valid ballots (blank and spoiled rows stay in)",
        ),
        ("grades", "the grades are 满意, 比较满意, 不太满意, 不满意, 不了解"),
        ("groups.leaders", "there is a rater group 领导点评"),
        ("panels.window.raters", "panel window: 50 raters"),
        ("forms.window.decides", '服务窗口评议表: the row "总体评价" decides'),
        ("forms.staff.layout", "工作人员评议表: a roster, one row for each subject"),
        ("forms.window.items", "服务窗口评议表: its rows are 办事效率, 服务态度, 一次性告知, 总体评价"),
        (
            "validity.over_issued",
            "more ballots collected than issued: the appraisal of that subject is invalid",
        ),
        ("validity.blank_ballot", "a ballot without any mark is valid (an abstention)"),
        ("方案没有写明 {人数}", "方案没有写明 {人数}"),
    ],
)
def test_an_assumption_is_said_with_its_value(example, entry, words):
    assert str(assumed_in_words(entry, read_scheme(example).scheme)) == words


def test_parts_of_a_rule_in_words(make):
    scheme = make.coal()

    assert str(measure_in_words(scheme.measures["satisfaction"], scheme)).startswith(
        "satisfaction = (grade 1 + grade 2)"
    )
    assert (
        str(condition_in_words(scheme.rules[1].when, scheme))
        == "dissatisfied above 1/3 and dissatisfied below 2/3"
    )
