"""Exporting from the results screen as a machine: its table, what keys may do, and the page in docs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.said import Said
from tui.exporting import Exported, Phase
from tui.results.machine import (
    AT_WORK,
    KEYS,
    TELLS,
    TRANSITIONS,
    Event,
    Export,
    Happening,
    Mode,
    Step,
    advance,
    seen,
)

DONE = Exported(Path("/x/export/2026-11-20"), complete=True, sealed=False)
HAPPENINGS = {
    Event.READS: Happening(Event.READS, Step(Phase.READING, 1, 3)),
    Event.PRINTS: Happening(Event.PRINTS, Step(Phase.PRINTING, 2, 30)),
    Event.WRITES: Happening(Event.WRITES, Step(Phase.WRITING, 4, 40)),
    Event.WRITTEN: Happening(Event.WRITTEN, exported=DONE),
    Event.FAILED: Happening(Event.FAILED, why=Said("the disk is full")),
}


def after(*events, state=None):
    state = state or Export()
    for event in events:
        state = advance(state, HAPPENINGS.get(event) or Happening(event))
    return state


def test_an_export_goes_from_phase_to_phase_to_the_path():
    state = after(Event.BEGIN)
    assert state.mode is Mode.READING and state.step is None
    for event, mode in (
        (Event.READS, Mode.READING),
        (Event.PRINTS, Mode.PRINTING),
        (Event.WRITES, Mode.WRITING),
    ):
        state = after(event, state=state)
        assert state.mode is mode and state.step == HAPPENINGS[event].step
    state = after(Event.WRITTEN, state=state)
    assert state.mode is Mode.DONE and state.exported is DONE and state.message is None


def test_phases_that_passed_between_two_looks_are_passed_over():
    assert after(Event.BEGIN, Event.WRITTEN).exported is DONE
    assert after(Event.BEGIN, Event.WRITES).mode is Mode.WRITING
    assert after(Event.BEGIN, Event.WRITES, Event.READS).mode is Mode.WRITING, "and none comes again"


@pytest.mark.parametrize("so_far", [(), (Event.READS,), (Event.PRINTS,), (Event.WRITES,)])
def test_while_it_runs_esc_asks_it_to_stop_and_any_other_key_is_refused_in_words(so_far):
    state = after(Event.BEGIN, *so_far)
    for key in (Event.BEGIN, Event.ENTER, Event.OTHER):
        now = after(key, state=state)
        assert (now.mode, now.step) == (state.mode, state.step)
        assert now.alarm and "Esc stops it" in str(now.message)
    assert after(Event.LEAVE, state=state).mode is Mode.STOPPING


def test_a_refused_key_is_told_until_the_next_key():
    state = after(Event.BEGIN, Event.OTHER, Event.READS)
    assert state.alarm and state.message
    assert after(Event.LEAVE, state=state).message is None


def test_stopping_ends_with_what_the_export_answers():
    stopping = after(Event.BEGIN, Event.WRITES, Event.LEAVE)
    assert after(Event.LEAVE, Event.ENTER, state=stopping).mode is Mode.STOPPING
    stopped = after(Event.GAVE_WAY, state=stopping)
    assert stopped.mode is Mode.STOPPED and str(stopped.message) == "export stopped; nothing was written"
    late = after(Event.WRITTEN, state=stopping)
    assert late.exported is DONE and "before it could be stopped" in str(late.message)
    assert after(Event.FAILED, state=stopping).mode is Mode.REFUSED
    assert after(Event.WRITES, state=stopping) == stopping


def test_a_failure_says_why_and_that_no_package_was_written():
    state = after(Event.BEGIN, Event.FAILED)
    assert state.mode is Mode.REFUSED and state.alarm
    assert str(state.message) == "the disk is full; no package was written"


@pytest.mark.parametrize("ended", [(Event.WRITTEN,), (Event.LEAVE, Event.GAVE_WAY), (Event.FAILED,)])
def test_keys_typed_before_the_end_is_drawn_are_dropped(ended):
    state = after(Event.BEGIN, *ended)
    for key in KEYS:
        assert after(key, state=state) == state
    assert after(Event.ENTER, state=seen(state)).mode is Mode.IDLE
    assert after(Event.ENTER, state=seen(state)) == Export()


def test_after_the_path_only_going_back_does_something_and_after_nothing_it_can_begin_again():
    done = seen(after(Event.BEGIN, Event.WRITTEN))
    for key in (Event.BEGIN, Event.OTHER):
        assert after(key, state=done).exported is DONE and after(key, state=done).alarm
    for ended in ((Event.LEAVE, Event.GAVE_WAY), (Event.FAILED,)):
        again = after(Event.BEGIN, state=seen(after(Event.BEGIN, Event.READS, *ended)))
        assert again == Export(Mode.READING), "nothing of the last one is left"


@given(st.lists(st.sampled_from([*Event, None]), max_size=40))
def test_whatever_comes_the_table_holds_and_a_path_is_shown_only_of_a_package(events):
    state = Export()
    for event in events:
        if event is None:
            state = seen(state)
            continue
        before, state = state, after(event, state=state)
        if state != before:
            assert TRANSITIONS[before.mode, event] is state.mode
        assert (state.exported is not None) == (state.mode is Mode.DONE)
        if state.mode is Mode.DONE and before.mode is not Mode.DONE:
            assert event is Event.WRITTEN
        if before.mode in AT_WORK and event in KEYS:
            assert state.mode in (before.mode, Mode.STOPPING), "a key ends no export by itself"
        assert state.armed or state.mode in (Mode.DONE, Mode.STOPPED, Mode.REFUSED)


def test_every_state_at_work_hears_every_key_and_every_phase_has_its_event():
    assert {(mode, event) for mode in AT_WORK for event in KEYS} <= set(TRANSITIONS)
    assert set(TELLS) == set(Phase)
    assert {event for _, event in TRANSITIONS} == set(Event)
    assert {mode for mode, _ in TRANSITIONS} == set(Mode)


def test_the_table_in_the_documents_is_the_table_of_the_program():
    text = (Path(__file__).resolve().parents[2] / "docs/state-machines.md").read_text()
    section = text[text.index("## Exporting from the results") :].split("\n## ")[0]
    drawn = {}
    for row in section.splitlines():
        cells = [cell.strip() for cell in row.split("|")]
        if row.startswith("| `"):
            for event in cells[2].split(", "):
                drawn[cells[1].strip("`"), event] = cells[4]
    assert drawn == {(mode.value, event.value): to.value for (mode, event), to in TRANSITIONS.items()}
