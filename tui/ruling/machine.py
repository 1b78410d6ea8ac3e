"""Ruling on differences, one after the other: a pure state machine, `(state, press) -> (state, effects)`.

The reviewer types what the paper reads; with blind rulings the two readings appear only after that,
and stay in view with the ruling until the next key, which moves on or takes it back. The table of
transitions is `TRANSITIONS` below and drawn in docs/state-machines.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from tally.comparison import OPINION, WHOLE, Question
from tally.marks import BLANK
from tally.rulings import ABSENT, THIRD_VALUE_REASONS, VOID, VOID_REASONS, needs_reason
from tally.said import Said
from tally.scheme import Keying


class Mode(Enum):
    """What the next key means."""

    ROW = "row"
    """What does this row of the paper read?"""
    WHOLE = "whole"
    """Is there such a sheet, and is it void?"""
    BALLOT = "ballot"
    """Reading the whole sheet, row by row."""
    YES_NO = "yes-no"
    """Is there an opinion on the sheet?"""
    REASON = "reason"
    """Why the paper says something else than both clerks, or why the sheet is void."""
    WORDS = "words"
    """Another reason, in words."""
    RECORDING = "recording"
    SHOWN = "shown"
    """The ruling is recorded just now and stands beside both readings until the next key."""
    VISITED = "visited"
    """An earlier ruling, looked at again."""
    DONE = "done"
    """Nothing is left to rule on."""
    LEFT = "left"


class Event(Enum):
    """What a key asks for, or what the disk answers."""

    MARK = "mark"
    NEXT = "next"
    BEFORE = "before"
    ERASE = "erase"
    REASON = "reason"
    ENTER = "enter"
    LEAVE = "leave"
    TEXT = "text"
    REFUSED = "refused"
    RECORDED = "recorded"
    NOT_RECORDED = "not-recorded"


@dataclass(frozen=True, slots=True)
class Press:
    """One key, or one answer. `code` is the mark of a mark key, `text` the character typed."""

    event: Event
    code: str = ""
    text: str = ""
    said: Said | None = None
    ruled: Mapping[tuple[int, int], str] | None = None
    """With an answer: every place that is settled now, and its reading."""


@dataclass(frozen=True, slots=True)
class RulingState:
    """Everything between two keys. `questions` stand in the order of the ballots."""

    questions: tuple[Question, ...]
    rows: int
    grades: int
    keying: Keying
    ruled: Mapping[tuple[int, int], str]
    place: int
    mode: Mode
    reading: str = ""
    """What was typed for the question: a mark, marks of a whole ballot so far, void, absent, yes, no."""
    typed: str = ""
    message: Said | None = None
    alarm: bool = False

    @property
    def question(self) -> Question:
        """The question on the screen."""
        return self.questions[self.place]

    @property
    def open_places(self) -> tuple[int, ...]:
        """The places (in `questions`) that are not settled yet."""
        return tuple(
            place for place, one in enumerate(self.questions) if (one.ballot, one.place) not in self.ruled
        )


class EffectKind(Enum):
    """What the machine asks of the disk."""

    RULE = "rule"
    TAKE_BACK = "take-back"


@dataclass(frozen=True, slots=True)
class Effect:
    """One record to write before the next key is handled."""

    kind: EffectKind
    ballot: int
    place: int
    reading: str = ""
    reason: str = ""


Outcome = tuple[RulingState, tuple[Effect, ...]]
Handler = Callable[[RulingState, Press], Outcome]


def begin(
    questions: tuple[Question, ...],
    rows: int,
    grades: int,
    keying: Keying,
    ruled: Mapping[tuple[int, int], str],
) -> RulingState:
    """The first state: at the first question that is open, or done where none is."""
    ordered = tuple(
        sorted(questions, key=lambda one: (one.ballot, one.place if one.place > 0 else -one.place * 10**6))
    )
    state = RulingState(ordered, rows, grades, keying, dict(ruled), 0, Mode.DONE)
    left = state.open_places
    return _ask(state, left[0]) if left else state


def press(state: RulingState, key: Press) -> Outcome:
    """Handle one key or answer; one that means nothing in this mode says so."""
    handler = TRANSITIONS.get((state.mode, key.event))
    fresh = replace(state, message=None, alarm=False)
    if handler is None:
        return (
            _refuse(fresh, Said("this key does nothing here")) if key.event is not Event.RECORDED else fresh
        ), ()
    return handler(fresh, key)


def _row(state: RulingState, key: Press) -> Outcome:
    if key.code.isdigit() and int(key.code) > state.grades:
        said = Said("there are only {grades} grades here; the key marks nothing", grades=state.grades)
        return _refuse(state, said), ()
    return _decide(state, key.code)


def _whole(state: RulingState, key: Press) -> Outcome:
    if key.code == "1":
        return replace(state, mode=Mode.BALLOT, reading=""), ()
    if key.code == "2":
        return _decide(state, VOID)
    if key.code == "3":
        if state.question.first and state.question.second:
            return _refuse(state, Said("both clerks had this sheet in hand; it cannot be absent")), ()
        return _decide(state, ABSENT)
    return _refuse(state, Said("press 1, 2 or 3")), ()


def _ballot(state: RulingState, key: Press) -> Outcome:
    if len(state.reading) >= state.rows:
        return _refuse(state, Said("all rows are keyed; press Enter to save")), ()
    if key.code.isdigit() and int(key.code) > state.grades:
        said = Said("there are only {grades} grades here; the key marks nothing", grades=state.grades)
        return _refuse(state, said), ()
    return replace(state, reading=state.reading + key.code), ()


def _ballot_back(state: RulingState, key: Press) -> Outcome:
    if not state.reading:
        return replace(state, mode=Mode.WHOLE), ()
    return replace(state, reading=state.reading[:-1]), ()


def _ballot_enter(state: RulingState, key: Press) -> Outcome:
    left = state.rows - len(state.reading)
    if left:
        return _refuse(state, Said("rows not keyed: {count}; check the ballot from the top", count=left)), ()
    return _decide(state, state.reading)


def _yes_no(state: RulingState, key: Press) -> Outcome:
    if key.code == "1":
        return _decide(state, "yes")
    if key.code == BLANK:
        return _decide(state, "no")
    return _refuse(state, Said("press 1 (there is one) or 0 (there is none)")), ()


def _decide(state: RulingState, reading: str) -> Outcome:
    now = replace(state, reading=reading)
    if needs_reason(state.question, reading, state.keying):
        return replace(now, mode=Mode.REASON), ()
    return _record(now, "")


def reasons(state: RulingState) -> tuple[str, ...]:
    """The reasons to choose from, by their codes."""
    return VOID_REASONS if state.reading == VOID else THIRD_VALUE_REASONS


def _reason(state: RulingState, key: Press) -> Outcome:
    codes = reasons(state)
    number = int(key.code) if key.code.isdigit() else 0
    if 1 <= number <= len(codes):
        return _record(state, codes[number - 1])
    if number == len(codes) + 1:
        return replace(state, mode=Mode.WORDS, typed=""), ()
    return _refuse(state, Said("press a number from 1 to {most}", most=len(codes) + 1)), ()


def _reason_back(state: RulingState, key: Press) -> Outcome:
    return _ask(state, state.place), ()


def _words(state: RulingState, key: Press) -> Outcome:
    return replace(state, typed=(state.typed + key.text)[:120]), ()


def _words_erase(state: RulingState, key: Press) -> Outcome:
    if key.text:
        return _words(state, key)
    return replace(state, typed=state.typed[:-1]), ()


def _words_enter(state: RulingState, key: Press) -> Outcome:
    if not state.typed.strip():
        return _refuse(state, Said("write the reason, then Enter")), ()
    return _record(state, state.typed.strip())


def _words_leave(state: RulingState, key: Press) -> Outcome:
    return _words(state, key) if key.text else (replace(state, mode=Mode.REASON, typed=""), ())


def _record(state: RulingState, reason: str) -> Outcome:
    question = state.question
    effect = Effect(EffectKind.RULE, question.ballot, question.place, state.reading, reason)
    return replace(state, mode=Mode.RECORDING), (effect,)


def _recorded(state: RulingState, key: Press) -> Outcome:
    ruled = dict(key.ruled or {})
    question = state.question
    now = replace(state, ruled=ruled, mode=Mode.SHOWN)
    if (question.ballot, question.place) not in ruled:
        said = Said("neither clerk keyed this: a second reviewer has to read it too")
        return replace(now, message=said), ()
    return now, ()


def _not_recorded(state: RulingState, key: Press) -> Outcome:
    return replace(_ask(state, state.place), message=key.said, alarm=True), ()


def _move_on(state: RulingState, key: Press) -> Outcome:
    left = state.open_places
    if not left:
        return replace(state, mode=Mode.DONE, reading=""), ()
    later = [place for place in left if place > state.place]
    return _ask(state, later[0] if later else left[0]), ()


def _take_back(state: RulingState, key: Press) -> Outcome:
    question = state.question
    effect = Effect(EffectKind.TAKE_BACK, question.ballot, question.place)
    return replace(state, mode=Mode.RECORDING, reading=""), (effect,)


def _take_back_or_before(state: RulingState, key: Press) -> Outcome:
    """`-` takes the ruling back; `p` and the arrow only go to the one before."""
    return _take_back(state, key) if key.text == "-" else _before(state, key)


def _taken_back(state: RulingState, key: Press) -> Outcome:
    return replace(
        _ask(replace(state, ruled=dict(key.ruled or {})), state.place), message=Said("taken back")
    ), ()


def _answer(state: RulingState, key: Press) -> Outcome:
    """The disk's answer to a ruling, or to taking one back."""
    question = state.question
    if (question.ballot, question.place) in (key.ruled or {}) or state.reading:
        return _recorded(state, key)
    return _taken_back(state, key)


