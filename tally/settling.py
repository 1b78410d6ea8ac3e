"""Settling: two passes and the rulings on them make the ballots that are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from tally.comparison import OPINION, WHOLE, Comparison, Question, Why
from tally.corrections import contested
from tally.marks import EMPTY, is_blank_ballot
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

    questions: tuple[Question, ...] = ()
    """Everything that had to be read: what comparison asks, and agreed places that a reviewer contests."""

    @property
    def is_settled(self) -> bool:
        """Whether every ballot is settled or ruled absent."""
        return not self.open_questions

    def final(self, ballot: int, place: int) -> str | None:
        """What counts at a place in the end: a mark, `void`, `absent`, all marks, `yes` or `no`; None: open.

        A row of a sheet that is void or absent has nothing of its own.
        """
        if place == OPINION:
            if any(one.ballot == ballot for one in self.open_opinions):
                return None
            return "yes" if ballot in self.with_opinion else "no"
        if ballot in self.absent:
            return ABSENT
        settled = self._by_number.get(ballot)
        if settled is None:
            answer = self.answers.get((ballot, place))
            return answer.reading if answer is not None else None
        if settled.void:
            return VOID
        return settled.marks if place == WHOLE else settled.marks[place - 1]

    @property
    def _by_number(self) -> dict[int, SettledBallot]:
        return {ballot.number: ballot for ballot in self.settled}


def settle(
    comparison: Comparison,
    first: PassReadings,
    second: PassReadings,
    rulings: Iterable[Ruling],
    scheme: Scheme,
) -> Settlement:
    """Settle a batch: agreed ballots stand, every other needs rulings on all its questions.

    `comparison`, `first` and `second` are those past every accepted slip. What was read from the paper at
    a place counts from then on, also where a slip accepted later leaves nothing to ask there.
    """
    keying: Keying = scheme.keying
    by_place = standing(rulings)
    questions = (*comparison.questions, *contested(comparison, first, second, by_place))
    answers: dict[tuple[int, int], Ruling] = {}
    unanswered: list[Question] = []
    for question in questions:
        place = (question.ballot, question.place)
        answer = settled_reading(question, by_place.get(place, {}), keying)
        if answer is None:
            unanswered.append(question)
        else:
            answers[place] = answer
    whole = {ballot: answer for (ballot, place), answer in answers.items() if place == WHOLE}
    absent = tuple(sorted(number for number, ruling in whole.items() if ruling.reading == ABSENT))
    open_questions = [
        question
        for question in unanswered
        if question.place != OPINION
        and (question.place == WHOLE or not _read_since(question, by_place, whole.get(question.ballot)))
    ]
    open_opinions = [
        question for question in unanswered if question.place == OPINION and question.ballot not in absent
    ]
    open_places: dict[int, set[int]] = {}
    for question in open_questions:
        open_places.setdefault(question.ballot, set()).add(question.place)
    rows_ruled: dict[int, dict[int, Ruling]] = {}
    for (ballot, row), answer in answers.items():
        if row > 0:
            rows_ruled.setdefault(ballot, {})[row] = answer
    open_numbers = set(open_places)
    touched = {*whole, *rows_ruled}
    untouched = comparison.agreed.keys() - touched - open_numbers
    settled = [
        _settled(number, reading.marks, reading.void, "", scheme)
        for number, reading in comparison.agreed.items()
        if number in untouched
    ]
    for number in touched - open_numbers - set(absent):
        ruling = whole.get(number)
        if ruling is not None and ruling.reading == VOID:
            settled.append(_settled(number, "", True, ruling.reason, scheme))
            continue
        marks = ruling.reading if ruling is not None else comparison.known_marks.get(number)
        if marks is None:  # agreed to be void: rows read before that was so have nothing to say
            settled.append(_settled(number, comparison.agreed[number].marks, True, "", scheme))
            continue
        ruled = _later(rows_ruled.get(number, {}), ruling)
        settled.append(_settled(number, _overlaid(marks, ruled), False, "", scheme))
    return Settlement(
        comparison=comparison,
        settled=tuple(sorted(settled, key=attrgetter("number"))),
        absent=absent,
        open_ballots=tuple(
            OpenBallot(
                number,
                _known(number, comparison, whole, rows_ruled, open_places.get(number, set())),
            )
            for number in sorted(open_numbers)
        ),
        open_questions=tuple(open_questions),
        open_opinions=tuple(open_opinions),
        with_opinion=_with_opinion(comparison, first, second, answers, absent),
        answers=answers,
        questions=questions,
    )


BLANK_BALLOT = "blank-ballot"
"""The reason of a ballot that is void because the scheme says that a sheet without any mark is."""


def _settled(number: int, marks: str, void: bool, reason: str, scheme: Scheme) -> SettledBallot:
    if not void and scheme.validity.blank_ballot_void and is_blank_ballot(marks):
        return SettledBallot(number, marks, True, BLANK_BALLOT)
    return SettledBallot(number, marks, void, reason)


def overtaken(row: Ruling, whole: Ruling | None) -> bool:
    """Whether a row's ruling says nothing any more: the sheet was read as a whole since, or it is void or absent."""
    return whole is not None and (whole.reading in (VOID, ABSENT) or row.number < whole.number)


def _read_since(
    question: Question, by_place: Mapping[tuple[int, int], Mapping[str, Ruling]], whole: Ruling | None
) -> bool:
    """Whether an open row has its answer: the sheet was read as a whole, after whatever was read of the row."""
    rulings = by_place.get((question.ballot, question.place), {}).values()
    if question.why is not Why.CORRECTION:
        return whole is not None
    return all(overtaken(ruling, whole) for ruling in rulings)


def _later(rows: Mapping[int, Ruling], whole: Ruling | None) -> dict[int, str]:
    """The rows read after the sheet was read as a whole; all of them where it was not."""
    return {row: ruling.reading for row, ruling in rows.items() if not overtaken(ruling, whole)}


def _overlaid(marks: str, ruled: Mapping[int, str]) -> str:
    if not ruled:
        return marks
    codes = list(marks)
    for row, code in ruled.items():
        if row <= len(codes):
            codes[row - 1] = code
    return "".join(codes)


def _known(
    number: int,
    comparison: Comparison,
    whole: Mapping[int, Ruling],
    rows_ruled: Mapping[int, Mapping[int, Ruling]],
    open_places: set[int],
) -> str | None:
    ruling = whole.get(number)
    marks = comparison.known_marks.get(number) if ruling is None else ruling.reading
    if marks is None or marks in (VOID, ABSENT) or WHOLE in open_places:
        return None
    known = _overlaid(marks, _later(rows_ruled.get(number, {}), ruling))
    return "".join(EMPTY if row in open_places else code for row, code in enumerate(known, start=1))


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
    for (number, place), answer in answers.items():
        if place == OPINION and answer.reading == "yes":
            found.add(number)
        elif place == OPINION:
            found.discard(number)
    return tuple(sorted(found - set(absent)))
