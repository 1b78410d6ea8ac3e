"""Simulated bundles of ballots keyed twice, the same for the same seed.

0.34 % independent errors in each pass (the rate of single entry, Garza et al., PMC10775420) and some that
both clerks make alike; `slipped` puts slips of the hand into the same bundle.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

RUNS, BALLOTS, ROWS, GRADES = 200, 50, 10, 4
ONE_SIDED, BOTH_ALIKE = 0.0034, 0.0005
CODES = "1234-x"


@dataclass
class Bundle:
    """One simulated bundle: the paper, two passes, and where the clerks erred."""

    paper: dict[int, str]
    passes: tuple[dict[int, str], dict[int, str]]
    one_sided: set[tuple[int, int]] = field(default_factory=set)
    alike: set[tuple[int, int]] = field(default_factory=set)


def other(draw: random.Random, code: str) -> str:
    return draw.choice([one for one in CODES if one != code])


def keyed(seed: int) -> Bundle:
    draw = random.Random(seed)
    paper = {
        number: "".join(draw.choices(CODES, (60, 22, 9, 5, 3, 1), k=ROWS)) for number in range(1, BALLOTS + 1)
    }
    bundle = Bundle(paper, ({}, {}))
    for number, marks in paper.items():
        typed = [list(marks), list(marks)]
        for row, code in enumerate(marks, start=1):
            if draw.random() < BOTH_ALIKE:
                typed[0][row - 1] = typed[1][row - 1] = other(draw, code)
                bundle.alike.add((number, row))
                continue
            for one in typed:
                if draw.random() < ONE_SIDED:
                    one[row - 1] = other(draw, code)
            if typed[0][row - 1] != typed[1][row - 1]:
                bundle.one_sided.add((number, row))
            elif typed[0][row - 1] != code:
                bundle.alike.add((number, row))
        for pass_, one in zip(bundle.passes, typed, strict=True):
            pass_[number] = "".join(one)
    return bundle


Keyed = dict[int, list[str]]
"""Of each number what was keyed under it, in order."""


def slipped(seed: int) -> tuple[Bundle, tuple[Keyed, Keyed]]:
    """The bundle of the seed, and its passes with three slips on different sheets, each in either pass: two
    neighbours swapped, a sheet under another's number, and a row missed, its last row then left blank."""
    draw = random.Random(f"slips {seed}")
    bundle = keyed(seed)
    passes = tuple({number: [marks] for number, marks in one.items()} for one in bundle.passes)
    low = draw.randrange(1, BALLOTS)
    own, number, missing = draw.sample([one for one in bundle.paper if one not in (low, low + 1)], 3)
    row = draw.randrange(ROWS)
    swapped, misnumbered, shifted = (draw.choice(passes) for _ in range(3))
    swapped[low], swapped[low + 1] = swapped[low + 1], swapped[low]
    misnumbered[number] = [*misnumbered[number], *misnumbered.pop(own)]
    [marks] = shifted[missing]
    shifted[missing] = [marks[:row] + marks[row + 1 :] + "-"]
    return bundle, passes
