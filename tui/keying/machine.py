"""Keying one ballot after the other: a pure state machine, `(state, press) -> (state, effects)`.

No Textual, no disk, no clock. Modes are data: nothing is opened or focused between two marks, so keys
typed ahead are never lost or taken by another window. The table of transitions is `TRANSITIONS` below
and drawn in docs/state-machines.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from tally.marks import BLANK, EMPTY
from tally.readings import Reading
from tally.said import Said


class Mode(Enum):
    """What the next key means."""

    ROWS = "rows"
    """Marking rows; past the last one the cursor rests on "save"."""
    SAVING = "saving"
    """The ballot is on its way to disk; the answer comes before the next key."""
    NUMBER = "number"
    """Asking for a ballot number to go to."""
    OPINION = "opinion"
    """Typing the opinion's line."""
    SUMMARY = "summary"
    """After the last ballot: the clerk counts the sheets and types the number."""
    HANDING_IN = "handing-in"
    """The pass is on its way to being closed."""
    HELP = "help"
    """All keys; any key goes back and does its work there."""
    LEFT = "left"
    HANDED_IN = "handed-in"


class Event(Enum):
    """What a key asks for, or what the disk and the screen answer."""

    MARK = "mark"
    FILL = "fill"
    BACK = "back"
    VOID = "void"
    OPINION = "opinion"
    UP = "up"
    DOWN = "down"
    ENTER = "enter"
    GO_TO = "go-to"
    HELP = "help"
    LEAVE = "leave"
    TEXT = "text"
    """A letter that is no key here, or any character while an opinion is typed."""
    REFUSED = "refused"
    """A key that marks nothing anywhere; its press says why."""
    SAVED = "saved"
    NOT_SAVED = "not-saved"
    DRAWN = "drawn"
    """The summary stands on the screen; keys that came before it are dropped."""


@dataclass(frozen=True, slots=True)
class Press:
    """One key, or one answer. `code` is the mark of a mark key, `text` the character typed."""

    event: Event
    code: str = ""
    text: str = ""
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ballot on the screen: `EMPTY` where a row is not keyed yet."""

    number: int
    marks: str
    void: bool = False
    opinion: bool = False
    words: str = ""

    @property
    def first_empty(self) -> int:
        """The place (from 0) of the first empty row; the number of rows where none is."""
        place = self.marks.find(EMPTY)
        return len(self.marks) if place < 0 else place

    @property
    def empty_rows(self) -> int:
        """How many rows are not keyed yet."""
        return self.marks.count(EMPTY)

    def reading(self) -> Reading:
        """The ballot as it is saved."""
        return Reading(self.marks, self.void, self.opinion, self.words)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the form, the scheme and the bundle allow."""

    numbers: range
    rows: int
    grades: int
    may_fill: bool
    opinions: str
    """`apart`, `inline` or `none`."""


@dataclass(frozen=True, slots=True)
class Step:
    """What `-` brings back: the ballot and the cursor as they were before a key."""

    sheet: Sheet
    cursor: int


@dataclass(frozen=True, slots=True)
class KeyingState:
    """Everything between two keys."""

    rules: Rules
    mode: Mode
    sheet: Sheet
    cursor: int
    keyed: Mapping[int, Reading]
    steps: tuple[Step, ...] = ()
    stood_at: int | None = None
    """While an earlier ballot is corrected: the number to return to; 0 for the summary."""
    typed: str = ""
    short: str = ""
    """In the summary: the number that was typed once to hand in short."""
    armed: bool = True
    after_return: bool = False
    """The last key was a CR: an LF right after it is the same key."""
    before_help: Mode = Mode.ROWS
    before_number: Mode = Mode.ROWS
    message: Said | None = None
    alarm: bool = False
    """The message is a refusal: the screen says it with a bell."""

    @property
    def at_save(self) -> bool:
        """Whether the cursor rests on "save"."""
        return self.cursor >= self.rules.rows

    @property
    def untouched(self) -> bool:
        """Whether no key has changed the ballot on the screen since it was opened."""
        return not self.steps

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the bundle that are not keyed yet."""
        return tuple(number for number in self.rules.numbers if number not in self.keyed)


class EffectKind(Enum):
    """What the machine asks of the world."""

    SAVE = "save"
    KEEP_DRAFT = "keep-draft"
    FORGET_DRAFT = "forget-draft"
    HAND_IN = "hand-in"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to do, in order, before the next key is handled."""

    kind: EffectKind
    number: int = 0
    reading: Reading = field(default=Reading(""))
    row: int = 0
    sheets: int = 0


