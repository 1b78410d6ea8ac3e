"""What a person can do on a batch now: the one place where my tasks ask the store about one batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store import reconciling, taking_in
from store.access import may_not
from store.appraisal import Appraisal
from store.keying_session import may_key, take_over
from tally.batch_life import LIFE, Action
from tally.cover_sheets import CoverSheet
from tally.progress import BatchProgress, BatchState, PassState
from tally.said import Said
from tui.screen.view import View

Open = Callable[[str], View]
Task = Callable[[], View | None]
"""Does what is to be done: opens a screen, or (None) has done it."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What opens the other screens: keying and ruling on a batch, the results, opinions, a sample check."""

    key: Open
    rule: Open
    results: Callable[[], View]
    opinions: Callable[[], View]
    check: Callable[[], View]


class BatchTasks:
    """Tasks on single batches. `taken_in` is told the batch and the number of passes that were taken in."""

    def __init__(self, appraisal: Appraisal, doors: Doors, taken_in: Callable[[str, int], None]) -> None:
        self._appraisal = appraisal
        self._doors = doors
        self._taken_in = taken_in

    def task(self, one: BatchProgress, cover: CoverSheet) -> Task | None:
        """What this person can do on a batch that is as far as `one` says; None where nothing."""
        if one.state in (BatchState.WITHDRAWN, BatchState.SEALED):
            return None
        passes = {one.first.state, one.second.state}
        if passes & {PassState.OPEN, PassState.KEYING} and may_key(self._appraisal, one.batch):
            return lambda: self._doors.key(one.batch)
        if PassState.HANDED_IN in passes and may_not(self._appraisal, Action.TAKE_IN, cover) is None:
            return lambda: self._take_in(cover)
        if one.state in LIFE[Action.RULE].moves and may_not(self._appraisal, Action.RULE, cover) is None:
            return lambda: self._doors.rule(one.batch)
        return None

    def take_over(self, batch: str) -> View:
        """End this person's other window on a batch and key on here."""
        take_over(self._appraisal, batch)
        return self._doors.key(batch)

    def _take_in(self, cover: CoverSheet) -> View | None:
        taken = taking_in.take_in(self._appraisal, cover.id)
        now = reconciling.say_settled(self._appraisal, cover)
        self._taken_in(cover.id, len(taken))
        settled = now is None or (now.settlement.is_settled and not now.settlement.open_opinions)
        return None if settled else self._doors.rule(cover.id)


def why_nothing(one: BatchProgress) -> Said:
    """Why there is nothing to do on a batch."""
    if one.state is BatchState.WITHDRAWN:
        return Said("batch {batch} is withdrawn", batch=one.batch)
    if one.state is BatchState.SEALED:
        return Said("the appraisal is sealed")
    return Said("there is nothing for you to do on batch {batch} now", batch=one.batch)
