"""Exact rates: how they are read from a scheme and how they are rounded for print.

Verdicts compare fractions. A printed percentage is rounded half up, each by itself, and shows more
decimals where two would seem to contradict a threshold (domain.md, "Rounding").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(?:(%)|/\s*(\d+))?")

MOST_DECIMALS = 12


def parse_rate(text: str) -> Fraction:
    """`60%`, `1/3`, `0.6` or `2` as an exact fraction.

    Raises ValueError for anything else, a zero denominator included.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    number, percent, denominator = match.groups()
    value = Fraction(number)
    if percent:
        return value / 100
    if denominator:
        if int(denominator) == 0:
            raise ValueError(text)
        return value / int(denominator)
    return value


def rate_text(rate: Fraction) -> str:
    """A threshold as people write it: `60%` where the percentage is short, else `1/3`."""
    percent = rate * 100
    if percent.denominator == 1:
        return f"{percent.numerator}%"
    if (percent * 100).denominator == 1:
        return f"{float(percent):.2f}".rstrip("0").rstrip(".") + "%"
    return f"{rate.numerator}/{rate.denominator}"


def round_half_up(value: Fraction, decimals: int) -> Fraction:
    """`value` (not negative) rounded half up to `decimals` places."""
    scale = 10**decimals
    return Fraction((value.numerator * scale * 2 + value.denominator) // (2 * value.denominator), scale)


@lru_cache(maxsize=65536)
def share_text(count: int, base: int) -> str | None:
    """`count` of `base` in percent for print, rounded half up to two decimals; None over an empty base.

    The same as `percent_text` without thresholds, in whole numbers: a table has very many of these.
    """
    if not base:
        return None
    hundredths = (20_000 * count + base) // (2 * base)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def percent_text(rate: Fraction, thresholds: Iterable[Fraction] = (), decimals: int = 2) -> str:
    """`rate` in percent without the sign: `85.71`.

    Where the rounded figure would stand on another side of one of `thresholds` than the rate itself
    (59.996 % beside 60 %), more decimals are printed until it does not.
    """
    percent = rate * 100
    cuts = [threshold * 100 for threshold in thresholds]
    marks = [cut for cut in cuts if cut != percent]
    while percent in cuts and decimals < MOST_DECIMALS and round_half_up(percent, decimals) != percent:
        # A rate on its threshold is printed as the threshold, where decimals can say it.
        if round_half_up(percent, MOST_DECIMALS) != percent:
            break
        decimals += 1
    while decimals < MOST_DECIMALS:
        shown = round_half_up(percent, decimals)
        if all((shown < mark) == (percent < mark) and shown != mark for mark in marks):
            break
        decimals += 1
    whole = round_half_up(percent, decimals)
    digits = str(whole.numerator * (10**decimals // whole.denominator)).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


@lru_cache(maxsize=65536)
def measured_text(numerator: int, denominator: int, thresholds: tuple[Fraction, ...]) -> str:
    """`percent_text` of `numerator` / `denominator` (not 0): the same few rates are printed many times."""
    return percent_text(Fraction(numerator, denominator), thresholds)
