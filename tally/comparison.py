"""Comparing two passes: where they disagree, and what a person has to read from the paper.

Ballots are matched by number. A number that occurs twice in a pass is reported and not compared; a
number in one pass only, or in neither, is reported; every other ballot is compared row by row (a blank
is a value). A void ballot's marks are neither counted nor compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from tally.marks import EMPTY
from tally.readings import PassReadings, Reading

WHOLE = 0
"""The place of a question about the whole ballot; rows are counted from 1."""

OPINION = -1
"""The place of the question whether the ballot has an opinion."""


class Why(Enum):
    """Why a place is open until somebody reads the paper."""

    MARKS_DIFFER = "marks-differ"
    VOID_IN_ONE = "void-in-one"
    VOID_IN_BOTH = "void-in-both"
    ONLY_FIRST = "only-first"
    ONLY_SECOND = "only-second"
    IN_NEITHER = "in-neither"
    DOUBLED = "doubled"
    OPINION_DIFFERS = "opinion-differs"
    CORRECTION = "correction"
    """Both passes agree, and a reviewer reads the paper otherwise (tally/corrections.py)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One place that the paper has to settle: a row, the whole ballot, or its opinion.

    `first` and `second` are the two passes' values there: a mark code; `void` or all marks of the
    ballot; `yes` or `no`; empty where the pass has nothing, readings joined by `/` where it has two.
    """

    ballot: int
    place: int
    why: Why
    first: str
    second: str

    @property
    def values(self) -> frozenset[str]:
        """The values that one of the passes gave: a ruling equal to one of them needs no reason."""
        given = {part for value in (self.first, self.second) for part in value.split("/") if part}
        if self.place == WHOLE and not (self.first and self.second):
            given.add("absent")
        return frozenset(given)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing two passes of one batch."""

    ballots: int
    rows: int
    questions: tuple[Question, ...]
    agreed: Mapping[int, Reading]
    """Ballots on which nothing has to be read from the paper, opinions aside."""
    known_marks: Mapping[int, str]
    """Of ballots in both passes, not void in either: their marks, with EMPTY where they differ."""
    compared_ballots: int
    compared_marks: int
    mismatched_marks: int
    mismatched_ballots: int
    doubled_first: tuple[int, ...]
    doubled_second: tuple[int, ...]
    voids_reviewed: bool = True
    """Whether a void on which both clerks agree was asked for."""

    def numbers(self, why: Why) -> tuple[int, ...]:
        """The ballots of the questions of one kind, ascending."""
        return tuple(question.ballot for question in self.questions if question.why is why)

    @property
    def agreement(self) -> Fraction | None:
        """The share of compared marks that agree; None where nothing could be compared."""
        if not self.compared_marks:
            return None
        return Fraction(self.compared_marks - self.mismatched_marks, self.compared_marks)


def compare(
    numbers: Sequence[int], rows: int, first: PassReadings, second: PassReadings, *, voids_reviewed: bool
) -> Comparison:
    """Compare the ballots `numbers`, of `rows` rows each, of two passes of one batch.

    A row that a pass has not (EMPTY: it was read past a slip that left a hole) is asked for like one on
    which the passes differ.
    """
    questions: list[Question] = []
    agreed: dict[int, Reading] = {}
    known: dict[int, str] = {}
    compared = mismatched = mismatched_ballots = 0
    for number in numbers:
        ones = first.by_number.get(number, ())
        twos = second.by_number.get(number, ())
        if len(ones) == 1 and len(twos) == 1:
            one, two = ones[0], twos[0]
            if one.void or two.void:
                whole = _void_question(number, one, two, voids_reviewed=voids_reviewed)
                if whole is None:
                    agreed[number] = one
                else:
                    questions.append(whole)
            else:
                compared += 1
                if one.marks == two.marks and EMPTY not in one.marks:
                    agreed[number] = one
                    known[number] = one.marks
                else:
                    differing = [
                        row
                        for row, (here, there) in enumerate(zip(one.marks, two.marks, strict=True))
                        if here != there or here == EMPTY
                    ]
                    mismatched += len(differing)
                    mismatched_ballots += 1
                    marks = list(one.marks)
                    for row in differing:
                        marks[row] = EMPTY
                        questions.append(
                            Question(
                                number,
                                row + 1,
                                Why.MARKS_DIFFER,
                                one.marks[row].strip(EMPTY),
                                two.marks[row].strip(EMPTY),
                            )
                        )
                    known[number] = "".join(marks)
        else:
            questions.append(_whole_question(number, ones, twos))
        if _opinions_differ(ones, twos):
            questions.append(
                Question(number, OPINION, Why.OPINION_DIFFERS, _opinion_value(ones), _opinion_value(twos))
            )
    return Comparison(
        ballots=len(numbers),
        rows=rows,
        questions=tuple(questions),
        agreed=agreed,
        known_marks=known,
        compared_ballots=compared,
        compared_marks=compared * rows,
        mismatched_marks=mismatched,
        mismatched_ballots=mismatched_ballots,
        doubled_first=first.doubled,
        doubled_second=second.doubled,
        voids_reviewed=voids_reviewed,
    )


def _opinions_differ(ones: tuple[Reading, ...], twos: tuple[Reading, ...]) -> bool:
    if len(ones) == 1 and len(twos) == 1:  # nearly always
        return ones[0].opinion is not twos[0].opinion
    return len({reading.opinion for reading in (*ones, *twos)}) > 1


def whole_value(reading: Reading) -> str:
    """A whole ballot as one value: `void`, or its marks."""
    return "void" if reading.void else reading.marks


def _void_question(number: int, one: Reading, two: Reading, *, voids_reviewed: bool) -> Question | None:
    if one.void and two.void:
        if not voids_reviewed:
            return None
        return Question(number, WHOLE, Why.VOID_IN_BOTH, "void", "void")
    return Question(number, WHOLE, Why.VOID_IN_ONE, whole_value(one), whole_value(two))


def _whole_question(number: int, ones: tuple[Reading, ...], twos: tuple[Reading, ...]) -> Question:
    if len(ones) > 1 or len(twos) > 1:
        why = Why.DOUBLED
    elif ones:
        why = Why.ONLY_FIRST
    elif twos:
        why = Why.ONLY_SECOND
    else:
        why = Why.IN_NEITHER
    return Question(number, WHOLE, why, "/".join(map(whole_value, ones)), "/".join(map(whole_value, twos)))


def _opinion_value(readings: tuple[Reading, ...]) -> str:
    return "/".join(dict.fromkeys("yes" if reading.opinion else "no" for reading in readings))
