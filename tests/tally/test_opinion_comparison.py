"""Texts of one opinion typed twice: the stated normal form, the diff, and what a reviewer's choice makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.opinion_choices import Chosen, TextChoice, compared_opinions, standing_choices
from tally.opinion_comparison import (
    In,
    TypedText,
    diff,
    differ,
    marked,
    normal_form,
    text_differences,
    words_of,
)

SAME = [
    ("多下基层，听意见。", "多下基层 听意见"),
    ("多下基层\n听意见", "多下基层听意见"),
    ("ＡＢＣ公司１２", "abc公司12"),
    ("Open at  noon, please!", "open AT noon please"),
    ("STRASSE", "straße"),
    ("e\u0301tat", "état"),
    ("\uff76\uff9e", "\u30ac"),  # a voiced mark of half width is a character of its own
    ("零\u200b宽", "零宽"),
    ("葛\ufe00", "葛"),
    ("①加强；②改进", "1加强2改进"),
    ("达到50%", "达到５０ ％"),
    ("“好”", "好"),
]
OTHER = [
    ("满意", "不满意"),
    ("3.5万", "35万"),
    ("第1、5条", "第15条"),
    ("达到50%", "达到50"),
    ("now here", "nowhere"),
    ("12 34", "1234"),
    ("√", "×"),
    ("", "好"),
    ("一二", "二一"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_words_are_no_difference(first, second):
    assert not differ(first, second)
    assert not differ(second, first)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_other_words_are_one(first, second):
    assert differ(first, second)
    assert differ(second, first)


def test_chinese_goes_by_characters_and_latin_words_and_numbers_whole():
    assert normal_form("王总的Wi-Fi坏了3次") == ("王", "总", "的", "wifi", "坏", "了", "3", "次")
    assert [(word.start, word.end) for word in words_of("好 Wi-Fi！")] == [(0, 1), (2, 7)]


TEXTS = st.text(alphabet="多下基层aB1２．5, 。%-\n(é\u0301ｶﾞ\u200b", max_size=25)
SIGNS = st.text(alphabet="，。！ \n“”、…—", max_size=4)


@given(st.lists(st.tuples(st.sampled_from("多下基层听意见"), SIGNS), min_size=1, max_size=12))
def test_signs_between_chinese_characters_count_for_nothing(parts):
    plain = "".join(character for character, _ in parts)
    assert not differ(plain, "".join(character + signs for character, signs in parts))


@given(TEXTS, TEXTS)
def test_a_diff_is_both_texts_and_shows_a_difference_where_there_is_one(first, second):
    pieces = diff(first, second)

    def of(*kinds):
        return "".join(piece.text for piece in pieces if piece.within in kinds)

    assert of(In.BOTH, In.FIRST) == first
    if words_of(first) and words_of(second):
        marks = any(piece.within is not In.BOTH for piece in pieces)
        assert marks == differ(first, second)
        shown = [
            word.form for piece in pieces if piece.within is not In.FIRST for word in words_of(piece.text)
        ]
        assert "".join(shown) == "".join(normal_form(second))


def test_a_diff_is_marked_by_brackets_and_the_signs_stay_outside():
    assert (
        marked(diff("食堂的菜价再降一点，要热。", "食堂菜价再降一些、要热些"))
        == "食堂[-的-]菜价再降一[-点-]{+些+}，要热。{+些+}"
    )
    assert marked(diff("Open the counter at noon", "open new counters at noon")) == (
        "Open [-the counter-]{+new counters+} at noon"
    )
    assert marked(diff("the counter", "the new counter")) == "the {+new +}counter"
    assert marked(diff("√", "×")) == "[-√-]{+×+}"
    assert marked(diff("好", "好")) == "好"


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_the_same_as_the_same_is_the_same(one, two, three):
    assert not differ(one, one)
    assert differ(one, two) == differ(two, one)
    if not differ(one, two) and not differ(two, three):
        assert not differ(one, three)


WANG, ZHAO = TypedText("wang", "降一点"), TypedText("zhao", "降一些")


def test_only_ballots_with_other_words_differ():
    texts = {
        1: (WANG, ZHAO),
        2: (WANG, TypedText("zhao", "降，一点。")),
        3: (WANG,),
        4: (WANG, TypedText("zhao", "降一点"), TypedText("chen", "升一点")),
    }
    found = {one.ballot: one for one in text_differences(texts)}
    assert list(found) == [1, 4]
    assert (found[1].first, found[1].second, found[1].others) == (WANG, ZHAO, ())
    assert found[4].second.by == "chen"


def test_a_third_text_is_named_beside_the_two():
    three = (WANG, ZHAO, TypedText("chen", "升一点"))
    (one,) = text_differences({1: three})
    assert one.others == three[2:]


def choice(number, chosen=Chosen.FIRST, *, text="降一点", texts=(WANG, ZHAO), back=None, by="chen"):
    return TextChoice(number, 1, chosen, text, texts, by, "2026-12-10T10:00:00+08:00", back)


def test_equal_words_print_the_first_typists_and_a_text_left_out_is_no_difference():
    same, alone = compared_opinions({1: (WANG, TypedText("zhao", "降 一点!")), 2: (ZHAO,), 3: ()}, [])
    assert (same.printed, same.is_open, same.was_asked) == ("降一点", False, False)
    assert (alone.printed, alone.is_open) == ("降一些", False)


def test_an_open_difference_prints_all_and_a_choice_prints_itself():
    (one,) = compared_opinions({1: (WANG, ZHAO)}, [])
    assert (one.printed, one.is_open) == ("降一点 / 降一些", True)
    (one,) = compared_opinions({1: (WANG, ZHAO)}, [choice(1, Chosen.TYPED, text="降些")])
    assert (one.printed, one.is_open, one.was_asked) == ("降些", False, True)


def test_a_text_typed_anew_after_a_choice_opens_the_ballot_again_even_where_both_agree_now():
    for texts in ((WANG, TypedText("zhao", "升")), (WANG, TypedText("zhao", "降一点"))):
        (one,) = compared_opinions({1: texts}, [choice(1, Chosen.TYPED, text="降些")])
        assert one.is_open
        assert one.typed_anew
        assert "降些" not in one.printed


def test_the_latest_choice_stands_and_what_was_taken_back_does_not():
    one, two = choice(1), choice(2, Chosen.SECOND, text="降一些", by="sun")
    assert standing_choices([two, one]) == {1: two}
    back = choice(3, Chosen.TAKEN_BACK, text="", back=2, by="sun")
    assert standing_choices([one, two, back]) == {1: one}
    assert standing_choices([one, choice(2, Chosen.TAKEN_BACK, text="", back=1)]) == {}


def test_a_choice_has_the_text_that_it_says():
    assert choice(1).is_sound
    assert choice(1, Chosen.SECOND, text="降一些").is_sound
    assert choice(1, Chosen.TYPED, text="降").is_sound
    assert choice(2, Chosen.TAKEN_BACK, text="", back=1).is_sound
    for wrong in (
        choice(1, text="降一些"),
        choice(1, Chosen.SECOND),
        choice(1, Chosen.TYPED, text=""),
        choice(1, Chosen.TYPED, text=" "),
        choice(1, texts=()),
        choice(1, back=1),
        replace(choice(2, Chosen.TAKEN_BACK, text="", back=1), takes_back=None),
        choice(2, Chosen.TAKEN_BACK, back=1),
    ):
        assert not wrong.is_sound
