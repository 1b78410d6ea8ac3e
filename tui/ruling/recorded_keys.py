"""The disk's answers, and the keys on what was recorded: move on, or take it back."""

from __future__ import annotations

from dataclasses import replace

from tally.rulings import SLIP
from tally.said import Said
from tui.ruling.pile import Standing, Stop, accepted_stop
from tui.ruling.state import Case, Effect, EffectKind, Mode, Outcome, Press, RulingState
from tui.ruling.steps import ask_disk, before_key, come_to, declined, first_question, move_on, refuse

_UNDOING = (EffectKind.TAKE_BACK, EffectKind.TAKE_BACK_ACCEPTED)


def recorded(state: RulingState, key: Press) -> Outcome:
    """The record is on disk: show what it says, or ask again where it was undone."""
    asked, pile = state.pending, key.pile or state.pile
    if asked is None:
        return state, ()
    now = replace(state, pile=pile, pending=None)
    if asked.kind is EffectKind.ACCEPT:
        return _accepted(now, state, asked), ()
    if asked.kind in _UNDOING:
        return replace(_asked_again(now, state, asked), message=Said("taken back")), ()
    return replace(now, mode=Mode.SHOWN, correcting=False, message=second_reviewer_words(now)), ()


def not_recorded(state: RulingState, key: Press) -> Outcome:
    """The disk, or the rules, refused it: nothing was changed. The place asks again, and why."""
    now = replace(state, pile=key.pile or state.pile, pending=None)
    back = (state.stood if state.correcting else None) or state.at
    gone = back.place == SLIP and back.record not in now.pile.accepted
    now = move_on(now) if gone else come_to(now, back)
    return replace(now, message=key.said, alarm=True), ()


def second_reviewer_words(state: RulingState) -> Said | None:
    """What a reviewer is told of the other one, after both, or only this one, have read the place."""
    if state.at.place == SLIP:
        return None
    others = state.pile.differing(state.at)
    if others:
        names = ", ".join(dict.fromkeys(one.by for one in others))
        return Said(
            "{names} read it otherwise: look at the paper together; whoever misread takes it back",
            names=names,
        )
    if state.pile.standing(state.at) is Standing.WAITS:
        return Said("waits for a second reviewer, who has to read it from the paper too")
    return None


def shown_before(state: RulingState, key: Press) -> Outcome:
    """`-` takes back what was recorded; `p` goes to the stop before."""
    return before_key(state, key) if key.text in ("p", "P") else take_back_key(state, key)


def take_back_key(state: RulingState, key: Press) -> Outcome:
    """Undo this person's ruling on the place, or their acceptance, by a new record."""
    stop = state.at
    if stop.place == SLIP:
        if stop.record not in state.pile.accepted:
            return refuse(state, Said("this explanation does not stand any more"))
        effect = Effect(EffectKind.TAKE_BACK_ACCEPTED, stop.ballot, stop.place, record=stop.record)
        return ask_disk(state, effect)
    if (stop.ballot, stop.place) not in state.pile.mine:
        by = ", ".join(one.by for one in state.pile.read.get((stop.ballot, stop.place), ()))
        if by:
            return refuse(state, Said("{names} ruled on this; only they can take it back", names=by))
        return refuse(state, Said("there is no ruling on this to take back"))
    return ask_disk(state, Effect(EffectKind.TAKE_BACK, stop.ballot, stop.place))


def _accepted(now: RulingState, before: RulingState, asked: Effect) -> RulingState:
    accepted = [one for one in now.pile.accepted.values() if one.slip == asked.slip]
    settled = [Stop(*place) for place in before.pile.still_open - now.pile.still_open]
    return replace(
        now,
        mode=Mode.SHOWN,
        at=accepted_stop(max(accepted, key=lambda one: one.number)),
        stood=before.at,
        case=None,
        cursor=0,
        settled_now=tuple(sorted(settled, key=lambda stop: stop.order)),
    )


def _asked_again(now: RulingState, before: RulingState, asked: Effect) -> RulingState:
    """A place asks again; after an acceptance was taken back the sheet's places do, row by row."""
    if asked.kind is EffectKind.TAKE_BACK:
        return come_to(now, Stop(asked.ballot, asked.place))
    slip = before.pile.accepted[asked.record].slip
    again = {declined(Case(offer)) for offer in now.pile.offers if slip in offer.explanation.slips}
    now = replace(now, declined=now.declined | again)
    stop = first_question(now, asked.ballot)
    return come_to(now, stop) if now.pile.standing(stop) is Standing.TO_READ else move_on(now)
