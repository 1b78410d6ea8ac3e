"""Reading the keys that Textual reads wrongly, or not at all, from a numeric keypad.

A terminal whose keypad was switched to application mode (tmux does it, and a program that crashed
leaves it so) sends `ESC O` and a letter; PuTTY's `+` comes as `ESC O l`, which Textual 8.2.8 takes for
Alt + Shift + O and the letter l. With NumLock off the 5 sends `ESC [ G` or `ESC [ E`, which it drops
without a word. Alt and a digit (`ESC 1`) it takes for the sign that a Mac types so, Alt and `.` or `+`
for the plain character: a mark that nobody meant.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser

from tui.screen.key import BEGIN

_CHARACTERS = {
    **{f"\x1bO{chr(ord('p') + digit)}": str(digit) for digit in range(10)},
    "\x1bOn": ".",
    "\x1bOj": "*",
    "\x1bOk": "+",
    "\x1bOl": "+",
    "\x1bOm": "-",
    "\x1bOo": "/",
    "\x1bOX": "=",
}
_NO_SIGNS = "0123456789-"
"""What Textual takes for a sign of a Mac's where Alt was held."""
_NAMES = {"\x1bOM": "enter", "\x1b[G": BEGIN, "\x1b[E": BEGIN, "\x1bOE": BEGIN}


class KeypadParser(XTermParser):
    """Textual's parser of what a terminal sends, with the whole keypad."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        character = _CHARACTERS.get(sequence)
        if character is not None:
            return super()._sequence_to_key_events(character)
        if len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] in _NO_SIGNS:
            return (events.Key(f"alt+{sequence[1]}", None),)
        if alt and len(sequence) == 1 and sequence.isprintable() and not sequence.isalnum():
            return (events.Key(f"alt+{sequence}", None),)
        name = _NAMES.get(sequence)
        if name is not None:
            return (events.Key(name, "\r" if name == "enter" else None),)
        return super()._sequence_to_key_events(sequence, alt)
