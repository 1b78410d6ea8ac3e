"""JSON that can be read in one way only: the one place where the bytes of an appraisal's files are decoded."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, NoReturn

from store.faults import Damaged
from tally.said import Said


def decoded(content: bytes, path: Path | str) -> Any:  # noqa: ANN401
    """What the bytes of `path` hold.

    Raises Damaged where they are empty, not UTF-8 or not JSON, where a name stands twice in an object,
    and for a number that is none (NaN, Infinity, 1e999) or has thousands of digits.
    """
    if not content:
        raise Damaged(Path(path), Said("it is empty"))
    try:
        return _DECODER.decode(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise Damaged(Path(path), Said("it is not UTF-8")) from None
    except _SaidTwice:
        raise Damaged(Path(path), Said("a record or a field stands in it twice")) from None
    except (ValueError, RecursionError):
        raise Damaged(Path(path), Said("it is not JSON")) from None


def decoded_again(content: bytes, path: Path | str) -> Any:  # noqa: ANN401
    """What bytes hold that `decoded` has read before, as their digest says: three times as fast.

    Raises Damaged where they are not JSON all the same.
    """
    try:
        return _PLAIN.decode(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Damaged(Path(path), Said("it is not JSON")) from None


class _SaidTwice(ValueError):
    """One name stands twice in a JSON object."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _SaidTwice
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_PLAIN = json.JSONDecoder()
# Made once: json.loads would make it anew for every ballot.
_DECODER = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_number, parse_float=_finite)
