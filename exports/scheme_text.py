"""A scheme's text as a package carries it: without the [roles] table, for a package names nobody."""

from __future__ import annotations

import re

_TABLE = re.compile(r"^\s*\[{1,2}\s*([A-Za-z0-9_-]+)")


def without_roles(text: str) -> str:
    """The text without its [roles] table, its lines ended by LF."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        table = _TABLE.match(line)
        if table is not None:
            inside = table[1] == "roles"
        if not inside:
            kept.append(line)
    return "".join(kept).replace("\r\n", "\n")
