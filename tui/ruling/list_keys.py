"""The list of what is left in the pile, and going to a line of it."""

from __future__ import annotations

from dataclasses import replace

from tally.marks import BLANK
from tally.said import Said
from tui.ruling.pile import Standing, Stop
from tui.ruling.state import Mode, Outcome, Press, RulingState
from tui.ruling.steps import back_to_stood, come_to, refuse, stands

PAGE = 14
"""Lines of the list on a page: what a terminal of 24 lines holds."""
_DONE = (Standing.SETTLED, Standing.ACCEPTED)


def listed(state: RulingState) -> tuple[Stop, ...]:
    """The stops in the list: what is left, or every one."""
    if state.every:
        return state.pile.stops
    return tuple(stop for stop in state.pile.stops if state.pile.standing(stop) not in _DONE)


def open_list(state: RulingState, key: Press) -> Outcome:
    """Show the list, at the place on the screen."""
    if not state.pile.stops:
        return refuse(state, Said("both passes agree on every sheet; the list is empty"))
    now = replace(state, mode=Mode.LIST, stood=stands(state), correcting=False, case=None, every=False)
    if not listed(now):
        now = replace(now, every=True)
    return replace(now, cursor=_nearest(now, state.at)), ()


def mark_key(state: RulingState, key: Press) -> Outcome:
    """The keypad's digits move as its arrows do; 0 shows what is settled, too."""
    if key.code == BLANK:
        return _toggled(state), ()
    by = {"2": 1, "8": -1, "3": PAGE, "9": -PAGE}.get(key.code)
    if by is None:
        return refuse(
            state, Said("8 up, 2 down, 9 and 3 by page, 0 all or only what is left, Enter goes there")
        )
    return _moved(state, by)


def down_key(state: RulingState, key: Press) -> Outcome:
    """One line down."""
    return _moved(state, 1)


def up_key(state: RulingState, key: Press) -> Outcome:
    """One line up."""
    return _moved(state, -1)


def page_down_key(state: RulingState, key: Press) -> Outcome:
    """One page down."""
    return _moved(state, PAGE)


def page_up_key(state: RulingState, key: Press) -> Outcome:
    """One page up."""
    return _moved(state, -PAGE)


def enter_key(state: RulingState, key: Press) -> Outcome:
    """Go there."""
    return come_to(state, listed(state)[state.cursor]), ()


def leave_key(state: RulingState, key: Press) -> Outcome:
    """Back to where the list was opened."""
    return back_to_stood(state), ()


def _moved(state: RulingState, by: int) -> Outcome:
    last = len(listed(state)) - 1
    to = min(max(0, state.cursor + by), last)
    if to == state.cursor:
        return refuse(state, Said("this is the last one") if by > 0 else Said("this is the first one"))
    return replace(state, cursor=to), ()


def _toggled(state: RulingState) -> RulingState:
    stop = listed(state)[state.cursor]
    now = replace(state, every=not state.every)
    if not listed(now):
        return state
    return replace(now, cursor=_nearest(now, stop))


def _nearest(state: RulingState, stop: Stop) -> int:
    """The line of a stop, or of the next one; the last line where none follows."""
    lines = listed(state)
    following = [at for at, one in enumerate(lines) if one.order >= stop.order]
    return following[0] if following else len(lines) - 1
