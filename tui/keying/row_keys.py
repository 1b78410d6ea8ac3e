"""Keys in the rows: marking, taking back, moving, saving, and what the disk answers."""

from __future__ import annotations

from dataclasses import replace

from tally.marks import EMPTY
from tally.said import Said
from tui.keying.number_keys import ask_number
from tui.keying.state import Effect, EffectKind, KeyingState, Mode, Outcome, Press
from tui.keying.steps import (
    changed,
    draft_effects,
    open_ballot,
    open_next,
    refuse,
    refuse_enter,
    summary,
    tell,
)
from tui.writing.text import at_end


def mark_key(state: KeyingState, key: Press) -> Outcome:
    """Write the mark at the cursor; the cursor goes to the first empty row, or rests on "save"."""
    if state.at_save:
        now, effects = refuse(state, Said("all rows are keyed; press Enter to save"))
        return replace(now, too_many=state.too_many + 1), effects
    if key.code.isdigit() and int(key.code) > state.rules.grades:
        return refuse(
            state,
            Said("there are only {grades} grades here; the key marks nothing", grades=state.rules.grades),
        )
    marks = state.sheet.marks[: state.cursor] + key.code + state.sheet.marks[state.cursor + 1 :]
    sheet = replace(state.sheet, marks=marks)
    now, effects = changed(state, sheet, sheet.first_empty)
    return _turning_over(now, state.cursor), effects


def fill_key(state: KeyingState, key: Press) -> Outcome:
    """Fill the empty rows from the cursor on with the mark above."""
    if state.rules.once:
        return refuse(state, Said("a check looks at every row by itself; mark each row"))
    if not state.rules.may_fill:
        return refuse(state, Said("filling is not allowed in this pass; mark each row"))
    if state.at_save:
        return refuse(state, Said("all rows are keyed; press Enter to save"))
    if state.cursor == 0:
        return refuse(state, Said("there is no row above to fill from; mark the first row"))
    above = state.sheet.marks[state.cursor - 1]
    marks = state.sheet.marks[: state.cursor] + state.sheet.marks[state.cursor :].replace(EMPTY, above)
    if marks == state.sheet.marks:
        return refuse(state, Said("no empty row is left from here on"))
    sheet = replace(state.sheet, marks=marks, filled=True)
    return changed(state, sheet, sheet.first_empty)


def back_key(state: KeyingState, key: Press) -> Outcome:
    """Take back the last step; on an untouched ballot ask for a number.

    Where a `-` has just made it untouched, the next one is one too many: a hand that takes back by habit
    shall not find its next marks in a ballot number.
    """
    if state.taken_back:
        now, effects = refuse(state, Said("nothing more to take back; - again goes to another ballot"))
        return replace(now, taken_back=False), effects
    if not state.steps:
        return ask_number(state, key)
    *earlier, last = state.steps
    now = replace(
        state,
        sheet=last.sheet,
        cursor=last.cursor,
        steps=tuple(earlier),
        taken_back=not earlier,
        too_many=0,
    )
    return now, draft_effects(now)


def void_key(state: KeyingState, key: Press) -> Outcome:
    """The whole ballot is void, or not void any more."""
    sheet = replace(state.sheet, void=not state.sheet.void)
    said = (
        Said("the whole ballot is void; the same key takes it back")
        if sheet.void
        else Said("not void any more")
    )
    now, effects = changed(state, sheet, state.cursor)
    return tell(now, said), effects


def opinion_key(state: KeyingState, key: Press) -> Outcome:
    """Note an opinion, or open its line, as the scheme has it."""
    if state.rules.once:
        return refuse(state, Said("a check reads the marks only; opinions are not looked at again"))
    if state.rules.opinions == "none":
        return refuse(state, Said("this appraisal takes no opinions"))
    if state.rules.opinions == "inline":
        return replace(state, mode=Mode.OPINION, words=at_end(state.sheet.words)), ()
    sheet = replace(state.sheet, opinion=not state.sheet.opinion)
    said = Said("opinion noted; its text is typed later") if sheet.opinion else Said("no opinion")
    now, effects = changed(state, sheet, state.cursor)
    return tell(now, said), effects