Outcome = tuple[KeyingState, tuple[Effect, ...]]
Handler = Callable[[KeyingState, Press], Outcome]


def begin(
    rules: Rules, keyed: Mapping[int, Reading], draft: Sheet | None = None, row: int = 0
) -> KeyingState:
    """The first state: at the draft where there is one, else at the first number not keyed yet."""
    blank = EMPTY * rules.rows
    state = KeyingState(rules, Mode.ROWS, Sheet(rules.numbers[0], blank), 0, dict(keyed))
    if draft is not None:
        cursor = min(max(row, 0), rules.rows, draft.first_empty)
        steps = tuple(
            Step(replace(draft, marks=draft.marks[:place] + blank[place:]), place)
            for place in range(cursor)
            if draft.number not in keyed
        )
        back_to = _resume_number(state) if draft.number in keyed else None
        if draft.number in keyed:
            steps = (Step(_sheet_of(state, draft.number), 0),)
        return replace(state, sheet=draft, cursor=cursor, steps=steps, stood_at=back_to)
    return _open_next(state, rules.numbers[0] - 1)


def press(state: KeyingState, key: Press) -> Outcome:
    """Handle one key or answer. Every press is defined in every mode; one that means nothing says so."""
    if key.event is Event.ENTER:
        if key.text == "\n" and state.after_return:
            return replace(state, after_return=False), ()
        after_return = key.text == "\r"
    else:
        after_return = False
    handler = TRANSITIONS.get((state.mode, key.event))
    if handler is None:
        return replace(state, after_return=after_return), ()
    fresh = state if key.event in (Event.DRAWN,) else replace(state, message=None, alarm=False)
    now, effects = handler(fresh, key)
    return replace(now, after_return=after_return), effects


# -- rows ---------------------------------------------------------------------------------------


def _mark(state: KeyingState, key: Press) -> Outcome:
    if state.at_save:
        return _refuse(state, Said("all rows are keyed; press Enter to save"))
    if key.code.isdigit() and int(key.code) > state.rules.grades:
        return _refuse(
            state,
            Said("there are only {grades} grades here; the key marks nothing", grades=state.rules.grades),
        )
    marks = state.sheet.marks[: state.cursor] + key.code + state.sheet.marks[state.cursor + 1 :]
    sheet = replace(state.sheet, marks=marks)
    return _changed(state, sheet, sheet.first_empty)


def _fill(state: KeyingState, key: Press) -> Outcome:
    if not state.rules.may_fill:
        return _refuse(state, Said("filling is not allowed in this pass; mark each row"))
    if state.at_save:
        return _refuse(state, Said("all rows are keyed; press Enter to save"))
    if state.cursor == 0:
        return _refuse(state, Said("there is no row above to fill from; mark the first row"))
    above = state.sheet.marks[state.cursor - 1]
    marks = state.sheet.marks[: state.cursor] + state.sheet.marks[state.cursor :].replace(EMPTY, above)
    if marks == state.sheet.marks:
        return _refuse(state, Said("no empty row is left from here on"))
    sheet = replace(state.sheet, marks=marks)
    return _changed(state, sheet, sheet.first_empty)


def _back(state: KeyingState, key: Press) -> Outcome:
    if not state.steps:
        return _ask_number(state, key)
    *earlier, last = state.steps
    now = replace(state, sheet=last.sheet, cursor=last.cursor, steps=tuple(earlier))
    return now, _draft_effects(now)


def _void(state: KeyingState, key: Press) -> Outcome:
    sheet = replace(state.sheet, void=not state.sheet.void)
    said = (
        Said("the whole ballot is void; the same key takes it back")
        if sheet.void
        else Said("not void any more")
    )
    now, effects = _changed(state, sheet, state.cursor)
    return replace(now, message=said), effects


def _opinion(state: KeyingState, key: Press) -> Outcome:
    if state.rules.opinions == "none":
        return _refuse(state, Said("this appraisal takes no opinions"))
    if state.rules.opinions == "inline":
        return replace(state, mode=Mode.OPINION, typed=state.sheet.words), ()
    sheet = replace(state.sheet, opinion=not state.sheet.opinion)
    said = Said("opinion noted; its text is typed later") if sheet.opinion else Said("no opinion")
    now, effects = _changed(state, sheet, state.cursor)
    return replace(now, message=said), effects


def _up(state: KeyingState, key: Press) -> Outcome:
    if state.cursor == 0:
        return _refuse(state, Said("this is the first row"))
    return _moved(state, state.cursor - 1)


