"""Exporting from the results screen: a pure state machine. `TRANSITIONS` is its table, and docs/state-machines.md
holds the same one.

What a person keys and what the export tells come in as one kind of event, one after the other, so a key never meets
a state that the export has left meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from tally.said import Said
from tui.exporting import Exported, Phase


class Mode(Enum):
    """How far an export is."""

    IDLE = "idle"
    """The results, and no export; keys are theirs."""
    READING = "reading"
    PRINTING = "printing"
    WRITING = "writing"
    STOPPING = "stopping"
    """It was asked to stop and has not answered."""
    DONE = "done"
    """The package is there; its path stands on the screen."""
    STOPPED = "stopped"
    REFUSED = "refused"
    """It came to nothing, and the reason stands under the results."""


class Event(Enum):
    """What a person keys, and what an export tells."""

    BEGIN = "begin"
    ENTER = "enter"
    LEAVE = "leave"
    OTHER = "other"
    """Any other key."""
    READS = "reads"
    PRINTS = "prints"
    WRITES = "writes"
    WRITTEN = "written"
    GAVE_WAY = "gave-way"
    """It has stopped, with nothing written."""
    FAILED = "failed"


KEYS = frozenset({Event.BEGIN, Event.ENTER, Event.LEAVE, Event.OTHER})
"""What a person does; the rest is told by the export."""
AT_WORK = frozenset({Mode.READING, Mode.PRINTING, Mode.WRITING, Mode.STOPPING})
"""Where an export runs."""
TELLS = {Phase.READING: Event.READS, Phase.PRINTING: Event.PRINTS, Phase.WRITING: Event.WRITES}

TRANSITIONS: Mapping[tuple[Mode, Event], Mode] = {
    (Mode.IDLE, Event.BEGIN): Mode.READING,
    (Mode.READING, Event.READS): Mode.READING,
    (Mode.READING, Event.PRINTS): Mode.PRINTING,
    (Mode.READING, Event.WRITES): Mode.WRITING,
    (Mode.READING, Event.WRITTEN): Mode.DONE,
    (Mode.READING, Event.FAILED): Mode.REFUSED,
    (Mode.READING, Event.LEAVE): Mode.STOPPING,
    (Mode.READING, Event.BEGIN): Mode.READING,
    (Mode.READING, Event.ENTER): Mode.READING,
    (Mode.READING, Event.OTHER): Mode.READING,
    (Mode.PRINTING, Event.PRINTS): Mode.PRINTING,
    (Mode.PRINTING, Event.WRITES): Mode.WRITING,
    (Mode.PRINTING, Event.WRITTEN): Mode.DONE,
    (Mode.PRINTING, Event.FAILED): Mode.REFUSED,
    (Mode.PRINTING, Event.LEAVE): Mode.STOPPING,
    (Mode.PRINTING, Event.BEGIN): Mode.PRINTING,
    (Mode.PRINTING, Event.ENTER): Mode.PRINTING,
    (Mode.PRINTING, Event.OTHER): Mode.PRINTING,
    (Mode.WRITING, Event.WRITES): Mode.WRITING,
    (Mode.WRITING, Event.WRITTEN): Mode.DONE,
    (Mode.WRITING, Event.FAILED): Mode.REFUSED,
    (Mode.WRITING, Event.LEAVE): Mode.STOPPING,
    (Mode.WRITING, Event.BEGIN): Mode.WRITING,
    (Mode.WRITING, Event.ENTER): Mode.WRITING,
    (Mode.WRITING, Event.OTHER): Mode.WRITING,
    (Mode.STOPPING, Event.GAVE_WAY): Mode.STOPPED,
    (Mode.STOPPING, Event.WRITTEN): Mode.DONE,
    (Mode.STOPPING, Event.FAILED): Mode.REFUSED,
    (Mode.STOPPING, Event.LEAVE): Mode.STOPPING,
    (Mode.STOPPING, Event.BEGIN): Mode.STOPPING,
    (Mode.STOPPING, Event.ENTER): Mode.STOPPING,
    (Mode.STOPPING, Event.OTHER): Mode.STOPPING,
    (Mode.DONE, Event.ENTER): Mode.IDLE,
    (Mode.DONE, Event.LEAVE): Mode.IDLE,
    (Mode.DONE, Event.BEGIN): Mode.DONE,
    (Mode.DONE, Event.OTHER): Mode.DONE,
    (Mode.STOPPED, Event.BEGIN): Mode.READING,
    (Mode.STOPPED, Event.ENTER): Mode.IDLE,
    (Mode.STOPPED, Event.LEAVE): Mode.IDLE,
    (Mode.STOPPED, Event.OTHER): Mode.IDLE,
    (Mode.REFUSED, Event.BEGIN): Mode.READING,
    (Mode.REFUSED, Event.ENTER): Mode.IDLE,
    (Mode.REFUSED, Event.LEAVE): Mode.IDLE,
    (Mode.REFUSED, Event.OTHER): Mode.IDLE,
}
"""What is not here changes nothing."""

_ENDS = frozenset({Mode.DONE, Mode.STOPPED, Mode.REFUSED})
_BUSY = Said("not now: the export is running; Esc stops it")
_STOPPING = Said("not now: the export is being stopped")
_BACK = Said("this key does nothing here; Enter goes back to the results")


@dataclass(frozen=True, slots=True)
class Step:
    """How much of a phase is done, and of how much (0: not known)."""

    phase: Phase
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with what it tells: a step of the export, the package, or why there is none."""

    event: Event
    step: Step | None = None
    exported: Exported | None = None
    why: Said | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """How far an export is, and what is said of it.

    `alarm`: `message` refuses something. `armed`: how it ended stands before the person, so keys count; those typed
    before that were meant for the export and are dropped.
    """

    mode: Mode = Mode.IDLE
    step: Step | None = None
    exported: Exported | None = None
    message: Said | None = None
    alarm: bool = False
    armed: bool = True


def advance(state: Export, happening: Happening) -> Export:
    """The state after a key or after news of the export."""
    event = happening.event
    mode = TRANSITIONS.get((state.mode, event))
    if mode is None or (event in KEYS and not state.armed):
        return state
    step, message, alarm = happening.step or state.step, state.message, state.alarm
    if event in KEYS:
        message = _refusal(state.mode, mode)
        alarm = message is not None
    if mode is Mode.READING and state.mode not in AT_WORK:
        step = None
    if mode in _ENDS and mode is not state.mode:
        message, alarm = _ending(mode, state.mode, happening.why), mode is Mode.REFUSED
        return Export(mode, exported=happening.exported, message=message, alarm=alarm, armed=False)
    exported = state.exported if mode is Mode.DONE else None
    return Export(mode, step, exported, message, alarm)


def seen(state: Export) -> Export:
    """The state once its lines stand before the person."""
    return replace(state, armed=True)


def _refusal(before: Mode, after: Mode) -> Said | None:
    """What is said of a key that leads nowhere, and None of one that does."""
    if before is not after:
        return None
    return {Mode.STOPPING: _STOPPING, Mode.DONE: _BACK}.get(after, _BUSY)


def _ending(mode: Mode, before: Mode, why: Said | None) -> Said | None:
    if mode is Mode.STOPPED:
        return Said("export stopped; nothing was written")
    if mode is Mode.REFUSED:
        return Said("{why}; no package was written", why=why)
    return Said("it was written before it could be stopped") if before is Mode.STOPPING else None
