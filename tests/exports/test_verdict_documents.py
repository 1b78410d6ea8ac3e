"""Verdicts of one kind of subject, and the list of those that people have to decide."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from exports.document import Grid, Kept, Ruled
from exports.paged_text import paged_text
from exports.undecided_document import undecided_document
from exports.verdict_document import verdicts_document
from tally.scheme import Kind

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_verdict_documents", Path(__file__).with_name("counted_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)


def verdicts(case, kind=Kind.ORGANIZATION):
    return paged_text(
        verdicts_document(case.tally, case.how, cases.CODE, case.translate, kind), case.translate
    )


def undecided(case, kind=Kind.ORGANIZATION):
    return paged_text(
        undecided_document(case.tally, case.how, cases.CODE, case.translate, kind), case.translate
    )


def org(marks, issued=None):
    return cases.Case(bundles=[("B1", "org", "b1", "party", issued, list(marks), None)])


def summary(case, kind=Kind.ORGANIZATION):
    document = verdicts_document(case.tally, case.how, cases.CODE, case.translate, kind)
    (grid,) = (block for block in document.sheets[0].blocks if isinstance(block, Grid))
    return grid.rows


def boxes(case, kind=Kind.ORGANIZATION):
    document = undecided_document(case.tally, case.how, cases.CODE, case.translate, kind)
    kept = [block for block in document.sheets[0].blocks if isinstance(block, Kept)]
    return [inner for one in kept for inner in one.blocks if isinstance(inner, Ruled)]


def test_the_summary_has_fraction_percentage_margin_and_status():
    rows = summary(cases.Case())
    assert rows[0] == ("第一党支部", "整改", "满意率 3/12 = 25.00%", 5, 5, "applies")
    assert rows[1][1:] == (
        'band "secretary"',
        "不满意票比例 8/12 = 66.67%",
        1,
        1,
        "not settled by the scheme",
    )
    assert rows[2][2:] == ("满意率: no valid ballots", None, 1, "no valid ballots")


def test_members_and_organizations_stand_apart():
    case = cases.Case()
    assert "王建国" in verdicts(case, Kind.MEMBER) and "第一党支部 (" not in verdicts(case, Kind.MEMBER)
    assert "王建国" not in verdicts(case) and "王建国" not in undecided(case)


def test_a_verdict_that_does_not_apply_takes_a_sentence_with_all_that_it_rests_on():
    text = verdicts(cases.Case(), Kind.MEMBER).split("王建国 (")[1].split("\n\n")[0]
    for words in ("does not apply; basis: ", "满意率 4/4 = 100.00%", "2 marks would", "in whole sheets: 2"):
        assert words in " ".join(text.split())
    assert len(text.split("\n")) == 4, "the heading, and one text on three lines"


def test_consequences_follow_only_where_a_rule_applies():
    member = verdicts(cases.Case(), Kind.MEMBER)
    first, second = member.split("张 伟 (")
    assert "- 要采取有力措施进行整改" not in first
    assert "- 要采取有力措施进行整改" in second


def test_what_checks_and_open_ballots_say_comes_from_how_the_count_was_made():
    case = cases.Case()
    key = case.key("m1")
    told = cases.Case(checked={key: "checked by a sample"}, still_open={key: "nothing changes this"})
    before, after = (" ".join(verdicts(one, Kind.MEMBER).split("张 伟 (")[0].split()) for one in (case, told))
    assert "checked by a sample" in after and "nothing changes this" in after
    assert "hangs on few marks" in before and "hangs on few marks" not in after
    assert "open" not in before.split("王建国 (")[1], "the tally's own words are not the recount's"


def test_a_value_that_no_rule_of_a_band_covers_is_decided_by_people():
    text = undecided(org("444444441122"))
    assert "1. 第一党支部" in text and "2. " not in text
    assert 'none of the rules of band "secretary" holds for this value' in text
    assert "不满意票比例 8/12 = 66.67%" in text and "赵书记" in text
    assert '"不称职" (不满意票比例 above 2/3)' in text
    assert len(boxes(org("444444441122"))) == 1


def test_one_more_mark_settles_it():
    text = undecided(org("444444444122"))
    assert "The scheme settles every verdict; there is nothing for people to decide." in text
    assert "signature" not in text and not boxes(org("444444444122"))


def test_an_appraisal_with_more_collected_than_issued_is_decided_once_for_all_its_rules():
    case = org("1111", issued=3)
    text = undecided(case)
    assert "4 ballots were collected and 3 issued; no verdict is given on:" in text
    assert len(boxes(case)) == 1
    assert text.count("   - ") == 4, "every rule on organizations"
    assert "整改" in text and "invalid appraisal" in verdicts(case)


def test_rules_that_contradict_each_other_are_both_named():
    text = cases.preset().replace('when    = "dissatisfied > 2/3"', 'when    = "dissatisfied > 3/5"')
    case = cases.Case(bundles=[("B1", "org", "b1", "party", None, list("4444444411122"), None)], text=text)
    said = undecided(case)
    assert 'more than one rule of band "secretary" holds for this value:' in said
    assert '- "基本称职"' in said and '- "不称职"' in said and '- "不影响"' not in said
    assert len(boxes(case)) == 1


def test_a_base_that_is_stated_nowhere_is_told():
    text = cases.preset().replace('base   = "valid"', 'base   = "issued"')
    case = cases.Case(bundles=[("B1", "org", "b1", "party", None, list("1111"), None)], text=text)
    assert "is on no count sheet" in undecided(case)
    assert "满意率: its base is stated nowhere" in " ".join(verdicts(case).split())


@pytest.mark.parametrize("make", [verdicts, undecided])
def test_without_a_rule_that_is_said(make):
    text = cases.preset().split("# ---- 结果运用 ----")[0]
    case = cases.Case(bundles=[("B1", "org", "b1", "party", None, list("1111"), None)], text=text)
    assert "no rule of the scheme speaks of a subject that was counted" in make(case)


def test_the_check_code_stands_at_the_foot():
    assert "check code: 3fa9 c21b 77e0 12d4" in verdicts(cases.Case())
    assert "check code: 3fa9 c21b 77e0 12d4" in undecided(cases.Case())


def test_the_box_is_never_torn_from_what_is_decided_in_it():
    many = [
        (f"B{at}", "org", "b1" if at else "b2", "party", None, list("444444441122"), None) for at in range(2)
    ]
    case = cases.Case(bundles=many)
    for page in undecided(case).split("\f"):
        assert page.count("|decision") == page.count("none of the rules of band")
