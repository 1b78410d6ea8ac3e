"""From a key of the terminal to what it asks for while differing texts are settled."""

from __future__ import annotations

from tally.opinion_choices import Chosen
from tally.said import Said
from tui.opinions.settling_state import Event, Mode, Press
from tui.screen.key import PASTE, PASTE_GIVEN_UP, Key

_NAMED = {
    "pagedown": Press(Event.NEXT),
    "pageup": Press(Event.BEFORE),
    "backspace": Press(Event.MINUS),
    "escape": Press(Event.LEAVE),
}
_TYPED = {
    "1": Press(Event.TAKE, Chosen.FIRST),
    "2": Press(Event.TAKE, Chosen.SECOND),
    "3": Press(Event.WRITE),
    "+": Press(Event.NEXT),
    "=": Press(Event.NEXT),
    "n": Press(Event.NEXT),
    "-": Press(Event.MINUS),
    "p": Press(Event.BEFORE),
    "*": Press(Event.TAKE_BACK),
    "r": Press(Event.TAKE_BACK),
    "q": Press(Event.LEAVE),
}
_EDITS = ("backspace", "delete", "left", "right", "home", "end")
_WIDE = str.maketrans("１２３＋＝－＊", "123+=-*")
"""An input method in full width gives the same keys."""


def meaning(key: Key, mode: Mode) -> Press:
    """What a key asks for; while a text is written every character is one of the text."""
    if key.name in ("enter", "ctrl+j"):
        return Press(Event.ENTER)
    if key.name == PASTE_GIVEN_UP:
        return Press(Event.REFUSED, said=Said("the terminal began a paste and never ended it; type it again"))
    if mode is Mode.WRITING:
        return _writing(key)
    if key.name in _NAMED:
        return _NAMED[key.name]
    if key.name != PASTE and "+" not in key.name[1:]:
        found = _TYPED.get(key.character.translate(_WIDE).lower())
        if found is not None:
            return found
    return Press(Event.REFUSED, said=Said("this key does nothing here"))


def _writing(key: Key) -> Press:
    if key.name == "escape":
        return Press(Event.LEAVE)
    if key.name in _EDITS:
        return Press(Event.EDIT, text=key.name)
    if key.name == PASTE or (key.character and "+" not in key.name[1:]):
        return Press(Event.TEXT, text=key.character)
    return Press(Event.REFUSED, said=Said("this key does nothing here"))
