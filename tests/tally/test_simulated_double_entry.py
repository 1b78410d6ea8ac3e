"""Double entry, simulated: every one-sided error is found, and rulings that follow the paper add none.

200 runs of a bundle each, 100,000 marks in all.
"""

from __future__ import annotations

import pytest
from simulated_bundles import BALLOTS, GRADES, ROWS, RUNS, Bundle, keyed

from tally.comparison import WHOLE, compare
from tally.readings import PassReadings, Reading
from tally.rulings import ABSENT, ProposedRuling, Ruling, check_ruling
from tally.settling import settle


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
