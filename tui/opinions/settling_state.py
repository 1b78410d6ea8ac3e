"""Where settling differing opinions stands between two keys, and what a key or the disk can say to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from tally.opinion_choices import Chosen
from tally.said import Said
from tui.opinions.machine import Place
from tui.writing.text import Text


class Mode(Enum):
    """What the screen waits for."""

    ASKING = "asking"
    """The texts differ: which is right?"""
    WRITING = "writing"
    """What the paper says is being typed."""
    RECORDING = "recording"
    SHOWN = "shown"
    """The choice was recorded just now; the next key moves on or takes it back."""
    VISITED = "visited"
    """A settled one is looked at again."""
    DONE = "done"
    LEFT = "left"


class Event(Enum):
    """What a key, or the disk, says."""

    TAKE = "take"
    """`1`, `2`: the first or the second text."""
    WRITE = "write"
    """`3`: neither."""
    NEXT = "next"
    BEFORE = "before"
    MINUS = "minus"
    """`-`, Backspace: takes back what was recorded just now, else to the one before."""
    TAKE_BACK = "take-back"
    ENTER = "enter"
    LEAVE = "leave"
    TEXT = "text"
    EDIT = "edit"
    REFUSED = "refused"
    RECORDED = "recorded"
    NOT_RECORDED = "not-recorded"


@dataclass(frozen=True, slots=True)
class Press:
    """An event with what it brings: the typed text or the name of an editing key, or why it is refused."""

    event: Event
    chosen: Chosen = Chosen.TYPED
    text: str = ""
    said: Said | None = None
    opened: frozenset[Place] = frozenset()
    """With RECORDED: the places that are open now."""


@dataclass(frozen=True, slots=True)
class SettlingState:
    """Everything between two keys. `opened` are the places that no choice settles."""

    places: tuple[Place, ...]
    opened: frozenset[Place]
    begun: Mapping[Place, str]
    """What typing begins with: the first text, to be corrected."""
    at: int = 0
    mode: Mode = Mode.DONE
    text: Text = field(default_factory=Text)
    message: Said | None = None
    alarm: bool = False
    taking_back: bool = False

    @property
    def place(self) -> Place:
        """The ballot on the screen."""
        return self.places[self.at]


@dataclass(frozen=True, slots=True)
class Record:
    """Record a choice durably; the answer is RECORDED or NOT_RECORDED. `chosen` TAKEN_BACK undoes one."""

    place: Place
    chosen: Chosen
    text: str = ""
