"""How often a clerk's marks were wrong, with what is known of it; how far two readers agree.

The interval is in floating point: it is printed and decides nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

USUAL_CONFIDENCE = Fraction(95, 100)

_CLOSE = 1e-15
_SMALLEST = 1e-300
_MOST_TERMS = 100_000
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of a confidence interval of a proportion, 0 to 1."""

    low: float
    high: float


def clopper_pearson(errors: int, marks: int, confidence: Fraction = USUAL_CONFIDENCE) -> Interval | None:
    """The exact two-sided interval of the error rate where `errors` of `marks` were wrong.

    Each end leaves half of what `confidence` leaves. Without any marks there is no rate: None.
    Accurate to 1e-9 up to 10^7 marks, in a time that grows with the root of `marks`.
    Source: C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits illustrated in
    the case of the binomial, Biometrika 26 (1934), 404-413; its ends are quantiles of beta
    distributions. Raises ValueError unless 0 <= errors <= marks and 0 < confidence < 1.
    """
    if not 0 <= errors <= marks:
        raise ValueError(f"{errors} errors in {marks} marks")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence}")
    if marks == 0:
        return None
    tail = float((1 - confidence) / 2)
    return Interval(_low_end(errors, marks, tail), 1.0 - _low_end(marks - errors, marks, tail))


def cohens_kappa(pairs: Mapping[tuple[str, str], int]) -> Fraction | None:
    """Agreement beyond chance of two readings: `pairs` counts each (first code, second code).

    1 where they always agree, 0 where no more often than two readers would who each keep their own
    share of every code. None where nothing is in common, or both used one and the same code only
    (then chance alone agrees always).
    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960), 37-46. Raises ValueError for a negative count.
    """
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    agreed = compared = 0
    for (one, other), count in pairs.items():
        if count < 0:
            raise ValueError(f"{count} pairs of {one!r} and {other!r}")
        first[one] += count
        second[other] += count
        compared += count
        agreed += count if one == other else 0
    by_chance = sum(count * second[code] for code, count in first.items())
    if by_chance == compared**2:
        return None
    return Fraction(agreed * compared - by_chance, compared**2 - by_chance)


def _low_end(errors: int, marks: int, tail: float) -> float:
    """The rate at which `errors` or more of `marks` would be seen with probability `tail`."""
    if errors == 0:
        return 0.0
    return _beta_quantile(tail, float(errors), float(marks - errors + 1))


def _beta_quantile(probability: float, a: float, b: float) -> float:
    """Where the regularized incomplete beta function is `probability`: Newton, kept in a bracket."""
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    low, high = 0.0, 1.0
    x = a / (a + b)
    for _ in range(_MOST_STEPS):
        excess = _incomplete_beta(x, a, b, log_beta) - probability
        if excess > 0:
            high = x
        else:
            low = x
        log_density = (a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - log_beta
        density = math.exp(min(log_density, 700.0))
        better = x - excess / density if density > _SMALLEST else low
        if not low < better < high:
            better = (low + high) / 2
        if abs(better - x) <= _CLOSE * x or not low < better < high:
            return better
        x = better
    return x


def _incomplete_beta(x: float, a: float, b: float, log_beta: float) -> float:
    """The regularized incomplete beta function, by its continued fraction on the side where it is quick."""
    log_front = a * math.log(x) + b * math.log1p(-x) - log_beta
    front = math.exp(log_front) if log_front > -745.0 else 0.0
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(x, a, b) / a
    return 1.0 - front * _continued_fraction(1.0 - x, b, a) / b


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Lentz's evaluation of the continued fraction of the incomplete beta function (DLMF 8.17.22)."""
    c = 1.0
    d = 1.0 / _not_zero(1.0 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1.0 / _not_zero(1.0 + even * d)
        c = _not_zero(1.0 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1.0 / _not_zero(1.0 + odd * d)
        c = _not_zero(1.0 + odd / c)
        value *= d * c
        if abs(d * c - 1.0) < _CLOSE:
            return value
    raise ArithmeticError(f"no incomplete beta function at {x} for {a} and {b}")


def _not_zero(value: float) -> float:
    return value if abs(value) > _SMALLEST else _SMALLEST
