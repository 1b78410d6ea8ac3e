"""A pass as a list of events, and what it says in the end.

Each event is chained to the one before by SHA-256. The first one holds name, batch and pass; a ballot
reads as its last event; handing in closes the pass.

    open -> (enter | correct | double)* -> hand-in
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from store.chain import Fields, last_link
from store.chained_records import require_chain
from store.faults import Damaged
from store.layout import PassTag
from store.record_fields import WrongField, flag, text, whole, wholes
from tally.cover_sheets import MOST_BALLOTS
from tally.marks import BLANK, EMPTY, MOST_GRADES, SPOILED, grade_codes
from tally.pace import Pace
from tally.readings import PassReadings, Reading
from tally.said import Said

OPEN = "open"
ENTER = "enter"
CORRECT = "correct"
DOUBLE = "double"
"""A second reading of a number that is already there, kept from an import with doubled numbers."""
HAND_IN = "hand-in"

_CODES = frozenset((*grade_codes(MOST_GRADES), BLANK, SPOILED))
_MOST_ROWS = 10_000
LAST_NUMBER = 2 * MOST_BALLOTS
"""A bundle begins at MOST_BALLOTS at the latest and holds so many at most."""


def opening(tag: PassTag, name: str, rows: int, at: str) -> Fields:
    """The first event of a pass."""
    return {
        "kind": OPEN,
        "batch": tag.batch,
        "pass": tag.number,
        "attempt": tag.attempt,
        "name": name,
        "rows": rows,
        "at": at,
    }


def entering(kind: str, ballot: int, reading: Reading, at: str, pace: Pace | None = None) -> Fields:
    """The event of one ballot being saved; `pace` is what keying it took, where it was keyed here."""
    event: Fields = {"kind": kind, "ballot": ballot, "marks": reading.marks, "at": at}
    if reading.void:
        event["void"] = True
    if reading.opinion:
        event["opinion"] = True
    if reading.words:
        event["words"] = reading.words
    if reading.filled:
        event["filled"] = True
    if pace is not None:
        event["pace"] = [pace.keys, pace.tenths, pace.corrections]
    return event


def handing_in(sheets: int, ballots: int, at: str) -> Fields:
    """The last event: how many sheets the clerk counted, and how many ballots are keyed."""
    return {"kind": HAND_IN, "sheets": sheets, "ballots": ballots, "at": at}


@dataclass(frozen=True, slots=True)
class PassContent:
    """What a pass file says, after its chain was checked."""

    tag: PassTag
    name: str
    rows: int
    readings: Mapping[int, tuple[Reading, ...]]
    handed_in: bool
    last_link: str
    events: int
    paces: tuple[Pace, ...] = ()
    """What keying each ballot took, in the order of their saves; nothing for imported ones."""

    @property
    def ballots(self) -> int:
        """How many ballot numbers are keyed."""
        return len(self.readings)

    def as_readings(self) -> PassReadings:
        """The readings as comparison takes them."""
        return PassReadings(self.readings)


def read_events(records: Sequence[Mapping[str, Any]], path: Path, *, check_chain: bool = True) -> PassContent:
    """What the events of a pass file say. Raises Damaged for a broken chain or a wrong order of events.

    `check_chain` False is for records whose chain was checked before.
    """
    if check_chain:
        require_chain(records, path)
    try:
        first = records[0]
        if first["kind"] != OPEN:
            raise Damaged(path, Said("it does not begin with its opening"))
        rows = whole(first, "rows", least=1, most=_MOST_ROWS)
        text(first, "at")
        readings: dict[int, tuple[Reading, ...]] = {}
        handed_in = False
        paces: list[Pace] = []
        for record in records[1:]:
            if handed_in:
                raise Damaged(path, Said("it goes on after it was handed in"))
            kind = text(record, "kind")
            plain = _plain_reading(record, rows) if kind == ENTER else None
            if plain is not None:
                readings[record["ballot"]] = (plain,)
                continue
            text(record, "at")
            if kind == HAND_IN:
                whole(record, "sheets")
                whole(record, "ballots")
                handed_in = True
                continue
            number = whole(record, "ballot", least=1, most=LAST_NUMBER)
            reading = reading_of(record, rows)
            if "pace" in record:
                paces.append(Pace(*wholes(record, "pace", 3)))
            if kind == DOUBLE:
                readings[number] = (*readings[number], reading)
            elif kind in (ENTER, CORRECT):
                readings[number] = (reading,)
            else:
                raise Damaged(path, Said("it holds an unknown record"))
        return PassContent(
            PassTag(
                text(first, "batch"), whole(first, "pass", least=1, most=2), whole(first, "attempt", least=1)
            ),
            text(first, "name"),
            rows,
            MappingProxyType(readings),
            handed_in,
            last_link(records),
            len(records),
            tuple(paces),
        )
    except (KeyError, IndexError, TypeError, AttributeError, WrongField):
        raise Damaged(path, Said("it is no pass")) from None


_PLAIN = {"kind", "ballot", "marks", "at", "link"}
GIVEN = "".join(sorted(_CODES))
"""The codes of a row that was keyed."""


def _plain_reading(record: Mapping[str, Any], rows: int) -> Reading | None:
    """The reading of an event that has the usual fields and no other, each as it has to be; None for any other.

    Nearly every event of an appraisal is one, and there may be millions: the fields are looked at at once.
    """
    if record.keys() != _PLAIN:
        return None
    marks, number = record["marks"], record["ballot"]
    if (
        type(marks) is str
        and type(number) is int
        and type(record["at"]) is str
        and len(marks) == rows
        and 1 <= number <= LAST_NUMBER
        and not marks.strip(GIVEN)  # what is left begins with another code
    ):
        return Reading(marks)
    return None


def reading_of(record: Mapping[str, Any], rows: int) -> Reading:
    """One saved ballot; a code a row, and rows that are not keyed in a void one only. Raises WrongField."""
    reading = Reading(
        text(record, "marks"),
        "void" in record and flag(record, "void"),
        "opinion" in record and flag(record, "opinion"),
        text(record, "words") if "words" in record else "",
        "filled" in record and flag(record, "filled"),
    )
    allowed = _CODES | {EMPTY} if reading.void else _CODES
    if len(reading.marks) != rows or not allowed.issuperset(reading.marks):
        raise WrongField("marks")
    return reading
