"""Typing the opinions of the ballots noted as having one, and settling those that two people typed differently:
the machines alone, then the real screens, then without a screen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tally.opinion_choices import Chosen
from tally.said import Said
from tui.opinions import settling
from tui.opinions.diff_lines import diff_lines, first_differing
from tui.opinions.machine import Keep, Place, Save, begin, not_saved, press, saved
from tui.opinions.settling_keys import meaning
from tui.opinions.settling_state import Event, Mode, Press, Record
from tui.screen.cells import line_width
from tui.screen.key import PASTE, PASTE_GIVEN_UP, Key

A, B, C = Place("B1", 3), Place("B1", 7), Place("B2", 1)


class Desk:
    def __init__(self, typed=None, draft=None, by_others=frozenset()):
        self.state = begin((A, B, C), typed or {}, draft, by_others)
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


def test_what_another_person_typed_is_passed_over_and_can_be_chosen_without_seeing_it():
    desk = Desk(by_others=frozenset({A}))
    assert desk.state.place == B
    assert desk.state.left_to_type == 2
    desk(Key("pageup"))
    assert (desk.state.place, desk.state.text.written) == (A, "")
    assert "another person" in str(desk.state.message)
    desk("mine", ENTER, "b", ENTER, "c", ENTER)
    assert desk.saved == [(A, "mine"), (B, "b"), (C, "c")]
    assert desk.state.done


class Reviewer:
    """The machine of settling, with a disk that does as it is told."""

    def __init__(self, opened=(A, B, C), fail=False):
        begun = {A: "降一点", B: "b", C: "c"}
        self.opened, self.recorded, self.fail = set(opened), [], fail
        self.state = settling.begin((A, B, C), frozenset(opened), begun)

    def __call__(self, *keys):
        for key in keys:
            for one in [key] if isinstance(key, Key) else [Key(c, c) for c in key]:
                self.step(meaning(one, self.state.mode))
        return self

    def step(self, pressed):
        self.state, effect = settling.press(self.state, pressed)
        if effect is None:
            return
        if self.fail:
            self.step(Press(Event.NOT_RECORDED, said=Said("disk full")))
            return
        self.recorded.append((effect.place, effect.chosen, effect.text))
        (self.opened.add if effect.chosen is Chosen.TAKEN_BACK else self.opened.discard)(effect.place)
        self.step(Press(Event.RECORDED, opened=frozenset(self.opened)))


def test_one_is_taken_the_other_is_taken_and_the_paper_is_typed():
    desk = Reviewer()("1x", "2", ENTER, "3", BACK, "些", ENTER)
    assert desk.recorded == [
        (A, Chosen.FIRST, ""),
        (B, Chosen.SECOND, ""),
        (C, Chosen.TYPED, "些"),
    ]
    assert desk.state.mode is Mode.SHOWN
    assert desk(ENTER).state.mode is Mode.DONE
    assert desk(ENTER).state.mode is Mode.LEFT


def test_the_next_key_after_a_choice_is_never_a_choice_itself():
    desk = Reviewer()("11")
    assert desk.recorded == [(A, Chosen.FIRST, "")]
    assert (desk.state.mode, desk.state.place) == (Mode.ASKING, B)


@pytest.mark.parametrize("key", ["-", "*", BACK])
def test_a_choice_is_taken_back_at_once(key):
    desk = Reviewer()("2", key)
    assert desk.recorded == [(A, Chosen.SECOND, ""), (A, Chosen.TAKEN_BACK, "")]
    assert (desk.state.mode, desk.state.place) == (Mode.ASKING, A)


def test_a_settled_one_is_looked_at_and_taken_back_with_its_own_key():
    desk = Reviewer(opened=(B,))("-")
    assert (desk.state.mode, desk.state.place) == (Mode.VISITED, A)
    assert desk("-").state.alarm, "it is the first one"
    desk("*")
    assert desk.recorded == [(A, Chosen.TAKEN_BACK, "")]
    assert desk.state.mode is Mode.ASKING


def test_typing_begins_with_the_first_text_and_is_not_emptied_nor_lost():
    desk = Reviewer()("3")
    assert desk.state.text.written == "降一点"
    desk(BACK, BACK, BACK, ENTER)
    assert desk.state.alarm
    assert desk.recorded == []
    desk("降", Key(PASTE, "一\u202e"), Key(PASTE_GIVEN_UP), Key("alt+1", "1"))
    assert desk.state.text.written == "降"
    desk.fail = True
    desk(ENTER)
    assert "NOT saved: disk full" in str(desk.state.message)
    assert (desk.state.mode, desk.state.text.written) == (Mode.WRITING, "降")
    desk.fail = False
    assert desk(ENTER).recorded == [(A, Chosen.TYPED, "降")]
    assert Reviewer()("3q-+1.", ENTER).recorded == [(A, Chosen.TYPED, "降一点q-+1.")]
    assert Reviewer()("3", ESC).state.mode is Mode.ASKING


def test_a_refused_choice_leaves_the_ballot_as_it_was():
    desk = Reviewer(fail=True)("1")
    assert (desk.state.mode, desk.state.place) == (Mode.ASKING, A)
    assert "NOT saved" in str(desk.state.message)
    desk = Reviewer(opened=(B,), fail=True)("-*")
    assert desk.state.mode is Mode.VISITED


def test_full_width_digits_count_and_nothing_else_chooses():
    assert Reviewer()("\uff11").recorded == [(A, Chosen.FIRST, "")]
    for key in ("0", "4", "x", Key(PASTE, "1"), Key("alt+1", "1"), Key("tab", "\t"), ENTER):
        desk = Reviewer()(key)
        assert desk.recorded == []
        assert desk.state.alarm, key


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("mode", Mode)
def test_what_stands_in_no_row_of_the_table_changes_nothing_and_says_so(mode, event):
    if (mode, event) in settling.TRANSITIONS:
        assert event is not Event.REFUSED or mode is Mode.SHOWN
        return
    state = replace(Reviewer(opened=(B,)).state, mode=mode)
    now, effect = settling.press(state, Press(event))
    assert effect is None
    assert replace(now, message=None, alarm=False) == state
    assert now.message is not None


def test_every_record_that_is_asked_for_is_waited_for():
    for mode, event in settling.TRANSITIONS:
        state = replace(Reviewer(opened=(B,)).state, mode=mode)
        now, effect = settling.press(state, Press(event, text="left"))
        assert isinstance(effect, Record) == (now.mode is Mode.RECORDING and mode is not Mode.RECORDING)


def test_a_diff_in_lines_is_told_by_brackets_and_no_line_is_too_long():
    first, second = "加强班子建设，听意见" * 40, "加强队伍建设，听 意见" * 40
    lines = diff_lines(first, second, 30)
    text = "".join(span.text for one in lines for span in one)
    assert text.count("[-班子-]{+队伍+}") == 40
    assert all(line_width(one) <= 30 for one in lines)


def test_the_first_line_that_differs_is_found():
    assert first_differing(diff_lines("一" * 100 + "二", "一" * 100 + "三", 20)) == 10
    assert first_differing(diff_lines("一", "一", 20)) == 0


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
    return desk


def records(place):
    (path,) = (place.folder / "entry").glob("*/*.opinions.json")
    (table,) = json.loads(path.read_text()).values()
    return [(record["ballot"], record["text"]) for record in table.values()]


def test_on_the_screen_with_chinese_and_a_dropped_line(noted, terminal):
    desk = opened(terminal, noted)
    desk.type("希望多到井下")
    desk.wait(lambda: "希望多到井下" in desk.text.replace(" ", ""))
    desk.settle()
    # The window of an input method opens where the terminal's cursor is put last.
    assert desk.sent.endswith(b"\x1b[5;13H")
    desk.hang_up()
    assert desk.ended() == 129
    desk = opened(terminal, noted)
    desk.wait(lambda: "希望多到井下" in desk.text.replace(" ", ""))
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
        desk.see(f"{at + 120} of at most 2000")
    desk.settle()
    assert "960 of at most 2000" in desk.text, "its foot stays below the text"
    assert "ballot 1" in desk.text, "and its head above"
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


@pytest.fixture
def differing(noted):
    """Ballots 1 and 3, typed by both clerks: the first one differently; in custody."""
    place = noted
    second = place.write("b.csv", "ballot,row1,opinion\n1,1,1\n2,2,\n3,1,1\n")
    place.ok("import", "--batch", "B1", second, who="zhao")
    place.ok("take-in", who="chen")
    place.ok("opinions", who="wang", given="菜价再降一点。\n好\n")
    return place


def typed_again(place):
    assert "0 opinions typed" in place.ok("opinions", who="zhao", given="").out
    again = place.ok("opinions", "--again", who="zhao", given="菜价再降一些\n好!\n").out
    assert "2 opinions typed" in again
    assert "菜价" not in again, "the first text is not shown to the second person"


def test_without_a_screen_differing_texts_are_listed_taken_typed_and_taken_back(differing):
    typed_again(differing)
    ask = ("opinions", "--batch", "B1", "--differing")
    shown = differing(*ask, who="chen")
    assert shown.status == 1
    assert "ballot 1" in shown.out
    assert "菜价再降一[-点-]{+些+}。" in shown.out
    assert "ballot 3" not in shown.out
    assert "without regard to width" in shown.out
    for words, told in (
        (("--take", "1=third"), "N=first or N=second"),
        (("--take", "x=first"), "no ballot number"),
        (("--text", "1"), "=, and the text"),
        (("--text", "1="), "empty"),
        (("--take", "3=first"), "different words"),
        (("--take", "1=first", "--text", "1=x"), "twice"),
        (("--again",), "--again"),
        (("--take", "1=first", "--take-back", "1"), "one choice at a time"),
    ):
        assert told in differing.refused(*ask, *words, who="chen")
    assert "--batch" in differing.refused("opinions", "--take", "1=first", who="chen")
    assert "you keyed a pass" in differing.refused(*ask, "--take", "1=first", who="wang")
    assert "chen took what zhao typed" in differing.ok(*ask, "--take", "1=second", who="chen").out
    assert differing(*ask, "--take-back", "1", who="chen").status == 1
    assert "read on the paper: 菜价降" in differing.ok(*ask, "--text", "1=菜价降", who="chen").out
    differing("export", who="chen")
    (package,) = (differing.folder / "export").iterdir()
    opinions = (package / "sent-up" / "opinions.txt").read_text()
    assert "菜价降\n" in opinions
    assert "一点" not in opinions
    differing.ok("verify", who="chen")


def test_on_the_screen_in_chinese_text_a_diff_is_seen_and_the_paper_typed(differing, terminal):
    typed_again(differing)
    desk = terminal("--dir", differing.folder, "--lang", "en", "--as", "chen", "opinions")
    desk.see("1 still to be settled")
    desk.type("\t")
    desk.see("Opinions typed differently  batch B1  ballot 1")
    desk.wait(lambda: "菜价再降一[-点-]{+些+}。" in desk.text.replace(" ", ""))
    desk.type("3\x7f\x7f低\r")
    desk.see("any key: next")
    desk.wait(lambda: "菜价再降一低" in desk.text.replace(" ", ""))
    desk.type("-")
    desk.see("taken back")
    desk.type("21")
    desk.see("All texts that differed are settled")
    desk.type("\r")
    desk.see("0 still to be settled")
    desk.type("\x1b")
    assert desk.ended() == 0
    table = json.loads((differing.folder / "review" / "B1.chen.opinions.json").read_text())["_default"]
    assert [record["chosen"] for record in table.values()] == ["typed", "taken-back", "second"]


def test_a_long_diff_scrolls_and_the_question_stays_in_view(differing, terminal):
    words = "".join(f"第{at}条意见" for at in range(1, 250))
    differing.ok("opinions", "--again", who="zhao", given=f"{words}完\n\n")
    desk = terminal("--dir", differing.folder, "--lang", "en", "--as", "chen", "opinions", "--differing")
    desk.see("3 type what the paper says")
    desk.see("lines 1 to")
    desk.settle()
    assert "完" not in desk.text
    desk.type("\x1b[B" * 60)
    desk.see("完")
    desk.settle()
    assert "3 type what the paper says" in desk.text, "still"
    desk.type("q")
    assert desk.ended() == 0
