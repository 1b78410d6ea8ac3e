"""The steps that the keys of every mode are made of: refuse, change, keep as a draft, open a ballot."""

from __future__ import annotations

from dataclasses import replace

from tally.marks import EMPTY
from tally.said import Said
from tui.keying.state import Effect, EffectKind, KeyingState, Mode, Outcome, Sheet, Step


def tell(state: KeyingState, said: Said | None) -> KeyingState:
    """A line for the clerk; it takes the place of what was said of the last save."""
    return replace(state, message=said, acknowledged=None)


def refuse(state: KeyingState, said: Said) -> Outcome:
    """Nothing changes but the line that says why, with a bell."""
    return replace(tell(state, said), alarm=True), ()


def refuse_enter(state: KeyingState, said: Said) -> Outcome:
    """As `refuse`, but what was said of the last save stays in view: Enter may only have been hit twice."""
    if state.acknowledged is None:
        return refuse(state, said)
    both = Said("{saved}; then: {refused}", saved=state.acknowledged, refused=said)
    return replace(state, message=both, alarm=True), ()


def changed(state: KeyingState, sheet: Sheet, cursor: int) -> Outcome:
    """The ballot and the cursor after a key; one step that `-` takes back, and kept as a draft."""
    now = replace(
        state,
        sheet=sheet,
        cursor=cursor,
        steps=(*state.steps, Step(state.sheet, state.cursor)),
        taken_back=False,
        too_many=0,
    )
    return now, draft_effects(now)


def draft_effects(state: KeyingState) -> tuple[Effect, ...]:
    """The ballot on the screen as a draft, or none where it stands as it was opened."""
    if state.mode is Mode.SUMMARY:
        return ()
    if state.sheet == sheet_of(state, state.sheet.number):
        return (Effect(EffectKind.FORGET_DRAFT),)
    sheet = state.sheet
    return (Effect(EffectKind.KEEP_DRAFT, sheet.number, sheet.reading(), state.cursor),)


def sheet_of(state: KeyingState, number: int) -> Sheet:
    """A number as it is saved; an empty ballot where it is not."""
    reading = state.keyed.get(number)
    if reading is None:
        return Sheet(number, EMPTY * state.rules.rows)
    return Sheet(number, reading.marks, reading.void, reading.opinion, reading.words, reading.filled)


def open_ballot(state: KeyingState, number: int) -> KeyingState:
    """A number on the screen, the cursor on its first row, nothing to take back."""
    return replace(
        state,
        mode=Mode.ROWS,
        sheet=sheet_of(state, number),
        cursor=0,
        steps=(),
        taken_back=False,
        too_many=0,
        typed="",
        short="",
        not_saved=False,
    )


def open_next(state: KeyingState, after: int) -> KeyingState:
    """The first number after `after` that is not keyed; the summary where none is left behind it."""
    for number in state.rules.numbers:
        if number > after and number not in state.keyed:
            return open_ballot(state, number)
    return summary(state)


def resume_number(state: KeyingState) -> int:
    """Where a correction returns to: the first number not keyed, 0 for the summary."""
    missing = state.missing
    return missing[0] if missing else 0


def summary(state: KeyingState) -> KeyingState:
    """The summary; no key counts there before it stands on the screen."""
    return replace(
        state, mode=Mode.SUMMARY, typed="", short="", cursor=0, steps=(), taken_back=False, too_many=0,
        armed=False,
    )  # fmt: skip
