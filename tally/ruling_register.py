"""What has become of every ruling: in force, waiting for a second reviewer, or kept and not in force.

The list of rulings that people sign (裁定清单) is made of it. Nothing is left out: a ruling that was
taken back, one that its reviewer replaced and one that a later reading overruled stay to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from tally.comparison import WHOLE
from tally.rulings import VOID, Ruling, accepted_slips, standing
from tally.settling import Settlement, overtaken


class Fate(Enum):
    """What has become of a ruling."""

    IN_FORCE = "in-force"
    WAITING = "waiting"
    """It stands, and what it reads counts only once somebody else has read the same."""
    TAKEN_BACK = "taken-back"
    REPLACED = "replaced"
    """The same reviewer read the place again."""
    OVERRULED = "overruled"
    """It stands, and what somebody else read there counts."""
    OVERTAKEN = "overtaken"
    """It stands, and the whole sheet that was read since counts."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One ruling, or several reviewers' rulings with one reading that is in force.

    `ruling` is the first of them, `also_by` who read the same after it, `reasons` each one that they gave, `at` when the last of them did
    (of a ruling taken back: when that was done).
    """

    ruling: Ruling
    fate: Fate
    at: str
    also_by: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    is_correction: bool = False
    """Both passes had the same there, and nobody had to ask."""


def ruling_register(
    rulings: Iterable[Ruling], settlement: Settlement, *, voids_reviewed: bool
) -> tuple[Registered, ...]:
    """Every ruling of a batch with its fate, by ballot and place, acceptances before the rows of their ballot.

    The records that take one back are not rulings of their own. Where `voids_reviewed`, what a reviewer
    reads of a void that both passes have is no correction.
    """
    ordered = sorted(rulings, key=lambda one: (one.number, one.by))
    undone = {(one.takes_back, one.by): one.at for one in ordered if one.takes_back is not None}
    stand = {(one.number, one.by) for read in standing(ordered).values() for one in read.values()}
    stand |= {(one.number, one.by) for one in accepted_slips(ordered)}
    whole = {ballot: answer for (ballot, at), answer in settlement.answers.items() if at == WHOLE}
    found: list[Registered] = []
    first_of: dict[tuple[int, int], int] = {}
    for one in ordered:
        if one.takes_back is not None:
            continue
        key, place = (one.number, one.by), (one.ballot, one.place)
        corrects = _corrects(one, voids_reviewed=voids_reviewed)
        if key in undone:
            found.append(Registered(one, Fate.TAKEN_BACK, undone[key], (), _given(one), corrects))
            continue
        if key not in stand:
            found.append(Registered(one, Fate.REPLACED, one.at, (), _given(one), corrects))
            continue
        fate = Fate.IN_FORCE if one.slip is not None else _fate(one, settlement.answers.get(place))
        if one.slip is None and one.place > 0 and overtaken(one, whole.get(one.ballot)):
            fate = Fate.OVERTAKEN
        if fate is Fate.IN_FORCE and one.slip is None and place in first_of:
            before = found[first_of[place]]
            found[first_of[place]] = replace(
                before,
                at=one.at,
                also_by=(*before.also_by, one.by),
                reasons=tuple(dict.fromkeys((*before.reasons, one.reason))) if one.reason else before.reasons,
            )
            continue
        if fate is Fate.IN_FORCE and one.slip is None:
            first_of[place] = len(found)
        found.append(Registered(one, fate, one.at, (), _given(one), corrects))
    return tuple(sorted(found, key=lambda one: (one.ruling.ballot, one.ruling.place, one.ruling.number)))


def _given(ruling: Ruling) -> tuple[str, ...]:
    return (ruling.reason,) if ruling.reason else ()


def _fate(ruling: Ruling, answer: Ruling | None) -> Fate:
    if answer is None:
        return Fate.WAITING
    return Fate.IN_FORCE if answer.reading == ruling.reading else Fate.OVERRULED


def _corrects(ruling: Ruling, *, voids_reviewed: bool) -> bool:
    if ruling.slip is not None or not ruling.first or ruling.first != ruling.second or "/" in ruling.first:
        return False
    return not (voids_reviewed and ruling.place == WHOLE and ruling.first == VOID)
