"""The keys of my tasks: one table, and docs/contract.md holds the same one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import Enum

from tui.screen.key import PASTE, Key
from tui.views.finding import BEGINS


class Does(Enum):
    """What a key does in the list."""

    DOWN = "down"
    UP = "up"
    PAGE_DOWN = "page down"
    PAGE_UP = "page up"
    FIRST = "first"
    LAST = "last"
    OPEN = "open"
    OPINIONS = "opinions"
    RESULTS = "results"
    CHECK = "sample check"
    FIND = "find"
    WAITING = "waiting"
    TAKE_OVER = "take over"
    LEAVE = "leave"


NAMES: Mapping[str, Does] = {
    "down": Does.DOWN,
    "up": Does.UP,
    "pagedown": Does.PAGE_DOWN,
    "pageup": Does.PAGE_UP,
    "home": Does.FIRST,
    "end": Does.LAST,
    "enter": Does.OPEN,
    "ctrl+j": Does.OPEN,
    "escape": Does.LEAVE,
    # The keypad of a terminal left in application mode.
    "f2": Does.OPINIONS,
    "f3": Does.RESULTS,
    "f4": Does.UP,
}
"""By name; these do the same while something is typed into what is looked for."""
CHARACTERS: Mapping[str, Does] = {
    **dict.fromkeys(("+", "2", "n"), Does.DOWN),
    **dict.fromkeys(("-", "8", "p"), Does.UP),
    "3": Does.PAGE_DOWN,
    "9": Does.PAGE_UP,
    "7": Does.FIRST,
    "1": Does.LAST,
    **dict.fromkeys(("/", "o", "、"), Does.OPINIONS),
    **dict.fromkeys(("*", "r"), Does.RESULTS),
    **dict.fromkeys(("5", "s"), Does.CHECK),
    **dict.fromkeys(BEGINS, Does.FIND),
    **dict.fromkeys(("6", "w"), Does.WAITING),
    "0": Does.TAKE_OVER,
    "q": Does.LEAVE,
}
"""By character."""


def does(key: Key) -> Does | None:
    """What a key does in the list; None for a key that does nothing there."""
    if key.name == PASTE:
        return None
    character = key.character
    return (
        NAMES.get(key.name)
        or CHARACTERS.get(character)
        or CHARACTERS.get(unicodedata.normalize("NFKC", character) if character else "")
    )