def _down(state: KeyingState, key: Press) -> Outcome:
    if state.at_save:
        return _refuse(state, Said("all rows are keyed; press Enter to save"))
    if state.sheet.marks[state.cursor] == EMPTY:
        return _refuse(state, Said("row {row} is not keyed yet; mark it first", row=state.cursor + 1))
    return _moved(state, state.cursor + 1)


def _moved(state: KeyingState, cursor: int) -> Outcome:
    steps = (*state.steps, Step(state.sheet, state.cursor))
    said = Said("correcting row {row}", row=cursor + 1) if cursor < state.sheet.first_empty else None
    now = replace(state, cursor=cursor, steps=steps, message=said)
    return now, _draft_effects(now)


def _enter(state: KeyingState, key: Press) -> Outcome:
    sheet = state.sheet
    if sheet.empty_rows and not sheet.void:
        now, effects = _refuse(
            state, Said("rows not keyed: {count}; check the ballot from the top", count=sheet.empty_rows)
        )
        return replace(now, cursor=sheet.first_empty), effects
    return replace(state, mode=Mode.SAVING), (Effect(EffectKind.SAVE, sheet.number, sheet.reading()),)


def _saved(state: KeyingState, key: Press) -> Outcome:
    number = state.sheet.number
    keyed = {**state.keyed, number: state.sheet.reading()}
    now = replace(state, keyed=keyed, mode=Mode.ROWS, steps=(), message=key.said)
    if state.stood_at is not None:
        if state.stood_at == 0:
            return _summary(replace(now, stood_at=None)), ()
        return _open(replace(now, stood_at=None), state.stood_at), ()
    return _open_next(now, number), ()


def _not_saved(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=Mode.ROWS, message=key.said, alarm=True), ()


def _help(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=Mode.HELP, before_help=state.mode), ()


def _leave(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=Mode.LEFT), _draft_effects(state)


def _text_in_rows(state: KeyingState, key: Press) -> Outcome:
    return _refuse(state, Said('the key "{key}" marks nothing; ? shows all keys', key=key.text))


def _say(state: KeyingState, key: Press) -> Outcome:
    return _refuse(state, key.said or Said("this key marks nothing; ? shows all keys"))


# -- going to a number --------------------------------------------------------------------------


def _ask_number(state: KeyingState, key: Press) -> Outcome:
    if not state.untouched:
        return _refuse(
            state, Said("this ballot is begun; save it or take its marks back before going to another")
        )
    return replace(state, mode=Mode.NUMBER, before_number=Mode.ROWS, typed=""), ()


def _number_digit(state: KeyingState, key: Press) -> Outcome:
    if not key.code.isdigit():
        return _refuse(state, Said("type a ballot number, then Enter"))
    return replace(state, typed=(state.typed + key.code)[:6]), ()


def _number_blank(state: KeyingState, key: Press) -> Outcome:
    return _number_digit(state, replace(key, code="0" if key.code == BLANK else key.code))


def _number_back(state: KeyingState, key: Press) -> Outcome:
    if not state.typed:
        return _after_number(state), ()
    return replace(state, typed=state.typed[:-1]), ()


def _number_enter(state: KeyingState, key: Press) -> Outcome:
    first, last = state.rules.numbers[0], state.rules.numbers[-1]
    number = int(state.typed) if state.typed else _number_before(state)
    if number is None:
        return _refuse(state, Said("there is no ballot before this one; type a number"))
    if number not in state.rules.numbers:
        now, _ = _refuse(
            state,
            Said(
                "ballot {number} is not in this batch ({first} to {last})",
                number=number,
                first=first,
                last=last,
            ),
        )
        return replace(now, typed=""), ()
    stood = state.stood_at if state.stood_at is not None else _standing_number(state)
    now = replace(state, mode=Mode.ROWS, typed="", stood_at=None)
    if number in state.keyed and number != stood:
        now = replace(_open(now, number), stood_at=stood)
        return replace(
            now, message=Said("ballot {number} is saved; what you mark replaces it", number=number)
        ), ()
    return _open(now, number), ()


def _number_leave(state: KeyingState, key: Press) -> Outcome:
    return _after_number(state), ()


def _after_number(state: KeyingState) -> KeyingState:
    if state.before_number is Mode.SUMMARY:
        return _summary(state)
    return replace(state, mode=Mode.ROWS, typed="")


def _number_before(state: KeyingState) -> int | None:
    here = _standing_number(state) or state.rules.numbers[-1] + 1
    return here - 1 if here - 1 in state.rules.numbers else None


def _standing_number(state: KeyingState) -> int:
    """Where keying stands now: the ballot on the screen, 0 for the summary."""
    return 0 if state.before_number is Mode.SUMMARY else state.sheet.number


