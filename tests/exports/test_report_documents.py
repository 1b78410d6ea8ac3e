"""The documents of a package that are no statistics table: golden pages in both languages, none too long or wide."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest
from wcwidth import wcswidth

from exports.account import account_document
from exports.opinions_document import opinions_document
from exports.paged_text import paged_text
from exports.sample_document import samples_document
from exports.undecided_document import undecided_document
from exports.verdict_document import verdicts_document
from tally.scheme import Kind

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_report_documents", Path(__file__).with_name("counted_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)

GOLDEN = Path(__file__).parent / "golden"
OPINIONS = {
    ("org", "b1"): ("多下井", "窗口应当延长办事时间", "a\tb"),
    ("member", "b1"): ("王建国同志要多和群众谈心",),
    ("org", "b2"): (),
}


def documents(case):
    """Every document of the case, by the name of its golden file."""
    tally, how, translate = case.tally, case.how, case.translate
    checks = [case.check(wrong={3})]
    made = {
        "account": account_document(tally, how, cases.CODE, case.double_entry.figures(), translate, checks),
        "samples": samples_document(tally, checks, how, translate),
        "double-entry": case.double_entry.summary(how),
        "differences": case.double_entry.document(how),
    }
    for kind in Kind:
        made[f"verdicts-{kind.value}"] = verdicts_document(tally, how, cases.CODE, translate, kind)
        made[f"undecided-{kind.value}"] = undecided_document(tally, how, cases.CODE, translate, kind)
        made[f"opinions-{kind.value}"] = opinions_document(tally, how, OPINIONS, translate, kind)
    return made


def case(language):
    one = cases.Case(language=language, practice=language == "en", remarks=("batch B1: a remark",))
    checked = {one.key("b1"): "checked: a sentence of a sample check"}
    open_words = {one.key("b1", 1): "what is still open could change this"}
    return cases.Case(
        language=language, practice=language == "en", remarks=("batch B1: a remark",), checked=checked,
        still_open=open_words,
    )  # fmt: skip


@pytest.mark.parametrize("language", cases.LANGUAGES)
def test_golden(language):
    one = case(language)
    for name, document in documents(one).items():
        text = paged_text(document, one.translate)
        path = GOLDEN / f"report.{language}.{name}.txt"
        if os.environ.get("PINGYI_WRITE_GOLDEN"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8"), path.name


@pytest.mark.parametrize("language", cases.LANGUAGES)
def test_no_page_is_longer_than_60_lines_or_wider_than_100_cells(language):
    one = case(language)
    for name, document in documents(one).items():
        for page in paged_text(document, one.translate).split("\f"):
            lines = page.rstrip("\n").split("\n")
            assert len(lines) <= 60, name
            assert max(map(wcswidth, lines)) <= 100, name


def test_every_document_says_that_it_is_an_exercise_and_what_happened_on_the_way():
    one = case("en")
    for name, document in documents(one).items():
        text = paged_text(document, one.translate)
        for page in text.split("\f"):
            assert page.count("*** PRACTICE ***") == 2, name
        assert "batch B1: a remark" in text, name
        assert "declared" in text, name


def test_what_goes_up_names_no_clerk_and_no_reviewer():
    """What a sheet's number is, or who keyed it, stays with the unit."""
    one = case("en")
    made = documents(one)
    for name in (
        "double-entry",
        "verdicts-organization",
        "undecided-organization",
        "opinions-organization",
        "account",
    ):
        text = paged_text(made[name], one.translate)
        for person in ("wang", "zhao", "olga", "sun"):
            assert person not in text, (name, person)
    assert "wang" in paged_text(made["differences"], one.translate)


def test_the_summary_has_the_figures_of_the_report():
    one = case("en")
    text = paged_text(one.double_entry.summary(one.how), one.translate)
    figures = one.double_entry.figures()
    assert (figures.bundles, figures.clerks, figures.compared_marks, figures.differing_marks) == (3, 2, 22, 1)
    assert "compared: 17 ballots, 22 marks; 1 marks differ; agreement 95.45%" in text
    assert figures.kappa_text in text and figures.kappa_text == "0.9319"
    assert [one.marks for one in figures.errors] == [12, 12]


def test_before_anything_is_in_custody_the_summary_tells_no_figure():
    one = cases.Case(bundles=())
    text = paged_text(one.double_entry.summary(one.how), one.translate)
    assert "bundles compared: 0; keyed by 0 clerks" in text
    assert "no ballot could be compared" in text
    assert "agreement 1" not in text and "errors of each pass" not in text
