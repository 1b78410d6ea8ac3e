"""What the operating system reports, in words that name the file."""

from __future__ import annotations

from pathlib import Path

from store.faults import NotSaved
from tally.said import Said


def in_words(error: OSError) -> Said:
    """Which file, and what the system says of it."""
    name = error.filename if isinstance(error.filename, str) else "-"
    match error:
        case FileNotFoundError():
            return Said("there is no file {file}", file=name)
        case PermissionError():
            return Said("you may not read or write {file}; ask who runs the host", file=name)
    return Said("{file}: {reason}", file=name, reason=NotSaved(Path(name), error).why)
