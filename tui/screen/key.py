"""One key as the terminal sent it."""

from __future__ import annotations

from dataclasses import dataclass

PASTE = "paste"
"""The name of pasted text, which is in `character` as a whole."""
PASTE_GIVEN_UP = "paste-given-up"
"""The name of a paste whose end never came."""
BEGIN = "begin"
"""The name of the keypad's 5 with NumLock off."""


@dataclass(frozen=True, slots=True)
class Key:
    """`name` as Textual calls it (`enter`, `ctrl+j`, `a`), `character` what it types, if anything."""

    name: str
    character: str = ""
