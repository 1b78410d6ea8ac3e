"""Keys that give a reason: by its number, or in words."""

from __future__ import annotations

from dataclasses import replace

from tally.rulings import THIRD_VALUE_REASONS, VOID, VOID_REASONS
from tally.said import Said
from tui.ruling.state import Mode, Outcome, Press, RulingState
from tui.ruling.steps import record, refuse

LONGEST = 120
"""Characters of a reason in words."""


def reasons(state: RulingState) -> tuple[str, ...]:
    """The reasons to choose from, by their codes."""
    return VOID_REASONS if state.reading == VOID else THIRD_VALUE_REASONS


def reason_key(state: RulingState, key: Press) -> Outcome:
    """A reason by its number; the last number: in words."""
    codes = reasons(state)
    number = int(key.code) if key.code.isdigit() else 0
    if 1 <= number <= len(codes):
        return record(state, codes[number - 1])
    if number == len(codes) + 1:
        return replace(state, mode=Mode.WORDS, typed=""), ()
    return refuse(state, Said("press a number from 1 to {most}", most=len(codes) + 1))


def words_key(state: RulingState, key: Press) -> Outcome:
    """A character, or several that were pasted, as one line."""
    return replace(state, typed=(state.typed + " ".join(key.text.splitlines()))[:LONGEST]), ()


def words_erase(state: RulingState, key: Press) -> Outcome:
    """Erase a character; a `-` or `p` that was typed is one."""
    if key.text:
        return words_key(state, key)
    return replace(state, typed=state.typed[:-1]), ()


def words_enter(state: RulingState, key: Press) -> Outcome:
    """The reason is written."""
    if not state.typed.strip():
        return refuse(state, Said("write the reason, then Enter"))
    return record(state, state.typed.strip())


def words_leave(state: RulingState, key: Press) -> Outcome:
    """Esc: the list of reasons; `q` is a character."""
    return words_key(state, key) if key.text else (replace(state, mode=Mode.REASON, typed=""), ())
