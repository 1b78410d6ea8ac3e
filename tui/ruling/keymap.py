"""From a key of the terminal to what it asks for while ruling: the same mark keys as while keying."""

from __future__ import annotations

from tally.said import Said
from tui.keying import keymap as keying_keys
from tui.keying.state import Event as KeyingEvent
from tui.ruling.machine import Event, Press
from tui.screen.key import Key

_SAME = {
    KeyingEvent.MARK: Event.MARK,
    KeyingEvent.FILL: Event.NEXT,
    KeyingEvent.BACK: Event.BEFORE,
    KeyingEvent.VOID: Event.REASON,
    KeyingEvent.ENTER: Event.ENTER,
    KeyingEvent.LEAVE: Event.LEAVE,
    KeyingEvent.UP: Event.BEFORE,
    KeyingEvent.DOWN: Event.NEXT,
    KeyingEvent.REFUSED: Event.REFUSED,
}
_LETTERS = {"n": Event.NEXT, "p": Event.BEFORE, "r": Event.REASON}


def meaning(key: Key) -> Press:
    """What a key asks for. A key that means nothing gives a press that says why."""
    if key.name == "backspace":
        return Press(Event.ERASE)
    letter = _LETTERS.get(key.character.lower()) if key.character else None
    if letter is not None:
        return Press(letter, text=key.character)
    asked = keying_keys.meaning(key)
    event = _SAME.get(asked.event)
    if event is None:
        return Press(Event.TEXT, text=key.character, said=Said("this key does nothing here"))
    return Press(event, asked.code, asked.text, asked.said)