def up_key(state: KeyingState, key: Press) -> Outcome:
    """One row up."""
    if state.cursor == 0:
        return refuse(
            state, Said("this is the first row; if you pressed the keypad's 8, NumLock is off: press NumLock")
        )
    return _moved(state, state.cursor - 1)


def down_key(state: KeyingState, key: Press) -> Outcome:
    """One row down, never past a row that is empty."""
    if state.at_save:
        return refuse(state, Said("all rows are keyed; press Enter to save"))
    if state.sheet.marks[state.cursor] == EMPTY:
        return refuse(
            state,
            Said(
                "row {row} is not keyed yet; if you pressed the keypad's 2, NumLock is off: press NumLock",
                row=state.cursor + 1,
            ),
        )
    return _moved(state, state.cursor + 1)


def _moved(state: KeyingState, cursor: int) -> Outcome:
    now, effects = changed(state, state.sheet, cursor)
    if cursor < state.sheet.first_empty:
        now = tell(now, Said("correcting row {row}", row=cursor + 1))
    return now, effects


def enter_key(state: KeyingState, key: Press) -> Outcome:
    """Save the ballot; with rows empty, go to the first of them instead."""
    sheet = state.sheet
    if sheet.empty_rows and not sheet.void:
        now, _ = refuse_enter(
            state, Said("rows not keyed: {count}; check the ballot from the top", count=sheet.empty_rows)
        )
        now = replace(now, cursor=sheet.first_empty)
        return now, draft_effects(now)
    return replace(state, mode=Mode.SAVING), (Effect(EffectKind.SAVE, sheet.number, sheet.reading()),)


def saved(state: KeyingState, key: Press) -> Outcome:
    """The disk has the ballot: on to where keying stood, the next number, or the summary."""
    number = state.sheet.number
    keyed = {**state.keyed, number: state.sheet.reading()}
    now = replace(
        state,
        keyed=keyed,
        mode=Mode.ROWS,
        steps=(),
        message=key.said,
        acknowledged=key.said,
        rings=state.too_many > 0,
        not_saved=False,
    )
    if state.stood_at is not None:
        if state.stood_at == 0:
            return summary(replace(now, stood_at=None)), ()
        return open_ballot(replace(now, stood_at=None), state.stood_at), ()
    return open_next(now, number), ()


def not_saved(state: KeyingState, key: Press) -> Outcome:
    """The disk has it not: the ballot stays on the screen."""
    return replace(tell(state, key.said), mode=Mode.ROWS, alarm=True, not_saved=True), ()


def draft_not_kept(state: KeyingState, key: Press) -> Outcome:
    """The disk takes no draft: said without a bell, for it comes with every key and the hand goes on."""
    return tell(state, key.said), ()


def leave_key(state: KeyingState, key: Press) -> Outcome:
    """Leave; the ballot on the screen is kept as a draft, unless the disk has refused that just now."""
    return replace(state, mode=Mode.LEFT), () if state.unkept else draft_effects(state)


def not_left(state: KeyingState, key: Press) -> Outcome:
    """Leaving would lose the ballot on the screen: it stays there, and the next Esc leaves all the same."""
    return replace(tell(state, key.said), mode=Mode.ROWS, alarm=True, unkept=True), ()


def text_key(state: KeyingState, key: Press) -> Outcome:
    """A character that is no key here."""
    return refuse(state, key.said or Said('the key "{key}" marks nothing; ? shows all keys', key=key.text))


def refused_key(state: KeyingState, key: Press) -> Outcome:
    """A key that marks nothing anywhere, and why."""
    return refuse(state, key.said or Said("this key marks nothing; ? shows all keys"))


def _turning_over(state: KeyingState, marked: int) -> KeyingState:
    """Say that the paper's page ends where the cursor just left it."""
    page = state.rules.rows_per_page
    if not page or state.at_save or marked + 1 != state.cursor or state.cursor % page:
        return state
    said = Said(
        "page {page} of {pages}: turn the paper over",
        page=state.cursor // page + 1,
        pages=-(-state.rules.rows // page),
    )
    return tell(state, said)
