"""Keys on the summary: the sheets are counted, the number is typed, and that hands the pass in."""

from __future__ import annotations

from dataclasses import replace

from tally.marks import BLANK
from tally.said import Said
from tui.keying.state import Effect, EffectKind, Handler, KeyingState, Mode, Outcome, Press
from tui.keying.steps import open_ballot, refuse, refuse_enter, summary, tell


def armed_only(handler: Handler) -> Handler:
    """Keys that came before the summary was drawn are dropped there, and only there."""

    def armed(state: KeyingState, key: Press) -> Outcome:
        return handler(state, key) if state.armed else (state, ())

    return armed


def drawn(state: KeyingState, key: Press) -> Outcome:
    """The summary stands before the clerk."""
    return replace(state, armed=True), ()


def digit_key(state: KeyingState, key: Press) -> Outcome:
    """A digit of the number of sheets."""
    code = "0" if key.code == BLANK else key.code
    if not code.isdigit():
        return other_key(state, key)
    return replace(state, typed=(state.typed + code)[:6]), ()


def back_key(state: KeyingState, key: Press) -> Outcome:
    """Erase a digit; with none, ask for a ballot number."""
    if state.typed:
        return replace(state, typed=state.typed[:-1]), ()
    return go_to_key(state, key)


def go_to_key(state: KeyingState, key: Press) -> Outcome:
    """Ask for a ballot number."""
    return replace(state, mode=Mode.NUMBER, before_number=Mode.SUMMARY, typed=""), ()


def enter_key(state: KeyingState, key: Press) -> Outcome:
    """Hand in where the number is the cover's and nothing is missing; else say why not."""
    missing, collected = state.missing, len(state.rules.numbers)
    if not state.typed:
        if missing:
            return open_ballot(replace(state, mode=Mode.ROWS, stood_at=None), missing[0]), ()
        return refuse_enter(state, Said("type how many sheets you counted, then Enter"))
    counted = int(state.typed)
    cleared = replace(state, typed="", short="")
    if counted == collected and not missing:
        return replace(cleared, mode=Mode.HANDING_IN), (Effect(EffectKind.HAND_IN, sheets=counted),)
    if missing and counted == len(state.keyed):
        if state.short == state.typed:
            return replace(cleared, mode=Mode.HANDING_IN), (Effect(EffectKind.HAND_IN, sheets=counted),)
        now, effects = refuse(
            cleared,
            Said(
                "the cover says {collected}, {keyed} are keyed: type {keyed} again to hand in short, or press "
                "Enter to key number {number}",
                collected=collected,
                keyed=counted,
                number=missing[0],
            ),
        )
        return replace(now, short=state.typed), effects
    return refuse(
        cleared,
        Said(
            "you counted {counted}, the cover says {collected}, {keyed} are keyed: not handed in. Count again; "
            "if the cover sheet is wrong, the organizer corrects it (pingyi batch correct)",
            counted=counted,
            collected=collected,
            keyed=len(state.keyed),
        ),
    )


def other_key(state: KeyingState, key: Press) -> Outcome:
    """A key that is no digit."""
    return refuse(state, Said("type how many sheets you counted, then Enter"))


def handed_in(state: KeyingState, key: Press) -> Outcome:
    """The disk has it: the end."""
    return replace(state, mode=Mode.HANDED_IN), ()


def not_handed_in(state: KeyingState, key: Press) -> Outcome:
    """The disk has it not, and why."""
    return replace(tell(summary(state), key.said), armed=True, alarm=True), ()
