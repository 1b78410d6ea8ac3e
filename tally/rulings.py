"""Rulings (裁定): what the reviewer, with the paper in hand, says a ballot reads.

A ruling is a record; undoing it is a new record. The same pure functions say, for the screen, for the
`rule` command and for a recount, whether a ruling is possible and what stands in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tally.comparison import OPINION, WHOLE, Comparison, Question
from tally.cover_sheets import CoverSheet
from tally.csv_table import read_csv
from tally.marks import row_codes
from tally.readings import check_marks, parse_number
from tally.said import Refused, Said
from tally.scheme import Keying
from tally.whole_numbers import parse_whole

VOID = "void"
ABSENT = "absent"
"""There is no such sheet."""

THIRD_VALUE_REASONS = ("erased", "two-marks", "illegible", "misread-alike")
"""Why the paper says what neither clerk keyed; anything else is given in words."""

VOID_REASONS = ("all-overmarked", "unrecognizable", "not-official", "signed-or-marked", "over-quota")
"""Why a whole ballot is void (domain.md: 整票多选, 无法辨认, 非统一票样, 署名或记号, 超名额)."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One record: what `by` read at a place of a ballot. `takes_back`: the number of the record undone."""

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
        if ruling.takes_back is not None or (ruling.number, ruling.by) in undone:
            continue
        at_place = found.setdefault((ruling.ballot, ruling.place), {})
        at_place.pop(ruling.by, None)
        at_place[ruling.by] = ruling
    return found


def settled_reading(question: Question, rulings: Mapping[str, Ruling], keying: Keying) -> Ruling | None:
    """The ruling that settles `question`, or None while it is open.

    Where the scheme wants a second reviewer for a value that neither pass gave, two different people
    have to have read the same.
    """
    if not rulings:
        return None
    latest = list(rulings.values())[-1]
    if latest.reading in question.values or not keying.third_value_needs_second_reviewer:
        return latest
    agreeing = [ruling for ruling in rulings.values() if ruling.reading == latest.reading]
    return latest if len(agreeing) > 1 else None


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


def read_rulings_file(
    content: bytes,
    file: str,
    cover: CoverSheet,
    comparison: Comparison,
    rows: int,
    grades: int,
    keying: Keying,
) -> tuple[ProposedRuling, ...]:
    """Rulings from a CSV file (columns ballot,row,reading[,reason]), all or none.

    With an empty row the reading is the whole ballot. A whole ballot given for one that differs in
    some rows only is read as rulings on these rows, where it does not change an agreed one. Raises
    Refused, naming file, line, ballot and row.
    """
    questions = {(question.ballot, question.place): question for question in comparison.questions}
    found: list[ProposedRuling] = []
    for record in read_csv(content, file, ("ballot", "row", "reading"), ("reason",)):

        def refuse(what: Said, line: int = record.line) -> Refused:
            return Refused(Said("{file} line {line}: {what}", file=file, line=line, what=what))

        number = parse_number(record["ballot"], cover)
        if isinstance(number, Said):
            raise refuse(number)
        place = _place(record["row"], rows)
        if isinstance(place, Said):
            raise refuse(Said("ballot {number}: {why}", number=number, why=place))
        proposed = ProposedRuling(number, place, record["reading"].lower(), record["reason"])
        for one in _by_row(proposed, questions, comparison):
            why = check_ruling(one, questions, rows, grades, keying)
            if any((other.ballot, other.place) == (one.ballot, one.place) for other in found):
                why = Said("the same place is ruled on twice")
            if why is not None:
                at = (
                    Said("ballot {number}, row {row}", number=number, row=one.place)
                    if one.place > 0
                    else (Said("ballot {number}", number=number))
                )
                raise refuse(Said("{at}: {why}", at=at, why=why))
            found.append(one)
    return tuple(found)


def _place(text: str, rows: int) -> int | Said:
    if text == "":
        return WHOLE
    if text == "opinion":
        return OPINION
    row = parse_whole(text)
    if row is not None and 1 <= row <= rows:
        return row
    return Said(
        'row "{row}" should be 1 to {rows}, opinion, or empty for the whole ballot', row=text[:20], rows=rows
    )


def _by_row(
    proposed: ProposedRuling, questions: Mapping[tuple[int, int], Question], comparison: Comparison
) -> Sequence[ProposedRuling]:
    known = comparison.known_marks.get(proposed.ballot)
    if proposed.place != WHOLE or (proposed.ballot, WHOLE) in questions or known is None:
        return [proposed]
    if len(proposed.reading) != len(known):
        return [proposed]
    if any(was not in ("_", now) for was, now in zip(known, proposed.reading, strict=True)):
        return [proposed]
    return [
        ProposedRuling(proposed.ballot, row, code, proposed.reason)
        for row, (was, code) in enumerate(zip(known, proposed.reading, strict=True), start=1)
        if was == "_"
    ] or [proposed]
