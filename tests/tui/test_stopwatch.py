"""Counting keys and time while keying."""

from __future__ import annotations

from tally.pace import Pace
from tui.keying.stopwatch import Stopwatch


def test_pauses_over_a_minute_are_left_out():
    watch = Stopwatch()
    for now in (0, 1, 2, 62, 123, 124):
        watch.key(now)
    assert watch.take() == Pace(6, 630, 0)


def test_each_ballot_is_counted_by_itself_and_the_step_between_two_belongs_to_the_second():
    watch = Stopwatch()
    watch.key(0.0)
    watch.key(0.5, corrections=1)
    assert watch.take() == Pace(2, 5, 1)
    watch.key(1.0)
    assert watch.take() == Pace(1, 5, 0)
