"""The explanations to offer a reviewer: those that would settle something open and that paper can confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tally.comparison import Comparison, compare
from tally.readings import PassReadings
from tally.settling import Settlement
from tally.slip_finding import explain
from tally.slip_probes import Probe, probes
from tally.slips import Explanation, read_past_all, touched


@dataclass(frozen=True, slots=True)
class Offer:
    """An explanation with the rows of the paper to read before it can be accepted.

    `open_places`: what it would settle of what is still open.
    """

    explanation: Explanation
    probes: tuple[Probe, ...]
    open_places: frozenset[tuple[int, int]]


def offers(
    numbers: Sequence[int],
    first: PassReadings,
    second: PassReadings,
    comparison: Comparison,
    settlement: Settlement,
) -> tuple[Offer, ...]:
    """What to offer, the most telling first. One that accounts only for what is ruled on is not offered."""
    still_open = {(question.ballot, question.place) for question in settlement.open_questions}
    if not still_open:
        return ()
    asked = {(question.ballot, question.place): question for question in comparison.questions}
    found = []
    for explanation in explain(numbers, first, second, comparison, voids_reviewed=comparison.voids_reviewed):
        accounts_for = _asked_no_more(explanation, first, second, comparison) & still_open
        to_read = probes(explanation, first, second, asked)
        if accounts_for and to_read:
            found.append(Offer(explanation, to_read, accounts_for))
    return tuple(found)


def _asked_no_more(
    explanation: Explanation, first: PassReadings, second: PassReadings, comparison: Comparison
) -> frozenset[tuple[int, int]]:
    """The places of its ballots that would not be asked for past the slip."""
    slip = explanation.slips[0]
    numbers = sorted(frozenset().union(*(touched(one) for one in explanation.slips)))
    before = {(one.ballot, one.place) for one in comparison.questions if one.ballot in numbers}
    passes = read_past_all((slip,), first, second)
    past = compare(numbers, comparison.rows, *passes, voids_reviewed=comparison.voids_reviewed)
    return frozenset(before - {(one.ballot, one.place) for one in past.questions})
