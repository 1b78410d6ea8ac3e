"""Looking again at a sheet that does not read as the count: a pure state machine, place by place.

The keying screen has saved the sheet by then. `TRANSITIONS` says what each key does; it stands in
docs/state-machines.md, with the states of the check around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from tally.said import Said
from tally.sheet_check import CheckedSheet


class Mode(Enum):
    """Where reading a check stands."""

    READING = "reading"
    """The keying screen, on one of the drawn sheets."""
    LOOKING = "looking"
    """The sheet just kept does not read as the count; both values are shown."""
    RESTING = "resting"
    """All that was to be read is read; what it shows stands on the screen."""
    LEFT = "left"


class Event(Enum):
    """What happens to a check that is being read."""

    AS_COUNTED = "as-counted"
    """A sheet was kept and reads as the count."""
    OTHERWISE = "otherwise"
    """A sheet was kept and does not read as the count."""
    COUNT_WRONG = "count-wrong"
    MISREAD = "misread"
    BACK = "back"
    KEPT = "kept"
    """What the second look showed is on the disk."""
    NOTHING_LEFT = "nothing-left"
    GO_ON = "go-on"
    LEAVE = "leave"


TRANSITIONS: Mapping[tuple[Mode, Event], tuple[Mode, ...]] = {
    (Mode.READING, Event.AS_COUNTED): (Mode.READING,),
    (Mode.READING, Event.OTHERWISE): (Mode.LOOKING,),
    (Mode.READING, Event.NOTHING_LEFT): (Mode.RESTING,),
    (Mode.READING, Event.LEAVE): (Mode.LEFT,),
    (Mode.LOOKING, Event.COUNT_WRONG): (Mode.LOOKING,),
    (Mode.LOOKING, Event.MISREAD): (Mode.LOOKING,),
    (Mode.LOOKING, Event.BACK): (Mode.LOOKING,),
    (Mode.LOOKING, Event.KEPT): (Mode.READING, Mode.LOOKING, Mode.RESTING),
    (Mode.LOOKING, Event.LEAVE): (Mode.LEFT,),
    (Mode.RESTING, Event.GO_ON): (Mode.READING, Mode.LEFT),
    (Mode.RESTING, Event.LEAVE): (Mode.LEFT,),
}
"""What is not here does nothing in that mode."""


@dataclass(frozen=True, slots=True)
class Looking:
    """One sheet being looked at again: the places that differ, and for each whether it was misread."""

    sheet: CheckedSheet
    answers: tuple[bool, ...] = ()
    """For the first places: True where the reading was wrong, False where the count is."""
    armed: bool = False
    """The page stands before the reader; keys that came sooner were meant for the next sheet."""
    message: Said | None = None
    alarm: bool = False

    @property
    def places(self) -> tuple[int, ...]:
        """The places that differ, the whole sheet (0) or its rows."""
        return tuple(sorted(self.sheet.differing))

    @property
    def at(self) -> int:
        """The place asked about now, by its position; all are answered where it is their number."""
        return len(self.answers)

    @property
    def is_done(self) -> bool:
        """Whether every place is answered."""
        return self.at == len(self.places)

    @property
    def misread(self) -> frozenset[int]:
        """The places that had been misread."""
        return frozenset(place for place, wrong in zip(self.places, self.answers, strict=False) if wrong)


def look(state: Looking, event: Event | None) -> Looking:
    """The state after a key; None for a key that means nothing here."""
    quiet = replace(state, message=None, alarm=False)
    if event in (Event.COUNT_WRONG, Event.MISREAD) and not state.is_done:
        return replace(quiet, answers=(*state.answers, event is Event.MISREAD))
    if event is Event.BACK and state.answers:
        return replace(quiet, answers=state.answers[:-1])
    if event is Event.BACK:
        return replace(
            state, message=Said("this is the first place; answer 1 or 2, or Esc leaves"), alarm=True
        )
    return replace(
        state,
        message=Said("answer 1 or 2 with the paper before you; the sheet is kept as you read it"),
        alarm=True,
    )
