"""Going to a ballot by its number: `12`, `12.5` for its row 5, `12*` to key it afresh.

All three from the keypad alone, so that a wrong row of an earlier ballot is mended without arrows and
two sheets keyed in each other's place without going through their rows one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from tally.marks import BLANK, EMPTY, SPOILED
from tally.said import Said
from tui.keying.state import KeyingState, Mode, Outcome, Press, Step
from tui.keying.steps import draft_effects, open_ballot, refuse, summary, tell

LONGEST = 12
"""Characters of a number with its row."""
_TYPED = re.compile(r"(\d*)(?:\.(\d+)|(\*))?")


def ask_number(state: KeyingState, key: Press) -> Outcome:
    """Ask for a number; not on a ballot that is begun."""
    if not state.untouched:
        return refuse(
            state, Said("this ballot is begun; save it or take its marks back before going to another")
        )
    return replace(state, mode=Mode.NUMBER, before_number=Mode.ROWS, typed=""), ()


def digit_key(state: KeyingState, key: Press) -> Outcome:
    """A digit, the point before a row, or the star; the letters that are their second names are none."""
    if key.text.isalpha():
        return other_key(state, key)
    character = {BLANK: "0", SPOILED: "."}.get(key.code, key.code) or "*"
    typed = (state.typed + character)[:LONGEST]
    if _TYPED.fullmatch(typed) is None and not typed.endswith("."):
        return other_key(state, key)
    return replace(state, typed=typed), ()


def back_key(state: KeyingState, key: Press) -> Outcome:
    """Erase the last character; with none, go back."""
    if not state.typed:
        return leave_key(state, key)
    return replace(state, typed=state.typed[:-1]), ()


def enter_key(state: KeyingState, key: Press) -> Outcome:
    """Open the number; the one before where none is typed."""
    match = _TYPED.fullmatch(state.typed.rstrip("."))
    if match is None:
        return other_key(state, key)
    number = int(match[1]) if match[1] else _number_before(state)
    if number is None:
        return refuse(state, Said("there is no ballot before this one; type a number"))
    numbers = state.rules.numbers
    if number not in numbers and state.rules.once:
        return _again(state, Said("ballot {number} is not to be read now; type one that is", number=number))
    if number not in numbers:
        return _again(
            state,
            Said(
                "ballot {number} is not in this batch ({first} to {last})",
                number=number,
                first=numbers[0],
                last=numbers[-1],
            ),
        )
    if state.rules.once and number in state.keyed:
        return _again(
            state, Said("ballot {number} is read; what was read first stays as it is", number=number)
        )
    row = int(match[2]) if match[2] else 1
    if not 1 <= row <= state.rules.rows:
        return _again(state, Said("a ballot here has {rows} rows, not {row}", rows=state.rules.rows, row=row))
    stood = state.stood_at if state.stood_at is not None else _standing_number(state)
    now = open_ballot(replace(state, stood_at=None), number)
    if number not in state.keyed:
        if row > 1 or match[3]:
            return _again(
                state, Said("ballot {number} is not saved yet; type its number alone", number=number)
            )
        return now, ()
    now = replace(now, stood_at=stood if number != stood else None)
    if match[3]:
        return _afresh(now)
    said = (
        Said("ballot {number}, correcting row {row}", number=number, row=row)
        if match[2]
        else Said(
            "ballot {number} is saved; a mark replaces that row only; - {number}* Enter: all rows afresh",
            number=number,
        )
    )
    return replace(tell(now, said), cursor=row - 1), ()


def leave_key(state: KeyingState, key: Press) -> Outcome:
    """Back to where the number was asked for."""
    if state.before_number is Mode.SUMMARY:
        return summary(state), ()
    return replace(state, mode=Mode.ROWS, typed=""), ()


def other_key(state: KeyingState, key: Press) -> Outcome:
    """A key that is no part of a number."""
    return refuse(state, Said("type a ballot number, then Enter"))


def _again(state: KeyingState, said: Said) -> Outcome:
    now, effects = refuse(state, said)
    return replace(now, typed=""), effects


def _afresh(state: KeyingState) -> Outcome:
    """A saved ballot with all rows empty again; `-` brings its marks back, saving replaces them."""
    empty = replace(
        state.sheet, marks=EMPTY * state.rules.rows, void=False, opinion=False, words="", filled=False
    )
    said = Said("ballot {number}: key it afresh; - brings its marks back", number=empty.number)
    now = replace(tell(state, said), sheet=empty, steps=(Step(state.sheet, 0),))
    return now, draft_effects(now)


def _number_before(state: KeyingState) -> int | None:
    here = _standing_number(state) or state.rules.numbers[-1] + 1
    before = bisect_left(state.rules.numbers, here) - 1
    return state.rules.numbers[before] if before >= 0 else None


def _standing_number(state: KeyingState) -> int:
    """Where keying stands now: the ballot on the screen, 0 for the summary."""
    return 0 if state.before_number is Mode.SUMMARY else state.sheet.number
