"""What waits for whom, told from progress alone."""

from __future__ import annotations

import pytest

from tally.progress import BatchProgress, BatchState, PassProgress, PassState
from tally.waiting import Part, may_wait

CLERK = Part("wang", clerk=True, reviewer=False, organizer=False)
REVIEWER = Part("chen", clerk=False, reviewer=True, organizer=False)
BOTH = Part("wang", clerk=True, reviewer=True, organizer=False)
ORGANIZER = Part("li", clerk=False, reviewer=False, organizer=True)
OPEN = PassProgress(PassState.OPEN)


def at(state, by):
    return PassProgress(PassState(state), 1, by)


@pytest.mark.parametrize(
    ("state", "first", "second", "waits"),
    [
        ("open", OPEN, OPEN, (CLERK, BOTH)),
        ("keying", at("keying", "WANG"), OPEN, (CLERK, BOTH)),
        ("keying", at("keying", "zhao"), OPEN, (CLERK, BOTH)),
        ("keying", at("handed-in", "wang"), OPEN, (REVIEWER,)),
        ("keying", at("handed-in", "zhao"), at("keying", "sun"), (REVIEWER, BOTH)),
        ("handed-in", at("handed-in", "zhao"), at("handed-in", "sun"), (REVIEWER, BOTH)),
        ("differing", at("in-custody", "zhao"), at("in-custody", "sun"), (REVIEWER, BOTH)),
        ("differing", at("in-custody", "zhao"), at("in-custody", "wang"), (REVIEWER,)),
        ("settled", at("in-custody", "zhao"), at("in-custody", "sun"), ()),
        ("sealed", OPEN, OPEN, ()),
        ("withdrawn", at("handed-in", "zhao"), OPEN, ()),
    ],
)
def test_who_may_have_something_to_do(state, first, second, waits):
    one = BatchProgress("B1", 2, BatchState(state), first, second)
    every = (CLERK, REVIEWER, BOTH, ORGANIZER)
    assert tuple(part for part in every if may_wait(one, part, str.casefold)) == waits
