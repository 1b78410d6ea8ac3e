"""Finding a row missed or keyed twice on one sheet (串行), the rows after it moved by one.

A row missed: the rows after it moved up, and the last row of the run bears anything, blank as a rule. A
row keyed twice: the rows after it moved down, the first of them bears the mark of the row before, and the
last mark is lost. The run ends with the ballot, or where a second slip of the other sort compensates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log

from tally.marks import BLANK, EMPTY
from tally.readings import Pass
from tally.slip_costs import PRIOR, Candidate, Costs, apart
from tally.slips import RowRun, Slip, SlipKind

FEWEST = 3
"""Rows that must differ: two differing rows are two wrong marks as easily."""
ROWS_A_FURTHER_MARK = 20
"""One wrong mark besides is allowed on a shifted sheet, and one more for each so many rows; with more, the
sheet was keyed wrong in some other way (independent errors leave that many on 1 sheet in 200)."""
LAST_BLANK, LAST_REPEATED, LAST_OTHER = 0.88, 0.06, 0.06
"""How often the last row, after a row was missed, is blank, bears the mark before it once more, or another."""
COMPENSATED = 5.0
"""A second slip that compensates on the same sheet, besides where it is."""


def row_shifts(numbers: Sequence[int], costs: Costs) -> Iterator[Candidate]:
    """For each pass the run that saves most on each of these sheets."""
    for number in numbers:
        one, two = costs.single(Pass.FIRST, number), costs.single(Pass.SECOND, number)
        if one is None or two is None or one.void or two.void:
            continue
        if apart(one.marks, two.marks) < FEWEST:
            continue
        for which, keyed, other in ((Pass.FIRST, one, two), (Pass.SECOND, two, one)):
            runs = list(_runs(number, keyed.marks, other.marks, costs))
            if runs:
                cost, run = min(runs, key=lambda found: found[0])
                slip = Slip(SlipKind.ROW_SHIFT, which, (number,), row=run.first, run=run)
                yield Candidate(slip, costs.stands(number, (keyed,), (other,)) - cost)


def _runs(number: int, keyed: str, other: str, costs: Costs) -> Iterator[tuple[float, RowRun]]:
    """Every run that starts where the marks differ, with all that it costs. Rows are counted from 1."""
    rows = len(keyed)
    own = _sums(keyed, other)
    up = [0, *_sums(keyed[:-1], other[1:])]  # up[row]: rows to `row` unlike the mark above
    down = _sums(keyed[1:], other[:-1])  # down[row]: rows to `row` unlike the mark below
    prior = PRIOR[SlipKind.ROW_SHIFT] + 2 * log(rows)
    besides = 1 + rows // ROWS_A_FURTHER_MARK
    for first in range(1, rows):
        if not _apart(keyed[first - 1], other[first - 1]):
            continue
        for last in range(first + 1, rows + 1):
            second_slip = COMPENSATED + log(rows) if last < rows else 0.0
            outside = own[first - 1] + own[rows] - own[last]
            cost = prior + second_slip
            missed = outside + up[last] - up[first]
            if missed <= besides:
                end = _left_over(keyed, last, costs)
                yield cost + costs.mark * missed + end, RowRun(number, first, last, -1)
            twice = outside + down[last - 1] - down[first - 1]
            if first > 1 and twice <= besides:
                start = 0.0 if keyed[first - 1] == keyed[first - 2] else costs.mark
                yield cost + costs.mark * twice + start, RowRun(number, first, last, 1)


def _left_over(keyed: str, last: int, costs: Costs) -> float:
    """What the mark costs that stands last after a row was missed."""
    if last < len(keyed):
        return 0.0 if keyed[last - 1] == keyed[last] else costs.mark
    if keyed[-1] == BLANK:
        return -log(LAST_BLANK)
    return -log(LAST_REPEATED if keyed[-1] == keyed[-2] else LAST_OTHER / (costs.codes - 1))


def _apart(one: str, two: str) -> bool:
    return one != two and one != EMPTY and two != EMPTY


def _sums(keyed: str, other: str) -> list[int]:
    return [0, *accumulate(_apart(a, b) for a, b in zip(keyed, other, strict=True))]
