"""Which sheets are read again: an order drawn by a seed that people throw with dice.

Each sheet gets a ticket: the SHA-256 of the ASCII text `seed,batch,ballot` (the seed's digits
alone). Sheets are read in the order of their tickets, and a sample of n sheets is the first n.
Nobody can choose sheets without choosing the dice, and anybody can draw the same sheets again:

    for n in $(seq 1 50); do
      printf '%s B1 %s\\n' "$(printf '%s' "SEED,B1,$n" | sha256sum | cut -d ' ' -f 1)" "$n"
    done | LC_ALL=C sort

Source: R. L. Rivest, Consistent Sampling with Replacement (2018, arXiv:1808.10016), as Arlo uses it
for election audits; here each sheet has its first ticket only, so the sample is without replacement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tally.said import Said

LEAST_DIGITS = 20
"""About 52 bits from six-sided dice, 66 from ten-sided ones: nobody can try seeds for a pleasing draw."""
LEAST_DIFFERENT = 3

_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_GAPS = frozenset(" \t\u3000-－‐‑–—−")
_STEPS_ASIDE = 2


@dataclass(frozen=True, slots=True, order=True)
class Sheet:
    """One paper ballot, by its batch's id and its number."""

    batch: str
    ballot: int


def parse_seed(text: str) -> str | Said:
    """The digits of a seed as people typed it, or in words why it is none.

    Full-width digits count as digits; spaces and hyphens between groups are left out.
    """
    digits = []
    for char in text.strip().translate(_FULL_WIDTH):
        if char in _GAPS:
            continue
        if char not in "0123456789":
            return Said(
                'the seed may hold digits, spaces and hyphens only, not "{char}"; type what the dice showed',
                char=char if char.isprintable() else f"U+{ord(char):04X}",
            )
        digits.append(char)
    seed = "".join(digits)
    if len(seed) < LEAST_DIGITS:
        return Said(
            "the seed has {digits} digits and needs at least {least}; throw the dice on and add what they show",
            digits=len(seed),
            least=LEAST_DIGITS,
        )
    if len(set(seed)) < LEAST_DIFFERENT or _repeats(seed) or _counts(seed):
        return Said("the seed {seed} does not look thrown; throw dice and type what they show", seed=seed)
    return seed


def ticket(seed: str, sheet: Sheet) -> str:
    """The sheet's place in the draw: `printf '%s' "SEED,BATCH,BALLOT" | sha256sum`, 64 hex digits.

    Raises ValueError where the seed is not ASCII digits alone or the batch's id is not ASCII.
    """
    if not (seed.isascii() and seed.isdigit()):
        raise ValueError(f"seed {seed!r}")
    return hashlib.sha256(f"{seed},{sheet.batch},{sheet.ballot}".encode("ascii")).hexdigest()


def draw_order(seed: str, sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """All `sheets` in the order in which they are to be read; it does not hang on the order given.

    The sheets of any part (a stratum, a subject's sheets) come in a random order of their own, so
    the first n of a part are a sample of it. Raises ValueError where a sheet is given twice, else
    as `ticket`.
    """
    drawn = sorted((ticket(seed, sheet), sheet) for sheet in sheets)
    order = tuple(sheet for _, sheet in drawn)
    if len(set(order)) < len(order):
        raise ValueError("a sheet stands twice among those to draw from")
    return order


def _repeats(seed: str) -> bool:
    """One block over and over, at least twice: 314 314 314 …; by dice less than once in 10^7."""
    return any(
        all(seed[place] == seed[place - size] for place in range(size, len(seed)))
        for size in range(1, len(seed) // 2 + 1)
    )


def _counts(seed: str) -> bool:
    """Counted up or down all through, but for one or two turns: 0123456789 9876543210."""
    steps = [(int(later) - int(former)) % 10 for former, later in pairwise(seed)]
    return sum(step not in (1, 9) for step in steps) <= _STEPS_ASIDE
