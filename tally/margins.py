"""How far a verdict is from another one, in marks.

A comparison of a rate with a fraction, `numerator / base < p / q`, is a linear inequality in the
numbers of marks: `q * numerator - p * base < 0`. Every other outcome is a set of such inequalities,
and `tally.least_change` finds the cheapest change that leads there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tally.conditions import Comparison, Condition
from tally.least_change import Constraint, Target, least_moves
from tally.measuring import code_weight
from tally.scheme import Base, Measure


@dataclass(frozen=True, slots=True)
class Case:
    """The rules of one verdict (one rule, or all of a band) on one row's or several rows' marks.

    `marks` counts each mark code; `fixed_bases` holds the base of each measure whose base does not
    depend on marks (collected, issued, eligible).
    """

    conditions: tuple[Condition, ...]
    measures: Mapping[str, Measure]
    marks: Mapping[str, int]
    fixed_bases: Mapping[str, int]

    _names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The measures of all conditions."""
    _classes: Mapping[tuple[tuple[int, int], ...], list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look once at what is asked for many times of each verdict."""
        names = tuple(dict.fromkeys(name for condition in self.conditions for name in condition.measures))
        found: dict[tuple[tuple[int, int], ...], list[str]] = {}
        for code in self.marks:
            weights = tuple(code_weight(self.measures[name], code) for name in names)
            found.setdefault(weights, []).append(code)
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_classes", found)

    def classes(self) -> Mapping[tuple[tuple[int, int], ...], list[str]]:
        """The mark codes that weigh the same in every measure, together."""
        return self._classes

    def vector(self, marks: Mapping[str, int]) -> tuple[int, ...]:
        """`marks` by class."""
        return tuple(sum(marks.get(code, 0) for code in codes) for codes in self.classes().values())

    def targets(self) -> tuple[Target, ...]:
        """Everything that would be another outcome than the present one, as constraints on the classes."""
        names = self._names
        rates = self.rates()
        found: list[Target] = [(self._base_is_empty(name),) for name in names if name not in self.fixed_bases]
        if len(names) == 1 and rates:
            rate = rates[names[0]]
            found += [
                tuple(self._constraint(comparison) for comparison in region)
                for region in _other_regions(self.conditions, names[0], rate)
            ]
        elif rates:
            (condition,) = self.conditions
            if condition.holds(rates):
                found += [(self._constraint(_opposite(one)),) for one in condition.comparisons]
            else:
                not_empty = tuple(
                    self._base_is_not_empty(name) for name in names if name not in self.fixed_bases
                )
                found.append((*(self._constraint(one) for one in condition.comparisons), *not_empty))
        return tuple(found)

    def rates(self) -> dict[str, Fraction]:
        """The exact rate of each measure; nothing at all where one of them has an empty base."""
        rates: dict[str, Fraction] = {}
        for name in self._names:
            numerator = sum(code_weight(self.measures[name], code)[0] * n for code, n in self.marks.items())
            base = self.fixed_bases.get(name)
            if base is None:
                base = sum(code_weight(self.measures[name], code)[1] * n for code, n in self.marks.items())
            if not base:
                return {}
            rates[name] = Fraction(numerator, base)
        return rates

    def _weights(self, measure: str, of_numerator: int, of_base: int) -> tuple[int, ...]:
        place = self._names.index(measure)
        return tuple(
            of_numerator * weights[place][0] + of_base * weights[place][1] for weights in self.classes()
        )

    def _constraint(self, comparison: Comparison) -> Constraint:
        p, q = comparison.threshold.numerator, comparison.threshold.denominator
        constant = -p * self.fixed_bases.get(comparison.measure, 0)
        absent = p if self.measures[comparison.measure].base is Base.COLLECTED else 0
        weights = self._weights(comparison.measure, q, -p)
        if comparison.sign in ("<", "<="):
            weights, constant, absent = tuple(-one for one in weights), -constant, -absent
        return Constraint(weights, constant, comparison.sign in ("<", ">"), absent)

    def _base_is_empty(self, measure: str) -> Constraint:
        return Constraint(self._weights(measure, 0, -1), 0, strict=False)

    def _base_is_not_empty(self, measure: str) -> Constraint:
        return Constraint(self._weights(measure, 0, 1), 0, strict=True)


def margin_marks(case: Case) -> int | None:
    """The least number of marks that would have to read otherwise for the outcome to differ.

    Any mark may become any other code (a grade, blank, spoiled); ballots neither come nor go. None
    where no change of marks leads to another outcome. Exact, but for a rule over several measures with
    a very narrow window a lower bound (`tally.least_change.MOST_NODES`).
    """
    return least_of(case.vector(case.marks), case.targets())


def least_of(now: Sequence[int], targets: Iterable[Target]) -> int | None:
    """The least number of moves that leads to any of `targets`; None where none can be reached."""
    best: int | None = None
    for target in targets:
        cost = least_moves(now, target, best)
        if cost is not None:
            best = cost
    return best


def _opposite(comparison: Comparison) -> Comparison:
    signs = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
    return Comparison(comparison.measure, signs[comparison.sign], comparison.threshold)


def _other_regions(
    conditions: Sequence[Condition], measure: str, rate: Fraction
) -> Iterator[tuple[Comparison, ...]]:
    """The points and intervals of the rate in which another set of the rules applies."""

    def applying(value: Fraction) -> tuple[bool, ...]:
        return tuple(
            all(comparison.holds(value) for comparison in condition.comparisons) for condition in conditions
        )

    cuts = sorted({one.threshold for condition in conditions for one in condition.comparisons})
    present = applying(rate)
    edges: list[Fraction | None] = [None, *cuts, None]
    for low, high in itertools.pairwise(edges):
        if low is not None and applying(low) != present:
            yield Comparison(measure, ">=", low), Comparison(measure, "<=", low)
        below = low if low is not None else cuts[0] - 2
        above = high if high is not None else cuts[-1] + 2
        if applying((below + above) / 2) != present:
            yield tuple(
                Comparison(measure, sign, edge)
                for sign, edge in ((">", low), ("<", high))
                if edge is not None
            )
