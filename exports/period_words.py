"""The period of an appraisal, as a reader writes it."""

from __future__ import annotations

from tally.said import Said


def period_in_words(period: str) -> Said:
    """`2026`, `2026H2` or `2026-12` for a reader."""
    if period.endswith("H1"):
        return Said("first half of {year}", year=period[:4])
    if period.endswith("H2"):
        return Said("second half of {year}", year=period[:4])
    if "-" in period:
        return Said("{year}, month {month}", year=period[:4], month=int(period[5:]))
    return Said("the year {year}", year=period)
