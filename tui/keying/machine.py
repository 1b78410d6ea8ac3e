"""Keying one ballot after the other: a pure state machine, `(state, press) -> (state, effects)`.

No Textual, no disk, no clock. Modes are data: nothing is opened or focused between two marks, so keys
typed ahead are never lost or taken by another window. The table of transitions is `TRANSITIONS` below
and drawn in docs/state-machines.md; what a key does stands in the file of its mode.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tally.marks import EMPTY
from tally.readings import Reading
from tally.said import Said
from tui.keying import number_keys, opinion_keys, row_keys, summary_keys
from tui.keying.state import (
    ANSWERS,
    Event,
    Handler,
    KeyingState,
    Mode,
    Outcome,
    Press,
    Rules,
    Sheet,
    Step,
)
from tui.keying.steps import open_next, resume_number, sheet_of


def begin(
    rules: Rules, keyed: Mapping[int, Reading], draft: Sheet | None = None, row: int = 0
) -> KeyingState:
    """The first state: at the draft where there is one, else at the first number not keyed yet."""
    # A check may have nothing to key here, only sheets to look at again.
    first = rules.numbers[0] if rules.numbers else 1
    blank = Sheet(first, EMPTY * rules.rows)
    state = KeyingState(rules, Mode.ROWS, blank, 0, dict(keyed))
    if draft is None:
        return open_next(state, first - 1)
    cursor = min(max(row, 0), rules.rows, draft.first_empty)
    state = replace(state, message=_resumed(draft, cursor, corrected=draft.number in keyed))
    if draft.number in keyed:
        return replace(
            state,
            sheet=draft,
            cursor=cursor,
            steps=(Step(sheet_of(state, draft.number), 0),),
            stood_at=resume_number(state),
        )
    # What was keyed before the line dropped is taken back row by row, as if it had not dropped; what
    # is no mark (void, an opinion) goes with the first row.
    began = Sheet(draft.number, blank.marks)
    steps = [Step(began, 0)] if draft != began else []
    steps += [
        Step(replace(draft, marks=draft.marks[:place] + blank.marks[place:]), place)
        for place in range(1, cursor)
    ]
    return replace(state, sheet=draft, cursor=cursor, steps=tuple(steps))


def _resumed(draft: Sheet, cursor: int, *, corrected: bool) -> Said:
    if cursor >= len(draft.marks):
        return Said(
            "ballot {number} is not saved yet: its rows are there; Enter saves it", number=draft.number
        )
    if corrected:
        return Said(
            "ballot {number} is half corrected: goes on at row {row}", number=draft.number, row=cursor + 1
        )
    return Said("ballot {number} is half keyed: goes on at row {row}", number=draft.number, row=cursor + 1)


def press(state: KeyingState, key: Press) -> Outcome:
    """Handle one key or answer. Every press is defined in every mode; one that means nothing says so."""
    if key.event in ANSWERS:
        # An answer between a CR and its LF does not make two keys of them.
        after_return = state.after_return
    elif key.event is Event.ENTER:
        if key.text == "\n" and state.after_return:
            return replace(state, after_return=False, rings=False), ()
        after_return = key.text == "\r"
    else:
        after_return = False
    fresh = replace(state, rings=False)
    handler = TRANSITIONS.get((state.mode, key.event))
    if handler is None:
        return replace(fresh, after_return=after_return), ()
    if key.event is not Event.DRAWN:
        fresh = replace(fresh, message=state.acknowledged, alarm=False)
    now, effects = handler(fresh, key)
    # "Esc once more" holds for the very next key.
    unkept = now.unkept and key.event in (Event.NOT_SAVED, Event.LEAVE, Event.DRAWN)
    return replace(now, after_return=after_return, unkept=unkept), effects


def _open_help(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=Mode.HELP, before_help=state.mode), ()


def _leave_help(state: KeyingState, key: Press) -> Outcome:
    return replace(state, mode=state.before_help), ()


def _through_help(state: KeyingState, key: Press) -> Outcome:
    """A key that is no key of the help screen does its work below it, so that no mark is lost."""
    return press(replace(state, mode=state.before_help), key)


TRANSITIONS: Mapping[tuple[Mode, Event], Handler] = {
    (Mode.ROWS, Event.MARK): row_keys.mark_key,
    (Mode.ROWS, Event.FILL): row_keys.fill_key,
    (Mode.ROWS, Event.BACK): row_keys.back_key,
    (Mode.ROWS, Event.VOID): row_keys.void_key,
    (Mode.ROWS, Event.OPINION): row_keys.opinion_key,
    (Mode.ROWS, Event.UP): row_keys.up_key,
    (Mode.ROWS, Event.DOWN): row_keys.down_key,
    (Mode.ROWS, Event.ENTER): row_keys.enter_key,
    (Mode.ROWS, Event.GO_TO): number_keys.ask_number,
    (Mode.ROWS, Event.HELP): _open_help,
    (Mode.ROWS, Event.LEAVE): row_keys.leave_key,
    (Mode.ROWS, Event.TEXT): row_keys.text_key,
    (Mode.ROWS, Event.EDIT): row_keys.refused_key,
    (Mode.ROWS, Event.PASTE): row_keys.refused_key,
    (Mode.ROWS, Event.REFUSED): row_keys.refused_key,
    (Mode.ROWS, Event.NOT_SAVED): row_keys.draft_not_kept,
    (Mode.LEFT, Event.NOT_SAVED): row_keys.not_left,
    (Mode.SAVING, Event.SAVED): row_keys.saved,
    (Mode.SAVING, Event.NOT_SAVED): row_keys.not_saved,
    (Mode.NUMBER, Event.MARK): number_keys.digit_key,
    (Mode.NUMBER, Event.VOID): number_keys.digit_key,
    (Mode.NUMBER, Event.BACK): number_keys.back_key,
    (Mode.NUMBER, Event.ENTER): number_keys.enter_key,
    (Mode.NUMBER, Event.HELP): _open_help,
    (Mode.NUMBER, Event.LEAVE): number_keys.leave_key,
    **{
        (Mode.NUMBER, event): number_keys.other_key
        for event in (Event.FILL, Event.OPINION, Event.UP, Event.DOWN, Event.GO_TO, Event.TEXT)
    },
    (Mode.NUMBER, Event.EDIT): row_keys.refused_key,
    (Mode.NUMBER, Event.PASTE): row_keys.refused_key,
    (Mode.NUMBER, Event.REFUSED): row_keys.refused_key,
    **{
        (Mode.OPINION, event): opinion_keys.text_key
        for event in (
            Event.MARK, Event.FILL, Event.VOID, Event.OPINION, Event.GO_TO, Event.HELP, Event.TEXT,
            Event.PASTE,
        )
    },
    (Mode.OPINION, Event.BACK): opinion_keys.back_key,
    (Mode.OPINION, Event.EDIT): opinion_keys.edit_key,
    (Mode.OPINION, Event.ENTER): opinion_keys.done_key,
    (Mode.OPINION, Event.LEAVE): opinion_keys.leave_key,
    (Mode.OPINION, Event.REFUSED): row_keys.refused_key,
    (Mode.OPINION, Event.NOT_SAVED): row_keys.draft_not_kept,
    (Mode.SUMMARY, Event.DRAWN): summary_keys.drawn,
    (Mode.SUMMARY, Event.MARK): summary_keys.armed_only(summary_keys.digit_key),
    (Mode.SUMMARY, Event.BACK): summary_keys.armed_only(summary_keys.back_key),
    (Mode.SUMMARY, Event.GO_TO): summary_keys.armed_only(summary_keys.go_to_key),
    (Mode.SUMMARY, Event.ENTER): summary_keys.armed_only(summary_keys.enter_key),
    (Mode.SUMMARY, Event.HELP): summary_keys.armed_only(_open_help),
    (Mode.SUMMARY, Event.LEAVE): summary_keys.armed_only(row_keys.leave_key),
    **{
        (Mode.SUMMARY, event): summary_keys.armed_only(summary_keys.other_key)
        for event in (Event.FILL, Event.VOID, Event.OPINION, Event.UP, Event.DOWN, Event.TEXT)
    },
    **{
        (Mode.SUMMARY, event): summary_keys.armed_only(row_keys.refused_key)
        for event in (Event.EDIT, Event.PASTE, Event.REFUSED)
    },
    (Mode.HANDING_IN, Event.SAVED): summary_keys.handed_in,
    (Mode.HANDING_IN, Event.NOT_SAVED): summary_keys.not_handed_in,
    (Mode.HELP, Event.HELP): _leave_help,
    (Mode.HELP, Event.LEAVE): _leave_help,
    **{
        (Mode.HELP, event): _through_help
        for event in (
            Event.MARK, Event.FILL, Event.BACK, Event.VOID, Event.OPINION, Event.UP, Event.DOWN,
            Event.ENTER, Event.GO_TO, Event.TEXT, Event.EDIT, Event.PASTE, Event.REFUSED,
        )
    },
}  # fmt: skip
"""Every press that does something, by mode. What is not here does nothing in that mode."""
