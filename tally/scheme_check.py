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


def check_scheme(scheme: Scheme, document: Mapping[str, Any], notes: Notes) -> None:
    """Note every gap, overlap and doubtful number of `scheme` (read from `document`)."""
    _bands(scheme, notes)
    _panels(scheme, notes)
    for at, entry in enumerate(scheme.assumed):
        if _FIELD_PATH.fullmatch(entry) and not _names_a_field(document, scheme, entry):
            notes.mistake(
                ("assumed",),
                Said('entry {place}: there is no field "{path}" in this scheme', place=at + 1, path=entry),
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


def _names_a_field(document: Mapping[str, Any], scheme: Scheme, path: str) -> bool:
    """Whether a dotted path leads to a table or a field, one left at its default included."""
    node: Any = document
    for place, part in enumerate(parts := path.split(".")):
        if isinstance(node, list):
            node = next((one for one in node if isinstance(one, dict) and one.get("id") == part), None)
        elif isinstance(node, dict) and part in node:
            node = node[part]
        else:
            left = parts[place:]
            return (place > 0 or len(left) <= 2) and (
                _is_default_field(parts[0], left[-1]) or (len(parts) == 1 and hasattr(scheme, part))
            )
        if node is None:
            return False
    return True


_FIELDS = {
    "forms": "title layout kind items overall overall_at decides due rows_per_page",
    "groups": "label pooled",
    "panels": "form raters minimum",
    "measures": "label grades base exclude",
    "rules": "kind form groups when verdict consequences band on",
    "validity": "over_issued blank_ballot",
    "keying": "opinions rulings third_value voids fill numbering",
    "roles": "organizers clerks reviewers",
}


def _is_default_field(table: str, field: str) -> bool:
    return field in _FIELDS.get(table, "").split()
