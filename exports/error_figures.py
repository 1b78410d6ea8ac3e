"""The figures of errors and agreement as text, the same in the report, the CSV and the JSON."""

from __future__ import annotations

from fractions import Fraction

from tally.clerk_errors import ClerkErrors
from tally.rates import percent_text


def per_thousand(errors: ClerkErrors) -> tuple[str | None, str | None, str | None]:
    """Of 1,000 marks those misread, and the ends of the 95 % interval; None without any marks.

    Marks that an accepted slip displaced are not among them: they come by the dozen, and the interval
    takes marks as independent.
    """
    rate, interval = errors.rate, errors.interval
    if rate is None or interval is None:
        return None, None, None
    return of_thousand(rate), f"{interval.low * 1000:.2f}", f"{interval.high * 1000:.2f}"


def of_thousand(share: Fraction) -> str:
    """A share as so many of 1,000."""
    return percent_text(share * 10)


def kappa_text(kappa: Fraction) -> str:
    """Kappa with four decimals; with more, where it would be printed as 1 and is not."""
    places = next((n for n in range(4, 12) if kappa == 1 or decimal(kappa, n).strip("0.") != "1"), 12)
    return decimal(kappa, places)


def decimal(value: Fraction, decimals: int) -> str:
    """A number, below 0 too, with so many decimals, rounded half up away from 0."""
    sign = "-" if value < 0 else ""
    text = percent_text(abs(value) / 100, decimals=decimals)
    return text if not text.strip("0.") else sign + text
