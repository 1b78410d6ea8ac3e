"""The ballots that are saved: an ordinary one, and the longest."""

from __future__ import annotations

from dataclasses import dataclass

from store import clock
from store.chain import Fields
from store.pass_events import ENTER, entering
from tally.pace import Pace
from tally.readings import Reading


@dataclass(frozen=True, slots=True)
class Kind:
    """Ballots of `rows` marks with `words` of opinion each."""

    name: str
    rows: int
    words: str = ""

    def reading(self, number: int) -> Reading:
        marks = "".join("1234"[(number * 5 + row * row) % 4] for row in range(self.rows))
        return Reading(marks, opinion=bool(self.words), words=self.words)

    def pace(self) -> Pace:
        return Pace(self.rows + 1, 130)

    def event(self, number: int) -> Fields:
        return entering(ENTER, number, self.reading(number), clock.now(), self.pace())


ORDINARY = Kind("20 marks", 20)
LONGEST = Kind("60 marks, opinion of 300", 60, "办事要再快一点" * 42 + "请早些答复")
