"""What to do next in the practice appraisal, and under which name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from store.appraisal import Appraisal, open_appraisal
from store.status import progress
from tally.progress import BatchState, PassState
from tally.said import Said
from tui.practice.making import Cast


class Task(Enum):
    """The four parts of the practice."""

    KEY = "key"
    RULE = "rule"
    LOOK = "look"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The task now, the batch that it is about, and who does it."""

    task: Task
    batch: str
    person: str


def next_step(folder: Path, people: Cast) -> NextStep:
    """The first part that is not done yet."""
    appraisal = open_appraisal(folder, people.organizer)
    batches = progress(appraisal)
    for one in batches:
        if one.first.state in (PassState.OPEN, PassState.KEYING):
            return NextStep(Task.KEY, one.batch, people.clerk)
    for one in batches:
        if one.state in (BatchState.HANDED_IN, BatchState.DIFFERING):
            return NextStep(Task.RULE, one.batch, people.reviewer)
    if not _exported(appraisal):
        return NextStep(Task.LOOK, "", people.organizer)
    return NextStep(Task.DONE, "", people.organizer)


def _exported(appraisal: Appraisal) -> bool:
    return any(appraisal.layout.folder("export").iterdir())


PARTS: tuple[tuple[Task, Said], ...] = (
    (Task.KEY, Said("key the paper ballots (first pass; another clerk has keyed the second)")),
    (Task.RULE, Said("compare the passes and rule on the differences, paper in hand")),
    (Task.LOOK, Said("look at the counts and verdicts, and export the tables")),
)
