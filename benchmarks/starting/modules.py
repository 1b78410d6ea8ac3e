"""Which modules a command or a screen loads, told by the interpreter at its end."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.keying.pty_session import PtySession
from benchmarks.starting.calls import surroundings

LOADING = Path(__file__).with_name("loading.py")
OURS = ("tui", "exports", "store", "tally")
WATCHED = ("textual", "tabulate", "tinydb", "wcwidth", "difflib", "hashlib", "importlib.metadata")
"""Told by name where they are loaded: the first three are what plain commands should do without."""


@dataclass(frozen=True, slots=True)
class Modules:
    """How many modules were loaded, Python's own start among them; how many of them are ours; which of WATCHED."""

    all: int
    ours: int
    watched: tuple[str, ...]


def of_call(arguments: list[str], left: Path) -> Modules:
    """Those of a plain command; `left` is a file to be written."""
    program = [sys.executable, "-P", str(LOADING), str(left), *arguments]
    subprocess.run(program, capture_output=True, env=surroundings())
    return _read(left)


def of_screen(arguments: list[str], shown: str, keys: str, left: Path) -> Modules:
    """Those of a screen: `shown` stands on it, then `keys` leave it."""
    session = PtySession([sys.executable, "-P", LOADING, left, *arguments], surroundings())
    session.see(shown)
    session.key(keys, quiet=1)
    session.end()
    return _read(left)


def _read(left: Path) -> Modules:
    names = left.read_text(encoding="utf-8").split()
    left.unlink()
    return Modules(
        len(names),
        sum(name.partition(".")[0] in OURS for name in names),
        tuple(name for name in WATCHED if name in names),
    )
