"""What stands under a table of the verdicts, of empty bases, and of percentages that do not add up."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from exports.document import Rate
from exports.paged_text import paged_text
from tally.residual_check import verdict_key
from tally.said import in_english
from tally.verdicts import Status

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_statistics_verdicts", Path(__file__).with_name("statistics_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
coal, documents, grids, paragraphs, sheets_of, text = (
    cases.coal, cases.documents, cases.grids, cases.paragraphs, cases.sheets_of, cases.text,
)  # fmt: skip


def test_a_verdict_that_applies_has_basis_margin_consequences_and_whom_it_falls_on():
    said = paragraphs(sheets_of(coal(("org", "b1", "party", 16, "1111222244444444")), "statistics-org")[0])
    verdict = next(one for one in said if one.startswith('"整改"'))
    assert verdict.startswith(
        '"整改" (满意率 below 60%): applies; basis: row "创先争优活动开展情况"; all groups pooled; 满意率 8/16 = 50.00%; 2 marks'
    )
    assert "- 要采取有力措施进行整改" in said
    assert any("falls on the organization's head: 赵书记" in one for one in said)
    others = next(one for one in said if one.startswith("do not apply: "))
    assert '"不称职" (不满意票比例 above 2/3): 不满意票比例 8/16 = 50.00%; margin in marks: 3' in others


@pytest.mark.parametrize(
    ("bundle", "words", "cell"),
    [
        (("org", "b1", "party", 3, "144"), "not settled by the scheme (the Party organisation decides)",
         "整改; not settled by the scheme"),
        (("org", "b1", "party", 3, "1124"), "invalid appraisal: more ballots collected than issued; to be held again",
         "invalid appraisal"),
        (("org", "b1", "party", 3, "VV"), "no valid ballots", "no valid ballots"),
    ],
)  # fmt: skip
def test_what_people_decide_stands_in_words_with_a_line_to_write_on(bundle, words, cell):
    tally = coal(bundle, ("org", "b2", "party", 9, "111111111"))
    summary, _, sheet, _ = sheets_of(tally, "statistics-org")
    said = paragraphs(sheet)
    assert any(words in one for one in said)
    lines = [one for one in said if "decision of the Party organisation: ____" in one]
    assert len(lines) == 1, "one line for what is decided as one"
    assert grids(summary)[0].rows[0][-1] == cell
    assert all("____" not in one for one in paragraphs(sheets_of(tally, "statistics-org")[3])[:-12])


def test_a_base_that_is_stated_nowhere_is_told():
    def edit(text):
        return text.replace(
            'base   = "valid"                         # 有效票,含弃权;方案未写明', 'base = "issued"'
        )

    sheet = sheets_of(coal(("org", "b1", "party", None, "1124"), edit=edit), "statistics-org")[0]
    assert any("the base of the rate is stated nowhere" in one for one in paragraphs(sheet))
    assert grids(sheet)[0].rows[0][-2] == Rate(None, "")


def test_contradictory_rules_say_so():
    def edit(text):
        return text.replace("dissatisfied <= 1/3", "dissatisfied <= 1/2")

    tally = coal(("org", "b1", "party", 9, "111111444"), ("org", "b2", "party", 9, "111114444"), edit=edit)
    second = sheets_of(tally, "statistics-org")[3]
    said = paragraphs(second)
    assert sum("the rules contradict each other" in one for one in said) == 2
    assert sum("decision of the Party organisation" in one for one in said) == 1


def test_over_issued_is_told_where_the_scheme_has_no_rules():
    bundle = ("branch", "school", "members", 2, ["1111", "1111", "2222"])
    tally = cases.of_preset("school", [bundle])
    assert "! invalid appraisal: more ballots collected than issued" in text(tally, "statistics-branch")

    def report(text):
        return text.replace('# over_issued  = "invalid"', 'over_issued = "report" #')

    reported = cases.tallied(report(cases.preset("school")), cases.SUBJECTS["school"], [bundle])
    assert "! more ballots collected than issued: reported, and the verdict stands" in text(
        reported, "statistics-branch"
    )


def test_the_summary_marks_an_invalid_appraisal_where_the_scheme_has_no_rules():
    subjects = cases.SUBJECTS["school"].replace("t1,", "second,第二党支部,organization,,,,\nt1,")
    bundles = [
        ("branch", "school", "members", 1, ["1111", "1112"]),
        ("branch", "second", "members", 2, ["1111"]),
    ]
    summary, *_ = sheets_of(cases.tallied(cases.preset("school"), subjects, bundles), "statistics-branch")
    assert [row[-1] for row in grids(summary)[0].rows] == ["invalid appraisal", "", ""]


def test_pooled_rows_say_that_they_count_a_ballot_several_times():
    said = text(cases.of_preset("school"), "statistics-branch")
    assert "Note: a line of 4 rows pooled counts every ballot once for each row, 4 times" in said


def test_an_empty_base_is_no_valid_ballots_and_never_nought_percent():
    tally = coal(("org", "b1", "party", 3, "VV"), ("org", "b1", "masses", 3, "12"))
    rows = grids(sheets_of(tally, "statistics-org")[0])[0].rows
    assert rows[1][-1] == Rate(None, "no valid ballots")
    line = next(one for one in paged_text(documents(tally)["statistics-org"], in_english).split("\n")
                if "党员代表(20)*" in one and "|" in one)  # fmt: skip
    assert "0.00" not in line


def test_what_a_sample_check_and_open_ballots_say_comes_from_how_the_count_was_made():
    tally = coal(("org", "b1", "party", 8, "11224444"))
    key = verdict_key(next(one for one in tally.verdicts if one.status is Status.APPLIES))
    how = replace(cases.HOW, checked={key: "checked: stands"}, still_open={key: "even if all read so"})
    verdict = next(
        one for one in paragraphs(sheets_of(tally, "statistics-org", how)[0]) if one.startswith('"整改"')
    )
    assert verdict.endswith("; checked: stands; even if all read so")


def test_more_decimals_stand_where_two_would_contradict_the_verdict():
    # 14999/25000 = 59.996 %, of which two decimals would be 60.00.
    tally = coal(("org", "b1", "party", 25000, "1" * 14999 + "3" * 10001))
    row = grids(sheets_of(tally, "statistics-org")[0])[0].rows[0]
    assert row[-1].shown == "59.996"
    # A share of one grade that needs more decimals brings its measure's own column back.
    edge = coal(("org", "b1", "party", 29999, "4" * 19999 + "1" * 10000))
    grid = grids(sheets_of(edge, "statistics-org")[0])[0]
    assert [one.head for one in grid.columns][-2:] == ["满意率", "不满意票比例"]
    assert grid.rows[0][-1].shown == "66.666"


def test_a_line_whose_percentages_do_not_add_up_is_told_and_only_then():
    even = paragraphs(sheets_of(coal(("org", "b1", "party", 4, "1234")), "statistics-org")[0])
    assert not [one for one in even if one.startswith("Note:")]
    thirds = paragraphs(sheets_of(coal(("org", "b1", "party", 3, "123")), "statistics-org")[0])
    assert [one for one in thirds if one.startswith("Note:")] == [
        "Note: percentages of a line's valid ballots are rounded each by itself, nothing is adjusted: in 2 lines of "
        "this table their sum is off by -0.01"
    ]
    blank = paragraphs(sheets_of(coal(("org", "b1", "party", 4, "12-x")), "statistics-org")[0])
    (note,) = [one for one in blank if one.startswith("Note:")]
    assert "the base is all valid ballots" in note
