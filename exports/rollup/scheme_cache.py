"""Reading thousands of schemes that differ in nothing but their title, unit and period.

Reading a scheme takes milliseconds. Units that took over one scheme changed three lines of it, so what the rest says
is read once, and these three are read by themselves.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace

from exports.rollup.measures import fixed_measures
from exports.rollup.results_reading import ResultLines
from exports.rollup.verdict_counts import KnownOutcomes
from tally.csv_table import decode_utf8
from tally.said import Refused, Said
from tally.scheme import Roles, Scheme
from tally.scheme_reader import read_scheme

FILE = "scheme.toml"
LARGEST = 1024 * 1024
"""Bytes of a scheme."""
KEPT = 256
"""Schemes that are kept; units that each changed something else are read one by one."""
_OWN = ("title", "unit", "period")
_LINE = re.compile(
    r"""^(title|unit|period)[ \t]*=[ \t]*("(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+')[ \t]*+(?:#[^\n]*+)?$""", re.M
)
_FIRST_TABLE = re.compile(r"^[ \t]*\[", re.M)
_PERIOD = re.compile(r"\d{4}(?:H[12]|-(?:0[1-9]|1[0-2]))?")


class SharedScheme:
    """A scheme without its own title, unit and period, and what was found in it once for all packages under it."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = replace(scheme, title="", unit="", period="", roles=Roles())
        self.lines = ResultLines(self.scheme)
        self.outcomes = KnownOutcomes(self.scheme)
        self.fixed = fixed_measures(self.scheme)


@dataclass(frozen=True, slots=True)
class UnitScheme:
    """A unit's scheme: what it shares with others, and its own title, unit and period."""

    shared: SharedScheme
    title: str
    unit: str
    period: str

    @property
    def scheme(self) -> Scheme:
        """The scheme as the unit wrote it."""
        return replace(self.shared.scheme, title=self.title, unit=self.unit, period=self.period)


class Schemes:
    """Reads the schemes of packages; `shared` of two that differ only in their own lines is the same object."""

    def __init__(self) -> None:
        self._known: dict[str, SharedScheme] = {}

    def read(self, content: bytes) -> UnitScheme:
        """A scheme. Raises Refused where it has a mistake."""
        if len(content) > LARGEST:
            raise Refused(Said("{file} is too long", file=FILE))
        text = decode_utf8(content, FILE).replace("\r\n", "\n")
        rest, own = _parted(text)
        if own is not None and rest in self._known:
            return UnitScheme(self._known[rest], own["title"], own["unit"], own["period"])
        reading = read_scheme(text)
        if reading.scheme is None:
            raise Refused(reading.findings[0].in_words())
        read = reading.scheme
        shared = SharedScheme(read)
        if own is not None and len(self._known) < KEPT:
            self._known[rest] = shared
        return UnitScheme(shared, read.title, read.unit, read.period)


def _parted(text: str) -> tuple[str, dict[str, str] | None]:
    """A scheme's text without the values of its own lines, and these values.

    The latter are None wherever that is not certain: the scheme is then read as a whole, which tells what is
    wrong. Certain is a head of the text, before the first table, with each line once and no text of several lines.
    """
    table = _FIRST_TABLE.search(text)
    top = text[: table.start()] if table else text
    lines = _LINE.findall(top)
    if sorted(name for name, _ in lines) != sorted(_OWN) or '"""' in top or "'''" in top:
        return text, None
    try:
        own = {name: _value(value).strip() for name, value in lines}
    except tomllib.TOMLDecodeError:
        return text, None
    if not all(own.values()) or not _PERIOD.fullmatch(own["period"]):
        return text, None
    return _LINE.sub(r"\1", top) + text[len(top) :], own


def _value(text: str) -> str:
    """The text in quotes; where it is a plain one, without asking a parser."""
    if "\\" not in text and text.isprintable():
        return text[1:-1]
    return str(tomllib.loads(f"value = {text}")["value"])


def check_period(period: str) -> None:
    """Raises Refused for a period that no scheme could have."""
    if not _PERIOD.fullmatch(period):
        raise Refused(Said("should be a year, a half-year or a month: 2026, 2026H2 or 2026-12"))
