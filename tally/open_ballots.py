"""Whether ballots still open, missing or contested could change a verdict, and by which readings.

Of an open ballot some marks may be known already; every other may read anything, or drop out with a
ballot that turns out void or absent.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tally.least_change import Constraint, least_moves
from tally.margins import Case
from tally.measuring import code_weight
from tally.said import Said
from tally.scheme import Measure


@dataclass(frozen=True, slots=True)
class OpenMarks:
    """`known` marks of open ballots by code, and how many marks are `unknown`, in a verdict's `rows` rows."""

    known: Mapping[str, int]
    unknown: int
    rows: int

    @property
    def nothing(self) -> bool:
        """Whether nothing is open."""
        return not self.unknown and not any(self.known.values())


def could_change(case: Case, known: Mapping[str, int], unknown: int) -> bool:
    """Whether what is open could lead to another outcome than the present one.

    Exact where every unknown mark is on a ballot of its own (one row) that may turn out void. Otherwise
    more is let happen than can (marks of one ballot drop out one by one, a sheet is absent though the
    count sheet states the number collected), so that False is never wrong.
    """
    if not any(known.values()) and not unknown:
        return False
    if not case.rates():
        return True
    fixed = [one + two for one, two in zip(case.vector(case.marks), case.vector(known), strict=True)]
    moves = (0,) * len(fixed) + (unknown, 0)
    return any(
        least_moves(moves, tuple(_from_open(one, fixed) for one in target)) is not None
        for target in case.targets()
    )


def _from_open(constraint: Constraint, fixed: Sequence[int]) -> Constraint:
    """The constraint on the open marks alone: by class, dropped out as void, dropped out as absent."""
    settled = sum(weight * marks for weight, marks in zip(constraint.weights, fixed, strict=True))
    return replace(
        constraint,
        weights=(*constraint.weights, 0, constraint.absent),
        constant=constraint.constant + settled,
    )


def open_words(case: Case, marks: OpenMarks, grades: Sequence[str], *, changeable: bool) -> Said | None:
    """The worst case in a sentence; None where nothing is open.

    `grades` are the scheme's labels; `changeable` is the answer of `could_change`. A number of ballots
    is named only where it changes the verdict whatever the other open ballots read.
    """
    if marks.nothing:
        return None
    names = tuple(dict.fromkeys(name for condition in case.conditions for name in condition.measures))
    if not case.rates() or (changeable and len(names) > 1):
        return Said("what is still open could change this")
    if not marks.unknown:
        return (
            Said("counting the rows already agreed on open ballots changes this")
            if changeable
            else Said("counting the rows already agreed on open ballots, this stands")
        )
    if len(names) > 1:
        return _stands(marks)
    line = _Line(case, names[0], marks)
    if not changeable:
        return _stands(marks, line.nearest(grades))
    if line.changed_throughout(line.worst, line.best):
        return _sure(marks)
    ways = [
        _at_least(number, marks, label)
        for number, label in ((line.certain(up=up), line.label(grades, up=up)) for up in (False, True))
        if number is not None and label is not None
    ]
    if len(ways) == 2:
        return Said("{first}; {second}", first=ways[0], second=ways[1])
    return ways[0] if ways else Said("what is still open could change this")


