"""Finding one sheet under another's number, and one sheet keyed twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from tally.readings import Pass, Reading
from tally.slip_costs import DOUBLE, HOLE, PRIOR, STRAY, Candidate, Costs, moving
from tally.slips import Move, Slip, SlipKind

MOST = 200
"""More missing numbers than that are no slips of single sheets, and nothing is looked for."""
FEWEST = 3
"""Marks that differ before a number's only reading is held for another sheet's."""


def misnumbered(differing: Sequence[int], bundle: int, costs: Costs) -> Iterator[Candidate]:
    """Readings that fit a sheet which the pass has not. The slip's ballots: the sheet's own number, then
    the number typed, under which the reading stands (beside that number's own, or alone)."""
    prior = PRIOR[SlipKind.MISNUMBERED] + log(bundle)
    for which in Pass:
        missing = _missing(differing, which, costs)
        if not 0 < len(missing) <= MOST:
            continue
        for typed, place, reading in _out_of_place(differing, which, costs):
            for own, sheet in missing:
                if costs.unlike(reading, sheet) >= costs.chance(reading, typed) + STRAY:
                    continue
                slip = moving(SlipKind.MISNUMBERED, which, (Move(typed, place, own),), (own, typed))
                yield Candidate(slip, costs.saved(slip, prior))


def keyed_twice(differing: Sequence[int], bundle: int, costs: Costs) -> Iterator[Candidate]:
    """Numbers under which a pass has one sheet more than once, by the other pass. The reading that fits
    the other pass best is kept (of equal ones the first), the others go.

    Saved is what it would cost that the other reading is of another sheet, one that the pass has not.
    """
    elsewhere = PRIOR[SlipKind.MISNUMBERED] + log(bundle) - DOUBLE - HOLE
    for which in Pass:
        missing = _missing(differing, which, costs)
        for number in differing:
            ones, sheet = costs.at(which, number), costs.single(which.other, number)
            if len(ones) < 2 or sheet is None:
                continue
            unlike = [costs.unlike(one, sheet) for one in ones]
            kept = unlike.index(min(unlike))
            if unlike[kept] >= FEWEST * costs.mark:
                continue
            saved = []
            for place, one in enumerate(ones):
                if place != kept:
                    others = [elsewhere + costs.unlike(one, absent) for _, absent in missing]
                    again = min(costs.unlike(one, sheet), costs.unlike(one, ones[kept]))
                    saved.append(min([STRAY + costs.chance(one, number), *others]) - again)
            yield Candidate(_dropping(which, number, kept, len(ones)), min(saved))


def _dropping(which: Pass, number: int, kept: int, readings: int) -> Slip:
    moves = (Move(number, place, None) for place in range(readings) if place != kept)
    return moving(SlipKind.KEYED_TWICE, which, moves, (number,))


def _missing(differing: Sequence[int], which: Pass, costs: Costs) -> list[tuple[int, Reading]]:
    """The sheets that only the other pass has."""
    found = []
    for number in differing:
        sheet = costs.single(which.other, number)
        if sheet is not None and not costs.at(which, number):
            found.append((number, sheet))
    return found


def _out_of_place(differing: Sequence[int], which: Pass, costs: Costs) -> Iterator[tuple[int, int, Reading]]:
    """Readings that may be of another sheet: all under a doubled number, and single ones unlike the other
    pass or not in it. With number and position."""
    for number in differing:
        ones, others = costs.at(which, number), costs.at(which.other, number)
        if len(others) > 1:
            continue
        if len(ones) == 1 and others and costs.unlike(ones[0], others[0]) < FEWEST * costs.mark:
            continue
        for place, reading in enumerate(ones):
            yield number, place, reading
