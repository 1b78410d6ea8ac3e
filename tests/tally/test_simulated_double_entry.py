"""Double entry, simulated: every one-sided error is found, and rulings that follow the paper add none.

200 runs of a bundle each, 100,000 marks in all, with 0.34 % independent errors in each pass (the rate of
single entry, Garza et al., PMC10775420) and some that both clerks make alike.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from tally.comparison import WHOLE, compare
from tally.readings import PassReadings, Reading
from tally.rulings import ABSENT, ProposedRuling, Ruling, check_ruling
from tally.settling import settle

RUNS, BALLOTS, ROWS, GRADES = 200, 50, 10, 4
ONE_SIDED, BOTH_ALIKE = 0.0034, 0.0005
CODES = "1234-x"


@dataclass
class Bundle:
    """One simulated bundle: the paper, two passes, and where the clerks erred."""

    paper: dict[int, str]
    passes: tuple[dict[int, str], dict[int, str]]
    one_sided: set[tuple[int, int]] = field(default_factory=set)
    alike: set[tuple[int, int]] = field(default_factory=set)


def other(draw: random.Random, code: str) -> str:
    return draw.choice([one for one in CODES if one != code])


def keyed(seed: int) -> Bundle:
    draw = random.Random(seed)
    paper = {
        number: "".join(draw.choices(CODES, (60, 22, 9, 5, 3, 1), k=ROWS)) for number in range(1, BALLOTS + 1)
    }
    bundle = Bundle(paper, ({}, {}))
    for number, marks in paper.items():
        typed = [list(marks), list(marks)]
        for row, code in enumerate(marks, start=1):
            if draw.random() < BOTH_ALIKE:
                typed[0][row - 1] = typed[1][row - 1] = other(draw, code)
                bundle.alike.add((number, row))
                continue
            for one in typed:
                if draw.random() < ONE_SIDED:
                    one[row - 1] = other(draw, code)
            if typed[0][row - 1] != typed[1][row - 1]:
                bundle.one_sided.add((number, row))
            elif typed[0][row - 1] != code:
                bundle.alike.add((number, row))
        for pass_, one in zip(bundle.passes, typed, strict=True):
            pass_[number] = "".join(one)
    return bundle


def read_from_paper(bundle: Bundle, scheme, comparison):
    """A ruling on every question, as the paper reads; a third value with its reason."""
    rulings = []
    asked = {(question.ballot, question.place): question for question in comparison.questions}
    for number, question in enumerate(comparison.questions, start=1):
        marks = bundle.paper.get(question.ballot)
        reading = (marks or ABSENT) if question.place == WHOLE else (marks or "")[question.place - 1]
        reason = "" if reading in question.values else "illegible"
        proposed = ProposedRuling(question.ballot, question.place, reading, reason)
        assert check_ruling(proposed, asked, ROWS, GRADES, scheme.keying) is None
        rulings.append(
            Ruling(
                number,
                question.ballot,
                question.place,
                reading,
                reason,
                "chen",
                "",
                question.first,
                question.second,
            )
        )
    return rulings


@pytest.fixture(scope="module")
def runs(make):
    found = []
    for seed in range(RUNS):
        bundle = keyed(seed)
        first, second = (
            PassReadings.of((number, Reading(marks)) for number, marks in one.items())
            for one in bundle.passes
        )
        scheme = make.scheme(grades=GRADES)
        comparison = compare(range(1, BALLOTS + 1), ROWS, first, second, voids_reviewed=True)
        rulings = read_from_paper(bundle, scheme, comparison)
        found.append((bundle, comparison, settle(comparison, first, second, rulings, scheme)))
    return found


def test_every_one_sided_error_is_asked_for_and_nothing_else(runs):
    assert sum(len(bundle.paper) * ROWS for bundle, _, _ in runs) == 100_000
    for bundle, comparison, _ in runs:
        assert {(one.ballot, one.place) for one in comparison.questions} == bundle.one_sided
    assert sum(len(bundle.one_sided) for bundle, _, _ in runs) > 500


def test_after_rulings_that_follow_the_paper_only_the_errors_both_made_are_left(runs):
    left = 0
    for bundle, _, settlement in runs:
        assert settlement.is_settled
        wrong = {
            (ballot.number, row)
            for ballot in settlement.settled
            for row, (code, true) in enumerate(
                zip(ballot.marks, bundle.paper[ballot.number], strict=True), start=1
            )
            if code != true
        }
        assert wrong == bundle.alike
        left += len(wrong)
    assert 30 < left < 80