class _Line:
    """One measure's rate, from every open mark read as badly as can be to every one as well."""

    def __init__(self, case: Case, name: str, marks: OpenMarks) -> None:
        self._case, self._marks = case, marks
        self._measure: Measure = case.measures[name]
        self._present = self._applying(case.rates()[name])
        known = [
            (code_weight(self._measure, code), case.marks[code] + marks.known.get(code, 0))
            for code in case.marks
        ]
        self._numerator = sum(weight[0] * number for weight, number in known)
        fixed = case.fixed_bases.get(name)
        self._grows = fixed is None
        self._base = sum(weight[1] * number for weight, number in known) if fixed is None else fixed
        self.worst, self.best = self._rate(0), self._rate(marks.unknown)

    def _rate(self, good: int) -> Fraction:
        base = self._base + (self._marks.unknown if self._grows else 0)
        return Fraction(self._numerator + good, base)

    def _applying(self, rate: Fraction) -> tuple[bool, ...]:
        return tuple(
            all(one.holds(rate) for one in condition.comparisons) for condition in self._case.conditions
        )

    def changed_throughout(self, low: Fraction, high: Fraction) -> bool:
        """Whether every rate from `low` to `high` is another outcome than the present one."""
        cuts = {one.threshold for condition in self._case.conditions for one in condition.comparisons}
        inside = sorted({low, high, *(cut for cut in cuts if low < cut < high)})
        between = [(one + two) / 2 for one, two in itertools.pairwise(inside)]
        return all(self._applying(rate) != self._present for rate in (*inside, *between))

    def certain(self, *, up: bool) -> int | None:
        """How many open marks read the best (`up`) or worst way change the outcome, whatever the others read."""
        unknown = self._marks.unknown
        if not self._changed(unknown, up=up):
            return None
        low, high = 0, unknown
        # What holds for some number holds for any greater one: the rates left open are fewer.
        while low < high:
            middle = (low + high) // 2
            if self._changed(middle, up=up):
                high = middle
            else:
                low = middle + 1
        return low

    def _changed(self, number: int, *, up: bool) -> bool:
        if up:
            return self.changed_throughout(self._rate(number), self.best)
        return self.changed_throughout(self.worst, self._rate(self._marks.unknown - number))

    def label(self, grades: Sequence[str], *, up: bool) -> str | None:
        """The grade that pushes the rate most: the first that counts, or the last that does not."""
        chosen = self._measure.grades
        if up:
            places = sorted(chosen)
            return grades[places[-1] - 1] if len(grades) in chosen else grades[places[0] - 1]
        others = [
            place
            for place in range(1, len(grades) + 1)
            if place not in chosen and place not in self._measure.exclude
        ]
        if not others:
            return None
        return grades[others[0] - 1] if len(grades) in chosen else grades[others[-1] - 1]

    def nearest(self, grades: Sequence[str]) -> str | None:
        """The grade that pushes towards the nearest threshold past which the outcome differs."""
        ways = []
        cuts = sorted({one.threshold for condition in self._case.conditions for one in condition.comparisons})
        for up, end in ((False, self.worst), (True, self.best)):
            ahead = [cut for cut in cuts if (cut >= end if up else cut <= end) and 0 <= cut <= 1]
            label = self.label(grades, up=up)
            if ahead and label is not None:
                ways.append((min(abs(cut - end) for cut in ahead), up, label))
        return min(ways)[2] if ways else None


def _stands(marks: OpenMarks, label: str | None = None) -> Said:
    ballots, number = marks.rows == 1, marks.unknown
    if label is None:
        return (
            Said("whatever the open ballots read ({open}), this stands", open=number)
            if ballots
            else Said("whatever the open marks read ({open}), this stands", open=number)
        )
    if number == 1:
        return (
            Said('even if the open ballot reads "{grade}", this stands', grade=label)
            if ballots
            else Said('even if the open mark reads "{grade}", this stands', grade=label)
        )
    return (
        Said('even if all {open} open ballots read "{grade}", this stands', open=number, grade=label)
        if ballots
        else Said('even if all {open} open marks read "{grade}", this stands', open=number, grade=label)
    )


def _sure(marks: OpenMarks) -> Said:
    if marks.rows == 1:
        return Said("whatever the open ballots read ({open}), this will change", open=marks.unknown)
    return Said("whatever the open marks read ({open}), this will change", open=marks.unknown)


def _at_least(number: int, marks: OpenMarks, label: str) -> Said:
    ballots, every = marks.rows == 1, marks.unknown
    if every == 1:
        return (
            Said('if the open ballot reads "{grade}", this would change', grade=label)
            if ballots
            else Said('if the open mark reads "{grade}", this would change', grade=label)
        )
    if number == every:
        return (
            Said('if all {open} open ballots read "{grade}", this would change', open=every, grade=label)
            if ballots
            else Said('if all {open} open marks read "{grade}", this would change', open=every, grade=label)
        )
    if ballots:
        return Said(
            'if at least {number} of the {open} open ballots read "{grade}", this would change',
            number=number,
            open=every,
            grade=label,
        )
    return Said(
        'if at least {number} of the {open} open marks read "{grade}", this would change',
        number=number,
        open=every,
        grade=label,
    )
