"""Double entry by pair of clerks, over the batches that the two keyed together, in whichever order."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tally.error_rates import cohens_kappa

Codes = Mapping[tuple[str, str], int]
"""How many compared marks have each pair of codes: the first pass's and the second's, as keyed."""


@dataclass(frozen=True, slots=True)
class PairTotal:
    """Two clerks: the marks of theirs that were compared, as keyed, and how many of them differ.

    `kappa` is None where it is not defined or nothing was compared.
    """

    names: tuple[str, str]
    batches: int
    marks: int
    differ: int
    kappa: Fraction | None


def same_person(name: str) -> str:
    """A name as people are told apart by it: width, case and blanks around it aside."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def pair_totals(batches: Iterable[tuple[str, str, Codes]]) -> tuple[PairTotal, ...]:
    """Each two clerks, by their names. A batch is who keyed it first, who second, and its codes."""
    names: dict[tuple[str, str], tuple[str, str]] = {}
    codes: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    together: Counter[tuple[str, str]] = Counter()
    for first_by, second_by, counts in batches:
        turned = same_person(first_by) > same_person(second_by)
        pair = (second_by, first_by) if turned else (first_by, second_by)
        key = (same_person(pair[0]), same_person(pair[1]))
        names.setdefault(key, pair)
        together[key] += 1
        counted = codes.setdefault(key, Counter())
        for (first, second), count in counts.items():
            counted[(second, first) if turned else (first, second)] += count
    return tuple(
        PairTotal(
            names[key],
            together[key],
            counted.total(),
            sum(count for (one, other), count in counted.items() if one != other),
            cohens_kappa(counted),
        )
        for key, counted in sorted(codes.items())
    )
