"""Rosters: the order of the paper, posts, items, footnotes, and a sheet for each rater group."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_statistics_rosters", Path(__file__).with_name("statistics_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
coal, documents, grids, paragraphs, sheets_of = (
    cases.coal, cases.documents, cases.grids, cases.paragraphs, cases.sheets_of,
)  # fmt: skip


def test_a_roster_is_in_the_order_of_the_paper_with_posts_and_footnotes():
    tally = cases.of_preset("coal-bureau")
    roster, *by_group = sheets_of(tally, "statistics-member")
    grid = grids(roster)[0]
    assert [row[0].strip() for row in grid.rows] == ["1 王建国", "2 张  伟".replace("  ", " "), "3 欧阳正华"]
    assert [row[1] for row in grid.rows] == ["书记", "党员", "离退休党员"]
    assert [row[-1] for row in grid.rows] == ["--", "--", "整改(3)"]
    said = paragraphs(roster)
    (note,) = [one for one in said if one.startswith("(")][:-1]
    assert note.startswith(
        '(3) 欧阳正华: "整改" (满意率 below 60%): applies; basis: row "民主测评"; all groups pooled'
    )
    assert said[said.index(note) + 1] == 'what follows from "整改", for (3):'
    assert "- 对满意率低于60%的党员进行诫勉谈话,要求制定整改措施,限期完成整改任务" in said
    facts = [sheet.facts[4] for sheet in by_group]
    assert facts == ["Rater group: 党员代表", "Rater group: 群众(企业员工)代表"]
    assert all([one.head for one in grids(sheet)[0].columns][-1] == "满意率" for sheet in by_group)


def test_what_follows_is_said_once_for_all_whom_it_concerns():
    said = paragraphs(sheets_of(cases.long_roster(), "statistics-member")[0])
    (lead,) = [one for one in said if one.startswith("what follows")]
    assert lead.startswith('what follows from "整改", for (2), (4), (6)')
    assert sum(one.startswith("- 对满意率低于60%的党员") for one in said) == 1


def test_a_roster_with_items_has_the_pooled_line_on_the_name_and_each_item_under_it():
    rows = grids(sheets_of(cases.of_preset("school"), "statistics-member")[0])[0].rows
    assert [row[0].strip()[:4] for row in rows] == [
        "1 陈老", "1 参加", "2 立足", "3 践行", "4 联系", "2 林老", "1 参加", "2 立足", "3 践行", "4 联系",
    ]  # fmt: skip
    assert rows[0][3].count == sum(row[3].count for row in rows[1:5])


def test_members_who_have_ballots_of_their_own_stand_in_one_list_and_on_sheets():
    text = cases.preset("water-bureau").replace('layout  = "roster"', 'layout = "single"')
    bundles = [
        ("member", "n1", "party", 3, "112"),
        ("member", "n2", "party", 2, "13"),
        ("member", "n2", "masses", 1, "1"),
    ]
    sheets = sheets_of(cases.tallied(text, cases.SUBJECTS["water-bureau"], bundles), "statistics-member")
    assert [sheet.facts[0].rpartition(" ")[2] for sheet in sheets] == [
        "水库管理所党支部", "水库管理所党支部", "水库管理所党支部", "何水清", "江河",
    ]  # fmt: skip
    assert [row[1:5] for row in grids(sheets[0])[0].rows] == [(3, 3, 3, 0), (3, 3, 3, 0)]
    assert [row[:5] for row in grids(sheets[2])[0].rows] == [("  2 江河", 1, 1, 1, 0)]


def test_a_form_without_a_bundle_says_so():
    sheet = sheets_of(coal(("org", "b1", "party", 2, "12")), "statistics-member")[0]
    assert "no batch of this form is registered" in paragraphs(sheet)


def test_organizations_on_one_ballot_stand_on_a_roster_that_is_sent_up():
    text = cases.preset("water-bureau").replace('layout  = "single"', 'layout  = "roster"')
    subjects = cases.HEAD + "w,局党总支,organization,,,,\n" + "".join(
        f"w{at},第{at}党支部,organization,w,,,\n" for at in (1, 2)
    )  # fmt: skip
    bundles = [
        ("branch", "w", "party", 6, ["12", "11", "1-", "23", "24", "12"]),
        ("branch", "w", "masses", 2, ["11", "44"]),
    ]
    made = documents(cases.tallied(text, subjects, bundles))
    roster, *by_group = made["statistics-branch"].sheets
    assert "not posted" not in roster.titles[0]
    assert [row[:2] for row in grids(roster)[0].rows] == [("  1 第1党支部", 8), ("  2 第2党支部", 8)]
    assert len(by_group) == 2
    assert [row[1] for row in grids(made["ranking-branch"].sheets[0])[0].rows] == ["第1党支部", "第2党支部"]
    notice = [row[0] for row in grids(made["notice-branch"].sheets[0])[0].rows]
    assert notice == ["第1党支部", "第2党支部"], "two of the masses would be known by subtracting"


def test_what_follows_names_only_those_whom_it_concerns():
    def edit(text):
        rule = '[[rules]]\nid = "praise"\nkind = "member"\nwhen = "satisfaction >= 80%"\nverdict = "表扬"\n'
        return text.replace("[validity]", f'{rule}consequences = ["通报表扬"]\n\n[validity]')

    said = paragraphs(
        sheets_of(coal(("member", "b1", "party", 4, ["114"] * 4), edit=edit), "statistics-member")[0]
    )
    assert [one for one in said if one.startswith("what follows")] == [
        'what follows from "表扬", for (1), (2):', 'what follows from "整改", for (3):',
    ]  # fmt: skip


def test_a_roster_tells_which_raters_lack_and_that_more_were_collected_than_issued():
    def edit(text):
        panel = '[[panels]]\nid = "m"\nform = "member"\nraters = 20\nminimum = { party = 10 }\n'
        return text.replace("# ---- 算法 ----", panel)

    said = paragraphs(
        sheets_of(coal(("member", "b1", "party", 2, ["114"] * 4), edit=edit), "statistics-member")[0]
    )
    assert "Raters (required) collected: 党员代表(10)* 4" in said
    assert "* 党员代表: at least 10 are asked for, 4 collected, 6 lacking" in said
    assert "! invalid appraisal: more ballots collected than issued; to be held again" in said
