"""The bound on wrong sheets over all strata, and by which method it was made.

Sheets may lie in strata; those that both clerks filled with one key are a stratum of their own. Where no
size was planned the whole risk goes to the sequential bound over all strata together. Where a size was
stated before the draw for each stratum, 9/10 of the risk, shared equally among the strata, goes to the
exact bounds of the first so many sheets of each, which are added (union bound); they speak once all those
sheets are read. The other 1/10 goes to the sequential bound, which speaks before that and beyond it; the
lesser of the two counts. Giving each of them the whole risk could double that of a check which stops at
whichever suits first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tally import fixed_sample, stratified_sample
from tally.rates import rate_text
from tally.said import Said
from tally.stratified_sample import Part

PLANNED_SHARE = Fraction(9, 10)
"""The part of the risk that the bound of a planned size has; the sequential bound has the rest."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the sheets that is bounded by itself.

    `population` is how many of the subject's sheets lie in it, `planned` how many of them were to be
    read by what was stated before the draw (None: nothing was stated; beside strata where something was,
    it means none), `label` its name for people.
    """

    name: str
    population: int
    planned: int | None = None
    label: str | Said = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of one stratum; `wrong_in_plan` counts the first `planned` sheets alone."""

    read: int
    wrong: int
    wrong_in_plan: int


def sheets_at_most(strata: Sequence[Stratum], seen: Mapping[str, Seen], risk: Fraction) -> int:
    """The most wrong sheets over all strata that are not refuted at `risk`, those found included."""
    sequential = stratified_sample.upper_bound(_parts(strata, seen), _sequential_risk(strata, risk))
    planned = _planned_at_most(strata, seen, risk)
    return sequential if planned is None else min(sequential, planned)


def fewer_shown(strata: Sequence[Stratum], seen: Mapping[str, Seen], risk: Fraction, least: int) -> bool:
    """Whether `sheets_at_most` is below `least`, found more quickly."""
    planned = _planned_at_most(strata, seen, risk)
    if planned is not None and planned < least:
        return True
    return stratified_sample.stands(_parts(strata, seen), _sequential_risk(strata, risk), least)


def method(strata: Sequence[Stratum], seen: Mapping[str, Seen], risk: Fraction) -> Said:
    """In words, how the bound was made, with its source and each risk."""
    filled = _filled(strata)
    if all(seen[stratum.name].read == stratum.population for stratum in filled):
        return Said("every sheet was read again: this is the count itself, not a bound")
    sequential = Said(
        "bound valid after every sheet at a risk of {risk}: prior-posterior ratio martingale"
        " (Waudby-Smith and Ramdas 2020)",
        risk=rate_text(_sequential_risk(strata, risk)),
    )
    if len(filled) > 1:
        sequential = Said(
            "{method}, multiplied over the strata: {strata}",
            method=sequential,
            strata=tuple(_stated(stratum, stratum.population) for stratum in filled),
        )
    if not _planned(strata):
        return sequential
    return Said(
        "exact hypergeometric bound at a risk of {risk} for the sheets stated before the draw ({sizes});"
        " before and beyond them: {method}",
        risk=rate_text(risk * PLANNED_SHARE),
        sizes=filled[0].planned
        if len(filled) == 1
        else tuple(_stated(stratum, stratum.planned or 0) for stratum in filled),
        method=sequential,
    )


def _stated(stratum: Stratum, sheets: int) -> Said:
    return Said("{stratum} {sheets}", stratum=stratum.label or stratum.name, sheets=sheets)


def _filled(strata: Sequence[Stratum]) -> list[Stratum]:
    return [stratum for stratum in strata if stratum.population]


def _planned(strata: Sequence[Stratum]) -> bool:
    return any(stratum.planned is not None for stratum in _filled(strata))


def _sequential_risk(strata: Sequence[Stratum], risk: Fraction) -> Fraction:
    return risk * (1 - PLANNED_SHARE) if _planned(strata) else risk


def _parts(strata: Sequence[Stratum], seen: Mapping[str, Seen]) -> tuple[Part, ...]:
    return tuple(
        Part(stratum.population, seen[stratum.name].read, seen[stratum.name].wrong) for stratum in strata
    )


def _planned_at_most(strata: Sequence[Stratum], seen: Mapping[str, Seen], risk: Fraction) -> int | None:
    """The bound of the planned sizes; None where none was planned, or not all those sheets are read yet."""
    if not _planned(strata):
        return None
    filled = _filled(strata)
    # An empty stratum needs no risk; which are empty is known before the draw.
    share = risk * PLANNED_SHARE / max(1, len(filled))
    total = 0
    for stratum in filled:
        one = seen[stratum.name]
        size = stratum.planned or 0
        if one.read < size:
            return None
        at_most = fixed_sample.upper_bound(stratum.population, size, one.wrong_in_plan, share)
        total += max(one.wrong, at_most)
    return total
