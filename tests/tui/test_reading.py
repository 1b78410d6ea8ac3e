"""Reading behind a screen: its table, its threads, and the page in docs."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.faults import Damaged
from tally.said import Refused, Said
from tui.views.reading import TURN, Phase, Reading, Step
from tui.views.reading_machine import AT_WORK, TRANSITIONS, Event, Mode, advance, begins

WAIT = 30.0


def until(comes):
    end = time.monotonic() + WAIT
    while not (found := comes()):
        assert time.monotonic() < end
        time.sleep(0.002)
    return found


class Gated:
    """What reads: it waits at a gate, and counts how often it was let through."""

    def __init__(self):
        self.gate = threading.Event()
        self.begun = self.read = self.at_once = self.most_at_once = 0

    def __call__(self, tell):
        self.begun += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            tell(Phase.BUNDLES, 1, 3)
            while not self.gate.wait(0.002):
                tell(Phase.BUNDLES, 2, 3)
            self.read += 1
            return self.read
        finally:
            self.at_once -= 1


@pytest.fixture
def gated():
    made = Gated()
    yield made
    made.gate.set()


def test_nothing_is_read_before_the_first_look(gated):
    reading = Reading(gated)
    reading.ask()
    assert reading.at_work and reading.step is None
    time.sleep(0.02)
    assert gated.begun == 0
    assert reading.look() is None
    until(lambda: reading.step == Step(Phase.BUNDLES, 2, 3))
    gated.gate.set()
    assert until(reading.look).value == 1
    assert not reading.at_work and reading.look() is None, "given once"


def test_what_is_asked_while_it_is_read_is_read_once_more_after_that(gated):
    reading = Reading(gated)
    reading.ask()
    reading.look()
    until(lambda: gated.begun)
    for _ in range(3):
        reading.ask()
    assert reading.mode is Mode.AGAIN
    gated.gate.set()
    assert until(reading.look).value == 1
    assert reading.at_work
    assert until(reading.look).value == 2
    assert not reading.at_work and gated.begun == 2 and gated.most_at_once == 1


def test_asked_twice_before_it_begins_it_is_read_once(gated):
    reading = Reading(gated)
    reading.ask()
    reading.ask()
    gated.gate.set()
    reading.look()
    until(reading.look)
    assert not reading.at_work and gated.begun == 1


def test_leaving_stops_it_and_coming_back_begins_when_that_has_ended(gated):
    reading = Reading(gated)
    reading.ask()
    reading.look()
    until(lambda: gated.begun)
    reading.leave()
    assert reading.mode is Mode.LEFT and reading.step is None and reading.look() is None
    until(lambda: gated.at_once == 0)
    assert gated.read == 0, "it was stopped where it tells"
    reading.ask()
    reading.look()
    gated.gate.set()
    assert until(reading.look).value == 1
    assert gated.most_at_once == 1


def test_the_next_one_waits_for_one_that_does_not_notice_that_it_is_stopped():
    gate, begun, at_once, most = threading.Event(), [], [], []

    def deaf(tell):
        begun.append(1)
        at_once.append(1)
        most.append(len(at_once))
        gate.wait(WAIT)
        at_once.pop()
        return len(begun)

    reading = Reading(deaf)
    reading.ask()
    reading.look()
    until(lambda: begun)
    reading.leave()
    reading.ask()
    reading.look()
    time.sleep(0.05)
    assert len(begun) == 1
    gate.set()
    assert until(reading.look).value == 2 and most == [1, 1]


def test_what_comes_after_all_for_nobody_is_dropped():
    gate, dropped = threading.Event(), []

    def read(tell):
        gate.wait(WAIT)
        return "view"

    reading = Reading(read, dropped.append)
    reading.ask()
    reading.look()
    reading.leave()
    gate.set()
    until(lambda: dropped)
    assert dropped == ["view"]


def test_what_has_come_and_is_not_taken_is_dropped_when_one_leaves():
    dropped = []
    reading = Reading(lambda tell: "view", dropped.append)
    reading.ask()
    reading.look()
    until(lambda: reading._job.ended.is_set())
    reading.leave()
    assert dropped == ["view"] and reading.look() is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused(Said("no")), "no"),
        (Damaged(Path("B1.001.json"), Said("it is missing")), "file B1.001.json is damaged"),
        (PermissionError(13, "denied", "/x/board"), "you may not read or write /x/board"),
    ],
)
def test_why_it_could_not_be_read_comes_in_words(error, words):
    def read(tell):
        raise error

    reading = Reading(read)
    reading.ask()
    reading.look()
    outcome = until(reading.look)
    assert outcome.value is None and words in str(outcome.why)
    assert reading.mode is Mode.RESTING


def test_what_nobody_foresaw_is_raised_in_the_thread_of_the_screens():
    reading = Reading(lambda tell: 1 // 0)
    reading.ask()
    reading.look()
    with pytest.raises(ZeroDivisionError):
        until(reading.look)


def test_turns_are_short_only_while_something_is_read(gated):
    before = sys.getswitchinterval()
    reading = Reading(gated)
    reading.ask()
    assert sys.getswitchinterval() == before
    reading.look()
    until(lambda: gated.begun)
    assert sys.getswitchinterval() == pytest.approx(TURN)
    gated.gate.set()
    until(reading.look)
    assert sys.getswitchinterval() == pytest.approx(before)


# ---- the table ----


@given(st.lists(st.sampled_from(Event), max_size=30))
def test_a_thread_begins_only_where_none_reads_for_the_screen(events):
    mode = Mode.RESTING
    for event in events:
        before, mode = mode, advance(mode, event)
        assert mode is TRANSITIONS.get((before, event), before)
        if begins(before, event):
            assert mode is Mode.READING and (before not in AT_WORK or event is not Event.ASK)
        if event is Event.ASK:
            assert mode in AT_WORK, "what is asked for is read"
        if event is Event.LEAVE:
            assert mode is Mode.LEFT


def test_what_was_asked_meanwhile_is_never_forgotten():
    for end in (Event.READ, Event.FAILED):
        assert begins(advance(Mode.READING, Event.ASK), end)
        assert advance(Mode.READING, end) is Mode.RESTING


def test_the_table_in_the_documents_is_the_table_of_the_program():
    text = (Path(__file__).resolve().parents[2] / "docs/state-machines.md").read_text()
    section = text[text.index("## Reading behind a screen") :].split("\n## ")[0]
    drawn = {}
    for row in section.splitlines():
        cells = [cell.strip() for cell in row.split("|")]
        if row.startswith("| `"):
            for event in cells[2].split(", "):
                drawn[cells[1].strip("`"), event] = cells[4]
    assert drawn == {(mode.value, event.value): to.value for (mode, event), to in TRANSITIONS.items()}
