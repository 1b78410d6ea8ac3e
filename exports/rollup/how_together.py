"""How the counts of units together were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exports.how_counted import HowCounted, VoidReason
from exports.rollup.rolled_up import SummedUnit
from tally.counting import OpenWork


def added_how(one: HowCounted, two: HowCounted) -> HowCounted:
    """How two counts were made, as far as that can be added up: the later day, places, opinions, what is open."""
    return HowCounted(
        as_of=max(one.as_of, two.as_of),
        differing=one.differing + two.differing,
        ruled=one.ruled + two.ruled,
        absent=one.absent + two.absent,
        open=OpenWork(
            one.open.batches + two.open.batches,
            one.open.ballots + two.open.ballots,
            one.open.differences + two.open.differences,
            one.open.missing + two.open.missing,
            one.open.doubled + two.open.doubled,
            one.open.opinions + two.open.opinions,
        ),
        opinions_noted=one.opinions_noted + two.opinions_noted,
        opinions_typed=one.opinions_typed + two.opinions_typed,
    )


def how_of_units(added: HowCounted, units: Sequence[SummedUnit]) -> HowCounted:
    """What was added up, with what holds of all units. Void sheets stand under the units' ids."""
    return replace(
        added,
        sealed=all(one.unit.official for one in units),
        separate_accounts=all(one.unit.separate_accounts for one in units),
        voids=tuple(
            VoidReason(form, one.unit.id, group, reason, sheets)
            for one in units
            for (form, group, reason), sheets in one.packed.voids()
        ),
    )
