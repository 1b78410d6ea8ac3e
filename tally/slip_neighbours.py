"""Finding sheets under a neighbour's number: two swapped, or all off by one from some number on (串号)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tally.readings import Pass
from tally.slip_costs import DOUBLE, PRIOR, Candidate, Costs, moving
from tally.slips import Move, Slip, SlipKind

FEWEST = 2
"""Rows in which swapped sheets must differ, where they have more than one: with fewer the two differences
are independent errors as easily, and to confirm the swap takes as many readings as to rule on them."""


def swaps(numbers: Sequence[int], costs: Costs) -> Iterator[Candidate]:
    """Neighbours of which each reads like the other one's sheet. `numbers`: those that differ, ascending.

    The marks cannot tell in which pass they were swapped; the candidate is the first pass's.
    """
    for low, high in pairwise(numbers):
        if high != low + 1 or not all(_gain(costs, Pass.FIRST, *way) > 0 for way in ((low, 1), (high, -1))):
            continue
        one, two = costs.single(Pass.FIRST, low), costs.single(Pass.FIRST, high)
        if one is None or two is None or costs.unlike(one, two) < min(FEWEST, len(one.marks)) * costs.mark:
            continue
        slip = swap(Pass.FIRST, low)
        yield Candidate(slip, costs.saved(slip, PRIOR[SlipKind.SWAPPED]))


def swap(which: Pass, low: int) -> Slip:
    """The sheets `low` and the next one keyed under each other's number."""
    return moving(SlipKind.SWAPPED, which, (Move(low, 0, low + 1), Move(low + 1, 0, low)))


def number_shifts(differing: Sequence[int], numbers: frozenset[int], costs: Costs) -> Iterator[Candidate]:
    """Runs of numbers in a pass that each read like the sheet of the next number, or of the one before.

    The last reading of a run goes to a number that the pass has not, or is that number's sheet once more.
    The number where the run comes from is left empty, or has two readings of which one belongs to the run.
    """
    for which in Pass:
        for by in (1, -1):
            better = [number for number in differing if _gain(costs, which, number, by) > 0]
            if len(better) > 1 or (better and _by_a_doubled_number(costs, which, better, by)):
                for run in _runs(better, numbers, costs, which, by):
                    yield from _shift(run, numbers, costs, which, by)


def _by_a_doubled_number(costs: Costs, which: Pass, better: Sequence[int], by: int) -> bool:
    return any(len(costs.at(which, number - by)) > 1 for number in better)


def _gain(costs: Costs, which: Pass, number: int, by: int) -> float:
    """How much better the reading of a number fits the sheet `by` further on; no number where it cannot be."""
    keyed = costs.single(which, number)
    there = costs.single(which.other, number + by)
    if keyed is None or there is None:
        return float("-inf")
    here = costs.single(which.other, number)
    return (DOUBLE if here is None else costs.unlike(keyed, here)) - costs.unlike(keyed, there)


def _runs(
    better: Sequence[int], numbers: frozenset[int], costs: Costs, which: Pass, by: int
) -> Iterator[list[int]]:
    """Runs of the largest sum of gains (Kadane's method), each starting and ending with a gain, ordered in
    the direction `by`; then as far on as readings fit both ways, if that leads to an empty number."""
    ordered = sorted(better, key=lambda number: number * by)
    done: int | None = None
    for start in ordered:
        if done is not None and start * by <= done * by:
            continue
        best, total, end, number = 0.0, 0.0, start, start
        while number in numbers:
            total += _gain(costs, which, number, by)
            if total <= 0:
                break
            if total > best:
                best, end = total, number
            number += by
        done = end
        further = end
        while further in numbers and _gain(costs, which, further + by, by) == 0:
            further += by
        if not costs.at(which, further + by):
            end = further
        yield list(range(start, end + by, by))


def _shift(
    run: list[int], numbers: frozenset[int], costs: Costs, which: Pass, by: int
) -> Iterator[Candidate]:
    head = run[-1]
    target = costs.at(which, head + by)
    prior = PRIOR[SlipKind.NUMBER_SHIFT]
    moves = [Move(number, 0, number + by) for number in run]
    there = costs.single(which.other, head + by)
    if len(target) > 1 or head + by not in numbers or there is None:
        return
    if target:
        moves[-1] = Move(head, 0, None)
        again = costs.at(which, head)[0]
        prior += DOUBLE + max(costs.unlike(again, there), costs.unlike(again, target[0]))
    behind = run[0] - by
    found = [moves]
    if behind in numbers and len(costs.at(which, behind)) > 1:
        doubled = range(len(costs.at(which, behind)))
        found += [[Move(behind, place, run[0]), *moves] for place in doubled]
    candidates = [
        Candidate(slip, costs.saved(slip, prior))
        for slip in (moving(SlipKind.NUMBER_SHIFT, which, one) for one in found if len(one) > 1)
    ]
    if candidates:
        yield max(candidates, key=lambda candidate: candidate.saves)
