"""Free text and tables as plain text: safe, whole, aligned."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from exports.ascii_table import ascii_table
from exports.bars import bar
from exports.plain_text import clean, wrap
from exports.spreadsheet import csv_bytes, csv_cell, free_text, text_of


def test_text_that_could_run_as_a_formula_is_quoted():
    assert [free_text(text) for text in ("=1", "+1", "-1", "@x", "\uff1d1", "a=1")] == [
        "'=1", "'+1", "'-1", "'@x", "'\uff1d1", "a=1",
    ]  # fmt: skip


def test_control_and_direction_characters_leave_free_text():
    assert clean("a\x1b[31mb\u202ec\n\td\x00") == "abc d"


labels = st.text(alphabet="ab |满意中国。,(1 ", max_size=30)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(labels, st.integers(0, 10**6).map(str)), min_size=1, max_size=6), st.integers(4, 20)
)
def test_any_labels_align(rows, limit):
    lines = ascii_table(["项目", "n"], rows, "lr", [limit, None])
    assert len({wcswidth(line) for line in lines}) == 1
    assert all(line.count("|") in (0, 3) for line in lines)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab cd满意。,", max_size=80), st.integers(4, 30))
def test_wrapping_leaves_nothing_out_and_fits(text, width):
    lines = wrap(text, width)
    assert all(wcswidth(line) <= max(width, 4) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_bar_draws_its_thresholds():
    assert bar(Fraction(1, 2), [Fraction(3, 5)], 10) == "[#####.|...]"
    assert bar(None, [], 4) == "[....]"


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "1E5",
        "12月5日",
        "2026年12月5日",
        "1/2",
        "100%",
        "1,234",
        "12:30",
        "TRUE",
        "dec-1",
        "5 May",
        ".5",
    ],
)
def test_a_text_that_a_spreadsheet_takes_for_a_value_is_quoted(text):
    assert free_text(text) == "'" + text
    assert text_of(free_text(text)) == text
    assert free_text("'" + text) == "''" + text


@pytest.mark.parametrize(
    "text", ["第1党支部", "1. 好", "12月5日开会", "m112-", "true colours", "May", "A1", ""]
)
def test_any_other_text_stays_as_it_is(text):
    assert free_text(text) == text == text_of(text)


nasty = st.text(alphabet="a0'=+-@\uff1d\uff20,\"\r\n满 ", max_size=12)


@given(nasty)
def test_a_free_text_comes_back_from_its_cell_and_runs_in_none(text):
    cell = free_text(text)
    assert text_of(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


@given(st.lists(nasty, min_size=1, max_size=4))
def test_a_row_put_together_is_the_row_that_csv_writes(row):
    made = csv_bytes([*row, "x"], []).decode("utf-8-sig")
    assert ",".join([*map(csv_cell, row), "x"]) + "\r\n" == made
    assert next(csv.reader(io.StringIO(made, newline=""), strict=True)) == [*row, "x"]


sentence = st.lists(
    st.sampled_from(["满", "意", "评议(未填)", "ab", "有效票), ", "“好”。", "12%, ", "（一）"]), max_size=30
)


@settings(max_examples=200, deadline=None)
@given(sentence, st.integers(12, 40))
def test_no_line_begins_with_closing_nor_ends_with_opening_punctuation(words, width):
    for line in wrap("满" + "".join(words), width):
        assert line[:1] not in tuple(")”。）%,"), line
        assert line[-1:] not in tuple("(“（"), line
