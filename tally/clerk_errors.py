"""Each clerk's errors, charged by what the paper was settled to read, never by which pass it was.

A clerk's reading is the one that they keyed under a number. Where that number has none or two in their
pass, and an accepted explanation says which sheet was keyed there, it is that one. A mark of it that is
not the settled one is an error, also where both clerks made the same one (a correction). Marks that are
wrong only because an accepted slip displaced them are counted apart: one movement of the hand is not
many misreadings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tally.comparison import WHOLE, Comparison, Question, Why, whole_value
from tally.error_rates import Interval, clopper_pearson
from tally.final_values import FinalValues
from tally.marks import EMPTY
from tally.readings import Pass
from tally.rulings import VOID


@dataclass(frozen=True, slots=True)
class ClerkErrors:
    """What is known of one clerk's keying.

    `marks`: marks of theirs at places that are settled; `wrong`: how many of these are not the settled
    ones; `by_slip`: how many of the wrong ones an accepted slip displaced; `voids_wrong`: sheets that they
    keyed as void and that are not, or the other way (their marks are not among `marks`).
    """

    marks: int = 0
    wrong: int = 0
    by_slip: int = 0
    voids_wrong: int = 0

    def __add__(self, other: ClerkErrors) -> ClerkErrors:
        return ClerkErrors(
            self.marks + other.marks,
            self.wrong + other.wrong,
            self.by_slip + other.by_slip,
            self.voids_wrong + other.voids_wrong,
        )

    @property
    def misread(self) -> int:
        """Wrong marks that no slip displaced."""
        return self.wrong - self.by_slip

    @property
    def rate(self) -> Fraction | None:
        """The share of marks that were misread; None without any mark."""
        return Fraction(self.misread, self.marks) if self.marks else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of `rate` (Clopper and Pearson), which takes marks as independent."""
        return clopper_pearson(self.misread, self.marks)


def readings_told(comparison: Comparison, which: Pass) -> dict[int, str]:
    """One pass as a comparison has it: marks or `void` of each number that it has once."""
    asked: dict[int, list[Question]] = {}
    found = {number: whole_value(reading) for number, reading in comparison.agreed.items()}
    found |= {number: marks for number, marks in comparison.known_marks.items() if number not in found}
    for question in comparison.questions:
        value = question.first if which is Pass.FIRST else question.second
        if question.place == WHOLE:
            if value and "/" not in value:
                found[question.ballot] = value
        elif question.why is Why.MARKS_DIFFER:
            asked.setdefault(question.ballot, []).append(question)
    for number, questions in asked.items():
        marks = list(found[number])
        for question in questions:
            value = question.first if which is Pass.FIRST else question.second
            marks[question.place - 1] = value or EMPTY
        found[number] = "".join(marks)
    return found


def clerk_errors(as_keyed: Comparison, past: Comparison, final: FinalValues, which: Pass) -> ClerkErrors:
    """The errors of the clerk of one pass. `past` compares the passes read past the slips accepted."""
    keyed = readings_told(as_keyed, which)
    placed = keyed if past is as_keyed else readings_told(past, which)
    marks = wrong = by_slip = voids = 0
    for number in {*keyed, *placed}:
        reading = keyed.get(number) or placed[number]
        if number in final.void:
            voids += reading != VOID
            continue
        settled = final.marks.get(number)
        if settled is None:
            continue
        if reading == VOID:
            voids += number not in final.blank
            continue
        marks += len(settled) - settled.count(EMPTY)
        if reading != settled:
            off, slipped = _wrong(reading, placed.get(number, ""), settled)
            wrong += off
            by_slip += slipped
    return ClerkErrors(marks, wrong, by_slip, voids)


def _wrong(reading: str, placed: str, settled: str) -> tuple[int, int]:
    """How many settled marks read otherwise, and how many of these do so only as they were displaced."""
    wrong = by_slip = 0
    for row, code in enumerate(settled):
        if code == EMPTY or reading[row] == code:
            continue
        wrong += 1
        in_place = placed[row] if len(placed) == len(settled) else reading[row]
        by_slip += in_place in (code, EMPTY)
    return wrong, by_slip


def total(errors: Iterable[ClerkErrors]) -> ClerkErrors:
    """The errors of several batches together."""
    return sum(errors, ClerkErrors())
