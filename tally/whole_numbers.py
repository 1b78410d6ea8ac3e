"""Whole numbers as people type them into a file or a field."""

from __future__ import annotations

LONGEST = 9
"""More digits than this count nothing that is appraised; Python itself refuses thousands of them."""


def parse_whole(text: str) -> int | None:
    """A whole number of plain digits, or None for anything else."""
    text = text.strip()
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST:
        return None
    return int(text)
