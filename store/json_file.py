"""Small JSON files of one record each: read whole, written once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from store.durable_file import create_durably
from store.faults import Damaged
from store.json_text import decoded
from store.plain_file import plain_bytes
from tally.said import Said

DEEPEST = 20
"""Lists and objects inside one another. Nothing of an appraisal needs five."""


def read_record(path: Path | str) -> dict[str, Any]:
    """The record in a file. Raises Damaged where it is none, FileNotFoundError where there is no file."""
    content = plain_bytes(path)
    if content is None:
        raise FileNotFoundError(2, "No such file or directory", str(path))
    return record_in(content, path)


def record_in(content: bytes, path: Path | str) -> dict[str, Any]:
    """The record that these bytes of `path` hold, as JSON that can be read in one way only.

    Raises Damaged for bytes that are not UTF-8 or not JSON, for a name that stands twice in an object,
    for a number that is none (NaN, Infinity, 1e999) or has thousands of digits, for text that is no
    text (half a surrogate pair), for nesting that no record has, and for JSON that is no object.
    """
    record = decoded(content, path)
    if not isinstance(record, dict):
        raise Damaged(Path(path), Said("it holds no record"))
    if content.count(b"[") + content.count(b"{") > DEEPEST and _depth(record) > DEEPEST:
        raise Damaged(Path(path), Said("it is nested too deeply"))
    # Only an escape can bring half a pair in, since the bytes are UTF-8.
    if b"\\u" in content and not _can_be_written(record):
        raise Damaged(Path(path), Said("a character in it is broken"))
    return record


def create_record(path: Path, record: Mapping[str, Any], mode: int) -> None:
    """Write a new record durably. Raises FileExistsError where the name is taken."""
    content = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    create_durably(path, content.encode(), mode)


def _can_be_written(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _depth(value: object) -> int:
    """How deep lists and objects stand inside one another, without recursion."""
    depth, level = 0, [value]
    while level:
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        depth, level = depth + 1, inner
    return depth
