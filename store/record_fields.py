"""Fields of a record from a file, each of the kind that it has to be: nothing is converted or guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST = 1_000_000_000
"""Nothing that an appraisal counts is more."""


class WrongField(ValueError):
    """A field is missing or of another kind; whoever reads the file says which file is damaged."""


def text(record: Mapping[str, Any], name: str) -> str:
    """A text, perhaps empty. Raises WrongField."""
    value = record.get(name)
    if not isinstance(value, str):
        raise WrongField(name)
    return value


def texts(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts. Raises WrongField."""
    value = record.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise WrongField(name)
    return tuple(value)


def whole(record: Mapping[str, Any], name: str, *, least: int = 0, most: int = MOST) -> int:
    """A whole number within bounds; true, 1.0 and "1" are none. Raises WrongField."""
    value = record.get(name)
    if type(value) is not int or not least <= value <= most:
        raise WrongField(name)
    return value


def wholes(record: Mapping[str, Any], name: str, count: int) -> tuple[int, ...]:
    """A list of `count` whole numbers from 0. Raises WrongField."""
    value = record.get(name)
    if not isinstance(value, list) or len(value) != count:
        raise WrongField(name)
    return tuple(whole({name: one}, name) for one in value)


def flag(record: Mapping[str, Any], name: str) -> bool:
    """True or false; false where it is left out. Raises WrongField."""
    value = record.get(name, False)
    if not isinstance(value, bool):
        raise WrongField(name)
    return value
