"""Whether a batch waits for a person, as far as its progress tells: without a file being read.

It is said of every batch of a list at once. Whoever reviewed a batch, stands on its roster or keyed an attempt that was given back
is refused by `permissions` all the same, which is asked where a batch is shown or opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tally.progress import BatchProgress, BatchState, PassState


@dataclass(frozen=True, slots=True)
class Part:
    """What a person is in an appraisal: whether clerk, reviewer, organizer, and their name as it is compared."""

    key: str
    clerk: bool
    reviewer: bool
    organizer: bool


def may_wait(one: BatchProgress, part: Part, same: Callable[[str], str]) -> bool:
    """Whether there is something on the batch that a person of this part might do next. `same` folds names for
    comparing."""
    passes = (one.first, one.second)
    if one.state in (BatchState.WITHDRAWN, BatchState.SEALED):
        return False
    mine = [same(each.by) == part.key if each.by else False for each in passes]
    if part.clerk:
        for each, own, other in zip(passes, mine, reversed(mine), strict=True):
            if each.state is PassState.KEYING and own:
                return True
            if each.state is PassState.OPEN and not other:
                return True
    if part.reviewer and not any(mine):
        return one.state is BatchState.DIFFERING or any(each.state is PassState.HANDED_IN for each in passes)
    return False
