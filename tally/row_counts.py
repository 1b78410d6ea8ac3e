"""What is counted in every line of every ballot, by group: kept as plain numbers, told as counts.

A province has a hundred thousand lines; as objects they would take a hundred megabytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from operator import add

from tally.counting import CountedRow, MarkCounts, Pending, RowCount

Line = tuple[str, str, int, str]
"""Form, subject, line and group."""
_Lines = tuple[str, str, str]
"""Form, subject and group: all lines of a subject, one after the other."""


_WHOLE = "i"
"""Four bytes a number: more than two thousand million ballots of one group do not lie on one host, and a sum that
were larger is refused (OverflowError), never cut off."""


class RowCounts(Mapping[Line, RowCount]):
    """Counts by form, subject, line and group. `grades`: how many there are."""

    def __init__(self, grades: int) -> None:
        self._grades = grades
        self._first: dict[tuple[str, str], int] = {}
        self._marks: dict[_Lines, array[int]] = {}
        """Of each line in turn: every grade, blank, spoiled."""
        self._pending: dict[_Lines, array[int]] = {}
        """Of each line in turn: known marks in the same order, and how many are unknown. Most subjects have none."""

    def copy(self) -> RowCounts:
        """The same counts, to go on from."""
        other = RowCounts(self._grades)
        other._first |= self._first
        other._marks |= self._marks
        other._pending |= self._pending
        return other

    def open_lines(self, form: str, subject: str, group: str, lines: Sequence[CountedRow]) -> None:
        """Let there be counts of these lines, nothing counted where there are none yet."""
        self._first.setdefault((form, subject), lines[0].row)
        if (form, subject, group) not in self._marks:
            self._marks[form, subject, group] = array(_WHOLE, [0]) * (len(lines) * (self._grades + 2))

    def add_marks(self, form: str, subject: str, group: str, numbers: Sequence[int]) -> None:
        """Add marks: of each line in turn every grade, blank, spoiled."""
        self._add(self._marks, (form, subject, group), numbers)

    def add_pending(self, form: str, subject: str, group: str, numbers: Sequence[int]) -> None:
        """Add what is not counted yet: of each line in turn known marks, and how many are unknown."""
        if any(numbers):
            self._add(self._pending, (form, subject, group), numbers)

    def merge(self, other: RowCounts) -> None:
        """Add what others have counted of the same appraisal."""
        for subject, line in other._first.items():
            self._first.setdefault(subject, line)
        for mine, its in ((self._marks, other._marks), (self._pending, other._pending)):
            for key, numbers in its.items():
                self._add(mine, key, numbers)

    @staticmethod
    def _add(to: dict[_Lines, array[int]], key: _Lines, numbers: Sequence[int]) -> None:
        before = to.get(key)
        to[key] = array(_WHOLE, numbers if before is None else map(add, before, numbers))

    def __getitem__(self, line: Line) -> RowCount:
        form, subject, row, group = line
        of = (form, subject, group)
        at, width = row - self._first[form, subject], self._grades + 2
        marks = self._marks[of][at * width : (at + 1) * width]
        if at < 0 or not marks:
            raise KeyError(line)
        pending = self._pending.get(of)
        if pending is None:
            return RowCount(self._counts(marks), Pending(self._counts((0,) * width), 0))
        known = pending[at * (width + 1) : (at + 1) * (width + 1)]
        return RowCount(self._counts(marks), Pending(self._counts(known[:width]), known[width]))

    def summed(self, form: str, subject: str, rows: Sequence[int], groups: Sequence[str]) -> RowCount:
        """Several lines of several groups together; groups without counts add nothing."""
        marks, known = [0] * (self._grades + 2), [0] * (self._grades + 3)
        for group in groups:
            for total, counted in ((marks, self._marks), (known, self._pending)):
                numbers = counted.get((form, subject, group))
                if numbers is not None:
                    width = len(total)
                    for row in rows:
                        at = (row - self._first[form, subject]) * width
                        total[:] = map(add, total, numbers[at : at + width])
        return RowCount(self._counts(marks), Pending(self._counts(known), known[-1]))

    def _counts(self, numbers: Sequence[int]) -> MarkCounts:
        return MarkCounts(tuple(numbers[: self._grades]), numbers[self._grades], numbers[self._grades + 1])

    def __iter__(self) -> Iterator[Line]:
        for (form, subject, group), numbers in self._marks.items():
            first = self._first[form, subject]
            for at in range(len(numbers) // (self._grades + 2)):
                yield form, subject, first + at, group

    def __len__(self) -> int:
        return sum(len(numbers) for numbers in self._marks.values()) // (self._grades + 2)
