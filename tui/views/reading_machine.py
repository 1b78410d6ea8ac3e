"""Reading behind a screen: a pure state machine. `TRANSITIONS` is its table, and docs/state-machines.md holds the
same one.

What the screen asks and what the thread tells come in as one kind of event, one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Mode(Enum):
    """Whether something is read."""

    RESTING = "resting"
    """Nothing is read; what was read last is on the screen, or why it could not be."""
    READING = "reading"
    AGAIN = "again"
    """It is read, and something was done meanwhile, so it is read once more after that."""
    LEFT = "left"
    """The screen is not there; what a thread still brings is dropped."""


class Event(Enum):
    """What the screen asks, and what the thread tells."""

    ASK = "ask"
    LEAVE = "leave"
    READ = "read"
    FAILED = "failed"


TRANSITIONS: Mapping[tuple[Mode, Event], Mode] = {
    (Mode.RESTING, Event.ASK): Mode.READING,
    (Mode.RESTING, Event.LEAVE): Mode.LEFT,
    (Mode.READING, Event.READ): Mode.RESTING,
    (Mode.READING, Event.FAILED): Mode.RESTING,
    (Mode.READING, Event.ASK): Mode.AGAIN,
    (Mode.READING, Event.LEAVE): Mode.LEFT,
    (Mode.AGAIN, Event.READ): Mode.READING,
    (Mode.AGAIN, Event.FAILED): Mode.READING,
    (Mode.AGAIN, Event.ASK): Mode.AGAIN,
    (Mode.AGAIN, Event.LEAVE): Mode.LEFT,
    (Mode.LEFT, Event.ASK): Mode.READING,
    (Mode.LEFT, Event.LEAVE): Mode.LEFT,
}
"""What is not here changes nothing."""

AT_WORK = frozenset({Mode.READING, Mode.AGAIN})
"""Where a thread reads for the screen."""


def advance(mode: Mode, event: Event) -> Mode:
    """The mode after an event."""
    return TRANSITIONS.get((mode, event), mode)


def begins(before: Mode, event: Event) -> bool:
    """Whether a thread has to begin with this event."""
    after = advance(before, event)
    return after is Mode.READING and event in (Event.ASK, Event.READ, Event.FAILED)
