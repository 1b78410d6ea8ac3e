"""What counts at every place of a batch in the end, as far as it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tally.comparison import OPINION, WHOLE
from tally.marks import EMPTY
from tally.rulings import ABSENT, VOID
from tally.settling import BLANK_BALLOT, Settlement


@dataclass(frozen=True, slots=True)
class FinalValues:
    """The final reading of each sheet.

    `marks`: of sheets that are not void, EMPTY in rows that are open; `blank`: those among them that are
    void only because the scheme says so of a sheet without any mark (nobody had to see that).
    """

    marks: Mapping[int, str]
    void: frozenset[int]
    blank: frozenset[int]
    absent: frozenset[int]
    open_ballots: frozenset[int]
    settlement: Settlement
    _open_opinions: frozenset[int]
    _with_opinion: frozenset[int]

    def value(self, ballot: int, place: int) -> str | None:
        """What counts at a place: a mark, `void`, `absent`, all marks, `yes` or `no`; None while it is open.

        A row of a sheet that is void or absent has nothing of its own.
        """
        if ballot in self.absent:
            return ABSENT
        if place == OPINION:
            if ballot in self._open_opinions:
                return None
            return "yes" if ballot in self._with_opinion else "no"
        if ballot in self.void or (place == WHOLE and ballot in self.blank):
            return VOID
        marks = self.marks.get(ballot, "")
        if place == WHOLE:
            if ballot not in self.open_ballots:
                return marks or None
        elif marks and marks[place - 1] != EMPTY:
            return marks[place - 1]
        answer = self.settlement.answers.get((ballot, place))
        return answer.reading if answer is not None else None


def final_values(settlement: Settlement) -> FinalValues:
    """The final values of a settlement. The time grows with the number of ballots."""
    blank = {one.number for one in settlement.settled if one.void and one.reason == BLANK_BALLOT}
    marks = {
        one.number: one.marks for one in settlement.settled if not one.void or one.reason == BLANK_BALLOT
    }
    marks |= {one.number: one.known for one in settlement.open_ballots if one.known is not None}
    return FinalValues(
        marks=marks,
        void=frozenset(one.number for one in settlement.settled if one.void) - blank,
        blank=frozenset(blank),
        absent=frozenset(settlement.absent),
        open_ballots=frozenset(one.number for one in settlement.open_ballots),
        settlement=settlement,
        _open_opinions=frozenset(one.ballot for one in settlement.open_opinions),
        _with_opinion=frozenset(settlement.with_opinion),
    )
