"""All keys, behind `?`: any key goes back and does nothing else, so that nothing is recorded unseen."""

from __future__ import annotations

from dataclasses import replace

from tui.ruling.state import Mode, Outcome, Press, RulingState


def open_help(state: RulingState, key: Press) -> Outcome:
    """Show all keys."""
    return replace(state, mode=Mode.HELP, before_help=state.mode), ()


def leave_help(state: RulingState, key: Press) -> Outcome:
    """Back to what stood there."""
    return replace(state, mode=state.before_help), ()
