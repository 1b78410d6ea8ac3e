"""The pile of sheets before a reviewer: where to stop in it, and how far each stop is.

Stops stand in the order of the sheets, so that each one is pulled from the stack once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tally.comparison import OPINION, WHOLE, Comparison, Question
from tally.corrections import agreed_value
from tally.readings import PassReadings
from tally.rulings import SLIP, Ruling, accepted_slips, standing
from tally.settling import Settlement
from tally.slip_offers import Offer


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of a ballot (a row, WHOLE, OPINION), or with SLIP the accepted explanation of this record."""

    ballot: int
    place: int
    record: int = 0

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Where it stands in the pile: by ballot; an explanation, the sheet, its rows, its opinion."""
        rank = {SLIP: 0, WHOLE: 1, OPINION: 3}.get(self.place, 2)
        return self.ballot, rank, max(self.place, 0), self.record


class Standing(Enum):
    """How far a stop is, for the person who looks."""

    TO_READ = "to-read"
    WAITS = "waits"
    """This person has read it; a second reviewer has to read it too."""
    DIFFERS = "differs"
    """This person and another reviewer read it differently, whether or not one of them settles it."""
    SETTLED = "settled"
    ACCEPTED = "accepted"
    """An explanation that was accepted."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One batch as it stands, for one reviewer. `stops` are in the order of the pile."""

    numbers: Sequence[int]
    rows: int
    comparison: Comparison
    first: PassReadings
    second: PassReadings
    stops: tuple[Stop, ...]
    questions: Mapping[tuple[int, int], Question]
    still_open: frozenset[tuple[int, int]]
    finals: Mapping[tuple[int, int], str]
    """What counts at each place that is settled."""
    read: Mapping[tuple[int, int], tuple[Ruling, ...]]
    """The rulings that stand at each place, one a reviewer, the latest last."""
    mine: Mapping[tuple[int, int], Ruling]
    """Those of the person who looks."""
    accepted: Mapping[int, Ruling]
    """The accepted explanations by the number of their record."""
    offers: tuple[Offer, ...]
    total: int
    """Every place that had to be read, those that an explanation settled among them."""

    def standing(self, stop: Stop) -> Standing:
        """How far a stop is."""
        place = (stop.ballot, stop.place)
        if stop.place == SLIP:
            return Standing.ACCEPTED
        if self.differing(stop):
            return Standing.DIFFERS
        if place not in self.still_open:
            return Standing.SETTLED
        return Standing.WAITS if place in self.mine else Standing.TO_READ

    def differing(self, stop: Stop) -> tuple[Ruling, ...]:
        """The rulings of other reviewers that read a place otherwise than this person did."""
        place = (stop.ballot, stop.place)
        mine = self.mine.get(place)
        if mine is None:
            return ()
        return tuple(one for one in self.read[place] if one.reading != mine.reading)

    def second_reading(self, stop: Stop) -> bool:
        """Whether another reviewer has read an open place, so that this person is the second one."""
        place = (stop.ballot, stop.place)
        return place in self.still_open and place not in self.mine and bool(self.read.get(place))

    @property
    def to_read(self) -> tuple[Stop, ...]:
        """What this person has still to read, in the order of the pile."""
        return tuple(stop for stop in self.stops if self.standing(stop) is Standing.TO_READ)

    @property
    def left(self) -> int:
        """How many places are open, whoever has to read them."""
        return len(self.still_open)

    def after(self, stop: Stop) -> Stop | None:
        """The next stop; None behind the last one."""
        at = bisect_right(self.stops, stop.order, key=_order)
        return self.stops[at] if at < len(self.stops) else None

    def before(self, stop: Stop) -> Stop | None:
        """The stop before; None at the first one."""
        at = bisect_left(self.stops, stop.order, key=_order)
        return self.stops[at - 1] if at else None

    def on_sheet(self, ballot: int) -> tuple[Stop, ...]:
        """The stops of one ballot."""
        return tuple(stop for stop in self.stops if stop.ballot == ballot)

    def offers_on(self, ballot: int) -> tuple[Offer, ...]:
        """The explanations that would settle something of a ballot, the most telling first."""
        return tuple(
            offer for offer in self.offers if any(number == ballot for number, _ in offer.open_places)
        )

    def is_agreed(self, ballot: int, place: int) -> bool:
        """Whether both passes read the same at a place."""
        return agreed_value(self.comparison, self.first, self.second, ballot, place) is not None


def pile_of(
    numbers: Sequence[int],
    as_keyed: Comparison,
    comparison: Comparison,
    passes: tuple[PassReadings, PassReadings],
    settlement: Settlement,
    rulings: Iterable[Ruling],
    offers: tuple[Offer, ...],
    is_me: Callable[[str], bool],
) -> Pile:
    """The pile for the person that `is_me` knows by name."""
    every = tuple(rulings)
    read = {place: tuple(ones.values()) for place, ones in standing(every).items()}
    accepted = {one.number: one for one in accepted_slips(every)}
    questions = {(one.ballot, one.place): one for one in settlement.questions}
    still_open = frozenset(
        (one.ballot, one.place) for one in (*settlement.open_questions, *settlement.open_opinions)
    )
    stops = [
        *(Stop(ballot, place) for ballot, place in questions),
        *(accepted_stop(one) for one in accepted.values()),
    ]
    finals = {
        place: final
        for place in questions
        if place not in still_open and (final := _final(settlement, *place)) is not None
    }
    asked = {(one.ballot, one.place) for one in as_keyed.questions}
    return Pile(
        numbers=numbers,
        rows=comparison.rows,
        comparison=comparison,
        first=passes[0],
        second=passes[1],
        stops=tuple(sorted(stops, key=_order)),
        questions=questions,
        still_open=still_open,
        finals=finals,
        read=read,
        mine={place: one for place, ones in read.items() for one in ones if is_me(one.by)},
        accepted=accepted,
        offers=offers,
        total=len(asked | set(questions)),
    )


def accepted_stop(accepted: Ruling) -> Stop:
    """Where an accepted explanation stands in the pile: before the first of the sheets that it covers."""
    covered = accepted.slip.ballots if accepted.slip is not None else (accepted.ballot,)
    return Stop(min(covered), SLIP, accepted.number)


def _final(settlement: Settlement, ballot: int, place: int) -> str | None:
    answer = settlement.answers.get((ballot, place))
    return answer.reading if answer is not None else settlement.final(ballot, place)


def _order(stop: Stop) -> tuple[int, int, int, int]:
    return stop.order
