"""The check code (校验码): what a signed table vouches for, short enough to be read aloud."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

COVERED = ("marks.csv", "scheme.toml", "subjects.csv", "batches.csv", "counts.csv")
"""The settled marks, the scheme and the ballot accounting, in this order."""


def check_code(files: Mapping[str, bytes]) -> str:
    """The first 16 hex digits of the SHA-256 over the SHA-256 digests of the covered files."""
    digests = "".join(hashlib.sha256(files.get(name, b"")).hexdigest() for name in COVERED)
    return hashlib.sha256(digests.encode("ascii")).hexdigest()[:16]


def in_groups(code: str) -> str:
    """A code in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
