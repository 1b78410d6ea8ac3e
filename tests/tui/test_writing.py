"""Writing a text by hand, and what may not stand in an opinion."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.opinion_words import LONGEST, unfit_text
from tui.screen.cells import line_width
from tui.writing.line import text_line
from tui.writing.text import Text, at_end, erase_after, erase_before, insert, move

WORDS = st.text(alphabet="ab 意见,。x", max_size=30)


@settings(deadline=None)
@given(WORDS, st.integers(0, 30), WORDS)
def test_what_is_typed_stands_at_the_cursor_and_backspace_takes_it_back(written, at, typed):
    text = move(Text(written, 0), at)
    now = text
    for character in typed:
        now, why = insert(now, character)
        assert why is None
    assert now.written == text.before + typed + text.after
    for _ in typed:
        now = erase_before(now)
    assert now == text


def test_the_ends_hold():
    assert erase_before(Text("ab", 0)) == Text("ab", 0)
    assert erase_after(at_end("ab")) == at_end("ab")
    assert erase_after(Text("ab", 0)) == Text("b", 0)
    assert move(at_end("ab"), 5) == at_end("ab")
    assert move(at_end("ab"), -5) == Text("ab", 0)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("\0", "NUL"), ("\x1b", "control"), ("a\x07b", "control"), ("\u202e", "direction"), ("\u2066x", "direction"),
     ("\ufffd", "broken"), ("\u2028", "control")],
)  # fmt: skip
def test_characters_that_are_no_words_are_refused_and_nothing_goes_in(typed, word):
    text = at_end("好")
    now, why = insert(text, typed)
    assert now == text
    assert why is not None
    assert word in str(why)
    assert unfit_text(typed) is not None


@pytest.mark.parametrize("typed", ["龘", "𠮷", "\ue000", "é", "👍🏽", "a b"])
def test_rare_characters_of_names_may_stand(typed):
    assert unfit_text(typed) is None


def test_no_more_than_the_longest():
    full = at_end("意" * LONGEST)
    now, why = insert(full, "见")
    assert now == full
    assert str(LONGEST) in str(why)
    assert unfit_text("意" * LONGEST) is None
    assert unfit_text("意" * (LONGEST + 1)) is not None


def test_pasted_lines_become_one_paragraph():
    now, why = insert(Text(), "一\r\n二\t三")
    assert (now.written, why) == ("一 二 三", None)


@settings(deadline=None)
@given(WORDS, st.integers(0, 30), st.integers(8, 40))
def test_the_cursor_is_in_view_on_its_line(written, at, cells):
    text = move(Text(written, 0), at)
    line, cell = text_line(text, cells)
    assert line_width(line) <= cells
    assert 0 <= cell < cells
