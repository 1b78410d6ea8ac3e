"""What the person at the keyboard is in an appraisal."""

from __future__ import annotations

from store.access import may_not
from store.appraisal import Appraisal
from store.board import Board
from tally.batch_life import Action
from tally.waiting import Part


def part_of(appraisal: Appraisal, board: Board | None = None) -> Part:
    """The part of the person who is at the keyboard. `board` one that was read; else a seal is not looked at."""
    board = board or Board()
    clerk, reviewer, organizer = (
        may_not(appraisal, action, board=board) is None
        for action in (Action.KEY, Action.RULE, Action.ORGANIZE)
    )
    return Part(appraisal.person.key, clerk, reviewer, organizer)
