"""All keys while ruling."""

from __future__ import annotations

from tally.said import Said
from tui.ruling.place_words import PlaceWords
from tui.screen.cells import Line, Look, Span, line, pad, wrap

KEYS: tuple[tuple[str, Said], ...] = (
    ("1 ... 9  0  .  x", Said("what the paper reads: the grade, blank, spoiled")),
    ("+  =  n  Down", Said("the next place, settled or not")),
    ("-  p  Up", Said("the place before; while something is typed: take the last key back")),
    ("any key", Said("after a ruling: the next place to read; - takes the ruling back")),
    ("Enter", Said("an explanation: read its rows, then accept it; a ruling: the next place to read")),
    ("+", Said("an explanation: row by row without it")),
    ("e  Enter", Said("on a place: the explanation of this sheet, once more")),
    ("/  g", Said("go to a ballot: 12, or to its row 5: 12.5")),
    ("*  l", Said("the list of what is left")),
    ("*  r", Said("on a ruling or an accepted explanation: take it back, by a new record")),
    ("c", Said("an agreed row that the paper reads otherwise: a correction, read by two")),
    ("?", Said("all keys; any key goes back")),
    ("Esc  q", Said("back; from a place: leave, every ruling is kept")),
)
"""Every key while ruling: its name on the keyboard, and what it does."""
_NAMES = 18


def help_lines(words: PlaceWords, cells: int) -> list[Line]:
    """The list of keys."""
    found: list[Line] = [line(Span(words.text(Said("Keys while ruling")), Look.BOLD)), line()]
    for keys, said in KEYS:
        first, *more = wrap(words.text(said), cells - _NAMES)
        found.append(line(pad(keys, _NAMES) + first))
        found += [line(" " * _NAMES + one) for one in more]
    return found
