"""Ruling on a batch, sheet by sheet: a pure state machine, `(state, press) -> (state, effects)`.

The reviewer types what the paper reads; with blind rulings the two readings appear only after that, and
stay in view with the ruling until the next key, which moves on or takes it back. The table of transitions
is `TRANSITIONS` below and drawn in docs/state-machines.md; what a key does stands in the file of its mode.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tally.comparison import WHOLE
from tally.said import Said
from tally.scheme import Keying
from tui.ruling import (
    correction_keys,
    help_keys,
    list_keys,
    number_keys,
    offer_keys,
    reading_keys,
    reason_keys,
    recorded_keys,
    steps,
    typed_number,
)
from tui.ruling.pile import Pile, Standing, Stop
from tui.ruling.state import ANSWERS, Event, Handler, Mode, Outcome, Press, RulingState


def begin(pile: Pile, grades: int, keying: Keying) -> RulingState:
    """The first state: at the first place that this person has to read, or done where there is none."""
    start = Stop(pile.numbers[0], WHOLE)
    state = RulingState(pile, grades, keying, start, Mode.DONE)
    left = pile.to_read
    now = steps.come_to(state, left[0]) if left else state
    differing = sum(pile.standing(stop) is Standing.DIFFERS for stop in pile.stops)
    if differing:
        said = Said("places where two reviewers differ: {count} (* shows the list)", count=differing)
        now = replace(now, message=said)
    return now


def press(state: RulingState, key: Press) -> Outcome:
    """Handle one key or answer; one that means nothing in this mode says so."""
    if not state.armed and key.event not in ANSWERS:
        return state, ()
    handler = TRANSITIONS.get((state.mode, key.event))
    if key.event in ANSWERS:
        if handler is None:
            return state, ()
        return handler(state if key.event is Event.DRAWN else _quiet(state), key)
    return (handler or _nothing)(_quiet(state), key)


def _quiet(state: RulingState) -> RulingState:
    return replace(state, message=None, alarm=False)


def _nothing(state: RulingState, key: Press) -> Outcome:
    if state.mode is Mode.RECORDING:
        return state, ()
    return steps.said_key(state, key)


_ASKING = (Mode.ROW, Mode.WHOLE, Mode.YES_NO)
_STANDING = (*_ASKING, Mode.SHEET, Mode.VISITED, Mode.DONE)
"""Where one goes to another place from."""
_TYPED = (Event.MARK, Event.NEXT, Event.STAR, Event.REASON, Event.LIST, Event.GO_TO, Event.CORRECT,
          Event.EXPLAIN, Event.HELP, Event.TEXT)  # fmt: skip
"""Keys that are a character where words are written."""
_unless = reading_keys.unless_correcting

TRANSITIONS: Mapping[tuple[Mode, Event], Handler] = {
    (Mode.ROW, Event.MARK): reading_keys.row_key,
    (Mode.WHOLE, Event.MARK): reading_keys.whole_key,
    (Mode.YES_NO, Event.MARK): reading_keys.yes_no_key,
    **{(mode, event): _unless(steps.next_key) for mode in _ASKING for event in (Event.NEXT, Event.DOWN)},
    **{
        (mode, event): _unless(steps.before_key)
        for mode in _ASKING
        for event in (Event.BEFORE, Event.UP, Event.ERASE)
    },
    **{(mode, Event.LEAVE): _unless(steps.leave_key) for mode in _ASKING},
    **{(mode, Event.REASON): reading_keys.reason_early for mode in _ASKING},
    **{(mode, event): reading_keys.explain_key for mode in _ASKING for event in (Event.EXPLAIN, Event.ENTER)},
    **{(mode, Event.STAR): list_keys.open_list for mode in (*_ASKING, Mode.SHEET, Mode.DONE)},
    **{(mode, Event.LIST): list_keys.open_list for mode in (*_STANDING, Mode.OFFER)},
    **{(mode, Event.GO_TO): number_keys.ask_number for mode in (*_STANDING, Mode.OFFER)},
    **{(mode, Event.CORRECT): correction_keys.which_row_key for mode in (*_ASKING, Mode.SHEET, Mode.VISITED)},
    **{
        (mode, Event.REFUSED): steps.said_key
        for mode in Mode
        if mode not in (Mode.SHOWN, Mode.HELP, Mode.RECORDING, Mode.LEFT)
    },
    **{
        (mode, Event.HELP): help_keys.open_help
        for mode in Mode
        if mode not in (Mode.WORDS, Mode.SHOWN, Mode.HELP, Mode.RECORDING, Mode.LEFT)
    },
    **{(Mode.HELP, event): help_keys.leave_help for event in Event if event not in ANSWERS},
    (Mode.BALLOT, Event.MARK): reading_keys.ballot_key,
    **{(Mode.BALLOT, event): reading_keys.ballot_back for event in (Event.BEFORE, Event.UP, Event.ERASE)},
    (Mode.BALLOT, Event.ENTER): reading_keys.ballot_enter,
    (Mode.BALLOT, Event.LEAVE): reading_keys.ballot_leave,
    (Mode.REASON, Event.MARK): reason_keys.reason_key,
    **{(Mode.REASON, event): steps.back_key for event in (Event.BEFORE, Event.UP, Event.ERASE, Event.LEAVE)},
    **{(Mode.WORDS, event): reason_keys.words_key for event in _TYPED},
    **{(Mode.WORDS, event): reason_keys.words_erase for event in (Event.BEFORE, Event.ERASE)},
    (Mode.WORDS, Event.ENTER): reason_keys.words_enter,
    (Mode.WORDS, Event.LEAVE): reason_keys.words_leave,
    (Mode.RECORDING, Event.RECORDED): recorded_keys.recorded,
    (Mode.RECORDING, Event.NOT_RECORDED): recorded_keys.not_recorded,
    **{(Mode.SHOWN, event): steps.move_on_key for event in (*_TYPED, Event.ENTER, Event.DOWN, Event.REFUSED)},
    **{(Mode.SHOWN, event): recorded_keys.shown_before for event in (Event.BEFORE, Event.ERASE)},
    (Mode.SHOWN, Event.UP): steps.before_key,
    (Mode.SHOWN, Event.PAGE_DOWN): offer_keys.scroll_down,
    (Mode.SHOWN, Event.PAGE_UP): offer_keys.scroll_up,
    (Mode.SHOWN, Event.LEAVE): steps.leave_key,
    **{(Mode.VISITED, event): steps.next_key for event in (Event.NEXT, Event.DOWN)},
    **{(Mode.VISITED, event): steps.before_key for event in (Event.BEFORE, Event.UP, Event.ERASE)},
    **{(Mode.VISITED, event): recorded_keys.take_back_key for event in (Event.STAR, Event.REASON)},
    (Mode.VISITED, Event.ENTER): steps.move_on_key,
    (Mode.VISITED, Event.LEAVE): steps.leave_key,
    **{(Mode.SHEET, event): steps.next_key for event in (Event.NEXT, Event.DOWN)},
    **{(Mode.SHEET, event): steps.before_key for event in (Event.BEFORE, Event.UP, Event.ERASE)},
    (Mode.SHEET, Event.ENTER): correction_keys.which_row_key,
    (Mode.SHEET, Event.LEAVE): steps.leave_key,
    (Mode.OFFER, Event.DRAWN): offer_keys.drawn,
    (Mode.OFFER, Event.ENTER): offer_keys.begin_key,
    (Mode.OFFER, Event.MARK): offer_keys.offer_mark,
    **{(Mode.OFFER, event): offer_keys.skip_key for event in (Event.NEXT, Event.DOWN)},
    **{(Mode.OFFER, event): steps.before_key for event in (Event.BEFORE, Event.UP, Event.ERASE)},
    (Mode.OFFER, Event.STAR): list_keys.open_list,
    (Mode.OFFER, Event.LEAVE): steps.leave_key,
    (Mode.PROBE, Event.MARK): offer_keys.probe_mark,
    **{(Mode.PROBE, event): offer_keys.probe_back for event in (Event.BEFORE, Event.UP, Event.ERASE)},
    **{(Mode.PROBE, event): offer_keys.probe_other for event in (Event.NEXT, Event.DOWN, Event.ENTER)},
    (Mode.PROBE, Event.LEAVE): offer_keys.probe_leave,
    (Mode.BORNE_OUT, Event.DRAWN): offer_keys.drawn,
    (Mode.BORNE_OUT, Event.ENTER): offer_keys.accept_key,
    (Mode.BORNE_OUT, Event.MARK): offer_keys.borne_mark,
    (Mode.BORNE_OUT, Event.NEXT): offer_keys.skip_key,
    **{(Mode.BORNE_OUT, event): offer_keys.probe_back for event in (Event.BEFORE, Event.ERASE)},
    **{
        (Mode.BORNE_OUT, event): offer_keys.scroll_down for event in (Event.STAR, Event.DOWN, Event.PAGE_DOWN)
    },
    **{(Mode.BORNE_OUT, event): offer_keys.scroll_up for event in (Event.GO_TO, Event.UP, Event.PAGE_UP)},
    (Mode.BORNE_OUT, Event.LEAVE): offer_keys.probe_leave,
    (Mode.NOT_BORNE_OUT, Event.DRAWN): offer_keys.drawn,
    (Mode.NOT_BORNE_OUT, Event.MARK): offer_keys.not_borne_mark,
    **{
        (Mode.NOT_BORNE_OUT, event): offer_keys.skip_key
        for event in (Event.ENTER, Event.NEXT, Event.DOWN, Event.LEAVE)
    },
    **{(Mode.NOT_BORNE_OUT, event): offer_keys.probe_back for event in (Event.BEFORE, Event.UP, Event.ERASE)},
    (Mode.NUMBER, Event.MARK): number_keys.digit_key,
    **{(Mode.NUMBER, event): typed_number.erase_key for event in (Event.BEFORE, Event.ERASE)},
    (Mode.NUMBER, Event.ENTER): number_keys.enter_key,
    (Mode.NUMBER, Event.LEAVE): typed_number.leave_key,
    **{
        (Mode.NUMBER, event): number_keys.other_key
        for event in (Event.NEXT, Event.STAR, Event.GO_TO, Event.TEXT)
    },
    (Mode.LIST, Event.MARK): list_keys.mark_key,
    (Mode.LIST, Event.DOWN): list_keys.down_key,
    (Mode.LIST, Event.UP): list_keys.up_key,
    **{(Mode.LIST, event): list_keys.page_down_key for event in (Event.NEXT, Event.PAGE_DOWN)},
    **{(Mode.LIST, event): list_keys.page_up_key for event in (Event.BEFORE, Event.PAGE_UP)},
    (Mode.LIST, Event.ENTER): list_keys.enter_key,
    **{
        (Mode.LIST, event): list_keys.leave_key
        for event in (Event.LEAVE, Event.LIST, Event.STAR, Event.ERASE)
    },
    (Mode.WHICH_ROW, Event.MARK): correction_keys.digit_key,
    **{(Mode.WHICH_ROW, event): typed_number.erase_key for event in (Event.BEFORE, Event.ERASE)},
    (Mode.WHICH_ROW, Event.ENTER): correction_keys.enter_key,
    (Mode.WHICH_ROW, Event.LEAVE): typed_number.leave_key,
    **{(Mode.WHICH_ROW, event): correction_keys.other_key for event in (Event.NEXT, Event.STAR, Event.TEXT)},
    (Mode.CORRECTION, Event.MARK): correction_keys.correction_key,
    **{
        (Mode.CORRECTION, event): typed_number.leave_key
        for event in (Event.BEFORE, Event.UP, Event.ERASE, Event.LEAVE)
    },
    **{(Mode.DONE, event): steps.before_key for event in (Event.BEFORE, Event.UP, Event.ERASE)},
    **{(Mode.DONE, event): steps.leave_key for event in (Event.ENTER, Event.LEAVE)},
}
"""Every press that does something, by mode. What is not here does nothing in that mode, and says so."""
