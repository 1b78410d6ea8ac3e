"""What a scheme without mistakes still leaves open: gaps and overlaps of bands, panels, assumptions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tally.bands import uncovered_or_contested
from tally.findings import Level
from tally.said import Said
from tally.scheme import Scheme
from tally.table_reader import Notes

_FIELD_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_-]+)*")


def check_scheme(scheme: Scheme, notes: Notes) -> None:
    """Note every gap, overlap and doubtful number of a scheme without mistakes."""
    _bands(scheme, notes)
    _panels(scheme, notes)


def check_assumed(document: Mapping[str, Any], notes: Notes) -> None:
    """Note every entry of `assumed` that is written as a field's path and names none."""
    entries = document.get("assumed")
    for at, entry in enumerate(entries if isinstance(entries, list) else ()):
        if (
            isinstance(entry, str)
            and _FIELD_PATH.fullmatch(entry.strip())
            and not _is_field(document, entry.strip())
        ):
            notes.mistake(
                ("assumed",),
                Said(
                    'entry {place}: there is no field "{path}" in this scheme',
                    place=at + 1,
                    path=entry.strip(),
                ),
            )


def _bands(scheme: Scheme, notes: Notes) -> None:
    for band, rules in scheme.bands().items():
        at = next(place for place, rule in enumerate(scheme.rules) if rule.band == band)
        measure = scheme.measures[rules[0].when.measures[0]]
        for coverage in uncovered_or_contested([rule.when for rule in rules]):
            if coverage.claimed_by:
                verdicts = ", ".join(rules[place].verdict for place in coverage.claimed_by)
                notes.note(
                    Level.OVERLAP,
                    ("rules", at),
                    Said(
                        'band "{band}": where {measure} is {values}, several rules claim it ({verdicts}); '
                        "the program will not choose; let those in charge settle it before keying",
                        band=band,
                        measure=measure.label,
                        values=coverage.in_words(),
                        verdicts=verdicts,
                    ),
                )
            else:
                notes.note(
                    Level.GAP,
                    ("rules", at),
                    Said(
                        'band "{band}": where {measure} is {values}, no rule says anything; the program '
                        "will not choose; let those in charge settle it before keying",
                        band=band,
                        measure=measure.label,
                        values=coverage.in_words(),
                    ),
                )


def _panels(scheme: Scheme, notes: Notes) -> None:
    for at, panel in enumerate(scheme.panels.values()):
        filled = sum(minimum.at_least for minimum in panel.minimum)
        if filled > panel.raters:
            notes.note(
                Level.NOTICE,
                ("panels", at, "minimum"),
                Said(
                    'panel "{panel}": the minimum numbers add up to {filled}, more than its {raters} raters',
                    panel=panel.id,
                    filled=filled,
                    raters=panel.raters,
                ),
            )
        elif filled == panel.raters:
            others = [
                group.label
                for group in scheme.groups.values()
                if group.id not in {minimum.group for minimum in panel.minimum}
            ]
            notes.note(
                Level.NOTICE,
                ("panels", at, "minimum"),
                Said(
                    'panel "{panel}": the minimum numbers ({sum}) already fill its {raters} raters; '
                    "no place is left for {others}",
                    panel=panel.id,
                    sum=" + ".join(str(minimum.at_least) for minimum in panel.minimum),
                    raters=panel.raters,
                    others=", ".join(others),
                )
                if others
                else Said(
                    'panel "{panel}": the minimum numbers ({sum}) already fill its {raters} raters',
                    panel=panel.id,
                    sum=" + ".join(str(minimum.at_least) for minimum in panel.minimum),
                    raters=panel.raters,
                ),
            )


def _is_field(document: Mapping[str, Any], path: str) -> bool:
    """Whether a dotted path leads to a field or a table of the format, one left at its default included."""
    parts = path.split(".")
    if parts[0] in _FIELDS and len(parts) <= 2:
        return len(parts) == 1 or parts[1] in _FIELDS[parts[0]]
    if parts[0] in _NAMED and len(parts) <= 3:
        tables = document.get(parts[0])
        ids = (
            list(tables)
            if isinstance(tables, dict)
            else [table.get("id") for table in tables if isinstance(table, dict)]
            if isinstance(tables, list)
            else []
        )
        return (len(parts) == 1 or parts[1] in ids) and (len(parts) < 3 or parts[2] in _NAMED[parts[0]])
    return len(parts) == 1 and path in _TOP


_TOP = ("title", "unit", "period", "language", "grades", "assumed")
_NAMED = {
    "forms": ("title", "layout", "kind", "items", "overall", "overall_at", "decides", "due", "rows_per_page"),
    "groups": ("label", "pooled"),
    "panels": ("form", "raters", "minimum"),
    "measures": ("label", "grades", "base", "exclude"),
    "rules": ("kind", "form", "groups", "when", "verdict", "consequences", "band", "on"),
}
_FIELDS = {
    "validity": ("over_issued", "blank_ballot"),
    "keying": ("opinions", "rulings", "third_value", "voids", "fill", "numbering"),
    "roles": ("organizers", "clerks", "reviewers"),
}
