"""Settling opinions that two people typed differently: pure, `(state, press) -> (state, effect)`, by a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tally.opinion_choices import Chosen
from tally.said import Said
from tui.opinions.machine import Place
from tui.opinions.settling_state import Event, Mode, Press, Record, SettlingState
from tui.writing.text import Text, at_end, erase_after, erase_before, insert, move

Outcome = tuple[SettlingState, Record | None]
Step = Callable[[SettlingState, Press], Outcome]

LAST = Said("this is the last one")
FIRST = Said("this is the first one")


def begin(places: tuple[Place, ...], opened: frozenset[Place], begun: Mapping[Place, str]) -> SettlingState:
    """At the first one that is open; done where none is. There must be a place."""
    return _next_open(SettlingState(places, opened, dict(begun), at=-1))


def press(state: SettlingState, pressed: Press) -> Outcome:
    """Handle one key or answer. What stands in no row of the table is refused in words."""
    now = replace(state, message=None, alarm=False)
    step = TRANSITIONS.get((state.mode, pressed.event))
    if step is not None:
        return step(now, pressed)
    return _refuse(now, pressed.said or Said("this key does nothing here")), None


def _take(state: SettlingState, pressed: Press) -> Outcome:
    return replace(state, mode=Mode.RECORDING), Record(state.place, pressed.chosen)


def _write(state: SettlingState, pressed: Press) -> Outcome:
    return replace(state, mode=Mode.WRITING, text=at_end(state.begun[state.place])), None


def _take_back(state: SettlingState, pressed: Press) -> Outcome:
    now = replace(state, mode=Mode.RECORDING, taking_back=True)
    return now, Record(state.place, Chosen.TAKEN_BACK)


def _insert(state: SettlingState, pressed: Press) -> Outcome:
    text, why = insert(state.text, pressed.text)
    return (_refuse(state, why) if why else replace(state, text=text)), None


def _edit(state: SettlingState, pressed: Press) -> Outcome:
    text, long = state.text, len(state.text.written)
    edits = {
        "backspace": erase_before(text),
        "delete": erase_after(text),
        "left": move(text, -1),
        "right": move(text, 1),
        "home": move(text, -long),
        "end": move(text, long),
    }
    return replace(state, text=edits[pressed.text]), None


def _save_written(state: SettlingState, pressed: Press) -> Outcome:
    written = state.text.written.strip()
    if not written:
        return _refuse(state, Said("type what the paper says, then Enter; Esc goes back")), None
    return replace(state, mode=Mode.RECORDING), Record(state.place, Chosen.TYPED, written)


def _stop_writing(state: SettlingState, pressed: Press) -> Outcome:
    return _resting(state), None


def _recorded(state: SettlingState, pressed: Press) -> Outcome:
    now = replace(state, opened=pressed.opened, taking_back=False, text=Text())
    if state.taking_back:
        return replace(_resting(now), message=Said("taken back")), None
    return replace(now, mode=Mode.SHOWN), None


def _not_recorded(state: SettlingState, pressed: Press) -> Outcome:
    why = Said("NOT saved: {why}", why=pressed.said or "")
    if state.text.written and not state.taking_back:
        return _refuse(replace(state, mode=Mode.WRITING), why), None  # what was typed stays on the screen
    return _refuse(_resting(replace(state, taking_back=False)), why), None


def _on(state: SettlingState, pressed: Press) -> Outcome:
    return _next_open(state), None


def _next(state: SettlingState, pressed: Press) -> Outcome:
    if state.at + 1 >= len(state.places):
        return _refuse(state, LAST), None
    return _resting(replace(state, at=state.at + 1)), None


def _before(state: SettlingState, pressed: Press) -> Outcome:
    at = len(state.places) - 1 if state.mode is Mode.DONE else state.at - 1
    if at < 0:
        return _refuse(state, FIRST), None
    return _resting(replace(state, at=at)), None


def _leave(state: SettlingState, pressed: Press) -> Outcome:
    return replace(state, mode=Mode.LEFT), None


def _settled(state: SettlingState, pressed: Press) -> Outcome:
    """Another reviewer may choose anew; the store refuses it to the one whose choice stands."""
    if pressed.event is Event.TAKE:
        return _take(state, pressed)
    return _write(state, pressed)


def _resting(state: SettlingState) -> SettlingState:
    """At the place on the screen, as it is: open or settled."""
    mode = Mode.ASKING if state.place in state.opened else Mode.VISITED
    return replace(state, mode=mode, text=Text())


def _next_open(state: SettlingState) -> SettlingState:
    """The next open place, from here on and then from the first; else done."""
    order = [*range(state.at + 1, len(state.places)), *range(state.at + 1)]
    for at in order:
        if state.places[at] in state.opened:
            return _resting(replace(state, at=at))
    return replace(state, at=max(state.at, 0), mode=Mode.DONE)


def _refuse(state: SettlingState, said: Said) -> SettlingState:
    return replace(state, message=said, alarm=True)


TRANSITIONS: Mapping[tuple[Mode, Event], Step] = {
    (Mode.ASKING, Event.TAKE): _take,
    (Mode.ASKING, Event.WRITE): _write,
    (Mode.ASKING, Event.NEXT): _next,
    (Mode.ASKING, Event.BEFORE): _before,
    (Mode.ASKING, Event.MINUS): _before,
    (Mode.ASKING, Event.LEAVE): _leave,
    (Mode.WRITING, Event.TEXT): _insert,
    (Mode.WRITING, Event.EDIT): _edit,
    (Mode.WRITING, Event.ENTER): _save_written,
    (Mode.WRITING, Event.LEAVE): _stop_writing,
    (Mode.RECORDING, Event.RECORDED): _recorded,
    (Mode.RECORDING, Event.NOT_RECORDED): _not_recorded,
    (Mode.SHOWN, Event.TAKE): _on,
    (Mode.SHOWN, Event.WRITE): _on,
    (Mode.SHOWN, Event.NEXT): _on,
    (Mode.SHOWN, Event.ENTER): _on,
    (Mode.SHOWN, Event.REFUSED): _on,
    (Mode.SHOWN, Event.BEFORE): _before,
    (Mode.SHOWN, Event.MINUS): _take_back,
    (Mode.SHOWN, Event.TAKE_BACK): _take_back,
    (Mode.SHOWN, Event.LEAVE): _leave,
    (Mode.VISITED, Event.TAKE): _settled,
    (Mode.VISITED, Event.WRITE): _settled,
    (Mode.VISITED, Event.NEXT): _next,
    (Mode.VISITED, Event.BEFORE): _before,
    (Mode.VISITED, Event.MINUS): _before,
    (Mode.VISITED, Event.ENTER): _on,
    (Mode.VISITED, Event.TAKE_BACK): _take_back,
    (Mode.VISITED, Event.LEAVE): _leave,
    (Mode.DONE, Event.BEFORE): _before,
    (Mode.DONE, Event.MINUS): _before,
    (Mode.DONE, Event.ENTER): _leave,
    (Mode.DONE, Event.LEAVE): _leave,
}
