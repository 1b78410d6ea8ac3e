"""The practice appraisal's paper: every ballot as its rater filled it, and the slips of the other clerk.

B1 and B2 are counted already. B3 (one row) and M1 (a roster of five) wait to be keyed; their second
pass was keyed by a practice clerk who misread a few marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from tally.readings import Reading

ORGANIZATION = "b1"
SEED = 20261210
MEMBERS = ("m1", "m2", "m3", "m4", "m5")


@dataclass(frozen=True, slots=True)
class Bundle:
    """One practice bundle: its form and group, its sheets, and where the second clerk's reading differs."""

    id: str
    form: str
    group: str
    sheets: Mapping[int, Reading]
    slips: Mapping[int, Reading]
    opinions: Mapping[int, str]
    waits: bool
    """Whether the practising person keys its first pass."""

    def second_pass(self) -> tuple[tuple[int, Reading], ...]:
        """The sheets as the second clerk keyed them."""
        return tuple((number, self.slips.get(number, reading)) for number, reading in self.sheets.items())


def _sheets(marks: str) -> dict[int, Reading]:
    return {number: Reading(one) for number, one in enumerate(marks.split(), start=1)}


def long_bundle(sheets: int) -> Bundle:
    """A bundle for finding one's speed: the same marks every time, drawn by a seed; one slip in 40 sheets."""
    draw = Random(SEED)
    marks = {
        number: Reading("".join(draw.choices("1234-x", (50, 30, 10, 6, 3, 1), k=len(MEMBERS))))
        for number in range(1, sheets + 1)
    }
    slips = {
        number: Reading(("2" if reading.marks[0] != "2" else "1") + reading.marks[1:])
        for number, reading in marks.items()
        if number % 40 == 17
    }
    return Bundle("M2", "member", "masses", marks, slips, {}, True)


def bundles(words: Mapping[str, str]) -> tuple[Bundle, ...]:
    """The four bundles; `words` are the texts of the opinions in the language in use."""
    served = _sheets("1 2 4 1 2 x - 2 1 1")
    served[5] = replace(served[5], opinion=True)
    served[10] = replace(served[10], void=True)
    members = _sheets("11214 12311 1124- 12123 21134 11242")
    members[4] = replace(members[4], opinion=True)
    return (
        Bundle("B1", "org", "party", _sheets("1 2 1 4 2 3 1 4 2 1 3 4 2 1 4 2 3 1 4 2"), {}, {}, False),
        Bundle("B2", "org", "masses", _sheets("4 2 1 4 3 2 4 1 2 4"), {}, {}, False),
        Bundle(
            "B3",
            "org",
            "served",
            served,
            {3: Reading("3"), 8: Reading("3"), 5: Reading("2"), 10: Reading("1")},
            {5: words["opinion-1"]},
            True,
        ),
        Bundle("M1", "member", "party", members, {3: Reading("11241")}, {4: words["opinion-2"]}, True),
    )