def _next(state: RulingState, key: Press) -> Outcome:
    if state.place + 1 >= len(state.questions):
        return _refuse(state, Said("this is the last one")), ()
    return _ask(state, state.place + 1), ()


def _before(state: RulingState, key: Press) -> Outcome:
    if state.mode is Mode.DONE:
        return (_ask(state, len(state.questions) - 1) if state.questions else state), ()
    if state.place == 0:
        return _refuse(state, Said("this is the first one")), ()
    return _ask(state, state.place - 1), ()


def _leave(state: RulingState, key: Press) -> Outcome:
    return replace(state, mode=Mode.LEFT), ()


def _say(state: RulingState, key: Press) -> Outcome:
    return _refuse(state, key.said or Said("this key does nothing here")), ()


def _refuse(state: RulingState, said: Said) -> RulingState:
    return replace(state, message=said, alarm=True)


def _ask(state: RulingState, place: int) -> RulingState:
    """The question at `place`: open ones ask, settled ones are shown with their ruling."""
    question = state.questions[place]
    settled = state.ruled.get((question.ballot, question.place))
    if settled is not None:
        return replace(state, place=place, mode=Mode.VISITED, reading=settled, typed="")
    mode = {WHOLE: Mode.WHOLE, OPINION: Mode.YES_NO}.get(question.place, Mode.ROW)
    return replace(state, place=place, mode=mode, reading="", typed="")


