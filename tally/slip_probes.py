"""Confirming an explanation on the paper: the few rows to read there, and which slip they bear out.

A slip changes the place of many marks, so a few rows tell it from its absence. The reviewer reads them
from the paper before anything is shown; the explanation can be accepted only where every one of them
reads as one and the same way of its happening foretells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tally.comparison import WHOLE, Question
from tally.marks import EMPTY
from tally.readings import PassReadings, Reading
from tally.rulings import PaperReading
from tally.slips import Explanation, Slip, SlipKind, read_past_all

FEW = 3
"""Sheets to look at where a slip covers many: the first, one in the middle, the last."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One row of one sheet to read from the paper; `foretold` has the mark that each of the explanation's
    slips foretells, in their order."""

    ballot: int
    row: int
    foretold: tuple[str, ...]


def probes(
    explanation: Explanation,
    first: PassReadings,
    second: PassReadings,
    questions: Mapping[tuple[int, int], Question],
) -> tuple[Probe, ...]:
    """What to read from the paper to confirm an explanation; nothing where the paper could not confirm it.

    `questions` are the places that are asked for as the passes stand. One row a sheet, two where the slip
    is inside one sheet; where both passes may have slipped, only rows that tell which of them did.
    """
    ways = [read_past_all((slip,), first, second) for slip in explanation.slips]
    sheets: list[tuple[int, list[Probe]]] = []
    for ballot in _sheets(explanation):
        found = _telling_rows(ballot, ways, questions)
        if found:
            sheets.append((ballot, found))
    if len(sheets) > FEW:
        sheets = [sheets[0], sheets[len(sheets) // 2], sheets[-1]]
    if explanation.kind in (SlipKind.ROW_SHIFT, SlipKind.KEYED_TWICE):
        return tuple(probe for _, found in sheets for probe in dict.fromkeys((found[0], found[-1])))
    if explanation.kind is SlipKind.MISNUMBERED:
        return tuple(_apart(found, first, second, explanation) for _, found in sheets)
    return tuple(found[0] for _, found in sheets)


def borne_out(
    explanation: Explanation, wanted: Sequence[Probe], paper: Sequence[PaperReading]
) -> Slip | None:
    """The slip that every reading of the paper bears out; None where a row is missing or reads otherwise."""
    read = {(one.ballot, one.row): one.code for one in paper}
    if not wanted:
        return None
    for place, slip in enumerate(explanation.slips):
        if all(read.get((probe.ballot, probe.row)) == probe.foretold[place] for probe in wanted):
            return slip
    return None


def _sheets(explanation: Explanation) -> list[int]:
    """The sheets that a slip speaks of: under whose number something stands, and whose it is."""
    found = dict.fromkeys(explanation.ballots)
    for slip in explanation.slips:
        found |= {move.to: None for move in slip.moves if move.to is not None}
    return sorted(found)


Way = tuple[PassReadings, PassReadings]


def _telling_rows(
    ballot: int, ways: Sequence[Way], questions: Mapping[tuple[int, int], Question]
) -> list[Probe]:
    columns = [_agreed_marks(ballot, way) for way in ways]
    marks = [column for column in columns if column is not None]
    if len(marks) != len(columns):
        return []
    found = []
    for row, codes in enumerate(zip(*marks, strict=True), start=1):
        asked = (ballot, row) in questions or (ballot, WHOLE) in questions
        told_apart = len(codes) == 1 or len(set(codes)) > 1
        if asked and told_apart and EMPTY not in codes:
            found.append(Probe(ballot, row, codes))
    return found


def _agreed_marks(ballot: int, way: Way) -> str | None:
    """The marks on which both passes agree, EMPTY where they do not; None where one has not the ballot once."""
    ones, twos = (readings.by_number.get(ballot, ()) for readings in way)
    if len(ones) != 1 or len(twos) != 1 or ones[0].void or twos[0].void:
        return None
    return "".join(
        one if one == two else EMPTY for one, two in zip(ones[0].marks, twos[0].marks, strict=True)
    )


def _apart(found: list[Probe], first: PassReadings, second: PassReadings, explanation: Explanation) -> Probe:
    """The row in which a sheet differs most from the others that were taken for it."""
    others: list[Reading] = [
        reading
        for number in _sheets(explanation)
        if number != found[0].ballot
        for passed in (first, second)
        for reading in passed.by_number.get(number, ())
        if not reading.void
    ]
    return max(found, key=lambda probe: sum(one.marks[probe.row - 1] != probe.foretold[0] for one in others))