# -- the opinion's line -------------------------------------------------------------------------


def _opinion_text(state: KeyingState, key: Press) -> Outcome:
    return replace(state, typed=(state.typed + key.text)[:500]), ()


def _opinion_back(state: KeyingState, key: Press) -> Outcome:
    if key.text:
        return _opinion_text(state, key)
    return replace(state, typed=state.typed[:-1]), ()


def _opinion_done(state: KeyingState, key: Press) -> Outcome:
    words = state.typed.strip()
    sheet = replace(state.sheet, words=words, opinion=bool(words))
    return _changed(replace(state, mode=Mode.ROWS, typed=""), sheet, state.cursor)


def _opinion_leave(state: KeyingState, key: Press) -> Outcome:
    return _opinion_text(state, key) if key.text else _opinion_done(state, key)


# -- the summary --------------------------------------------------------------------------------


def _summary_key(handler: Handler) -> Handler:
    """Keys that came before the summary was drawn are dropped there, and only there."""

    def armed(state: KeyingState, key: Press) -> Outcome:
        return handler(state, key) if state.armed else (state, ())

    return armed


def _drawn(state: KeyingState, key: Press) -> Outcome:
    return replace(state, armed=True), ()


def _summary_digit(state: KeyingState, key: Press) -> Outcome:
    code = "0" if key.code == BLANK else key.code
    if not code.isdigit():
        return _refuse(state, Said("type how many sheets you counted, then Enter"))
    return replace(state, typed=(state.typed + code)[:6]), ()


def _summary_back(state: KeyingState, key: Press) -> Outcome:
    if state.typed:
        return replace(state, typed=state.typed[:-1]), ()
    return _summary_go_to(state, key)


def _summary_go_to(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=Mode.NUMBER, before_number=Mode.SUMMARY, typed=""), ()


def _summary_enter(state: KeyingState, key: Press) -> Outcome:
    missing, collected = state.missing, len(state.rules.numbers)
    if not state.typed:
        if missing:
            return _open(replace(state, mode=Mode.ROWS, stood_at=None), missing[0]), ()
        return _refuse(state, Said("type how many sheets you counted, then Enter"))
    counted = int(state.typed)
    cleared = replace(state, typed="", short="")
    if counted == collected and not missing:
        return replace(cleared, mode=Mode.HANDING_IN), (Effect(EffectKind.HAND_IN, sheets=counted),)
    if missing and counted == len(state.keyed):
        if state.short == state.typed:
            return replace(cleared, mode=Mode.HANDING_IN), (Effect(EffectKind.HAND_IN, sheets=counted),)
        now, effects = _refuse(
            cleared,
            Said(
                "the cover says {collected}, {keyed} are keyed: type {keyed} again to hand in short, or press "
                "Enter to key number {number}",
                collected=collected,
                keyed=counted,
                number=missing[0],
            ),
        )
        return replace(now, short=state.typed), effects
    return _refuse(
        cleared,
        Said(
            "you counted {counted}, the cover says {collected}, {keyed} are keyed; not handed in",
            counted=counted,
            collected=collected,
            keyed=len(state.keyed),
        ),
    )


def _handed_in(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=Mode.HANDED_IN), ()


def _not_handed_in(state: KeyingState, key: Press) -> Outcome:
    return replace(_summary(state), armed=True, message=key.said, alarm=True), ()


# -- help ---------------------------------------------------------------------------------------


def _leave_help(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=state.before_help), ()


def _through_help(state: KeyingState, key: Press) -> Outcome:
    """A key that is no key of the help screen does its work below it, so that no mark is lost."""
    return press(replace(state, mode=state.before_help), key)


# -- shared -------------------------------------------------------------------------------------


def _refuse(state: KeyingState, said: Said) -> Outcome:
    return replace(state, message=said, alarm=True), ()


def _changed(state: KeyingState, sheet: Sheet, cursor: int) -> Outcome:
    now = replace(state, sheet=sheet, cursor=cursor, steps=(*state.steps, Step(state.sheet, state.cursor)))
    return now, _draft_effects(now)


def _draft_effects(state: KeyingState) -> tuple[Effect, ...]:
    """The ballot on the screen as a draft, or none where it stands as it was opened."""
    if state.mode is Mode.SUMMARY:
        return ()
    if state.sheet == _sheet_of(state, state.sheet.number):
        return (Effect(EffectKind.FORGET_DRAFT),)
    sheet = state.sheet
    return (Effect(EffectKind.KEEP_DRAFT, sheet.number, sheet.reading(), state.cursor),)


