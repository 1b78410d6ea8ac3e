"""The plan of one sample check (抽样复查): every sheet in the order in which it is to be read, by strata.

Within a stratum the order is that of the draw (tally/draw.py). Between strata the sheets are taken in
proportion to the strata's populations, by Webster's divisors (Sainte-Laguë: the k-th sheet of a stratum
of N stands at (2k - 1) / 2N), after the first sheet of each; so the first n of the plan are a
proportional sample for every n, and nothing about the order is left to anybody once the seed is thrown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tally.draw import Sheet, draw_order
from tally.said import Said
from tally.strata_bound import Stratum

FILLED = "filled"
"""Sheets in which both clerks filled rows with one key: they may have overlooked the same odd mark."""
KEYED = "keyed"
"""All other sheets: at least one clerk looked at every row by itself."""

STRATUM_WORDS: Mapping[str, Said] = {
    FILLED: Said("sheets that both clerks filled with one key"),
    KEYED: Said("sheets that at least one clerk keyed row by row"),
}


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """One sheet at its place in the plan."""

    sheet: Sheet
    stratum: str


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """All sheets of a population in the order of reading; `size` is what was stated before the draw.

    With a size the first `size` sheets are the sample; without one reading goes on until it may stop.
    """

    order: tuple[PlannedSheet, ...]
    size: int | None = None

    @property
    def strata(self) -> tuple[Stratum, ...]:
        """The strata that have sheets, with how many of each were planned."""
        populations = _counted(self.order)
        planned = _counted(self.sample)
        return tuple(
            Stratum(
                name,
                populations[name],
                planned.get(name, 0) or None if self.size is not None else None,
                STRATUM_WORDS.get(name, name),
            )
            for name in sorted(populations)
        )

    @property
    def sample(self) -> tuple[PlannedSheet, ...]:
        """The sheets that may be read: those of the stated size, or all in their order."""
        return self.order if self.size is None else self.order[: self.size]


def plan_check(seed: str, sheets: Mapping[str, Iterable[Sheet]], size: int | None = None) -> CheckPlan:
    """The plan for a seed and the sheets of each stratum; empty strata are left out.

    The same seed and sheets give the same plan in whatever order they are handed in. Raises ValueError
    for a seed that is none, a sheet that stands twice, or a size that is not from 1 to all sheets.
    """
    drawn = {name: draw_order(seed, among) for name, among in sheets.items()}
    everything = [sheet for among in drawn.values() for sheet in among]
    if len(set(everything)) < len(everything):
        raise ValueError("a sheet stands in two strata")
    if size is not None and not 1 <= size <= len(everything):
        raise ValueError(f"{size} of {len(everything)} sheets")
    placed = sorted(
        (_turn(at, len(among)), name, sheet)
        for name, among in drawn.items()
        for at, sheet in enumerate(among, start=1)
    )
    return CheckPlan(tuple(PlannedSheet(sheet, name) for _, name, sheet in placed), size)


def in_pile_order(sheets: Iterable[Sheet], batches: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The ballots to pull from each bundle, ascending as the pile lies, in the order of `batches`."""
    wanted: dict[str, list[int]] = {}
    for sheet in sheets:
        wanted.setdefault(sheet.batch, []).append(sheet.ballot)
    return {batch: tuple(sorted(wanted[batch])) for batch in batches if batch in wanted}


def _turn(at: int, population: int) -> Fraction:
    """When the sheet at a place of its stratum's draw comes; the first of every stratum before all others."""
    return Fraction(0) if at == 1 else Fraction(2 * at - 1, 2 * population)


def _counted(order: Iterable[PlannedSheet]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in order:
        found[one.stratum] = found.get(one.stratum, 0) + 1
    return found
