"""Small JSON files of one record each: read whole, written once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from store.durable_file import create_durably
from store.faults import Damaged
from tally.said import Said


def read_record(path: Path) -> dict[str, Any]:
    """The record in a file. Raises Damaged where it is none, FileNotFoundError where there is no file."""
    try:
        record = json.loads(path.read_bytes())
    except (ValueError, UnicodeDecodeError):
        raise Damaged(path, Said("it is not JSON")) from None
    if not isinstance(record, dict):
        raise Damaged(path, Said("it holds no record"))
    return record


def create_record(path: Path, record: Mapping[str, Any], mode: int) -> None:
    """Write a new record durably. Raises FileExistsError where the name is taken."""
    content = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    create_durably(path, content.encode(), mode)
