"""From a key of the terminal to what it asks for while keying.

The numeric keypad is enough; letters are second names, so that an input method that swallows letters
takes nothing away. Full-width digits and punctuation from such a method count as their plain ones.
"""

from __future__ import annotations

import re
import unicodedata

from tally.marks import BLANK, SPOILED
from tally.said import Said
from tui.keying.state import Event, Press
from tui.screen.key import BEGIN, PASTE, PASTE_GIVEN_UP, Key

_BY_CHARACTER = {
    "0": (Event.MARK, BLANK),
    ".": (Event.MARK, SPOILED),
    "x": (Event.MARK, SPOILED),
    "X": (Event.MARK, SPOILED),
    "-": (Event.BACK, ""),
    "+": (Event.FILL, ""),
    "=": (Event.FILL, ""),
    "*": (Event.VOID, ""),
    "v": (Event.VOID, ""),
    "V": (Event.VOID, ""),
    "/": (Event.OPINION, ""),
    "o": (Event.OPINION, ""),
    "O": (Event.OPINION, ""),
    "g": (Event.GO_TO, ""),
    "G": (Event.GO_TO, ""),
    "?": (Event.HELP, ""),
    "q": (Event.LEAVE, ""),
    "Q": (Event.LEAVE, ""),
    **{str(digit): (Event.MARK, str(digit)) for digit in range(1, 10)},
}
_BY_NAME = {
    "backspace": Event.BACK,
    "up": Event.UP,
    "down": Event.DOWN,
    "escape": Event.LEAVE,
}
_FROM_INPUT_METHOD = {"。": ".", "、": "/", "?": "?"}
_EDITING = ("left", "right", "home", "end", "delete")
_WITHOUT_NUM_LOCK = (*_EDITING, "pageup", "pagedown", "insert", BEGIN)
_WITH_ALT = re.compile(r"(?:shift\+)?alt\+.*")
_FUNCTION_KEY = re.compile(r"(?:ctrl|super|meta|hyper)\+.*|(?:shift\+)?f\d+")
# Terminals left in application keypad mode send the keypad's / * - as function keys.
_APPLICATION_KEYPAD = {"f2": "/", "f3": "*", "f4": "-"}


def meaning(key: Key) -> Press:
    """What a key asks for. A key that means nothing gives a press that says why."""
    if key.name == "enter":
        return Press(Event.ENTER, text="\r")
    if key.name == "ctrl+j":
        return Press(Event.ENTER, text="\n")
    if key.name == PASTE:
        said = Said("pasting marks nothing; key the marks one by one")
        return Press(Event.PASTE, text=key.character, said=said)
    if key.name == PASTE_GIVEN_UP:
        said = Said("the terminal began a paste and never ended it; what came marked nothing; key on now")
        return Press(Event.REFUSED, said=said)
    if key.name in _APPLICATION_KEYPAD:
        return _of_character(_APPLICATION_KEYPAD[key.name], _APPLICATION_KEYPAD[key.name])
    if key.name in _BY_NAME:
        return Press(_BY_NAME[key.name])
    if key.name in _WITHOUT_NUM_LOCK:
        event = Event.EDIT if key.name in _EDITING else Event.REFUSED
        said = Said("the keypad's number lock is off; press NumLock")
        return Press(event, text=key.name if event is Event.EDIT else "", said=said)
    if _WITH_ALT.fullmatch(key.name):
        said = Said("Alt was held, or Esc came right before; the key marked nothing")
        return Press(Event.REFUSED, said=said)
    if _FUNCTION_KEY.fullmatch(key.name):
        return Press(Event.REFUSED, said=Said("this key marks nothing; ? shows all keys"))
    if not key.character or not key.character.isprintable():
        return Press(Event.REFUSED, said=Said("this key marks nothing; ? shows all keys"))
    plain = _FROM_INPUT_METHOD.get(key.character) or unicodedata.normalize("NFKC", key.character)
    return _of_character(plain, key.character)


def _of_character(plain: str, typed: str) -> Press:
    if plain in _BY_CHARACTER:
        event, code = _BY_CHARACTER[plain]
        return Press(event, code, text=typed)
    if typed == "\ufffd":
        said = Said("a character came broken and marked nothing; set the terminal to UTF-8")
        return Press(Event.REFUSED, said=said)
    if _of_input_method(typed):
        said = Said(
            '"{character}" marked nothing: the input method is in Chinese mode; switch it to English (Shift)',
            character=typed,
        )
        return Press(Event.TEXT, text=typed, said=said)
    return Press(Event.TEXT, text=typed)


def _of_input_method(typed: str) -> bool:
    """Whether a Chinese input method typed it: a wide character, or punctuation and signs as dashes and dots."""
    return ord(typed[0]) > 0x2E80 or (not typed.isascii() and unicodedata.category(typed[0])[0] in "PS")
