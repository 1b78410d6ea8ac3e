"""Finding by typing: what words find, and what keys do to them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.screen.key import PASTE, Key
from tui.views.finding import LONGEST, Find, fold, has_words, words_of

TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20) | st.text(
    "ABab１２12 　第党支部ＡＢａｂ", max_size=20
)


def wide(text):
    """A text as a Chinese input method in full width types it."""
    return "".join(
        chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else "　" if one == " " else one for one in text
    )


def swap(text):
    """A text with small letters for capital ones; beyond ASCII there is not always a way back (ı, I, i)."""
    return "".join(one.swapcase() if one.isascii() else one for one in text)


def finds(typed, text):
    return has_words(words_of(typed), fold(text))


@given(TEXTS)
def test_a_text_is_found_by_itself_and_by_each_part_of_it(text):
    assert finds(text, text)
    for begin in range(0, len(text), 3):
        part = text[begin : begin + 4]
        if all(not unicodedata.combining(one) for one in unicodedata.normalize("NFKD", text)):
            assert finds(part, text)


@given(TEXTS, TEXTS)
def test_case_and_width_make_no_difference(typed, text):
    found = finds(typed, text)
    assert finds(wide(typed), text) == finds(typed, wide(text)) == found
    assert finds(swap(typed), text) == finds(typed, swap(text)) == found


@given(st.lists(TEXTS, max_size=4), TEXTS)
def test_every_word_has_to_occur_and_their_order_is_nothing(words, text):
    assert finds(" ".join(words), text) == all(finds(word, text) for word in words)
    assert finds(" ".join(reversed(words)), text) == finds(" ".join(words), text)


@given(TEXTS)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_nothing_typed_finds_everything():
    assert finds("", "B1") and finds("  　 ", "B1") and not finds("x", "")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("b17", True), ("Ｂ１７", True), ("17 支部", True), ("支部 17", True), ("17支部", False), ("18", False)],
)
def test_words_are_not_found_across_two_columns(typed, found):
    assert finds(typed, "B17\n第三支部\n党员") is found


KEYS = st.sampled_from(
    [
        Key("backspace", "\x7f"),
        Key("escape", "\x1b"),
        Key("enter", "\r"),
        Key("down"),
        Key(PASTE, " a\x07b\nc"),
    ]
) | st.characters(codec="utf-8").map(lambda one: Key(one, one))


@given(st.lists(KEYS, max_size=60))
def test_only_what_can_be_shown_goes_in_and_never_too_much(keys):
    find = Find().begun()
    for key in keys:
        after = find.typed(key)
        if after is None:
            assert key.name in ("enter", "down") or not key.character.isprintable()
            continue
        find = after.begun()
        assert len(find.text) <= LONGEST
        assert all(one.isprintable() for one in find.text)


def test_backspace_takes_the_last_character_and_then_ends_it():
    find = Find("ab", typing=True)
    back = Key("backspace", "\x7f")
    assert find.typed(back) == Find("a", typing=True)
    assert find.typed(back).typed(back) == Find("", typing=True)
    assert find.typed(back).typed(back).typed(back) == Find()
