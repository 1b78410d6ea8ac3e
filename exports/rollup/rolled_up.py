"""A sum over units: what a rolled-up package is made of, and read back from."""

from __future__ import annotations

from dataclasses import dataclass

from exports.how_counted import HowCounted
from exports.rollup.packed import Packed
from exports.rollup.units import Row, Unit
from tally.scheme import Scheme


@dataclass(frozen=True, slots=True)
class SummedUnit:
    """A unit with its figures, kept small, and the lines of the units below it."""

    unit: Unit
    packed: Packed
    below: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The sum: `units` in the order of their ids, `missing` the names of the roll that handed in nothing.

    `scheme`: what the units' schemes have in common, with the sum's own title, unit and period; `how`: added up.
    """

    scheme: Scheme
    how: HowCounted
    units: tuple[SummedUnit, ...]
    missing: tuple[str, ...]
    total: Packed

    @property
    def complete(self) -> bool:
        """Every unit is complete and none is missing."""
        return not self.missing and all(one.unit.complete for one in self.units)
