"""Explaining differences: which slips would account for them, the most telling first.

Each kind of slip is looked for only where the passes differ; what a slip would save is weighed as
tally/slip_costs.py says. Nothing is offered that is not clearly better than independent errors, and than
every other slip of the same sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tally.comparison import OPINION, Comparison, compare
from tally.readings import Pass, PassReadings
from tally.slip_costs import OFFER, TELL, Candidate, Costs
from tally.slip_neighbours import number_shifts, swap, swaps
from tally.slip_numbers import keyed_twice, misnumbered
from tally.slip_rows import row_shifts
from tally.slips import Explanation, Slip, SlipKind, read_past_all, touched


def explain(
    numbers: Sequence[int],
    first: PassReadings,
    second: PassReadings,
    comparison: Comparison,
    *,
    voids_reviewed: bool = True,
) -> tuple[Explanation, ...]:
    """The slips that would account for questions of `comparison`, those first that settle most, net of what
    they leave (of equal ones that which saves most by tally/slip_costs.py).

    `comparison` is that of the same numbers and passes. No two explanations speak of the same sheet. A
    number in one pass only that no slip accounts for is not explained.
    """
    differing = sorted({question.ballot for question in comparison.questions if question.place != OPINION})
    if not differing:
        return ()
    costs = Costs(first, second)
    candidates = [
        *swaps(differing, costs),
        *number_shifts(differing, frozenset(numbers), costs),
        *row_shifts(differing, costs),
        *misnumbered(differing, len(numbers), costs),
        *keyed_twice(differing, len(numbers), costs),
    ]
    worth = sorted((one for one in candidates if one.saves > 0), key=lambda one: -one.saves)
    explained = [
        _explanation(slips, numbers, first, second, comparison, voids_reviewed=voids_reviewed)
        for slips in _best(worth)
    ]
    telling = sorted(explained, key=lambda one: one.leaves - one.settles)
    return tuple(one for one in telling if one.settles > 0)


def _best(candidates: Iterable[Candidate]) -> list[tuple[Slip, ...]]:
    """The ways of each slip that is worth offering. Where two slips of the same sheets save nearly as much,
    they are offered together if they are one happening in one pass or the other, else neither is."""
    left = list(candidates)
    found: list[tuple[Slip, ...]] = []
    while left and left[0].saves >= OFFER:
        best = left[0]
        covered = touched(best.slip)
        rivals = [one for one in left[1:] if one.saves > best.saves - TELL and touched(one.slip) & covered]
        ways = [one.slip for one in rivals if _same_happening(one.slip, best.slip)]
        if len(ways) == len(rivals) and len(ways) < 2:
            found.append(_both_ways(best.slip, ways))
        blocked = covered.union(*(touched(way) for way in ways))
        left = [one for one in left if not touched(one.slip) & blocked]
    return found


def _same_happening(one: Slip, two: Slip) -> bool:
    """Whether two slips are the same differences, laid to one pass and to the other."""
    if one.kind is not two.kind or one.which is two.which:
        return False
    if one.run is not None and two.run is not None:
        return one.run.by == -two.run.by
    return bool(touched(one) & touched(two))


def _both_ways(slip: Slip, ways: list[Slip]) -> tuple[Slip, ...]:
    if slip.kind is SlipKind.SWAPPED:
        return slip, swap(Pass.SECOND, slip.ballots[0])
    return tuple(sorted((slip, *ways), key=lambda one: one.which.number))


def _explanation(
    slips: tuple[Slip, ...],
    numbers: Sequence[int],
    first: PassReadings,
    second: PassReadings,
    comparison: Comparison,
    *,
    voids_reviewed: bool,
) -> Explanation:
    """The explanation with its evidence; of two ways, what each of them accounts for at least."""
    covered = frozenset().union(*map(touched, slips))
    inside = [number for number in numbers if number in covered]
    asked = {(one.ballot, one.place) for one in comparison.questions if one.ballot in covered}
    settled, left = [], []
    for slip in slips:
        ones = PassReadings({n: first.by_number[n] for n in inside if n in first.by_number})
        twos = PassReadings({n: second.by_number[n] for n in inside if n in second.by_number})
        past = compare(
            inside, comparison.rows, *read_past_all((slip,), ones, twos), voids_reviewed=voids_reviewed
        )
        still = {(one.ballot, one.place) for one in past.questions}
        settled.append(len(asked - still))
        left.append(len(still))
    return Explanation(slips[0].kind, slips, min(settled), len(asked), max(left))
