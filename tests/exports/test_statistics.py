"""The statistics tables of each preset in both languages, and what their head and foot say."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from pathlib import Path

import pytest
from wcwidth import wcswidth

from exports.document import Kept
from exports.paged_text import paged_text
from exports.statistics.documents import published_documents, sent_up_documents
from tally.counting import OpenWork
from tally.explanation import assumed_in_words
from tally.said import in_english

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_statistics", Path(__file__).with_name("statistics_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
GOLDEN = Path(__file__).parent / "golden"
coal, documents, grids, paragraphs, sheets_of, text = (
    cases.coal, cases.documents, cases.grids, cases.paragraphs, cases.sheets_of, cases.text,
)  # fmt: skip


# -- golden files


@pytest.mark.parametrize("language", cases.LANGUAGES)
@pytest.mark.parametrize("name", [*cases.SUBJECTS, "long-roster"])
def test_golden(name, language):
    translate = cases.LANGUAGES[language]()
    long = name == "long-roster"
    made_of = documents(cases.long_roster() if long else cases.of_preset(name), translate)
    for document in [made_of["statistics-member"]] if long else made_of.values():
        path = GOLDEN / f"statistics-{name}.{language}.{document.name}.txt"
        made = paged_text(document, translate).encode()
        if os.environ.get("PINGYI_WRITE_GOLDEN"):
            path.write_bytes(made)
        assert made == path.read_bytes(), path.name
        assert max(wcswidth(line) for line in made.decode().replace("\f", "").split("\n")) <= 100


def test_each_preset_has_its_documents():
    assert list(documents(cases.of_preset("coal-bureau"))) == [
        "statistics-org", "ranking-org", "statistics-member", "ranking-member", "notice-org",
    ]  # fmt: skip
    # One branch alone is not ranked, nor summed up.
    school = documents(cases.of_preset("school"))
    assert list(school) == ["statistics-branch", "statistics-member", "ranking-member", "notice-branch"]
    assert len(school["statistics-branch"].sheets) == 1


def test_members_are_never_sent_up_nor_published():
    tally = cases.of_preset("coal-bureau")
    for make in (sent_up_documents, published_documents):
        for document in make(tally, cases.HOW, cases.CODE, in_english):
            assert "王建国" not in paged_text(document, in_english), document.name
    kept = documents(tally)["statistics-member"]
    assert all("(kept on file, not posted)" in sheet.titles[0] for sheet in kept.sheets)


# -- head


def test_the_head_says_whose_table_it_is_of_which_day_and_period():
    sheet = sheets_of(cases.of_preset("coal-bureau"), "statistics-org")[4]
    assert sheet.facts[:3] == (
        "Unit (seal): 某县煤炭管理局 第一党支部", "as of 2026-12-10", "Period: second half of 2026",
    )  # fmt: skip
    assert sheet.banner == ""
    school = sheets_of(cases.of_preset("school"), "statistics-branch")[0]
    assert school.facts[0] == "Unit (seal): 某县中学党支部", "a unit that is its own branch is named once"


def test_raters_stand_against_their_minimum_and_lacking_ones_are_told():
    sheet = sheets_of(cases.of_preset("coal-bureau"), "statistics-org")[4]
    said = paragraphs(sheet)
    assert (
        "Raters (required) collected: 党员代表(20) 21, 群众(企业员工)代表(10)* 3, 服务对象代表(10)* 2" in said
    )
    assert "* 群众(企业员工)代表: at least 10 are asked for, 3 collected, 7 lacking" in said
    labels = [row[0] for row in grids(sheet)[0].rows]
    assert labels[1:] == ["  党员代表(20)", "  群众(企业员工)代表(10)*", "  服务对象代表(10)*"]


def test_a_group_without_any_ballot_is_told_too():
    said = paragraphs(sheets_of(coal(("org", "b1", "party", 2, "12")), "statistics-org")[0])
    assert "* 服务对象代表: at least 10 are asked for, 0 collected, 10 lacking" in said
    assert any(one.endswith("服务对象代表(10)* 0") for one in said)


def test_the_accounting_sentence_has_everything_that_is_stated():
    tally = coal(
        ("org", "b1", "party", 9, ["1", "2", "-", "V"], {"opinions": 2}),
        counts=[("org", "b1", "party", 9, 5, 8, 10, 1)],
    )
    said = paragraphs(sheets_of(tally, "statistics-org")[0])
    assert (
        "entitled 10, present 8, issued 9, collected 5, valid 3, void 2 (not the official form 1, set aside at the "
        "box 1), blank ballots 1, opinions 2"
    ) in said


def test_an_exercise_says_so_on_every_sheet_and_a_lost_plan_too():
    made = documents(cases.of_preset("water-bureau"), how=replace(cases.HOW, practice=True))
    for document in made.values():
        for sheet in document.sheets:
            assert sheet.banner == "*** PRACTICE ***"
            assert any("原文残缺,未见规定" in fact for fact in sheet.facts)
        pages = paged_text(document, in_english).split("\f")
        assert all(page.count("*** PRACTICE ***") == 2 for page in pages)


# -- foot


@pytest.mark.parametrize("preset", cases.SUBJECTS)
def test_the_foot_has_every_assumed_entry_and_every_definition(preset):
    tally = cases.of_preset(preset)
    for document in documents(tally).values():
        form = document.name.partition("-")[2]
        for sheet in document.sheets:
            said = " ".join(paragraphs(sheet))
            for entry in tally.scheme.assumed:
                if not entry.startswith("forms.") or entry.startswith(f"forms.{form}."):
                    assert assumed_in_words(entry, tally.scheme).text() in said, entry
            for measure in tally.scheme.measures.values():
                assert f"{measure.label} = (" in said


def test_the_foot_is_kept_together_and_made_once_a_form():
    sheets = sheets_of(cases.of_preset("coal-bureau"), "statistics-org")
    feet = [sheet.blocks[-1] for sheet in sheets]
    assert isinstance(feet[0], Kept)
    assert all(foot is feet[0] for foot in feet)


def test_the_foot_says_how_the_count_went_its_status_and_who_signs():
    tally = cases.of_preset("coal-bureau")
    said = text(tally, "statistics-org")
    assert "status: OFFICIAL (sealed) check code: 3fa9 c21b 77e0 12d4" in said
    assert "separate accounts; the two passes differed in 3 places, 3 of them ruled on" in said
    assert "票捆B3的初录2026-12-09退回重录: 录错捆" in said
    for who in ("Scrutineers", "(first pass)", "(second pass)", "Reviewer", "Filled in by", "Responsible"):
        assert f"{who}" in said
    assert "(two copies: one for the superior body, one kept by the unit)" in said
    assert "no numbers" not in said


def test_what_is_open_comes_from_how_the_count_was_made():
    how = replace(cases.HOW, sealed=False, separate_accounts=False, open=OpenWork(ballots=2, differences=3))
    said = text(cases.of_preset("school"), "statistics-branch", how)
    assert "status: UNOFFICIAL (not sealed), for checking only" in said
    assert "one account with declared names" in said
    assert "The count is NOT complete.; ballots not settled: 2" in said
    assert "3 differences, 0 missing, 0 doubled" in said


def test_a_mismatch_with_the_count_sheet_is_told():
    tally = coal(("org", "b1", "party", 2, "12"), counts=[("org", "b1", "party", 5, 4, None, None, 0)])
    said = text(tally, "statistics-org")
    assert "the count sheet says 4 collected, the bundles hold 2 (-2)" in said
    assert "! 党员代表(20)*: 2 ballots collected are not counted yet" in said
