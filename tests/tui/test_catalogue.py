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


def test_every_sentence_is_translated(catalogue, messages):
    assert len(messages) > 500
    known = {message.id for message in catalogue if message.id and message.string}
    assert messages - known == set()


def test_every_translation_has_the_places_of_its_sentence(catalogue):
    for message in catalogue:
        if message.id:
            assert places(message.id) == places(message.string), message.id


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