def _sheet_of(state: KeyingState, number: int) -> Sheet:
    reading = state.keyed.get(number)
    if reading is None:
        return Sheet(number, EMPTY * state.rules.rows)
    return Sheet(number, reading.marks, reading.void, reading.opinion, reading.words)


def _open(state: KeyingState, number: int) -> KeyingState:
    return replace(
        state, mode=Mode.ROWS, sheet=_sheet_of(state, number), cursor=0, steps=(), typed="", short=""
    )


def _open_next(state: KeyingState, after: int) -> KeyingState:
    """The first number after `after` that is not keyed; the summary where none is left behind it."""
    for number in state.rules.numbers:
        if number > after and number not in state.keyed:
            return _open(state, number)
    return _summary(state)


def _resume_number(state: KeyingState) -> int:
    """Where a correction returns to: the first number not keyed, 0 for the summary."""
    missing = state.missing
    return missing[0] if missing else 0


def _summary(state: KeyingState) -> KeyingState:
    return replace(state, mode=Mode.SUMMARY, typed="", short="", cursor=0, steps=(), armed=False)


TRANSITIONS: Mapping[tuple[Mode, Event], Handler] = {
    (Mode.ROWS, Event.MARK): _mark,
    (Mode.ROWS, Event.FILL): _fill,
    (Mode.ROWS, Event.BACK): _back,
    (Mode.ROWS, Event.VOID): _void,
    (Mode.ROWS, Event.OPINION): _opinion,
    (Mode.ROWS, Event.UP): _up,
    (Mode.ROWS, Event.DOWN): _down,
    (Mode.ROWS, Event.ENTER): _enter,
    (Mode.ROWS, Event.GO_TO): _ask_number,
    (Mode.ROWS, Event.HELP): _help,
    (Mode.ROWS, Event.LEAVE): _leave,
    (Mode.ROWS, Event.TEXT): _text_in_rows,
    (Mode.ROWS, Event.REFUSED): _say,
    (Mode.SAVING, Event.SAVED): _saved,
    (Mode.SAVING, Event.NOT_SAVED): _not_saved,
    (Mode.NUMBER, Event.MARK): _number_blank,
    (Mode.NUMBER, Event.BACK): _number_back,
    (Mode.NUMBER, Event.ENTER): _number_enter,
    (Mode.NUMBER, Event.HELP): _help,
    (Mode.NUMBER, Event.LEAVE): _number_leave,
    (Mode.NUMBER, Event.REFUSED): _say,
    (Mode.OPINION, Event.MARK): _opinion_text,
    (Mode.OPINION, Event.FILL): _opinion_text,
    (Mode.OPINION, Event.BACK): _opinion_back,
    (Mode.OPINION, Event.VOID): _opinion_text,
    (Mode.OPINION, Event.OPINION): _opinion_text,
    (Mode.OPINION, Event.GO_TO): _opinion_text,
    (Mode.OPINION, Event.HELP): _opinion_text,
    (Mode.OPINION, Event.TEXT): _opinion_text,
    (Mode.OPINION, Event.ENTER): _opinion_done,
    (Mode.OPINION, Event.LEAVE): _opinion_leave,
    (Mode.OPINION, Event.REFUSED): _say,
    (Mode.SUMMARY, Event.DRAWN): _drawn,
    (Mode.SUMMARY, Event.MARK): _summary_key(_summary_digit),
    (Mode.SUMMARY, Event.BACK): _summary_key(_summary_back),
    (Mode.SUMMARY, Event.GO_TO): _summary_key(_summary_go_to),
    (Mode.SUMMARY, Event.ENTER): _summary_key(_summary_enter),
    (Mode.SUMMARY, Event.HELP): _summary_key(_help),
    (Mode.SUMMARY, Event.LEAVE): _summary_key(_leave),
    (Mode.SUMMARY, Event.REFUSED): _summary_key(_say),
    (Mode.HANDING_IN, Event.SAVED): _handed_in,
    (Mode.HANDING_IN, Event.NOT_SAVED): _not_handed_in,
    (Mode.HELP, Event.HELP): _leave_help,
    (Mode.HELP, Event.LEAVE): _leave_help,
    **{
        (Mode.HELP, event): _through_help
        for event in (
            Event.MARK, Event.FILL, Event.BACK, Event.VOID, Event.OPINION, Event.UP, Event.DOWN,
            Event.ENTER, Event.GO_TO, Event.TEXT, Event.REFUSED,
        )
    },
}  # fmt: skip
"""Every press that does something, by mode. What is not here does nothing in that mode."""
