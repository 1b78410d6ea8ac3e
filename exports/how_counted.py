"""How a count was made, as far as the tables tell it and the settled marks alone do not.

A package carries these facts as `circumstances.json`, so that whoever recounts it makes the same tables out of
the marks, the scheme and this. They name no clerk and no ballot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tally.counting import OpenWork
from tally.residual_check import VerdictKey
from tally.said import Refused, Said

FILE = "circumstances.json"


@dataclass(frozen=True, slots=True)
class VoidReason:
    """How many sheets of a form, subject and group are void for one reason (a code, or words of the reviewer)."""

    form: str
    subject: str
    group: str
    reason: str
    sheets: int


@dataclass(frozen=True, slots=True)
class HowCounted:
    """How the count was made.

    `as_of`: the day (YYYY-MM-DD) of the ledger's last entry, never the clock's, empty without one;
    `sealed`: the count is official; `practice`: it is an exercise, and every page says so;
    `differing`, `ruled`: places where the two passes differed, and how many of them were ruled on;
    `absent`: numbers that had no sheet; `open`: what the count still waits for; `remarks`: returned passes, corrected
    cover sheets, supplements, seals, in the scheme's language; `checked`: what a sample check says of a verdict,
    `still_open`: what the ballots still open could do to it, both in words; `opinions_noted`, `opinions_typed`:
    ballots with an opinion, and texts typed.
    """

    as_of: str = ""
    sealed: bool = False
    practice: bool = False
    separate_accounts: bool = False
    differing: int = 0
    ruled: int = 0
    absent: int = 0
    open: OpenWork = field(default_factory=OpenWork)
    remarks: tuple[str, ...] = ()
    voids: tuple[VoidReason, ...] = ()
    checked: Mapping[VerdictKey, str] = field(default_factory=dict)
    still_open: Mapping[VerdictKey, str] = field(default_factory=dict)
    opinions_noted: int = 0
    opinions_typed: int = 0


_OPEN = ("batches", "ballots", "differences", "missing", "doubled", "opinions")
_NUMBERS = ("differing", "ruled", "absent", "opinions_noted", "opinions_typed")
_FLAGS = ("sealed", "practice", "separate_accounts")


def how_counted_json(how: HowCounted) -> bytes:
    """The facts as the bytes of `circumstances.json`, the same for the same facts."""
    content: dict[str, Any] = {"as_of": how.as_of}
    content |= {name: getattr(how, name) for name in (*_FLAGS, *_NUMBERS)}
    content["open"] = {name: getattr(how.open, name) for name in _OPEN}
    content["remarks"] = list(how.remarks)
    content["voids"] = [[one.form, one.subject, one.group, one.reason, one.sheets] for one in how.voids]
    for name in ("checked", "still_open"):
        words: Mapping[VerdictKey, str] = getattr(how, name)
        content[name] = [[*key, text] for key, text in words.items()]
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_how_counted(content: bytes) -> HowCounted:
    """The facts out of `circumstances.json`. Raises Refused where it is not what this program writes."""
    try:
        found = json.loads(content)
        how = HowCounted(
            as_of=_text(found["as_of"]),
            open=OpenWork(**{name: _number(found["open"][name]) for name in _OPEN}),
            remarks=tuple(_text(one) for one in found["remarks"]),
            voids=tuple(
                VoidReason(_text(form), _text(subject), _text(group), _text(reason), _number(sheets))
                for form, subject, group, reason, sheets in found["voids"]
            ),
            checked=_words(found["checked"]),
            still_open=_words(found["still_open"]),
            sealed=_flag(found["sealed"]),
            practice=_flag(found["practice"]),
            separate_accounts=_flag(found["separate_accounts"]),
            differing=_number(found["differing"]),
            ruled=_number(found["ruled"]),
            absent=_number(found["absent"]),
            opinions_noted=_number(found["opinions_noted"]),
            opinions_typed=_number(found["opinions_typed"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused(Said("{file} is not what pingyi export writes", file=FILE)) from None
    return how


def _words(found: list[list[Any]]) -> dict[VerdictKey, str]:
    words: dict[VerdictKey, str] = {}
    for form, subject, row, rule, band, text in found:
        key = (
            _text(form), _text(subject), None if row is None else _number(row),
            None if rule is None else _text(rule), None if band is None else _text(band),
        )  # fmt: skip
        words[key] = _text(text)
    return words


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value
