"""The keying machine without a screen: no sequence of keys loses, invents or reorders a mark."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.marks import EMPTY
from tally.readings import Reading
from tally.said import Said
from tui.keying.keymap import meaning
from tui.keying.machine import TRANSITIONS, begin, press
from tui.keying.state import (
    EffectKind,
    Event,
    Mode,
    Press,
    Rules,
    Sheet,
)
from tui.screen.key import Key
from tui.screen.keypad_parser import KeypadParser

NAMES = {"\r": "enter", "\n": "ctrl+j", "^": "up", "v": "down", "\b": "backspace", "\x1b": "escape"}


class Desk:
    """Feeds keys to the machine as the screen does, and keeps what is saved."""

    def __init__(
        self, rows=3, grades=4, ballots=3, opinions="apart", may_fill=True, keyed=None, draft=None, row=0
    ):
        self.rules = Rules(range(1, ballots + 1), rows, grades, may_fill, opinions)
        self.state = begin(self.rules, keyed or {}, draft, row)
        self.saved: list[tuple[int, Reading]] = []
        self.drafts: list[tuple[int, str]] = []
        self.handed_in = None
        self.fail = False

    def __call__(self, keys: str, *, drawn: bool = True) -> Desk:
        for key in keys:
            name = {"^": "up", "_": "down"}.get(key) or NAMES.get(key) if key in "^_\r\n\b\x1b" else key
            self.step(meaning(Key(name, "" if name != key else key)))
            if drawn:
                self.step(Press(Event.DRAWN))
        return self

    def step(self, asked):
        self.state, effects = press(self.state, asked)
        for effect in effects:
            if effect.kind is EffectKind.SAVE:
                if self.fail:
                    self.step(Press(Event.NOT_SAVED, said=Said("disk full")))
                else:
                    self.saved.append((effect.number, effect.reading))
                    self.step(Press(Event.SAVED, said=Said("saved")))
            elif effect.kind is EffectKind.HAND_IN:
                self.handed_in = effect.sheets
                self.step(Press(Event.SAVED))
            elif effect.kind is EffectKind.KEEP_DRAFT:
                self.drafts.append((effect.number, effect.reading.marks))

    @property
    def marks(self):
        return [(number, reading.marks) for number, reading in self.saved]


def test_rows_plus_one_keys_a_ballot_and_the_summary_after_the_last():
    desk = Desk()
    desk("123\r40.\r111\r")
    assert desk.marks == [(1, "123"), (2, "4-x"), (3, "111")]
    assert desk.state.mode is Mode.SUMMARY
    desk("3\r")
    assert desk.handed_in == 3
    assert desk.state.mode is Mode.HANDED_IN


def test_the_row_just_marked_is_corrected_with_two_keys():
    assert Desk()("12-33\r").marks == [(1, "133")]


def test_a_grade_that_is_none_marks_nothing_and_says_so():
    desk = Desk()("5")
    assert desk.state.sheet.marks == "___"
    assert desk.state.alarm
    assert "4" in str(desk.state.message)


def test_enter_with_rows_empty_does_not_save_and_goes_to_the_first_of_them():
    desk = Desk()("1\r")
    assert desk.saved == []
    assert desk.state.cursor == 1
    assert desk.state.alarm


def test_after_the_last_row_a_mark_is_refused_and_nothing_wraps():
    desk = Desk()("1231")
    assert desk.state.sheet.marks == "123"
    assert desk.state.alarm
    assert desk("-4\r").marks == [(1, "124")]


def test_a_mark_after_up_returns_to_the_first_empty_row():
    desk = Desk(rows=4)("12^^")
    assert desk.state.cursor == 0
    assert "row 1" in str(desk.state.message)
    desk("4")
    assert desk.state.cursor == 2
    assert desk.state.sheet.marks == "42__"


def test_down_does_not_pass_an_empty_row():
    desk = Desk()("1_")
    assert desk.state.cursor == 1
    assert desk.state.alarm


def test_fill_takes_the_mark_above_and_minus_takes_the_whole_fill_back():
    desk = Desk(rows=4)("2+")
    assert desk.state.sheet.marks == "2222"
    desk("-")
    assert desk.state.sheet.marks == "2___"
    assert desk.state.cursor == 1


def test_a_ballot_is_noted_as_filled_while_a_fill_stands_on_it():
    """A fill that was taken back, and a ballot keyed afresh, were looked at row by row; marking over a row
    of a filled ballot leaves the others as they were filled."""
    desk = Desk()("1+\r1+-23\r1+^2\r")
    assert [(reading.marks, reading.filled) for _, reading in desk.saved] == [
        ("111", True),
        ("123", False),
        ("112", True),
    ]
    desk("-1*\r111\r")
    assert desk.saved[-1] == (1, Reading("111")), "keyed afresh"
    assert Desk()("111\r").saved == [(1, Reading("111"))], "the same marks one by one are no fill"


def test_a_number_that_is_read_once_is_not_gone_back_to_and_only_the_sampled_ones_come():
    """The numbers of a check have gaps; what was read first stays, and opinions are not looked at."""
    desk = Desk(ballots=20)
    desk.rules = replace(desk.rules, numbers=(3, 7, 19), once=True)
    desk.state = begin(desk.rules, {})
    assert desk.state.sheet.number == 3
    desk("111\r")
    assert desk.state.sheet.number == 7
    desk("-\r")
    assert desk.state.mode is Mode.NUMBER and "read first" in str(desk.state.message)
    desk("5\r")
    assert desk.state.mode is Mode.NUMBER and "not to be read" in str(desk.state.message)
    desk("\x1b/")
    assert desk.state.alarm and "opinions" in str(desk.state.message)
    desk("222\r333\r")
    assert desk.marks == [(3, "111"), (7, "222"), (19, "333")]
    assert desk.state.mode is Mode.SUMMARY


def test_fill_is_refused_on_the_first_row_and_where_the_scheme_forbids_it():
    assert Desk()("+").state.alarm
    assert Desk(may_fill=False)("1+").state.sheet.marks == "1__"


def test_a_void_ballot_may_be_saved_with_rows_empty():
    desk = Desk()("1*\r")
    assert desk.saved == [(1, Reading("1__", void=True))]
    assert Desk()("1**23\r").saved == [(1, Reading("123"))]


def test_an_opinion_is_noted_or_typed_where_the_scheme_has_it_inline():
    assert Desk()("/123\r").saved == [(1, Reading("123", opinion=True))]
    desk = Desk(opinions="inline")("/q12 good-\r123\r")
    assert desk.saved == [(1, Reading("123", opinion=True, words="q12 good-"))]
    assert Desk(opinions="none")("/").state.alarm


def test_minus_on_an_untouched_ballot_goes_to_the_one_before_and_comes_back():
    desk = Desk()("123\r-")
    assert desk.state.mode is Mode.NUMBER
    desk("\r")
    assert desk.state.sheet.number == 1
    desk("4\r")
    assert desk.marks == [(1, "123"), (1, "423")]
    assert desk.state.sheet.number == 2, "back where keying stood"


def test_a_number_outside_the_bundle_is_refused():
    desk = Desk()("g9\r")
    assert desk.state.mode is Mode.NUMBER
    assert desk.state.alarm
    desk("\x1b")
    assert desk.state.mode is Mode.ROWS


def test_a_ballot_that_is_begun_is_not_left_for_another():
    desk = Desk()("1g")
    assert desk.state.mode is Mode.ROWS
    assert desk.state.alarm


def test_keys_typed_before_the_summary_is_drawn_are_dropped_there():
    desk = Desk(ballots=1)
    desk("123\r", drawn=False)
    desk("1\r", drawn=False)
    assert desk.handed_in is None
    assert desk.state.typed == ""
    desk.step(Press(Event.DRAWN))
    desk("1\r")
    assert desk.handed_in == 1


def test_a_count_that_is_not_the_covers_is_refused_and_says_both():
    desk = Desk(ballots=1)("123\r7\r")
    assert desk.handed_in is None
    assert "7" in str(desk.state.message)
    assert "1" in str(desk.state.message)


def test_handing_in_short_wants_the_number_twice_and_enter_goes_to_a_missing_one():
    desk = Desk()("123\rg3\r111\r")
    assert desk.state.mode is Mode.SUMMARY
    assert desk.state.missing == (2,)
    desk("3\r")
    assert desk.handed_in is None
    desk("2\r")
    assert desk.handed_in is None
    desk("2\r")
    assert desk.handed_in == 2
    desk = Desk()("123\rg3\r111\r\r")
    assert desk.state.sheet.number == 2


def test_a_failed_save_keeps_the_ballot_on_the_screen():
    desk = Desk()
    desk.fail = True
    desk("123\r")
    assert desk.saved == []
    assert desk.state.sheet.marks == "123"
    assert desk.state.alarm
    desk.fail = False
    assert desk("\r").marks == [(1, "123")]


def test_cr_lf_together_is_one_enter():
    assert Desk()("123\r\n444\r\n").marks == [(1, "123"), (2, "444")]
    assert Desk()("123\n444\n").marks == [(1, "123"), (2, "444")]


def test_help_loses_no_mark():
    desk = Desk()("1?2")
    assert desk.state.mode is Mode.ROWS
    assert desk.state.sheet.marks == "12_"


def test_a_draft_is_resumed_at_its_row_and_minus_goes_back_row_by_row():
    desk = Desk(keyed={1: Reading("111")}, draft=Sheet(2, "12_"), row=2)
    assert (desk.state.sheet.number, desk.state.cursor) == (2, 2)
    assert desk("-3").state.sheet.marks == "13_"


@pytest.mark.parametrize(("typed", "marks"), [("3", "3__"), ("。", "x__"), ("、", "___"), ("好", "___")])
def test_keys_of_an_input_method(typed, marks):
    desk = Desk()
    desk.step(meaning(Key(typed, typed)))
    assert desk.state.sheet.marks == marks
    if typed == "好":
        assert desk.state.alarm


@pytest.mark.parametrize("name", ["alt+1", "home", "pagedown", "insert", "left", "f7", "ctrl+a", "paste"])
def test_keys_that_mark_nothing_say_so(name):
    desk = Desk()
    desk.step(meaning(Key(name, "1" if name == "alt+1" else "")))
    assert desk.state.sheet.marks == "___"
    assert desk.state.message is not None


@pytest.mark.parametrize(
    ("name", "character", "marks"),
    [
        ("full_stop", ".", "x__"),
        ("minus", "-", "___"),
        ("plus", "+", "___"),
        ("f", "f", "___"),
        ("1", "1", "1__"),
    ],
)
def test_keys_by_the_names_that_textual_gives_them(name, character, marks):
    desk = Desk()
    desk.step(meaning(Key(name, character)))
    assert desk.state.sheet.marks == marks


@pytest.mark.parametrize(("name", "same"), [("f2", "/"), ("f3", "*"), ("f4", "-")])
def test_a_keypad_left_in_application_mode(name, same):
    assert replace(meaning(Key(name)), text="") == replace(meaning(Key(same, same)), text="")


KEYS = st.text(alphabet="1234509.+-*/g?^_\r\n\bq\x1bzo", max_size=60)


@settings(max_examples=400, deadline=None)
@given(KEYS, st.integers(1, 4), st.integers(1, 3), st.sampled_from(["apart", "inline", "none"]))
def test_any_keys_leave_a_sound_state(keys, rows, ballots, opinions):
    desk = Desk(rows=rows, ballots=ballots, opinions=opinions)
    for key in keys:
        before = desk.state
        desk(key)
        state = desk.state
        assert 0 <= state.cursor <= rows
        assert len(state.sheet.marks) == rows
        assert state.cursor <= state.sheet.first_empty
        assert state.mode is not Mode.SAVING
        changed = [a != b for a, b in zip(before.sheet.marks, state.sheet.marks, strict=True)]
        if before.sheet.number == state.sheet.number and before.mode is Mode.ROWS and key in "12340.":
            assert sum(changed) <= 1, "one key marks one row"
            assert all(place == before.cursor for place, one in enumerate(changed) if one)
        if state.mode in (Mode.LEFT, Mode.HANDED_IN):
            break
    for number, reading in desk.saved:
        assert number in desk.rules.numbers
        assert reading.void or EMPTY not in reading.marks


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="1234.0*/^_+", min_size=1, max_size=12), st.integers(2, 5))
def test_minus_undoes_exactly_one_step(keys, rows):
    desk = Desk(rows=rows)
    for key in keys:
        before = desk.state
        desk(key)
        if len(desk.state.steps) > len(before.steps):
            undone, _ = press(desk.state, meaning(Key("-", "-")))
            assert (undone.sheet, undone.cursor) == (before.sheet, before.cursor)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="1234", min_size=4, max_size=4), min_size=3, max_size=3))
def test_what_is_typed_is_what_is_saved_in_its_order(ballots):
    desk = Desk(rows=4)("".join(f"{marks}\r" for marks in ballots))
    assert desk.marks == list(enumerate(ballots, start=1))


def test_a_mark_too_many_is_counted_until_the_ballot_is_saved_and_rings():
    desk = Desk()("12344")
    assert desk.state.too_many == 2
    desk.step(meaning(Key("enter")))
    assert desk.state.rings
    assert desk.state.too_many == 0
    desk("1")
    assert not desk.state.rings
    assert Desk()("1234-").state.too_many == 0, "taking a mark back is a key that does something"
    assert Desk()("1234^").state.too_many == 0
    desk = Desk()("123")
    desk.step(meaning(Key("enter")))
    assert not desk.state.rings


def test_a_mark_too_many_is_not_forgotten_where_the_first_save_fails():
    desk = Desk()
    desk.fail = True
    desk("1234\r")
    assert desk.state.too_many == 1
    desk.fail = False
    desk.step(meaning(Key("enter")))
    assert desk.state.rings


def test_one_minus_too_many_is_refused_and_the_next_one_asks_for_a_number():
    desk = Desk(keyed={1: Reading("111")})("12--")
    assert desk.state.untouched
    desk("-")
    assert desk.state.mode is Mode.ROWS
    assert desk.state.alarm
    assert "nothing more to take back" in str(desk.state.message)
    assert desk("-").state.mode is Mode.NUMBER
    assert Desk(keyed={1: Reading("111")})("1-g").state.mode is Mode.NUMBER, "g always asks"
    assert Desk(keyed={1: Reading("111")})("-").state.mode is Mode.NUMBER, "never touched: at once"
    assert Desk()("1-123\r-").state.mode is Mode.NUMBER, "another ballot: at once"
    assert Desk(keyed={1: Reading("111")})("1-g1\r-").state.mode is Mode.NUMBER


def test_lf_right_after_cr_is_no_enter_on_the_next_ballot():
    desk = Desk()("123\r\n")
    assert not desk.state.alarm
    assert str(desk.state.message) == "saved"
    assert Desk()("123\r\n\n").state.alarm, "the second LF is an Enter of its own"


def test_enter_hit_twice_leaves_the_acknowledgement_in_view():
    desk = Desk()("123\r\r\r")
    assert desk.state.alarm
    assert str(desk.state.message).startswith("saved; then: rows not keyed: 3")
    desk("1")
    assert str(desk.state.message) == "saved"
    assert not desk.state.alarm
    desk = Desk(ballots=1)("123\r\r")
    assert str(desk.state.message).startswith("saved; then: type how many sheets")


def test_going_to_a_saved_ballot_says_what_a_mark_replaces():
    said = str(Desk()("123\rg1\r").state.message)
    assert "a mark replaces that row only" in said
    assert "1* Enter: all rows afresh" in said


@pytest.mark.parametrize("letter", ["x", "v", "a", "o"])
def test_a_letter_is_no_part_of_a_number_and_is_refused_in_words(letter):
    desk = Desk()("123\rg1" + letter)
    assert desk.state.typed == "1"
    assert desk.state.alarm
    assert "type a ballot number" in str(desk.state.message)


def test_an_arrow_that_is_refused_may_be_the_keypad_without_number_lock():
    assert "NumLock" in str(Desk()("^").state.message)
    assert "NumLock" in str(Desk()("_").state.message)


def test_resuming_a_half_keyed_ballot_says_where_it_goes_on_and_takes_no_key():
    desk = Desk(draft=Sheet(2, "12_"), row=2)
    assert str(desk.state.message) == "ballot 2 is half keyed: goes on at row 3"
    assert desk("3").state.sheet.marks == "123"
    assert desk.state.message is None
    assert "Enter saves it" in str(Desk(draft=Sheet(2, "123"), row=3).state.message)
    desk = Desk(keyed={2: Reading("111")}, draft=Sheet(2, "12_"), row=2)
    assert "half corrected" in str(desk.state.message)
    assert Desk().state.message is None


def test_the_count_that_is_refused_says_the_next_step():
    said = str(Desk(ballots=1)("123\r7\r").state.message)
    assert "Count again" in said
    assert "pingyi batch correct" in said


@pytest.mark.parametrize("sign", ["\u2014", "\u00d7", "\u2026", "\u201c", "\u00b7", "\uffe5", "\u597d"])
def test_what_an_input_method_types_is_named_and_its_mode_told(sign):
    asked = meaning(Key(sign, sign))
    assert "input method" in str(asked.said)
    assert sign in str(asked.said), "of several characters that came at once only this one marked nothing"


@pytest.mark.parametrize("name", ["alt+1", "alt+.", "alt++"])
def test_alt_and_a_key_marks_nothing_and_says_that_alt_was_held(name):
    asked = meaning(Key(name))
    assert asked.event is Event.REFUSED
    assert "Alt was held" in str(asked.said)


@pytest.mark.parametrize("sent", ["1", "0", "9", "-", ".", "+", "*", "/", "x"])
def test_alt_and_a_key_is_read_as_that_and_not_as_the_sign_of_another_keyboard(sent):
    parser = KeypadParser(False)
    events = list(parser.feed(f"\x1b{sent}"))
    until = time.monotonic() + 5
    while not events and time.monotonic() < until:
        events = list(parser.tick())
    assert [event.key for event in events] == [f"alt+{sent}"]


def test_every_mode_is_left_by_some_key_and_every_handler_is_reachable():
    for mode in Mode:
        if mode not in (Mode.LEFT, Mode.HANDED_IN):
            assert any(of == mode for of, _ in TRANSITIONS), mode


def test_the_row_of_an_earlier_ballot_is_corrected_from_the_keypad_alone():
    desk = Desk(rows=4)("1234\r-1.3\r")
    assert (desk.state.sheet.number, desk.state.cursor) == (1, 2)
    desk("4\r")
    assert desk.marks[-1] == (1, "1244")
    assert desk.state.sheet.number == 2, "back where keying stood"
    assert Desk(rows=4)("1234\r-.2\r1\r").marks[-1] == (1, "1134"), "the point alone: the ballot before"


def test_after_a_correction_the_next_mark_overwrites_nothing():
    desk = Desk(rows=4)("1234\r-1.3\r41")
    assert desk.state.sheet.marks == "1244"
    assert desk.state.alarm


def test_a_sheet_keyed_under_the_wrong_number_is_keyed_afresh():
    desk = Desk(rows=3)("123\r-1*\r")
    assert desk.state.sheet.marks == "___"
    assert desk("-").state.sheet.marks == "123", "and - brings it back"
    desk = Desk(rows=3)("123\r-1*\r321\r")
    assert desk.marks == [(1, "123"), (1, "321")]
    assert Desk(rows=3)("12*\r-1*\r").state.sheet == Sheet(1, "___")


@pytest.mark.parametrize("typed", ["1.4", "1.0", "3.2", "2*", "9", "1.2.3", "1*5"])
def test_a_number_that_cannot_be_gone_to_changes_nothing_and_says_so(typed):
    desk = Desk(rows=3)("123\r-" + typed + "\r")
    assert desk.state.alarm or desk.state.mode is Mode.ROWS
    assert desk.marks == [(1, "123")]
    if typed not in ("1.2.3", "1*5"):
        assert desk.state.mode is Mode.NUMBER
        assert desk.state.typed == ""


def test_the_saved_line_stands_until_another_message_comes():
    desk = Desk(rows=3)("123\r1")
    assert str(desk.state.message) == "saved"
    desk("7")
    assert desk.state.alarm
    desk("2")
    assert desk.state.message is None


def test_the_end_of_the_papers_page_is_told():
    desk = Desk(rows=4)
    desk.state = begin(replace(desk.rules, rows_per_page=2), {})
    desk("1")
    assert desk.state.message is None
    desk("2")
    assert "page 2 of 2" in str(desk.state.message)
    desk("34")
    assert desk.state.message is None


def test_every_character_of_an_inline_opinion_is_kept():
    kept = []
    desk = Desk(opinions="inline")
    desk("1/")
    for character in "多下x-":
        desk.state, (effect,) = press(desk.state, meaning(Key(character, character)))
        kept.append((effect.kind, effect.reading.words, effect.reading.opinion))
    assert kept[-1] == (EffectKind.KEEP_DRAFT, "多下x-", True)
    assert [words for _, words, _ in kept] == ["多", "多下", "多下x", "多下x-"]
    # Where the line drops now, keying resumes in the rows with what was typed.
    again = Desk(opinions="inline", draft=Sheet(1, "1__", opinion=True, words="多下x-"), row=1)
    assert again("23\r").saved == [(1, Reading("123", opinion=True, words="多下x-"))]


def test_an_inline_opinion_is_edited_and_pasted_into():
    desk = Desk(opinions="inline")("/ab")
    for key in (Key("left"), Key("c", "c"), Key("home"), Key("delete"), Key("paste", "一\n二"), Key("end")):
        desk.step(meaning(key))
    desk("\r123\r")
    assert desk.saved == [(1, Reading("123", opinion=True, words="一 二cb"))]


def test_a_draft_that_is_void_or_has_an_opinion_is_not_an_untouched_ballot():
    for draft in (Sheet(2, "___", void=True), Sheet(2, "___", opinion=True), Sheet(2, "___", words="a")):
        desk = Desk(keyed={1: Reading("111")}, draft=draft)
        assert not desk.state.untouched
        desk("g")
        assert desk.state.mode is Mode.ROWS, "it cannot be left behind for another number"
        desk("-")
        assert desk.state.sheet == Sheet(2, "___")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.text(alphabet="1234.0", min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.text(alphabet="789?z\x07^_=好", max_size=3), min_size=12, max_size=12),
)
def test_keys_that_mark_nothing_between_two_marks_change_nothing(ballots, noise):
    """Slips of the finger, help, arrows up and down again: the marks come out as keyed, in their order."""
    desk = Desk(rows=3)
    codes = {".": "x", "0": "-"}
    for number, marks in enumerate(ballots):
        for place, mark in enumerate(marks):
            for key in noise[number * 3 + place]:
                before = desk.state.cursor
                desk(key)
                for _ in range(before - desk.state.cursor):
                    desk("_")
                if key == "=" and desk.state.cursor != before:
                    desk("-")
            desk(mark)
        desk("\r")
    assert desk.marks == [
        (number, "".join(codes.get(mark, mark) for mark in marks))
        for number, marks in enumerate(ballots, start=1)
    ]


@settings(max_examples=300, deadline=None)
@given(KEYS, st.sampled_from(["apart", "inline"]))
def test_what_a_line_that_drops_at_any_key_leaves_is_what_stood_on_the_screen(keys, opinions):
    """The draft after every key, and the ballots saved, are the whole state: begin() from them goes on there."""
    desk = Desk(rows=3, ballots=3, opinions=opinions)
    draft: tuple[Sheet, int] | None = None
    for key in keys:
        if desk.state.mode in (Mode.LEFT, Mode.HANDED_IN):
            break
        asked = meaning(Key(NAMES.get(key, key), "" if key in NAMES else key))
        desk.state, effects = press(desk.state, asked)
        for effect in effects:
            reading = effect.reading
            if effect.kind is EffectKind.SAVE:
                desk.state, _ = press(desk.state, Press(Event.SAVED, said=Said("saved")))
            sheet = Sheet(
                effect.number,
                reading.marks,
                reading.void,
                reading.opinion,
                reading.words,
                reading.filled,
            )
            draft = (sheet, effect.row) if effect.kind is EffectKind.KEEP_DRAFT else None
        state = desk.state
        if state.mode is not Mode.ROWS:
            continue
        again = begin(desk.rules, state.keyed, *(draft or (None, 0)))
        if draft is not None:
            assert again.sheet == state.sheet
            assert again.cursor == min(state.cursor, again.sheet.first_empty)
        else:
            assert (
                state.sheet.number not in state.keyed
                or state.sheet.marks == state.keyed[state.sheet.number].marks
            )


def test_the_table_in_the_documents_is_the_table_of_the_program():
    text = (Path(__file__).resolve().parents[2] / "docs/state-machines.md").read_text()
    section = text[text.index("## Keying") : text.index("## Ruling")]
    drawn = set()
    for row in section.splitlines():
        cells = [cell.strip() for cell in row.split("|")]
        if row.startswith("| `"):
            drawn |= {(cells[1].strip("`"), event) for event in cells[2].split(", ")}
    assert drawn == {(mode.value, event.value) for mode, event in TRANSITIONS}
