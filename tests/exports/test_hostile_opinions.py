"""Opinions that were not meant well: nothing runs, nothing moves a cursor, nothing misaligns, nothing is lost."""

from __future__ import annotations

import csv
import importlib.util
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from exports.document import Paragraph
from exports.opinions_document import OPINIONS, cell_of_lines, opinions_csv, opinions_document
from exports.paged_text import paged_text
from exports.plain_text import clean
from exports.spreadsheet import csv_bytes, text_of
from tally.scheme import Kind

_SPEC = importlib.util.spec_from_file_location(
    "cases_for_hostile_opinions", Path(__file__).with_name("counted_cases.py")
)
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)

CASE = cases.Case()
LONG = "意见" * 5000
HOSTILE = {
    "formula": '=HYPERLINK("http://x","点我")',
    "formula after blanks": "  =1+1",
    "wide formula": "＝cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1)",
    "tab": "\t=1",
    "ansi": "红\x1b[31m字\x1b[0m\x1b]0;title\x07\x1b[2J",
    "bidi": "abc\u202edcb\u202c结束\u2066x\u2069",
    "nul": "前\0后",
    "quotes": "他说\"好\",'好'",
    "line ends": "一\r\n二\r三\n四\u2028五\x85六",
    "only line ends": "\r\n\n",
    "rare": "𬱖同志(𠮷野家)",
    "emoji": "好👍🏽 👨‍👩‍👧 ❤️",
    "combining": "a" + "\u0301" * 50,
    "separator": "甲|乙|丙",
    "form feed": "上\f下",
    "number": "2. 另一条意见",
    "long": LONG,
    "long word": "x" * 10_000,
    "long narrow word": "ж" * 10_000,
}


def text(texts, kind=Kind.ORGANIZATION):
    document = opinions_document(CASE.tally, CASE.how, {("org", "b1"): tuple(texts)}, CASE.translate, kind)
    return document, paged_text(document, CASE.translate)


def rows(texts):
    return list(opinions_csv(CASE.tally, {("org", "b1"): tuple(texts)}))


def printed(document):
    """The numbered opinions of a document."""
    return [
        block.text
        for block in document.sheets[0].blocks
        if isinstance(block, Paragraph) and block.text.partition(". ")[0].isdigit()
    ]


def in_one_line(page_text):
    """The text of all pages without heads, breaks and blanks: what of an opinion was printed."""
    return "".join(page_text.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_moves_the_cursor_or_leaves_the_page(name):
    _, pages = text([HOSTILE[name], "另一条"])
    for page in pages.split("\f"):
        assert len(page.rstrip("\n").split("\n")) <= 60
        for line in page.rstrip("\n").split("\n"):
            assert 0 <= wcswidth(line) <= 100, "a control character has no width"
            assert not [one for one in line if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_text_is_lost_but_what_cannot_be_printed(name):
    document, _ = text([HOSTILE[name]])
    shown = clean(HOSTILE[name]) or "(nothing that can be printed)"
    assert printed(document) == [f"1. {shown}"]


def test_rare_characters_quotes_and_signs_are_printed_as_they_are():
    for one in ("𬱖同志(𠮷野家)", "他说\"好\",'好'", "甲|乙|丙", "=1+1", "好👍🏽 ❤️"):
        assert one in text([one])[1]
        assert text_of(rows([one])[0][-1]) == one


def test_a_long_text_is_printed_to_its_end_over_pages():
    _, pages = text([LONG])
    assert pages.count("\f") == 3
    assert in_one_line(pages).count("意见") >= 4995, "heads between the pages can part a pair"


def test_the_next_opinion_stands_below_and_under_its_own_number():
    texts = sorted([*HOSTILE.values(), *(f"意见{at}" for at in range(120))])
    document, pages = text(texts)
    numbers = [int(one.partition(". ")[0]) for one in printed(document)]
    assert numbers == list(range(1, len(texts) + 1))
    ends = {line.index(". ") for line in pages.split("\n") if line[:6].lstrip().partition(". ")[0].isdigit()}
    assert ends == {3}, "the numbers end in one column"


def test_a_text_that_looks_like_the_next_number_is_told_apart():
    """Whatever a text says, its later lines stand further in than a number does."""
    _, pages = text(["意" * 48 + "\n2. 假冒的第二条"])
    (line,) = [one for one in pages.split("\n") if "2. 假冒" in one]
    assert line.startswith("   2. ")


@pytest.mark.parametrize("name", HOSTILE)
def test_in_a_spreadsheet_nothing_runs_and_the_text_comes_back(name):
    content = csv_bytes(OPINIONS, rows([HOSTILE[name]]))
    ((*_, cell),) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert text_of(cell) == cell_of_lines(HOSTILE[name])
    assert not [one for one in cell if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs")]


def test_a_line_end_stays_in_its_cell_as_one_lf():
    content = csv_bytes(OPINIONS, rows([HOSTILE["line ends"]])).decode("utf-8-sig")
    assert content.split("\r\n")[1] == 'organization,org,b1,第一党支部,1,"一\n二\n三\n四\n五\n六"'
    assert content.count("\r\n") == 2, "a row ends with CRLF and nothing else does"


def test_the_order_is_that_of_the_texts_whatever_order_they_came_in():
    document, _ = text(["乙", "丙", "丁", "甲"])
    assert printed(document) == printed(text(["甲", "丁", "丙", "乙"])[0])
    assert [row[-1] for row in rows(["乙", "丙", "丁"])] == sorted(["乙", "丙", "丁"])


def test_the_members_form_keeps_its_opinions_with_the_members():
    """A roster's bundle stands under its organization; what is written on it is of the members all the same."""
    both = {("org", "b1"): ("组织的",), ("member", "b1"): ("党员的",)}
    up = opinions_document(CASE.tally, CASE.how, both, CASE.translate, Kind.ORGANIZATION)
    kept = opinions_document(CASE.tally, CASE.how, both, CASE.translate, Kind.MEMBER)
    assert (printed(up), printed(kept)) == (["1. 组织的"], ["1. 党员的"])
    assert [row[:2] for row in opinions_csv(CASE.tally, both)] == [
        ("organization", "org"),
        ("member", "member"),
    ]


def test_how_many_were_noted_and_typed_is_said_of_each_kind():
    assert "ballots with an opinion: 4; texts typed: 2" in text(["甲", "乙"])[1], "two in each of two bundles"
    assert "ballots with an opinion: 2; texts typed: 0" in text(["甲", "乙"], Kind.MEMBER)[1]
    assert "no opinion was typed" in text(["甲"], Kind.MEMBER)[1]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=4))
def test_whatever_is_typed_keeps_to_the_page(texts):
    document, pages = text(texts)
    assert len(printed(document)) == len(texts)
    assert all(0 <= wcswidth(line) <= 100 for page in pages.split("\f") for line in page.split("\n"))
    for cell in (row[-1] for row in rows(texts)):
        assert not cell.lstrip("'").startswith(("=", "+", "-", "@")) or cell.startswith("'")
