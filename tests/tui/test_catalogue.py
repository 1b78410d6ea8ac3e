"""Every sentence of the program is in the Chinese catalogue, with the same places to fill."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from wcwidth import wcswidth

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"Said": None, "say": None, "t": None, "translate": None}


@pytest.fixture(scope="module")
def catalogue():
    with (ROOT / "tui/locale/zh/LC_MESSAGES/pingyi.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def messages():
    found = set()
    for package in ("tally", "store", "exports", "tui"):
        for _, _, message, _, _ in extract_from_dir(
            ROOT / package, [("**.py", "python")], keywords=KEYWORDS, options_map={}
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def forms(text):
    """The forms of a message: click has some in the singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_sentence_is_translated(catalogue, messages):
    assert len(messages) > 500
    known = {forms(message.id)[0] for message in catalogue if message.id and all(forms(message.string))}
    assert messages - known == set()


def test_every_translation_has_the_places_of_its_sentence(catalogue):
    for message in catalogue:
        if message.id:
            said = {form: places(form) for form in forms(message.id)}
            assert all(places(form) in said.values() for form in forms(message.string)), message.id


def test_the_line_of_keys_fits_beside_four_usual_grades(catalogue):
    """words.md: 76 cells for `1满意 2比较满意 3不太满意 4不满意` and the other keys."""
    grades = "1满意 2比较满意 3不太满意 4不满意"
    keys = ["0 blank", ". spoiled", "- back", "+ fill", "* void", "/ opinion", "Enter save"]
    line = " ".join([grades, *(catalogue[key].string for key in keys), "?"])
    assert wcswidth(line) <= 79


def test_help_and_errors_speak_chinese(appraisal):
    place = appraisal()
    place.language = "zh"
    assert "录票" in place.ok("--help").out
    assert "没有命令" in place("nothing").err
    assert "缺少" in place("batch", "add").err


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["status", "extra"], "多写了参数 (extra)"),
        (["status", "one", "two"], "多写了参数 (one two)"),
        (["export", "--format", "pdf"], "'pdf' 不能用; 可以写: 'markdown', 'xlsx'。"),
        (["subject", "add", "b1", "b1", "--kind"], "选项 '--kind' 要带值。"),
        (["status", "--json=yes"], "选项 '--json' 不带值。"),
        (["forms", "--slips", "0"], "0 超出范围 (1<=x<=100000)。"),
        (["forms", "--slips", "x"], "'x' 不是整数"),
    ],
)
def test_a_wrong_call_is_told_in_chinese_alone(appraisal, call, said):
    """click has these in two forms, or says what a value should be: without its entry the English came through."""
    place = appraisal()
    place.language = "zh"
    told = place(*call)
    assert (told.status, told.out) == (2, "")
    assert said in told.err
