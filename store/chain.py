"""Chains of records: each carries the SHA-256 of the one before, so that none can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

START = "0" * 64
"""The link before the first record."""

Fields = dict[str, Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Made once: json.dumps would make it anew for every record that is checked."""
_STRICT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_INSIDE = 10
"""Lists and objects in a usual record, one in another or not."""


def canonical(record: Mapping[str, Any]) -> bytes:
    """A record's bytes for hashing: JSON in UTF-8, keys sorted, its own link left out."""
    fields = dict(record)
    fields.pop("link", None)
    return _ENCODER.encode(fields).encode()


def canonical_record(content: bytes) -> Fields | None:
    """The record of a file that was written in the canonical form, its link among the fields; None for any other.

    Bytes that are what their record is encoded to can be read in one way only: it is as strict as reading
    them field by field, and much faster.
    """
    try:
        record = json.loads(content)
        flat = content.count(b"[") + content.count(b"{") <= _INSIDE
        if flat and type(record) is dict and _STRICT.encode(record).encode() == content:
            return record
    except (ValueError, RecursionError):
        pass
    return None


def link_of(previous: str, content: bytes, of: str) -> str:
    """`link` of a record that follows `previous`, from its canonical bytes, in which its own link `of` stands."""
    # Inside a text the quotes would have a backslash, so only the field itself is found.
    bare = content.replace(b'"link":"%b",' % of.encode(), b"", 1)
    return hashlib.sha256(previous.encode("ascii") + bare).hexdigest()


def link(previous: str, record: Mapping[str, Any]) -> str:
    """The link of a record that follows `previous`."""
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
    return hashlib.sha256(content).hexdigest()
