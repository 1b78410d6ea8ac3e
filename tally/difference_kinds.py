"""Each place of a batch that had to be read: what the passes have there as keyed, and what it came to.

A slip that a reviewer accepted changes no reading; it only names the kind of the differences that it
accounts for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from tally.comparison import OPINION, WHOLE, Comparison, Question, Why, compare, whole_value
from tally.final_values import FinalValues
from tally.readings import Pass, PassReadings
from tally.rulings import ABSENT, VOID, Ruling, standing
from tally.settling import Settlement
from tally.slips import SlipKind, read_past_all, touched


class Kind(Enum):
    """What a difference is. The last two are no differences: both passes agree, and it is read all the same."""

    MARKS = "marks"
    VOID = "void"
    MISSING = "missing"
    DOUBLED = "doubled"
    OPINION = "opinion"
    SWAPPED = SlipKind.SWAPPED.value
    ROW_SHIFT = SlipKind.ROW_SHIFT.value
    NUMBER_SHIFT = SlipKind.NUMBER_SHIFT.value
    MISNUMBERED = SlipKind.MISNUMBERED.value
    KEYED_TWICE = SlipKind.KEYED_TWICE.value
    VOID_IN_BOTH = "void-in-both"
    CORRECTION = "correction"

    @property
    def is_difference(self) -> bool:
        """Whether the passes disagree there."""
        return self not in (Kind.VOID_IN_BOTH, Kind.CORRECTION)


_KINDS = {
    Why.MARKS_DIFFER: Kind.MARKS,
    Why.VOID_IN_ONE: Kind.VOID,
    Why.VOID_IN_BOTH: Kind.VOID_IN_BOTH,
    Why.ONLY_FIRST: Kind.MISSING,
    Why.ONLY_SECOND: Kind.MISSING,
    Why.IN_NEITHER: Kind.MISSING,
    Why.DOUBLED: Kind.DOUBLED,
    Why.OPINION_DIFFERS: Kind.OPINION,
    Why.CORRECTION: Kind.CORRECTION,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that had to be read: both passes' values as keyed, and what counts in the end.

    `kind` is that of the slip, once one was accepted that accounts for it. `final` is None while the place
    is open; `ruling` is None too where an accepted slip settled it. `past_slip`: the passes agreed there as
    keyed, and it is asked for only past an accepted slip.
    """

    ballot: int
    place: int
    why: Why
    kind: Kind
    first: str
    second: str
    final: str | None
    ruling: Ruling | None
    past_slip: bool = False
    by: tuple[str, ...] = ()
    """The reviewers who read what counts there, or who accepted the slip that settled it."""

    def keyed(self, which: Pass) -> str:
        """One pass's value, as keyed."""
        return self.first if which is Pass.FIRST else self.second

    def was_off(self, which: Pass) -> bool:
        """Whether what this pass has was not the final one; never while the place is open.

        A sheet in one pass only, or twice, is about the sheet: whether it is there, once. A void, likewise:
        whether it is one. Their marks are charged one by one (tally/clerk_errors.py).
        """
        if self.final is None:
            return False
        value = self.keyed(which)
        match self.why:
            case Why.ONLY_FIRST | Why.ONLY_SECOND | Why.IN_NEITHER | Why.DOUBLED:
                return "/" in value or (value == "") != (self.final == ABSENT)
            case Why.VOID_IN_ONE | Why.VOID_IN_BOTH:
                return (value == VOID) != (self.final == VOID)
            case Why.MARKS_DIFFER if self.final in (VOID, ABSENT):
                return False  # the whole sheet was ruled on since: this row has nothing of its own
            case _:
                return value != self.final


@dataclass(frozen=True, slots=True)
class Accepted:
    """An explanation that a reviewer accepted, with how many differences it accounted for then."""

    ruling: Ruling
    settles: int


def differences(
    as_keyed: Comparison,
    keyed: tuple[PassReadings, PassReadings],
    settlement: Settlement,
    final: FinalValues,
    explained: Mapping[tuple[int, int], Ruling],
    rulings: Iterable[Ruling],
) -> tuple[Difference, ...]:
    """Every place that had to be read, by ballot: those asked as keyed, those asked only past an accepted
    slip, and corrections."""
    asked = {(one.ballot, one.place): one for one in settlement.questions}
    still_asked = {(one.ballot, one.place) for one in settlement.comparison.questions}
    read = standing(rulings)
    found: dict[tuple[int, int], Difference] = {}
    for question in as_keyed.questions:
        place = (question.ballot, question.place)
        found[place] = _difference(question, question.first, question.second, final, read.get(place, {}))
        slip = explained.get(place) if place not in still_asked else None
        if slip is not None and slip.slip is not None:
            kind = Kind(slip.slip.kind.value)
            found[place] = replace(found[place], kind=kind, by=found[place].by or (slip.by,))
    for place, question in asked.items():
        if place not in found:
            first, second = (_keyed_value(one, *place) for one in keyed)
            found[place] = replace(
                _difference(question, first, second, final, read.get(place, {})),
                past_slip=question.why is not Why.CORRECTION,
            )
    return tuple(found[place] for place in sorted(found, key=_in_order))


def _difference(
    question: Question, first: str, second: str, final: FinalValues, read: Mapping[str, Ruling]
) -> Difference:
    place = (question.ballot, question.place)
    answer = final.settlement.answers.get(place)
    by = () if answer is None else tuple(one.by for one in read.values() if one.reading == answer.reading)
    return Difference(
        *place,
        question.why,
        _KINDS[question.why],
        first,
        second,
        final.value(*place),
        answer,
        by=by,
    )


def _in_order(place: tuple[int, int]) -> tuple[int, bool, int]:
    """By ballot; the whole sheet, its rows, its opinion."""
    return place[0], place[1] == OPINION, place[1]


def _keyed_value(readings: PassReadings, ballot: int, place: int) -> str:
    ones = readings.by_number.get(ballot, ())
    if place == OPINION:
        return "/".join(dict.fromkeys("yes" if one.opinion else "no" for one in ones))
    if place == WHOLE:
        return "/".join(map(whole_value, ones))
    return "/".join(VOID if one.void else one.marks[place - 1] for one in ones)


def explained_by(
    slips: Sequence[Ruling], keyed: tuple[PassReadings, PassReadings], as_keyed: Comparison
) -> tuple[dict[tuple[int, int], Ruling], tuple[Accepted, ...]]:
    """The places that accepted slips account for: each slip in turn, on what those before it left."""
    first, second = keyed
    found: dict[tuple[int, int], Ruling] = {}
    accepted = []
    for ruling in slips:
        if ruling.slip is None:
            continue
        numbers = sorted(touched(ruling.slip))
        before = compare(numbers, as_keyed.rows, first, second, voids_reviewed=True)
        first, second = read_past_all((ruling.slip,), first, second)
        after = compare(numbers, as_keyed.rows, first, second, voids_reviewed=True)
        gone = {(one.ballot, one.place) for one in before.questions}
        gone -= {(one.ballot, one.place) for one in after.questions}
        found.update(dict.fromkeys(gone, ruling))
        accepted.append(Accepted(ruling, len(gone)))
    return found, tuple(accepted)
