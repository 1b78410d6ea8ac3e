"""What a number being typed has in common, of a ballot or of a row: erasing, and going back."""

from __future__ import annotations

from dataclasses import replace

from tui.ruling.state import Outcome, Press, RulingState
from tui.ruling.steps import back_to_stood


def erase_key(state: RulingState, key: Press) -> Outcome:
    """Erase a character; with none, back."""
    if not state.typed:
        return leave_key(state, key)
    return replace(state, typed=state.typed[:-1]), ()


def leave_key(state: RulingState, key: Press) -> Outcome:
    """Back to where the number was asked for."""
    return back_to_stood(state), ()
