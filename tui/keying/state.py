"""What keying knows between two keys: the mode, the ballot, the cursor; and what a key may ask for.

Plain values, no behaviour: `machine.py` has the transitions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from tally.marks import EMPTY
from tally.readings import Reading
from tally.said import Said
from tui.writing.text import Text


class Mode(Enum):
    """What the next key means."""

    ROWS = "rows"
    """Marking rows; past the last one the cursor rests on "save"."""
    SAVING = "saving"
    """The ballot is on its way to disk; the answer comes before the next key."""
    NUMBER = "number"
    """Asking for a ballot number to go to."""
    OPINION = "opinion"
    """Typing the opinion's line."""
    SUMMARY = "summary"
    """After the last ballot: the clerk counts the sheets and types the number."""
    HANDING_IN = "handing-in"
    """The pass is on its way to being closed."""
    HELP = "help"
    """All keys; any key goes back and does its work there."""
    LEFT = "left"
    HANDED_IN = "handed-in"


class Event(Enum):
    """What a key asks for, or what the disk and the screen answer."""

    MARK = "mark"
    FILL = "fill"
    BACK = "back"
    VOID = "void"
    OPINION = "opinion"
    UP = "up"
    DOWN = "down"
    ENTER = "enter"
    GO_TO = "go-to"
    HELP = "help"
    LEAVE = "leave"
    TEXT = "text"
    """A letter that is no key here, or any character while an opinion is typed."""
    EDIT = "edit"
    """A key that moves or deletes in a text (`text` says which); while marking it means that NumLock is off."""
    PASTE = "paste"
    REFUSED = "refused"
    """A key that marks nothing anywhere; its press says why."""
    SAVED = "saved"
    NOT_SAVED = "not-saved"
    DRAWN = "drawn"
    """The summary stands on the screen; keys that came before it are dropped."""


ANSWERS = frozenset((Event.SAVED, Event.NOT_SAVED, Event.DRAWN))
"""What is no key, but the answer of the disk or the screen."""


@dataclass(frozen=True, slots=True)
class Press:
    """One key, or one answer. `code` is the mark of a mark key, `text` the character typed."""

    event: Event
    code: str = ""
    text: str = ""
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ballot on the screen: `EMPTY` where a row is not keyed yet."""

    number: int
    marks: str
    void: bool = False
    opinion: bool = False
    words: str = ""
    filled: bool = False
    """A fill stands on it: `-` that takes the fill back, and keying it afresh, end that; marking over does not."""

    @property
    def first_empty(self) -> int:
        """The place (from 0) of the first empty row; the number of rows where none is."""
        place = self.marks.find(EMPTY)
        return len(self.marks) if place < 0 else place

    @property
    def empty_rows(self) -> int:
        """How many rows are not keyed yet."""
        return self.marks.count(EMPTY)

    def reading(self) -> Reading:
        """The ballot as it is saved."""
        return Reading(self.marks, self.void, self.opinion, self.words, self.filled)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the form, the scheme and the bundle allow."""

    numbers: Sequence[int]
    """Ascending; a check has some numbers of the bundle only."""
    rows: int
    grades: int
    may_fill: bool
    opinions: str
    """`apart`, `inline` or `none`."""
    rows_per_page: int | None = None
    """Rows on a page of the paper, where it has several: the clerk is told when to turn it over."""
    once: bool = False
    """A check: a saved sheet is not corrected, and opinions are not looked at."""


@dataclass(frozen=True, slots=True)
class Step:
    """What `-` brings back: the ballot and the cursor as they were before a key."""

    sheet: Sheet
    cursor: int


@dataclass(frozen=True, slots=True)
class KeyingState:
    """Everything between two keys."""

    rules: Rules
    mode: Mode
    sheet: Sheet
    cursor: int
    keyed: Mapping[int, Reading]
    steps: tuple[Step, ...] = ()
    stood_at: int | None = None
    """While an earlier ballot is corrected: the number to return to; 0 for the summary."""
    typed: str = ""
    """A number being typed: the ballot to go to, or the sheets counted."""
    words: Text = field(default_factory=Text)
    """The opinion's line while it is being typed."""
    not_saved: bool = False
    """The disk has refused the ballot on the screen; it says so until the ballot is saved or left."""
    unkept: bool = False
    """The ballot could not be kept as a draft, so leaving was refused; Esc once more leaves without it."""
    short: str = ""
    """In the summary: the number that was typed once to hand in short."""
    armed: bool = True
    after_return: bool = False
    """The last key was a CR: an LF right after it is the same key."""
    before_help: Mode = Mode.ROWS
    before_number: Mode = Mode.ROWS
    taken_back: bool = False
    """The last `-` took the ballot's last step back: one `-` too many is refused before it asks for a number."""
    too_many: int = 0
    """Marks refused at "save" since the last key of this ballot that did something."""
    message: Said | None = None
    acknowledged: Said | None = None
    """What was said of the last save. It stands until another line takes its place: clearing it would cost
    the next key its bytes, and the chain's digits are pencilled on the stack meanwhile."""
    alarm: bool = False
    """The message is a refusal: the screen says it with a bell."""
    rings: bool = False
    """The bell without a refusal: a ballot is saved, and a key before it was not counted."""

    @property
    def at_save(self) -> bool:
        """Whether the cursor rests on "save"."""
        return self.cursor >= self.rules.rows

    @property
    def on_summary(self) -> bool:
        """Whether no ballot is on the screen but the summary, or a number asked for there."""
        mode = self.before_help if self.mode is Mode.HELP else self.mode
        return mode in (Mode.SUMMARY, Mode.HANDING_IN) or (
            mode is Mode.NUMBER and self.before_number is Mode.SUMMARY
        )

    @property
    def untouched(self) -> bool:
        """Whether no key has changed the ballot on the screen since it was opened."""
        return not self.steps

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the bundle that are not keyed yet."""
        return tuple(number for number in self.rules.numbers if number not in self.keyed)


class EffectKind(Enum):
    """What the machine asks of the world."""

    SAVE = "save"
    KEEP_DRAFT = "keep-draft"
    FORGET_DRAFT = "forget-draft"
    HAND_IN = "hand-in"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to do, in order, before the next key is handled."""

    kind: EffectKind
    number: int = 0
    reading: Reading = field(default=Reading(""))
    row: int = 0
    sheets: int = 0


Outcome = tuple[KeyingState, tuple[Effect, ...]]
Handler = Callable[[KeyingState, Press], Outcome]
