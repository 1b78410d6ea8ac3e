"""From a key of the terminal to what it asks for while ruling: the same mark keys as while keying."""

from __future__ import annotations

from tally.said import Said
from tui.keying import keymap as keying_keys
from tui.keying.state import Event as KeyingEvent
from tui.ruling.state import Event, Press
from tui.screen.key import Key

_SAME = {
    KeyingEvent.MARK: Event.MARK,
    KeyingEvent.FILL: Event.NEXT,
    KeyingEvent.BACK: Event.BEFORE,
    KeyingEvent.VOID: Event.STAR,
    KeyingEvent.ENTER: Event.ENTER,
    KeyingEvent.LEAVE: Event.LEAVE,
    KeyingEvent.UP: Event.UP,
    KeyingEvent.DOWN: Event.DOWN,
    KeyingEvent.GO_TO: Event.GO_TO,
    KeyingEvent.HELP: Event.HELP,
    KeyingEvent.REFUSED: Event.REFUSED,
}
_LETTERS = {
    "n": Event.NEXT,
    "p": Event.BEFORE,
    "r": Event.REASON,
    "l": Event.LIST,
    "c": Event.CORRECT,
    "e": Event.EXPLAIN,
}
_NAMES = {
    "backspace": Event.ERASE,
    "pageup": Event.PAGE_UP,
    "pagedown": Event.PAGE_DOWN,
}


def meaning(key: Key) -> Press:
    """What a key asks for. A key that means nothing gives a press that says why."""
    if key.name in _NAMES:
        # Without number lock the keypad's 9 and 3 come as the page keys.
        return Press(_NAMES[key.name], said=keying_keys.meaning(key).said)
    letter = _LETTERS.get(key.character.lower()) if key.character else None
    if letter is not None:
        return Press(letter, text=key.character)
    asked = keying_keys.meaning(key)
    if asked.event is KeyingEvent.OPINION and not asked.text.isalpha():
        return Press(Event.GO_TO, text=asked.text)
    event = _SAME.get(asked.event)
    if event is None:
        return Press(Event.TEXT, text=key.character, said=Said("this key does nothing here"))
    return Press(event, asked.code, asked.text, asked.said)
