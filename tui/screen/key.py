"""One key as the terminal sent it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """`name` as Textual calls it (`enter`, `ctrl+j`, `a`, `paste`), `character` what it types, if anything."""

    name: str
    character: str = ""
