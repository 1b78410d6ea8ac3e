"""Rulings read from the paper against a printed list, from a CSV file (columns ballot,row,reading[,reason])."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tally.comparison import OPINION, WHOLE, Comparison, Question
from tally.cover_sheets import CoverSheet
from tally.csv_table import read_csv
from tally.marks import EMPTY
from tally.readings import parse_number
from tally.rulings import ProposedRuling, check_ruling
from tally.said import Refused, Said
from tally.scheme import Keying
from tally.whole_numbers import parse_whole


def read_rulings_file(
    content: bytes,
    file: str,
    cover: CoverSheet,
    comparison: Comparison,
    rows: int,
    grades: int,
    keying: Keying,
    contested: Iterable[Question] = (),
) -> tuple[ProposedRuling, ...]:
    """Rulings from a CSV file (columns ballot,row,reading[,reason]), all or none.

    With an empty row the reading is the whole ballot. A whole ballot given for one that differs in
    some rows only is read as rulings on these rows, where it does not change an agreed one. `contested`
    are agreed places that wait for a second reviewer. Raises Refused, naming file, line, ballot and row.
    """
    questions = {
        (question.ballot, question.place): question for question in (*comparison.questions, *contested)
    }
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
    if any(was not in (EMPTY, now) for was, now in zip(known, proposed.reading, strict=True)):
        return [proposed]
    return [
        ProposedRuling(proposed.ballot, row, code, proposed.reason)
        for row, (was, code) in enumerate(zip(known, proposed.reading, strict=True), start=1)
        if was == EMPTY
    ] or [proposed]
