"""Keys on an explanation: it is put into words, confirmed on the paper row by row, and accepted or not.

Keys typed before an explanation stands on the screen were meant for the row that would have been asked;
`press` drops them (`armed`). After that only Enter begins the rows that confirm it, and once they are
read only Enter accepts it, again not before the screen shows what would be accepted.
"""

from __future__ import annotations

from dataclasses import replace

from tally.said import Said
from tally.slip_probes import borne_out
from tui.ruling.reading_keys import unknown_grade
from tui.ruling.state import Effect, EffectKind, Mode, Outcome, Press, RulingState
from tui.ruling.steps import ask_disk, come_to, declined, refuse

PLACES = 9
"""Lines of places that are shown at once."""


def drawn(state: RulingState, key: Press) -> Outcome:
    """It stands on the screen: keys count from now on."""
    return replace(state, armed=True), ()


def begin_key(state: RulingState, key: Press) -> Outcome:
    """Begin reading the rows that confirm it."""
    return _with_read(state, (), Mode.PROBE)


def skip_key(state: RulingState, key: Press) -> Outcome:
    """Not now: row by row, and it is not offered by itself again."""
    if state.case is not None:
        state = replace(state, declined=state.declined | {declined(state.case)})
    return come_to(state, state.at), ()


def offer_mark(state: RulingState, key: Press) -> Outcome:
    """A mark answers nothing here."""
    return refuse(state, Said("no mark is asked for yet: Enter begins, + goes on row by row"))


def probe_mark(state: RulingState, key: Press) -> Outcome:
    """What one of the rows reads; after the last one the paper bears it out or not."""
    case = state.case
    why = unknown_grade(state, key.code)
    if why is not None or case is None:
        return refuse(state, why or Said("this key does nothing here"))
    read = (*case.read, key.code)
    if len(read) < len(case.offer.probes):
        return _with_read(state, read, Mode.PROBE)
    now = replace(case, read=read)
    slip = borne_out(case.offer.explanation, case.offer.probes, now.paper)
    mode = Mode.BORNE_OUT if slip is not None else Mode.NOT_BORNE_OUT
    return replace(state, mode=mode, case=replace(now, slip=slip), armed=False, cursor=0), ()


def probe_back(state: RulingState, key: Press) -> Outcome:
    """Take back the last row that was read; with none, the words again."""
    if state.case is None or not state.case.read:
        return _with_read(state, (), Mode.OFFER)
    return _with_read(state, state.case.read[:-1], Mode.PROBE)


def probe_leave(state: RulingState, key: Press) -> Outcome:
    """The words again."""
    return _with_read(state, (), Mode.OFFER)


def probe_other(state: RulingState, key: Press) -> Outcome:
    """Only the paper is asked for."""
    return refuse(state, Said("key what the paper reads there; - takes the last one back"))


def accept_key(state: RulingState, key: Press) -> Outcome:
    """Accept it: one record."""
    case = state.case
    if case is None or case.slip is None:
        return refuse(state, Said("this key does nothing here"))
    ballot = case.slip.ballots[0]
    effect = Effect(EffectKind.ACCEPT, ballot, state.at.place, slip=case.slip, paper=case.paper)
    return ask_disk(state, effect)


def borne_mark(state: RulingState, key: Press) -> Outcome:
    """A mark neither accepts nor rules."""
    return refuse(state, Said("Enter accepts the explanation, + goes on row by row, - reads a row again"))


def not_borne_mark(state: RulingState, key: Press) -> Outcome:
    """A mark rules on nothing yet."""
    return refuse(state, Said("Enter goes on row by row, - reads the last row again"))


def scroll_down(state: RulingState, key: Press) -> Outcome:
    """More of the places, where there are."""
    most = len(ballots_of(state)) - 1
    if state.cursor + PLACES > most:
        return refuse(state, Said("this is the last one"))
    return replace(state, cursor=state.cursor + PLACES), ()


def scroll_up(state: RulingState, key: Press) -> Outcome:
    """The places before."""
    if not state.cursor:
        return refuse(state, Said("this is the first one"))
    return replace(state, cursor=max(0, state.cursor - PLACES)), ()


def ballots_of(state: RulingState) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The places on the screen by ballot: those that would be settled, or have been just now."""
    stops = state.case.places if state.case is not None else state.settled_now
    by_ballot: dict[int, tuple[int, ...]] = {}
    for stop in stops:
        by_ballot[stop.ballot] = (*by_ballot.get(stop.ballot, ()), stop.place)
    return tuple(by_ballot.items())


def _with_read(state: RulingState, read: tuple[str, ...], mode: Mode) -> Outcome:
    case = None if state.case is None else replace(state.case, read=read, slip=None)
    return replace(state, mode=mode, case=case, cursor=0), ()