def _paper_first(state: RulingState, key: Press) -> Outcome:
    return _refuse(
        state, Said("key what the paper reads first; a reason is asked for where one is needed")
    ), ()


_ASKING = (Mode.ROW, Mode.WHOLE, Mode.YES_NO)

TRANSITIONS: Mapping[tuple[Mode, Event], Handler] = {
    (Mode.ROW, Event.MARK): _row,
    (Mode.WHOLE, Event.MARK): _whole,
    (Mode.YES_NO, Event.MARK): _yes_no,
    **{(mode, Event.NEXT): _next for mode in _ASKING},
    **{(mode, Event.REASON): _paper_first for mode in _ASKING},
    **{(mode, Event.BEFORE): _before for mode in _ASKING},
    **{(mode, Event.ERASE): _before for mode in _ASKING},
    **{(mode, Event.LEAVE): _leave for mode in (*_ASKING, Mode.DONE, Mode.SHOWN, Mode.VISITED)},
    **{(mode, Event.REFUSED): _say for mode in (*_ASKING, Mode.BALLOT, Mode.REASON, Mode.WORDS, Mode.DONE)},
    (Mode.BALLOT, Event.MARK): _ballot,
    (Mode.BALLOT, Event.BEFORE): _ballot_back,
    (Mode.BALLOT, Event.ERASE): _ballot_back,
    (Mode.BALLOT, Event.ENTER): _ballot_enter,
    (Mode.BALLOT, Event.LEAVE): _reason_back,
    (Mode.REASON, Event.MARK): _reason,
    (Mode.REASON, Event.BEFORE): _reason_back,
    (Mode.REASON, Event.ERASE): _reason_back,
    (Mode.REASON, Event.LEAVE): _reason_back,
    **{(Mode.WORDS, event): _words for event in (Event.MARK, Event.NEXT, Event.REASON, Event.TEXT)},
    (Mode.WORDS, Event.BEFORE): _words_erase,
    (Mode.WORDS, Event.ERASE): _words_erase,
    (Mode.WORDS, Event.ENTER): _words_enter,
    (Mode.WORDS, Event.LEAVE): _words_leave,
    (Mode.RECORDING, Event.RECORDED): _answer,
    (Mode.RECORDING, Event.NOT_RECORDED): _not_recorded,
    **{
        (Mode.SHOWN, event): _move_on
        for event in (Event.MARK, Event.NEXT, Event.ENTER, Event.REASON, Event.TEXT)
    },
    (Mode.SHOWN, Event.REFUSED): _move_on,
    (Mode.SHOWN, Event.BEFORE): _take_back_or_before,
    (Mode.SHOWN, Event.ERASE): _take_back,
    (Mode.VISITED, Event.NEXT): _next,
    (Mode.VISITED, Event.BEFORE): _before,
    (Mode.VISITED, Event.ERASE): _before,
    (Mode.VISITED, Event.REASON): _take_back,
    (Mode.VISITED, Event.ENTER): _move_on,
    (Mode.DONE, Event.BEFORE): _before,
    (Mode.DONE, Event.ERASE): _before,
    (Mode.DONE, Event.ENTER): _leave,
}
"""Every press that does something, by mode."""
