"""Going to a ballot by its number, `12`, or to one of its rows, `12.5`; and a sheet on which nothing is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from tally.comparison import WHOLE
from tally.marks import BLANK, SPOILED
from tally.said import Said
from tui.ruling.correction_keys import correct_place
from tui.ruling.pile import Stop
from tui.ruling.state import Mode, Outcome, Press, RulingState
from tui.ruling.steps import come_to, first_question, refuse, stands

LONGEST = 12
"""Characters of a number with its row."""
_TYPED = re.compile(r"(\d+)(?:\.(\d+))?")


def ask_number(state: RulingState, key: Press) -> Outcome:
    """Ask for a number."""
    return replace(state, mode=Mode.NUMBER, stood=stands(state), typed="", correcting=False, case=None), ()


def digit_key(state: RulingState, key: Press) -> Outcome:
    """A digit, or the point before a row."""
    if key.text.isalpha():
        return other_key(state, key)
    typed = (state.typed + {BLANK: "0", SPOILED: "."}.get(key.code, key.code))[:LONGEST]
    if _TYPED.fullmatch(typed) is None and _TYPED.fullmatch(typed.removesuffix(".")) is None:
        return other_key(state, key)
    return replace(state, typed=typed), ()


def other_key(state: RulingState, key: Press) -> Outcome:
    """A key that is no part of a number."""
    return refuse(state, Said("type a ballot number, then Enter"))


def enter_key(state: RulingState, key: Press) -> Outcome:
    """The ballot's first question; the row, where one is typed."""
    match = _TYPED.fullmatch(state.typed.removesuffix("."))
    if match is None:
        return other_key(state, key)
    ballot, numbers = int(match[1]), state.pile.numbers
    again = replace(state, typed="")
    if ballot not in numbers:
        return refuse(
            again,
            Said(
                "ballot {number} is not in this batch ({first} to {last})",
                number=ballot,
                first=numbers[0],
                last=numbers[-1],
            ),
        )
    if match[2]:
        row = int(match[2])
        if row > state.rows:
            return refuse(again, Said("a ballot here has {rows} rows, not {row}", rows=state.rows, row=row))
        return correct_place(replace(again, at=Stop(ballot, row or WHOLE)))
    return come_to(again, first_question(state, ballot)), ()
