"""Correcting an agreed place: which row, what the paper reads there, and why.

Nothing is shown of what both passes read. The reason follows in its own mode, as for a third value.
"""

from __future__ import annotations

from dataclasses import replace

from tally.comparison import WHOLE
from tally.marks import BLANK
from tally.said import Said
from tui.ruling.pile import Stop
from tui.ruling.reading_keys import unknown_grade
from tui.ruling.state import Mode, Outcome, Press, RulingState
from tui.ruling.steps import come_to, decide, first_question, refuse

LONGEST = 3
"""Digits of a row's number."""


def which_row_key(state: RulingState, key: Press) -> Outcome:
    """Ask which row of the sheet on the screen the paper reads otherwise."""
    return replace(state, mode=Mode.WHICH_ROW, stood=state.at, typed=""), ()


def digit_key(state: RulingState, key: Press) -> Outcome:
    """A digit of the row's number."""
    digit = "0" if key.code == BLANK else key.code
    if not digit.isdigit() or key.text.isalpha():
        return other_key(state, key)
    return replace(state, typed=(state.typed + digit)[:LONGEST]), ()


def other_key(state: RulingState, key: Press) -> Outcome:
    """A key that is no part of a row's number."""
    return refuse(state, Said("type the row's number, then Enter; 0 for the whole sheet"))


def enter_key(state: RulingState, key: Press) -> Outcome:
    """The row is typed."""
    if not state.typed:
        return other_key(state, key)
    row = int(state.typed)
    if row > state.rows:
        said = Said("a ballot here has {rows} rows, not {row}", rows=state.rows, row=row)
        return refuse(replace(state, typed=""), said)
    return correct_place(replace(state, at=Stop(state.at.ballot, row or WHOLE)))


def correct_place(state: RulingState) -> Outcome:
    """Read an agreed place anew; one that is asked for anyway is asked."""
    place = (state.at.ballot, state.at.place)
    if place in state.pile.questions:
        return come_to(state, state.at), ()
    asked = come_to(state, first_question(state, state.at.ballot))
    if (state.at.ballot, WHOLE) in state.pile.questions:
        return refuse(asked, Said("the whole sheet is asked for; rule on it"))
    if not state.pile.is_agreed(*place):
        said = Said("the passes differ on this sheet; rule on the rows that are asked for")
        return refuse(asked, said)
    mode = Mode.WHOLE if state.at.place == WHOLE else Mode.CORRECTION
    return replace(state, mode=mode, correcting=True, reading="", typed="", case=None), ()


def correction_key(state: RulingState, key: Press) -> Outcome:
    """What the agreed row reads on the paper; a reason follows."""
    why = unknown_grade(state, key.code)
    return refuse(state, why) if why is not None else decide(state, key.code)
