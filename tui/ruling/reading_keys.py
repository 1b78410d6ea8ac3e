"""Keys that say what the paper reads: one row, a whole sheet, or whether there is an opinion."""

from __future__ import annotations

from dataclasses import replace

from tally.marks import BLANK
from tally.rulings import ABSENT, VOID
from tally.said import Said
from tui.ruling.state import Handler, Mode, Outcome, Press, RulingState
from tui.ruling.steps import back_key, come_to, decide, refuse


def unknown_grade(state: RulingState, code: str) -> Said | None:
    """Why a mark key marks nothing here; None where it does."""
    if code.isdigit() and int(code) > state.grades:
        return Said("there are only {grades} grades here; the key marks nothing", grades=state.grades)
    return None


def row_key(state: RulingState, key: Press) -> Outcome:
    """What one row reads."""
    why = unknown_grade(state, key.code)
    return refuse(state, why) if why is not None else decide(state, key.code)


def whole_key(state: RulingState, key: Press) -> Outcome:
    """1: the sheet is there and not void; 2: it is void; 3: there is none."""
    if key.code == "1":
        return replace(state, mode=Mode.BALLOT, reading=""), ()
    if key.code == "2":
        return decide(state, VOID)
    if key.code == "3":
        question = state.question
        if question is None or (question.first and question.second):
            return refuse(state, Said("both clerks had this sheet in hand; it cannot be absent"))
        return decide(state, ABSENT)
    return refuse(state, Said("press 1, 2 or 3"))


def ballot_key(state: RulingState, key: Press) -> Outcome:
    """The next row's mark."""
    if len(state.reading) >= state.rows:
        return refuse(state, Said("all rows are keyed; press Enter to save"))
    why = unknown_grade(state, key.code)
    if why is not None:
        return refuse(state, why)
    return replace(state, reading=state.reading + key.code), ()


def ballot_back(state: RulingState, key: Press) -> Outcome:
    """Erase a mark; with none, the question about the sheet again."""
    if not state.reading:
        return replace(state, mode=Mode.WHOLE), ()
    return replace(state, reading=state.reading[:-1]), ()


def ballot_leave(state: RulingState, key: Press) -> Outcome:
    """The question about the sheet again."""
    return replace(state, mode=Mode.WHOLE, reading=""), ()


def ballot_enter(state: RulingState, key: Press) -> Outcome:
    """All rows are there."""
    left = state.rows - len(state.reading)
    if left:
        return refuse(state, Said("rows not keyed: {count}; check the ballot from the top", count=left))
    return decide(state, state.reading)


def yes_no_key(state: RulingState, key: Press) -> Outcome:
    """1: there is an opinion; 0: there is none."""
    if key.code == "1":
        return decide(state, "yes")
    if key.code == BLANK:
        return decide(state, "no")
    return refuse(state, Said("press 1 (there is one) or 0 (there is none)"))


def reason_early(state: RulingState, key: Press) -> Outcome:
    """A reason follows the reading."""
    said = Said("key what the paper reads first; a reason is asked for where one is needed")
    return refuse(state, said)


def explain_key(state: RulingState, key: Press) -> Outcome:
    """An explanation that was passed over, once more."""
    if not state.pile.offers_on(state.at.ballot):
        return refuse(state, Said("no explanation is known for this ballot"))
    return come_to(state, state.at, explain=True), ()


def unless_correcting(handler: Handler) -> Handler:
    """While the whole sheet is corrected the key goes back to where that was begun."""

    def handle(state: RulingState, key: Press) -> Outcome:
        return back_key(state, key) if state.correcting else handler(state, key)

    return handle
