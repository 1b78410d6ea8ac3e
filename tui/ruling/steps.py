"""What several modes do alike: coming to a place, moving on, refusing, asking the disk for a record."""

from __future__ import annotations

from dataclasses import replace

from tally.comparison import OPINION, WHOLE
from tally.rulings import SLIP, needs_reason
from tally.said import Said
from tui.ruling.pile import Standing, Stop
from tui.ruling.state import Case, Declined, Effect, EffectKind, Mode, Outcome, Press, RulingState


def refuse(state: RulingState, said: Said) -> Outcome:
    """Nothing happens, and why."""
    return replace(state, message=said, alarm=True), ()


def said_key(state: RulingState, key: Press) -> Outcome:
    """A key that means nothing, with the reason that it brought."""
    return refuse(state, key.said or Said("this key does nothing here"))


def leave_key(state: RulingState, key: Press) -> Outcome:
    """Leave; every ruling is on disk."""
    return replace(state, mode=Mode.LEFT), ()


def declined(case: Case) -> Declined:
    """What is remembered of an explanation that is not to be offered by itself again."""
    explanation = case.offer.explanation
    return explanation.kind.value, explanation.ballots, explanation.row


def come_to(state: RulingState, stop: Stop, *, explain: bool = False) -> RulingState:
    """A place of the pile on the screen: an open one asks, any other is shown.

    Before the first open place of a sheet that an explanation covers is asked, the explanation is put
    into words; one that was declined only where the person asks for it (`explain`).
    """
    now = replace(
        state,
        at=stop,
        reading="",
        typed="",
        correcting=False,
        stood=None,
        case=None,
        cursor=0,
        settled_now=(),
        armed=True,
    )
    if stop.place != SLIP and (stop.ballot, stop.place) not in state.pile.questions:
        if state.pile.on_sheet(stop.ballot):
            return come_to(state, first_question(state, stop.ballot), explain=explain)
        return replace(now, mode=Mode.SHEET, at=Stop(stop.ballot, WHOLE))
    if state.pile.standing(stop) is not Standing.TO_READ:
        return replace(now, mode=Mode.VISITED)
    for offer in state.pile.offers_on(stop.ballot):
        case = Case(offer)
        if explain or declined(case) not in state.declined:
            return replace(now, mode=Mode.OFFER, case=case, armed=False)
    return replace(now, mode={WHOLE: Mode.WHOLE, OPINION: Mode.YES_NO}.get(stop.place, Mode.ROW))


def first_question(state: RulingState, ballot: int) -> Stop:
    """The first place of a sheet that is to read; else the first one that was; else the sheet as it is."""
    here = state.pile.on_sheet(ballot)
    to_read = [stop for stop in here if state.pile.standing(stop) is Standing.TO_READ]
    return (to_read or list(here) or [Stop(ballot, WHOLE)])[0]


def back_to_stood(state: RulingState) -> RulingState:
    """Where a number, the list or a correction was asked for; None stands for the end."""
    return move_on(state) if state.stood is None else come_to(state, state.stood)


def stands(state: RulingState) -> Stop | None:
    """The place to come back to from here."""
    return None if state.mode is Mode.DONE else state.at


def move_on(state: RulingState) -> RulingState:
    """The next place that this person has to read, from where the last one was asked; from the first one
    again behind the last."""
    left = state.pile.to_read
    if not left:
        return replace(state, mode=Mode.DONE, reading="", typed="", correcting=False, case=None)
    here = state.stood or state.at
    later = [stop for stop in left if stop.order >= here.order]
    return come_to(state, later[0] if later else left[0])


def move_on_key(state: RulingState, key: Press) -> Outcome:
    """The same, for a key."""
    return move_on(state), ()


def next_key(state: RulingState, key: Press) -> Outcome:
    """The next stop, settled or not."""
    stop = state.pile.after(state.at)
    if stop is None:
        return refuse(state, Said("this is the last one"))
    return come_to(state, stop), ()


def before_key(state: RulingState, key: Press) -> Outcome:
    """The stop before; from the end the last one."""
    stops = state.pile.stops
    if state.mode is Mode.DONE:
        return (come_to(state, stops[-1]), ()) if stops else refuse(state, Said("this is the first one"))
    stop = state.pile.before(state.at)
    if stop is None:
        return refuse(state, Said("this is the first one"))
    return come_to(state, stop), ()


def back_key(state: RulingState, key: Press) -> Outcome:
    """The place asks again, without what was typed for it; a correction goes back to where it was begun."""
    return (back_to_stood(state) if state.correcting else _asking(state)), ()


def _asking(state: RulingState) -> RulingState:
    mode = {WHOLE: Mode.WHOLE, OPINION: Mode.YES_NO}.get(state.at.place, Mode.ROW)
    return replace(state, mode=mode, reading="", typed="")


def decide(state: RulingState, reading: str) -> Outcome:
    """A reading was typed: ask for its reason where it needs one, else record it."""
    now = replace(state, reading=reading)
    question = state.question
    if state.correcting or question is None or needs_reason(question, reading, state.keying):
        return replace(now, mode=Mode.REASON), ()
    return record(now, "")


def record(state: RulingState, reason: str) -> Outcome:
    """Ask the disk for the ruling, or the correction, that was typed."""
    kind = EffectKind.CORRECT if state.correcting else EffectKind.RULE
    return ask_disk(state, Effect(kind, state.at.ballot, state.at.place, state.reading, reason))


def ask_disk(state: RulingState, effect: Effect) -> Outcome:
    """One record, and nothing else is heard until the disk has answered."""
    return replace(state, mode=Mode.RECORDING, pending=effect), (effect,)
