"""Chains of records: each carries the SHA-256 of the one before, so that none can be changed unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

START = "0" * 64
"""The link before the first record."""

Fields = dict[str, Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Made once: json.dumps would make it anew for every record that is checked."""


def canonical(record: Mapping[str, Any]) -> bytes:
    """A record's bytes for hashing: JSON in UTF-8, keys sorted, its own link left out."""
    fields = dict(record)
    fields.pop("link", None)
    return _ENCODER.encode(fields).encode()


def fits(previous: str, record: Mapping[str, Any], content: bytes) -> bool:
    """Whether a record follows `previous`. `content`: the bytes that it was read from.

    Where they are its canonical form, as the program writes them, they are hashed as they are, its own link
    left out; inside a text the quotes would have a backslash, so only the field itself is found.
    """
    import hashlib  # not above: what reads names alone need not wait 3 ms for it

    of = str(record.get("link"))
    bare = content.replace(b'"link":"%b",' % of.encode(), b"", 1)
    if hashlib.sha256(previous.encode("ascii") + bare).hexdigest() == of:
        return True
    return link(previous, record) == of


def link(previous: str, record: Mapping[str, Any]) -> str:
    """The link of a record that follows `previous`."""
    import hashlib

    return hashlib.sha256(previous.encode("ascii") + canonical(record)).hexdigest()


def chained(previous: str, records: Sequence[Mapping[str, Any]]) -> list[Fields]:
    """`records` with their links, the first one following `previous`."""
    linked: list[Fields] = []
    for record in records:
        previous = link(previous, record)
        linked.append({**record, "link": previous})
    return linked


def first_broken(records: Sequence[Mapping[str, Any]]) -> int | None:
    """The place (from 1) of the first record whose link does not fit; None where all fit."""
    previous = START
    for place, record in enumerate(records, start=1):
        if record.get("link") != link(previous, record):
            return place
        previous = record["link"]
    return None


def last_link(records: Sequence[Mapping[str, Any]]) -> str:
    """The link that the next record follows."""
    return str(records[-1]["link"]) if records else START


def sha256(content: bytes) -> str:
    """The SHA-256 of a whole file."""
    import hashlib

    return hashlib.sha256(content).hexdigest()
