"""How far a verdict is from another one, in marks, and whether open work could change it.

A comparison of a rate with a fraction, `numerator / base < p / q`, is a linear inequality in the
numbers of marks: `q * numerator - p * base < 0`. Marks that weigh the same in every inequality form
one class, so a row's marks are a short vector, and the cheapest change that leads to another outcome
is found by trying every vector, the last two classes in closed form.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tally.conditions import Comparison, Condition
from tally.measuring import code_weight
from tally.scheme import Measure


@dataclass(frozen=True, slots=True)
class Constraint:
    """`sum(weight * marks of the class) + constant > 0`, or `>= 0` where not `strict`."""

    weights: tuple[int, ...]
    constant: int
    strict: bool

    def bound(self) -> int:
        """The least value of the sum that satisfies the constraint."""
        return 1 if self.strict else 0


Target = tuple[Constraint, ...]
"""Constraints that hold together in one of the outcomes that differ from the present one."""


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

    def classes(self) -> dict[tuple[tuple[int, int], ...], list[str]]:
        """The mark codes that weigh the same in every measure, together."""
        found: dict[tuple[tuple[int, int], ...], list[str]] = {}
        for code in self.marks:
            weights = tuple(code_weight(self.measures[name], code) for name in self._names())
            found.setdefault(weights, []).append(code)
        return found

    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for condition in self.conditions for name in condition.measures))

    def vector(self, marks: Mapping[str, int]) -> tuple[int, ...]:
        """`marks` by class."""
        return tuple(sum(marks.get(code, 0) for code in codes) for codes in self.classes().values())

    def targets(self) -> tuple[Target, ...]:
        """Everything that would be another outcome than the present one, as constraints on the classes."""
        names = self._names()
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
        for name in self._names():
            numerator = sum(code_weight(self.measures[name], code)[0] * n for code, n in self.marks.items())
            base = self.fixed_bases.get(name)
            if base is None:
                base = sum(code_weight(self.measures[name], code)[1] * n for code, n in self.marks.items())
            if not base:
                return {}
            rates[name] = Fraction(numerator, base)
        return rates

    def _weights(self, measure: str, of_numerator: int, of_base: int) -> tuple[int, ...]:
        place = self._names().index(measure)
        return tuple(
            of_numerator * weights[place][0] + of_base * weights[place][1] for weights in self.classes()
        )

    def _constraint(self, comparison: Comparison) -> Constraint:
        p, q = comparison.threshold.numerator, comparison.threshold.denominator
        constant = -p * self.fixed_bases.get(comparison.measure, 0)
        weights = self._weights(comparison.measure, q, -p)
        if comparison.sign in ("<", "<="):
            weights, constant = tuple(-one for one in weights), -constant
        return Constraint(weights, constant, comparison.sign in ("<", ">"))

    def _base_is_empty(self, measure: str) -> Constraint:
        return Constraint(self._weights(measure, 0, -1), 0, strict=False)

    def _base_is_not_empty(self, measure: str) -> Constraint:
        return Constraint(self._weights(measure, 0, 1), 0, strict=True)


def margin_marks(case: Case) -> int | None:
    """The least number of marks that would have to read otherwise for the outcome to differ.

    Any mark may become any other code (a grade, blank, spoiled); ballots neither come nor go. None
    where no change of marks leads to another outcome.
    """
    now = case.vector(case.marks)
    best: int | None = None
    for target in case.targets():
        cost = _cheapest(now, target, best)
        if cost is not None and (best is None or cost < best):
            best = cost
    return best


def could_change(case: Case, pending: Mapping[str, int], unknown: int) -> bool:
    """Whether what is open could lead to another outcome than the present one.

    `pending` are marks already known of open ballots, `unknown` how many marks may still be anything
    or drop out with a void or absent ballot. Each inequality is looked at by itself, so the answer is
    False only where no reading of the open ballots can change the verdict.
    """
    if not any(pending.values()) and not unknown:
        return False
    now = tuple(one + two for one, two in zip(case.vector(case.marks), case.vector(pending), strict=True))
    targets = case.targets()
    if not case.rates():
        return True
    return any(
        all(
            sum(weight * marks for weight, marks in zip(constraint.weights, now, strict=True))
            + constraint.constant
            + unknown * max(0, *constraint.weights)
            >= constraint.bound()
            for constraint in target
        )
        for target in targets
    )


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


def _cheapest(now: tuple[int, ...], target: Target, best: int | None) -> int | None:
    """The least number of marks to move so that `target` holds; None where that cannot be (below `best`)."""
    now, target = _merged(now, target)
    total = sum(now)
    if len(now) == 1:
        return 0 if all(_holds(one, now) for one in target) else None
    for start in _prefixes(now[:-2], total):
        spent = sum(abs(was - will) for was, will in zip(now, start, strict=False))
        if best is not None and spent // 2 >= best:
            continue
        left = total - sum(start)
        place = _range_of_last(target, start, left)
        if place is None:
            continue
        low, high = place
        chosen = min(max(now[-2], low), high)
        moved = spent + abs(chosen - now[-2]) + abs(left - chosen - now[-1])
        if best is None or moved // 2 < best:
            best = moved // 2
    return best


def _merged(now: tuple[int, ...], target: Target) -> tuple[tuple[int, ...], Target]:
    """Classes that weigh the same in every constraint of the target, taken together."""
    columns = list(zip(*(constraint.weights for constraint in target), strict=True))
    kinds = list(dict.fromkeys(columns))
    merged = tuple(
        sum(marks for marks, column in zip(now, columns, strict=True) if column == kind) for kind in kinds
    )
    narrowed = tuple(
        Constraint(tuple(kind[at] for kind in kinds), constraint.constant, constraint.strict)
        for at, constraint in enumerate(target)
    )
    return merged, narrowed


def _prefixes(now: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    if not now:
        yield ()
        return
    for first in range(total + 1):
        for rest in _prefixes(now[1:], total - first):
            yield (first, *rest)


def _range_of_last(target: Target, start: Sequence[int], left: int) -> tuple[int, int] | None:
    """The values of the class before the last that satisfy `target`, the last one taking the rest."""
    low, high = 0, left
    for constraint in target:
        *known, one, last = constraint.weights
        fixed = constraint.constant + last * left
        fixed += sum(weight * marks for weight, marks in zip(known, start, strict=True))
        slope, need = one - last, constraint.bound() - fixed
        if slope == 0:
            if need > 0:
                return None
        elif slope > 0:
            low = max(low, -(-need // slope))
        else:
            high = min(high, need // slope)
    return (low, high) if low <= high else None


def _holds(constraint: Constraint, marks: Iterable[int]) -> bool:
    value = sum(weight * number for weight, number in zip(constraint.weights, marks, strict=True))
    return value + constraint.constant >= constraint.bound()
