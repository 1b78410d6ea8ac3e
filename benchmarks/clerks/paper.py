"""The ballots that lie on the desks, drawn from a seed: what is typed, and what has to be on the disk after it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count

from benchmarks.clerks.shown_keys import ENTER

ROWS = 20
CODES = "1234-"
WEIGHTS = (60, 22, 9, 6, 3)
KEYS = {"-": "0"}
"""The key of a code, where it is another character."""


def ballot(seed: int, batch: str, number: int) -> str:
    """The marks of one sheet."""
    return "".join(random.Random(f"{seed} {batch} {number}").choices(CODES, WEIGHTS, k=ROWS))


def clerks_codes(seed: int, batch: str) -> Iterator[str]:
    """What a clerk types of a batch: the rows of each sheet, and Enter."""
    for number in count(1):
        yield from ballot(seed, batch, number)
        yield ENTER


def misread(seed: int, batch: str, ballots: int) -> dict[tuple[int, int], int]:
    """Places (ballot, row) that one of two passes (1 or 2) has wrong: a row of each sheet in each pass."""
    wrong = {}
    for number in range(1, ballots + 1):
        first, second = random.Random(f"{seed} {batch} {number} wrong").sample(range(1, ROWS + 1), 2)
        wrong[number, first], wrong[number, second] = 1, 2
    return dict(sorted(wrong.items()))


def keyed_pass(seed: int, batch: str, ballots: int, which: int) -> list[str]:
    """The marks of one pass of a batch that is to be reviewed."""
    found = []
    wrong = misread(seed, batch, ballots)
    for number in range(1, ballots + 1):
        marks = ballot(seed, batch, number)
        found.append(
            "".join(
                CODES[(CODES.index(code) + 1) % len(CODES)] if wrong.get((number, row)) == which else code
                for row, code in enumerate(marks, start=1)
            )
        )
    return found


def reviewers_readings(seed: int, batch: str, ballots: int) -> list[tuple[int, int, str]]:
    """What the paper reads at each difference, in the order in which a reviewer is asked."""
    return [
        (number, row, ballot(seed, batch, number)[row - 1]) for number, row in misread(seed, batch, ballots)
    ]


def reviewers_codes(seed: int, batch: str, ballots: int) -> Iterator[str]:
    """What a reviewer types of it: the mark on the paper, and Enter for the next place."""
    for _, _, code in reviewers_readings(seed, batch, ballots):
        yield code
        yield ENTER
