"""What ruling knows between two keys, and what a key may ask for.

Plain values, no behaviour: `machine.py` has the transitions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tally.comparison import Question
from tally.rulings import PaperReading
from tally.said import Said
from tally.scheme import Keying
from tally.slip_offers import Offer
from tally.slips import Slip
from tui.ruling.pile import Pile, Stop


class Mode(Enum):
    """What the next key means."""

    ROW = "row"
    """What does this row of the paper read?"""
    WHOLE = "whole"
    """Is there such a sheet, and is it void?"""
    BALLOT = "ballot"
    """Reading the whole sheet, row by row."""
    YES_NO = "yes-no"
    """Is there an opinion on the sheet?"""
    REASON = "reason"
    """Why the paper says something else than both clerks, or why the sheet is void."""
    WORDS = "words"
    """Another reason, in words."""
    RECORDING = "recording"
    SHOWN = "shown"
    """What was recorded just now stands on the screen until the next key."""
    VISITED = "visited"
    """An earlier ruling, or an accepted explanation, looked at again."""
    OFFER = "offer"
    """An explanation is put into words; nothing of it is asked yet."""
    PROBE = "probe"
    """The rows that confirm an explanation are read from the paper, one by one."""
    BORNE_OUT = "borne-out"
    """The paper bears the explanation out: Enter accepts it."""
    NOT_BORNE_OUT = "not-borne-out"
    """The paper does not."""
    NUMBER = "number"
    """Asking for a ballot number to go to."""
    LIST = "list"
    """What is left, to choose from."""
    SHEET = "sheet"
    """A sheet on which both passes agree."""
    WHICH_ROW = "which-row"
    """Which agreed row does the paper read otherwise?"""
    CORRECTION = "correction"
    """What does that row of the paper read?"""
    HELP = "help"
    """All keys; any key goes back."""
    DONE = "done"
    """Nothing is left for this person to read."""
    LEFT = "left"


class Event(Enum):
    """What a key asks for, or what the disk and the screen answer."""

    MARK = "mark"
    NEXT = "next"
    BEFORE = "before"
    ERASE = "erase"
    UP = "up"
    DOWN = "down"
    PAGE_UP = "page-up"
    PAGE_DOWN = "page-down"
    STAR = "star"
    REASON = "reason"
    LIST = "list"
    GO_TO = "go-to"
    CORRECT = "correct"
    EXPLAIN = "explain"
    HELP = "help"
    ENTER = "enter"
    LEAVE = "leave"
    TEXT = "text"
    REFUSED = "refused"
    RECORDED = "recorded"
    NOT_RECORDED = "not-recorded"
    DRAWN = "drawn"
    """An explanation stands on the screen; keys that came before it are dropped."""


ANSWERS = frozenset((Event.RECORDED, Event.NOT_RECORDED, Event.DRAWN))
"""What is no key, but the answer of the disk or the screen."""


@dataclass(frozen=True, slots=True)
class Press:
    """One key, or one answer. `code` is the mark of a mark key, `text` the character typed."""

    event: Event
    code: str = ""
    text: str = ""
    said: Said | None = None
    pile: Pile | None = None
    """With an answer of the disk: the batch as it stands now."""


class EffectKind(Enum):
    """What the machine asks of the disk."""

    RULE = "rule"
    TAKE_BACK = "take-back"
    ACCEPT = "accept"
    TAKE_BACK_ACCEPTED = "take-back-accepted"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Effect:
    """One record to write before the next key is handled. `record`: of the acceptance that is undone."""

    kind: EffectKind
    ballot: int
    place: int
    reading: str = ""
    reason: str = ""
    slip: Slip | None = None
    paper: tuple[PaperReading, ...] = ()
    record: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """An explanation being looked at: what was read of its probes so far, and the slip that they bear out."""

    offer: Offer
    read: tuple[str, ...] = ()
    slip: Slip | None = None

    @property
    def paper(self) -> tuple[PaperReading, ...]:
        """What was read, as a record has it."""
        return tuple(
            PaperReading(probe.ballot, probe.row, code)
            for probe, code in zip(self.offer.probes, self.read, strict=False)
        )

    @property
    def places(self) -> tuple[Stop, ...]:
        """Every open place that the explanation accounts for, in the order of the pile."""
        stops = (Stop(ballot, place) for ballot, place in self.offer.open_places)
        return tuple(sorted(stops, key=lambda stop: stop.order))


Declined = tuple[str, tuple[int, ...], int | None]
"""An explanation that is not offered by itself again: its kind, ballots and row."""


@dataclass(frozen=True, slots=True)
class RulingState:
    """Everything between two keys. `at` is the place on the screen; it need not be a stop of the pile."""

    pile: Pile
    grades: int
    keying: Keying
    at: Stop
    mode: Mode
    reading: str = ""
    """What was typed for the place: a mark, marks of a whole ballot so far, void, absent, yes, no."""
    typed: str = ""
    """A reason in words, or a number to go to."""
    correcting: bool = False
    """What is read is a correction of an agreed place."""
    stood: Stop | None = None
    """Where a number, the list or a correction was asked for; Esc returns there."""
    case: Case | None = None
    declined: frozenset[Declined] = frozenset()
    armed: bool = True
    """False while an explanation is not drawn yet: keys typed before that mean something else."""
    cursor: int = 0
    """The line chosen in the list, or how many lines of places are scrolled past."""
    every: bool = False
    """The list shows what is settled, too."""
    before_help: Mode = Mode.DONE
    pending: Effect | None = None
    settled_now: tuple[Stop, ...] = ()
    """What the acceptance recorded just now has settled."""
    message: Said | None = None
    alarm: bool = False

    @property
    def rows(self) -> int:
        """Rows of a ballot."""
        return self.pile.rows

    @property
    def question(self) -> Question | None:
        """The question on the screen; None where the place is agreed, or is an explanation."""
        return self.pile.questions.get((self.at.ballot, self.at.place))


Outcome = tuple[RulingState, tuple[Effect, ...]]
Handler = Callable[[RulingState, Press], Outcome]
