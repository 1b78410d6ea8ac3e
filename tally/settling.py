"""Settling: two passes and the rulings on them make the ballots that are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tally.comparison import OPINION, WHOLE, Comparison, Question, Why
from tally.marks import is_blank_ballot
from tally.readings import PassReadings
from tally.rulings import ABSENT, VOID, Ruling, settled_reading, standing
from tally.scheme import Keying, Scheme


@dataclass(frozen=True, slots=True)
class SettledBallot:
    """One ballot whose reading nobody disputes any more: its marks, or void with the reason."""

    number: int
    marks: str
    void: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """A ballot with at least one open question: the marks known so far, None where nothing is."""

    number: int
    known: str | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """One batch settled as far as its rulings go."""

    comparison: Comparison
    settled: tuple[SettledBallot, ...]
    absent: tuple[int, ...]
    open_ballots: tuple[OpenBallot, ...]
    open_questions: tuple[Question, ...]
    """Open places that a count waits for."""
    open_opinions: tuple[Question, ...]
    """Whether these ballots have an opinion is open: it blocks sealing, not verdicts."""
    with_opinion: tuple[int, ...]
    """Ballots settled to have an opinion."""
    answers: Mapping[tuple[int, int], Ruling]
    """The ruling that settles each question, by (ballot, place)."""

    @property
    def is_settled(self) -> bool:
        """Whether every ballot is settled or ruled absent."""
        return not self.open_questions


def settle(
    comparison: Comparison,
    first: PassReadings,
    second: PassReadings,
    rulings: Iterable[Ruling],
    scheme: Scheme,
) -> Settlement:
    """Settle a batch: agreed ballots stand, every other needs rulings on all its questions."""
    keying: Keying = scheme.keying
    by_place = standing(rulings)
    answers: dict[tuple[int, int], Ruling] = {}
    open_questions: list[Question] = []
    open_opinions: list[Question] = []
    open_numbers: set[int] = set()
    whole: dict[int, Ruling] = {}
    rows_ruled: dict[int, dict[int, str]] = {}
    for question in comparison.questions:
        place = (question.ballot, question.place)
        answer = settled_reading(question, by_place.get(place, {}), keying)
        if answer is None:
            if question.place == OPINION:
                open_opinions.append(question)
            else:
                open_questions.append(question)
                open_numbers.add(question.ballot)
            continue
        answers[place] = answer
        if question.place == WHOLE:
            whole[question.ballot] = answer
        elif question.place > 0:
            rows_ruled.setdefault(question.ballot, {})[question.place] = answer.reading
    settled = [
        _settled(number, reading.marks, reading.void, "", scheme)
        for number, reading in comparison.agreed.items()
    ]
    for number, ruled in rows_ruled.items():
        if number not in open_numbers:
            marks = list(comparison.known_marks[number])
            for row, code in ruled.items():
                marks[row - 1] = code
            settled.append(_settled(number, "".join(marks), False, "", scheme))
    for number, ruling in whole.items():
        if ruling.reading != ABSENT:
            void = ruling.reading == VOID
            settled.append(
                _settled(number, "" if void else ruling.reading, void, ruling.reason if void else "", scheme)
            )
    absent = tuple(sorted(number for number, ruling in whole.items() if ruling.reading == ABSENT))
    return Settlement(
        comparison=comparison,
        settled=tuple(sorted(settled, key=lambda ballot: ballot.number)),
        absent=absent,
        open_ballots=tuple(
            OpenBallot(number, _known(number, comparison, rows_ruled)) for number in sorted(open_numbers)
        ),
        open_questions=tuple(open_questions),
        open_opinions=tuple(question for question in open_opinions if question.ballot not in absent),
        with_opinion=_with_opinion(comparison, first, second, answers, absent),
        answers=answers,
    )


BLANK_BALLOT = "blank-ballot"
"""The reason of a ballot that is void because the scheme says that a sheet without any mark is."""


def _settled(number: int, marks: str, void: bool, reason: str, scheme: Scheme) -> SettledBallot:
    if not void and scheme.validity.blank_ballot_void and is_blank_ballot(marks):
        return SettledBallot(number, marks, True, BLANK_BALLOT)
    return SettledBallot(number, marks, void, reason)


def _known(number: int, comparison: Comparison, rows_ruled: Mapping[int, Mapping[int, str]]) -> str | None:
    marks = comparison.known_marks.get(number)
    if marks is None:
        return None
    ruled = rows_ruled.get(number, {})
    return "".join(ruled.get(row, code) for row, code in enumerate(marks, start=1))


def _with_opinion(
    comparison: Comparison,
    first: PassReadings,
    second: PassReadings,
    answers: Mapping[tuple[int, int], Ruling],
    absent: tuple[int, ...],
) -> tuple[int, ...]:
    disputed = {q.ballot for q in comparison.questions if q.why is Why.OPINION_DIFFERS}
    found = set()
    for readings in (first, second):
        for number, ones in readings.by_number.items():
            if number not in disputed and any(one.opinion for one in ones):
                found.add(number)
    for number in disputed:
        answer = answers.get((number, OPINION))
        if answer is not None and answer.reading == "yes":
            found.add(number)
    return tuple(sorted(found - set(absent)))
