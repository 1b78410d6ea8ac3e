"""Corrections of agreed places: both passes read the same, and a reviewer with the paper reads otherwise.

Nobody rules on an agreed place by the way. A correction has its reason, and counts once a second
reviewer, who is not told what the first one read, reads the same; until then the place is open. Where
the second one reads what both passes have, that stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tally.comparison import OPINION, WHOLE, Comparison, Question, Why, whole_value
from tally.marks import EMPTY, row_codes
from tally.readings import PassReadings, check_marks
from tally.rulings import VOID, ProposedRuling, Ruling
from tally.said import Said


def agreed_value(
    comparison: Comparison, first: PassReadings, second: PassReadings, ballot: int, place: int
) -> str | None:
    """What both passes read at a place; None where they differ or one of them has not the ballot once.

    Of a whole sheet on which only rows differ they agree that it is not void: its marks, EMPTY where the
    rows differ.
    """
    ones, twos = first.by_number.get(ballot, ()), second.by_number.get(ballot, ())
    if len(ones) != 1 or len(twos) != 1:
        return None
    if place == OPINION:
        return ("yes" if ones[0].opinion else "no") if ones[0].opinion == twos[0].opinion else None
    if place == WHOLE:
        reading = comparison.agreed.get(ballot)
        return whole_value(reading) if reading is not None else comparison.known_marks.get(ballot)
    marks = comparison.known_marks.get(ballot)
    if marks is None or not 1 <= place <= len(marks) or marks[place - 1] == EMPTY:
        return None
    return marks[place - 1]


def contested(
    comparison: Comparison,
    first: PassReadings,
    second: PassReadings,
    by_place: Mapping[tuple[int, int], Mapping[str, Ruling]],
) -> tuple[Question, ...]:
    """The places that comparison does not ask for and that rulings speak of, as questions.

    A ruling made while the passes differed there (a slip was accepted since) keeps its weight as a ruling
    on that difference; one made where they agreed is a correction.
    """
    asked = {(question.ballot, question.place) for question in comparison.questions}
    found = []
    for (ballot, place), rulings in by_place.items():
        if (ballot, place) in asked:
            continue
        latest = list(rulings.values())[-1]
        if latest.first != latest.second:
            why = Why.OPINION_DIFFERS if place == OPINION else Why.MARKS_DIFFER
            found.append(Question(ballot, place, why, latest.first, latest.second))
            continue
        agreed = agreed_value(comparison, first, second, ballot, place)
        now = agreed if agreed is not None else latest.first
        found.append(Question(ballot, place, Why.CORRECTION, now, now))
    return tuple(sorted(found, key=lambda question: (question.ballot, question.place)))


def check_correction(
    proposed: ProposedRuling,
    agreed: str | None,
    questions: Iterable[Question],
    rows: int,
    grades: int,
) -> Said | None:
    """Why a correction cannot be recorded, or None. `agreed` is what both passes read there.

    `questions` are the places that are asked for anyway; those waiting for a second reviewer among them.
    """
    asked = {(question.ballot, question.place): question for question in questions}
    question = asked.get((proposed.ballot, proposed.place))
    whole = asked.get((proposed.ballot, WHOLE))
    if question is not None and question.why is not Why.CORRECTION:
        return Said("the passes differ here; rule on it (pingyi review)")
    if whole is not None and proposed.place != WHOLE:
        return Said("the whole sheet is ruled on; rule on it again (pingyi review)")
    if agreed is None:
        return Said("the passes do not agree on this; rule on it (pingyi review)")
    if proposed.place == OPINION:
        if proposed.reading not in ("yes", "no"):
            return Said('an opinion reads "yes" or "no", not "{reading}"', reading=proposed.reading)
    elif proposed.place == WHOLE:
        if proposed.reading != VOID:
            if EMPTY in agreed:
                return Said("its rows differ; rule on them one by one (pingyi review)")
            why = check_marks(proposed.reading, rows, grades)
            if why is not None:
                return Said('a whole ballot reads "void" or its {rows} marks: {why}', rows=rows, why=why)
    elif proposed.reading not in row_codes(grades):
        return Said(
            '"{code}" is no mark here; use 1 to {grades}, - (blank) or x (spoiled)',
            code=proposed.reading,
            grades=grades,
        )
    if question is None and proposed.reading == agreed:
        return Said("both passes read that already; there is nothing to correct")
    if not proposed.reason.strip():
        return Said("a correction needs a reason")
    return None
