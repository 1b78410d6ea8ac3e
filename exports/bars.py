"""A rate as a bar of ASCII, with the thresholds drawn on it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def bar(rate: Fraction | None, thresholds: Iterable[Fraction], cells: int) -> str:
    """`[##########|###......]`: filled up to the rate, `|` at each threshold; empty without a rate."""
    filled = 0 if rate is None else min(cells, int(rate * cells))
    marks = {min(cells - 1, int(threshold * cells)) for threshold in thresholds if 0 < threshold < 1}
    body = "".join("|" if at in marks else "#" if at < filled else "." for at in range(cells))
    return f"[{body}]"
