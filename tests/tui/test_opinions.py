"""Typing the opinions of the ballots noted as having one: the machine alone, then the real screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.opinions.machine import Keep, Place, Save, begin, not_saved, press, saved
from tui.screen.key import PASTE, Key

A, B, C = Place("B1", 3), Place("B1", 7), Place("B2", 1)


class Desk:
    def __init__(self, typed=None, draft=None):
        self.state = begin((A, B, C), typed or {}, draft)
        self.saved, self.kept = [], []
        self.fail = False

    def __call__(self, *keys):
        for key in keys:
            for one in [key] if isinstance(key, Key) else [Key(c, c) for c in key]:
                self.state, effect = press(self.state, one)
                if isinstance(effect, Save) and self.fail:
                    self.state = not_saved(self.state, "disk full")
                elif isinstance(effect, Save):
                    self.saved.append((effect.place, effect.text))
                    self.state = saved(self.state)
                elif isinstance(effect, Keep):
                    self.kept.append((effect.place, effect.text))
        return self


ENTER, ESC, BACK = Key("enter", "\r"), Key("escape"), Key("backspace")


def test_one_after_the_other_and_a_word_at_the_end():
    desk = Desk()("好", ENTER, "多下基层", ENTER, "q/-+.0", ENTER)
    assert desk.saved == [(A, "好"), (B, "多下基层"), (C, "q/-+.0")]
    assert "all opinions are typed" in str(desk.state.message)


def test_every_character_is_kept_as_a_draft_and_resumed():
    desk = Desk()("多下")
    assert desk.kept == [(A, "多"), (A, "多下")]
    again = Desk(draft=(A, "多下"))("基层", ENTER)
    assert again.saved == [(A, "多下基层")]


def test_an_empty_one_is_left_for_later_and_comes_again():
    desk = Desk()(ENTER, "b", ENTER, "c", ENTER)
    assert desk.saved == [(B, "b"), (C, "c")]
    assert desk.state.place == A


def test_an_empty_enter_never_goes_into_a_saved_text():
    desk = Desk(typed={B: "alt"})(ENTER)
    assert desk.state.place == C, "past the saved one"
    desk(ENTER)
    assert desk.state.place == A
    desk = Desk(typed={A: "a", B: "b"})(ENTER)
    assert desk.state.place == C
    assert desk.state.alarm, "no other one is missing"
    desk = Desk(typed={A: "a"})(Key("pageup"), ENTER)
    assert desk.state.place == B, "from a saved one that is left as it was too"


@pytest.mark.parametrize("ended", [lambda: Desk()("a", ENTER, "b", ENTER, "c", ENTER),
                                   lambda: Desk(typed={A: "a", B: "b", C: "c"})])  # fmt: skip
def test_after_the_last_text_typing_marks_nothing_until_a_ballot_is_chosen(ended):
    desk = ended()
    before = (list(desk.saved), list(desk.kept))
    for key in ("x", Key(PASTE, "一二"), BACK, Key("delete"), Key("left"), ENTER, "y", ENTER):
        desk(key)
        assert desk.state.text.written == ""
        assert "all opinions are typed" in str(desk.state.message)
        assert desk.state.alarm == (key is not ENTER)
    assert (desk.saved, desk.kept) == before
    desk(Key("pagedown"))
    assert desk.state.text.written in ("a", "c")
    assert "what you type changes it" in str(desk.state.message)
    place = desk.state.place
    desk("!", ENTER)
    assert desk.saved[-1] == (place, ("c" if place == C else "a") + "!")
    assert desk.state.done
    assert desk(ESC).state.left


def test_cr_lf_is_one_enter():
    desk = Desk()("a", ENTER, Key("ctrl+j"), "b", ENTER)
    assert desk.saved == [(A, "a"), (B, "b")]


def test_a_text_that_is_not_saved_is_not_left_for_another():
    desk = Desk()("a", Key("pagedown"))
    assert desk.state.place == A
    assert desk.state.alarm


def test_a_saved_text_can_be_gone_back_to_and_replaced_not_emptied():
    desk = Desk(typed={A: "alt"})(Key("pageup"))
    assert desk.state.place == A
    desk(BACK, BACK, BACK, ENTER)
    assert desk.saved == []
    assert desk.state.alarm
    desk("neu", ENTER)
    assert desk.saved == [(A, "neu")]


def test_a_failed_save_leaves_the_text_on_the_screen():
    desk = Desk()
    desk.fail = True
    desk("a", ENTER)
    assert desk.state.text.written == "a"
    assert "NOT saved" in str(desk.state.message)


def test_a_paste_goes_in_whole_or_not_at_all():
    assert Desk()(Key(PASTE, "一二三")).state.text.written == "一二三"
    desk = Desk()(Key(PASTE, "一\u202e二"))
    assert desk.state.text.written == ""
    assert desk.state.alarm


def test_other_keys_do_nothing_and_say_so():
    for name in ("alt+1", "ctrl+a", "f5", "begin"):
        desk = Desk()("a", Key(name, "1" if name == "alt+1" else ""))
        assert replace(desk.state.text).written == "a"
        assert desk.state.alarm, name


@pytest.fixture
def noted(appraisal):
    place = appraisal(batches=(("B1", 3),))
    place.ok(
        "import",
        "--batch",
        "B1",
        place.write("a.csv", "ballot,row1,opinion\n1,1,1\n2,2,\n3,1,1\n"),
        who="wang",
    )
    return place


def opened(terminal, place):
    desk = terminal("--dir", place.folder, "--lang", "en", "--as", "wang", "opinions")
    desk.see("ballot 1")
    desk.settle()
    return desk


def records(place):
    import json

    (path,) = (place.folder / "entry").glob("*/*.opinions.json")
    (table,) = json.loads(path.read_text()).values()
    return [(record["ballot"], record["text"]) for record in table.values()]


def test_on_the_screen_with_chinese_and_a_dropped_line(noted, terminal):
    desk = opened(terminal, noted)
    desk.type("希望多到井下")
    desk.settle()
    # The window of an input method opens where the terminal's cursor is put last.
    assert desk.sent.endswith(b"\x1b[5;13H")
    desk.hang_up()
    assert desk.ended() == 129
    desk = opened(terminal, noted)
    assert "希望多到井下" in desk.text.replace(" ", "")
    desk.type("听一听。\r")
    desk.see("ballot 3")
    desk.type("a\x1b[Db\r")
    desk.see("all opinions are typed")
    desk.type("zz\r")
    desk.settle()
    assert "ballot" not in desk.text.partition("\n")[0]
    assert records(noted) == [(1, "希望多到井下听一听。"), (3, "ba")]
    desk.type("\x1b")
    assert desk.ended() == 0
    assert not list((noted.folder / "entry").glob("*/*.draft"))


def test_a_long_text_wraps_and_the_cursor_stays_in_view(noted, terminal):
    desk = opened(terminal, noted)
    text = "意见建议" * 240
    for at in range(0, len(text), 120):
        desk.type(text[at : at + 120])
        desk.settle()
    assert "960 of at most 2000" in desk.text
    desk.type("\r")
    desk.see("ballot 3")
    assert records(noted) == [(1, text)]


def test_from_a_pipe_a_line_each_and_control_characters_refused(noted):
    assert "2 opinions typed" in noted.ok("opinions", who="wang", given="eins\n好\n").out
    assert records(noted) == [(1, "eins"), (3, "好")]


def test_from_a_pipe_what_is_no_words_is_refused(noted):
    answer = noted("opinions", who="wang", given="a\x1b[2Jb\n")
    assert answer.status == 2
    assert "control character" in answer.err
