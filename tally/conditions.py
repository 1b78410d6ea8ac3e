"""The `when` of a rule: comparisons of measures with exact numbers, joined by "and"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from tally.quick_dataclass import dataclass
from tally.rates import parse_rate, rate_text
from tally.said import Said

_OPERATORS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPARISON = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)\s*(<=|>=|<|>|==|=|!=)\s*(.+)")


class ConditionError(ValueError):
    """A `when` that cannot be read; `said` tells what would be right."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.text())
        self.said = said


@dataclass(frozen=True, slots=True)
class Comparison:
    """`measure` `<`, `<=`, `>` or `>=` an exact number."""

    measure: str
    sign: str
    threshold: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether the measure's exact value satisfies the comparison."""
        return _OPERATORS[self.sign](value, self.threshold)

    def text(self) -> str:
        """The comparison as a scheme writes it."""
        return f"{self.measure} {self.sign} {rate_text(self.threshold)}"


@dataclass(frozen=True, slots=True)
class Condition:
    """One or more comparisons, all of which have to hold."""

    comparisons: tuple[Comparison, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the condition needs, each once, in order."""
        return tuple(dict.fromkeys(comparison.measure for comparison in self.comparisons))

    def holds(self, values: Mapping[str, Fraction]) -> bool:
        """Whether every comparison holds for the exact `values` of the measures."""
        return all(comparison.holds(values[comparison.measure]) for comparison in self.comparisons)

    def text(self) -> str:
        """The condition as a scheme writes it."""
        return " and ".join(comparison.text() for comparison in self.comparisons)


def parse_condition(text: str) -> Condition:
    """Read a `when`. Raises ConditionError, whose `said` tells what would be right."""
    comparisons = []
    for part in re.split(r"\s+and\s+", text.strip()):
        match = _COMPARISON.fullmatch(part.strip())
        if match is None:
            raise ConditionError(
                Said(
                    '"{part}" is not a comparison; write a measure, one of < <= > >=, and a number, '
                    'as in "satisfaction < 60%"; join several with "and"',
                    part=part,
                )
            )
        measure, sign, number = match.groups()
        if sign not in _OPERATORS:
            raise ConditionError(
                Said('"{sign}" in "{part}" is not known; use <, <=, > or >=', sign=sign, part=part)
            )
        try:
            threshold = parse_rate(number)
        except ValueError:
            raise ConditionError(
                Said(
                    '"{number}" is not a number; write a percentage (60%), a fraction (1/3) or a '
                    "number (0.6)",
                    number=number,
                )
            ) from None
        comparisons.append(Comparison(measure, sign, threshold))
    return Condition(tuple(comparisons))
