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

from store.chain import Fields, first_broken, last_link
from store.faults import Damaged
from store.layout import PassTag
from tally.pace import Pace
from tally.readings import PassReadings, Reading
from tally.said import Said

OPEN = "open"
ENTER = "enter"
CORRECT = "correct"
DOUBLE = "double"
"""A second reading of a number that is already there, kept from an import with doubled numbers."""
HAND_IN = "hand-in"


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


def read_events(records: Sequence[Mapping[str, Any]], path: Path) -> PassContent:
    """What the events of a pass file say. Raises Damaged for a broken chain or a wrong order of events."""
    broken = first_broken(records)
    if broken is not None:
        raise Damaged(path, Said("record {place} does not fit its chain", place=broken))
    try:
        first = records[0]
        if first["kind"] != OPEN:
            raise Damaged(path, Said("it does not begin with its opening"))
        readings: dict[int, tuple[Reading, ...]] = {}
        handed_in = False
        paces: list[Pace] = []
        for record in records[1:]:
            if handed_in:
                raise Damaged(path, Said("it goes on after it was handed in"))
            kind = record["kind"]
            if kind == HAND_IN:
                handed_in = True
                continue
            number = int(record["ballot"])
            reading = Reading(
                str(record["marks"]),
                bool(record.get("void", False)),
                bool(record.get("opinion", False)),
                str(record.get("words", "")),
            )
            if "pace" in record:
                paces.append(Pace(*(int(figure) for figure in record["pace"])))
            if kind == DOUBLE:
                readings[number] = (*readings[number], reading)
            elif kind in (ENTER, CORRECT):
                readings[number] = (reading,)
            else:
                raise Damaged(path, Said("it holds an unknown record"))
        return PassContent(
            PassTag(str(first["batch"]), int(first["pass"]), int(first["attempt"])),
            str(first["name"]),
            int(first["rows"]),
            MappingProxyType(readings),
            handed_in,
            last_link(records),
            len(records),
            tuple(paces),
        )
    except (KeyError, IndexError, TypeError, ValueError):
        raise Damaged(path, Said("it is no pass")) from None
