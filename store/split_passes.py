"""Reading a pass from custody for counting: ordinary ballots as plain marks, the others as their readings.

What lies in custody was read field by field when it was taken in, and its digest says that it is the same
still. So the usual file is looked at as a whole here; any other is read as it was then.
"""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from store.custody import pass_content
from store.faults import Damaged
from store.json_text import decoded_again
from store.pass_events import ENTER, GIVEN, HAND_IN, LAST_NUMBER, OPEN, reading_of
from store.record_fields import WrongField
from tally.agreed_ballots import SplitPass, split_pass
from tally.readings import Reading


@cache
def _numbers(last: int) -> tuple[str, ...]:
    """The numbers of records from 1, as a file has them."""
    return tuple(map(str, range(1, last + 1)))


_WHAT = itemgetter("kind", "ballot", "marks")
_FIELDS = 5
"""Those of an ordinary ballot's event: kind, ballot, marks, at, link; and `pace` where it was keyed here."""


def read_split(content: bytes, path: str, rows: int) -> SplitPass:
    """A pass of ballots of `rows` rows, split. Raises Damaged where the bytes are no sound pass."""
    try:
        usual = _usual(decoded_again(content, path), rows)
    except (KeyError, AttributeError, TypeError, ValueError, Damaged):
        usual = None
    if usual is not None:
        return usual
    return split_pass(pass_content(content, Path(path), check_chain=False).as_readings())


def _usual(tables: Any, rows: int) -> SplitPass | None:  # noqa: ANN401
    """A pass that was opened, keyed without a correction and handed in; None for any other."""
    (records,) = tables.values()
    if tuple(records) != _numbers(len(records)):
        return None
    opened, *events, closed = records.values()
    if opened["kind"] != OPEN or opened["rows"] != rows or closed["kind"] != HAND_IN:
        return None
    kinds, numbers, marks = zip(*map(_WHAT, events), strict=True) if events else ((), (), ())
    if kinds.count(ENTER) != len(events):
        return None
    ordinary: dict[int, str] = dict(zip(numbers, marks, strict=True))
    others: dict[int, tuple[Reading, ...]] = {}
    if set(map(len, events)) != {_FIELDS}:
        for one in events:
            if len(one) == _FIELDS or (len(one) == _FIELDS + 1 and "pace" in one):
                continue
            try:
                reading = reading_of(one, rows)
            except WrongField:
                return None
            if reading.void or reading.opinion:
                others[one["ballot"]] = (reading,)
                del ordinary[one["ballot"]]
    keyed = "".join(ordinary.values())
    sound = (
        len(ordinary) + len(others) == len(events)
        and set(map(type, numbers)) <= {int}
        and (not numbers or (min(numbers) >= 1 and max(numbers) <= LAST_NUMBER))
        and set(map(len, ordinary.values())) <= {rows}
        and not keyed.strip(GIVEN)  # what is left begins with another code
    )
    return SplitPass(ordinary, others) if sound else None
