"""A clerk's process is killed at any instant, again and again: nothing that it acknowledged is lost.

With PINGYI_LONG=1 until there were 200 kills and 20,000 acknowledged ballots.
"""

from __future__ import annotations

import random
import signal


def test_nothing_acknowledged_is_lost_to_a_kill(desk, long_run):
    least_kills, least_ballots = (200, 20_000) if long_run else (15, 300)
    moments = random.Random(20)
    kills = before_an_acknowledgement = 0
    while kills < least_kills or desk.heard < least_ballots:
        desk.start("--several")
        desk.hear_one()
        desk.hear(moments.uniform(0, 0.3 if long_run else 0.1))
        status, said = desk.end(signal.SIGKILL)
        assert status == -signal.SIGKILL, said
        kills += 1

        desk.check(recent=True)
        told = len(desk.acknowledged)
        desk.adopt()
        before_an_acknowledgement += len(desk.acknowledged) > told

    assert desk.check() == len(desk.acknowledged)
    if long_run:
        assert before_an_acknowledgement, "no kill came between a write and its acknowledgement"
    print(
        f"{kills} kills, {desk.heard} acknowledged, {before_an_acknowledgement} kills between write and word"
    )


def test_a_loss_is_found(desk):
    """The check itself: a ballot that was acknowledged and is not there."""
    desk.start("--most", 5)
    assert desk.end() == (0, "")
    assert desk.check() == 5

    desk.acknowledged["B1", 6] = "-"
    try:
        desk.check()
    except AssertionError as found:
        assert "acknowledged and lost: [6]" in str(found)
    else:
        raise LookupError("the check saw nothing")
