"""Rulings (裁定): what the reviewer, with the paper in hand, says a ballot reads.

A ruling is a record; undoing it is a new record. The same pure functions say, for the screen, for the
`rule` command and for a recount, whether a ruling is possible and what stands in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tally.comparison import OPINION, WHOLE, Question, Why
from tally.marks import EMPTY, row_codes
from tally.readings import check_marks
from tally.said import Said
from tally.scheme import Keying
from tally.slips import Slip

VOID = "void"
ABSENT = "absent"
"""There is no such sheet."""

THIRD_VALUE_REASONS = ("erased", "two-marks", "illegible", "faint", "misread-alike")
"""Why the paper says what neither clerk keyed; anything else is given in words."""

VOID_REASONS = ("all-overmarked", "unrecognizable", "not-official", "signed-or-marked", "over-quota")
"""Why a whole ballot is void (domain.md: 整票多选, 无法辨认, 非统一票样, 署名或记号, 超名额)."""


SLIP = -2
"""The place of a ruling that accepts an explanation: not one place but all that the slip accounts for."""


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What the paper reads in one row of one ballot: with it a slip was confirmed."""

    ballot: int
    row: int
    code: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """One record: what `by` read at a place of a ballot. `takes_back`: the number of the record undone.

    `first` and `second` are the passes' values there when the ruling was made; where they are the same,
    the place was agreed and the ruling is a correction (tally/corrections.py). With `slip` the record
    accepts an explanation, after `paper` had been read; its place is SLIP.
    """

    number: int
    ballot: int
    place: int
    reading: str
    reason: str
    by: str
    at: str
    first: str = ""
    second: str = ""
    takes_back: int | None = None
    slip: Slip | None = None
    paper: tuple[PaperReading, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedRuling:
    """A ruling that somebody is about to make."""

    ballot: int
    place: int
    reading: str
    reason: str = ""


def standing(rulings: Iterable[Ruling]) -> dict[tuple[int, int], dict[str, Ruling]]:
    """The rulings that stand: by (ballot, place), each reviewer's latest that was not taken back.

    Inside a place the reviewers stand in the order of their records, the latest last.
    """
    ordered = sorted(rulings, key=lambda ruling: (ruling.number, ruling.by))
    undone = {(ruling.takes_back, ruling.by) for ruling in ordered if ruling.takes_back is not None}
    found: dict[tuple[int, int], dict[str, Ruling]] = {}
    for ruling in ordered:
        if ruling.slip is not None or ruling.takes_back is not None or (ruling.number, ruling.by) in undone:
            continue
        at_place = found.setdefault((ruling.ballot, ruling.place), {})
        at_place.pop(ruling.by, None)
        at_place[ruling.by] = ruling
    return found


def accepted_slips(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """The rulings that accept an explanation and were not taken back, in the order of their records."""
    ordered = sorted(rulings, key=lambda ruling: (ruling.number, ruling.by))
    undone = {(ruling.takes_back, ruling.by) for ruling in ordered if ruling.takes_back is not None}
    return tuple(
        ruling
        for ruling in ordered
        if ruling.slip is not None and ruling.takes_back is None and (ruling.number, ruling.by) not in undone
    )


def settled_reading(question: Question, rulings: Mapping[str, Ruling], keying: Keying) -> Ruling | None:
    """The ruling that settles `question`, or None while it is open.

    Where the scheme wants a second reviewer for a value that neither pass gave, and always where both
    passes agree, two different people have to have read the same.
    """
    if not rulings:
        return None
    latest = list(rulings.values())[-1]
    alone = not keying.third_value_needs_second_reviewer and question.why is not Why.CORRECTION
    if latest.reading in question.values or alone or _bears_out(question, latest.reading):
        return latest
    agreeing = [ruling for ruling in rulings.values() if ruling.reading == latest.reading]
    return latest if len(agreeing) > 1 else None


def _bears_out(question: Question, reading: str) -> bool:
    """Whether all marks of a contested sheet read as both passes have them, in the rows on which they agree."""
    agreed = question.first
    if question.why is not Why.CORRECTION or question.place != WHOLE or len(reading) != len(agreed):
        return False
    return EMPTY in agreed and all(was in (EMPTY, now) for was, now in zip(agreed, reading, strict=True))


def needs_reason(question: Question, reading: str, keying: Keying) -> bool:
    """Whether a ruling needs a reason: a value that neither pass gave, and every reviewed void."""
    if question.place != OPINION and reading == VOID and keying.voids_reviewed:
        return True
    return reading not in question.values


def check_ruling(
    proposed: ProposedRuling,
    questions: Mapping[tuple[int, int], Question],
    rows: int,
    grades: int,
    keying: Keying,
) -> Said | None:
    """Why a ruling cannot be made, or None. `questions` are all questions of the comparison by place."""
    question = questions.get((proposed.ballot, proposed.place))
    if question is None:
        return _no_question(proposed)
    if proposed.place == OPINION:
        if proposed.reading not in ("yes", "no"):
            return Said('an opinion reads "yes" or "no", not "{reading}"', reading=proposed.reading)
    elif proposed.place == WHOLE:
        if proposed.reading not in (VOID, ABSENT):
            why = check_marks(proposed.reading, rows, grades)
            if why is not None:
                return Said(
                    'a whole ballot reads "void", "absent" or its {rows} marks: {why}', rows=rows, why=why
                )
        if proposed.reading == ABSENT and question.first and question.second:
            return Said("both clerks had this sheet in hand; it cannot be absent")
    elif proposed.reading not in row_codes(grades):
        return Said(
            '"{code}" is no mark here; use 1 to {grades}, - (blank) or x (spoiled)',
            code=proposed.reading,
            grades=grades,
        )
    if needs_reason(question, proposed.reading, keying) and not proposed.reason.strip():
        if proposed.reading == VOID:
            return Said("a void ballot needs a reason")
        return Said("neither clerk keyed this; give a reason")
    return None


def _no_question(proposed: ProposedRuling) -> Said:
    if proposed.place == WHOLE:
        return Said("both passes have this ballot; rule on the rows that differ, one by one")
    if proposed.place == OPINION:
        return Said("both passes agree on whether there is an opinion")
    return Said("both passes agree on this row; an agreed row is not ruled on here")
