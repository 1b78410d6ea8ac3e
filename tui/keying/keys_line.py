"""The line of keys that is always in view while keying, and the full list behind `?`."""

from __future__ import annotations

from tally.said import Said, Translate
from tally.scheme import Scheme
from tui.screen.cells import cut, width


def keys_lines(scheme: Scheme, translate: Translate, cells: int) -> list[str]:
    """Each grade with its key and the other keys of the keypad: one line where that fits, else two."""
    grades = " ".join(f"{place}{label}" for place, label in enumerate(scheme.grades, start=1))
    marks = " ".join(said.text(translate) for said in (Said("0 blank"), Said(". spoiled")))
    others = (
        Said("- back"),
        Said("+ fill"),
        Said("* void"),
        Said("/ opinion"),
        Said("Enter save"),
    )
    tail = " ".join(said.text(translate) for said in others) + " ?"
    if width(f"{grades} {marks} {tail}") <= cells:
        return [f"{grades} {marks} {tail}"]
    head = f"{grades} {marks}"
    if width(head) > cells:
        room = max(3, (cells - width(marks)) // max(1, len(scheme.grades)) - 1)
        head = (
            " ".join(cut(f"{place}{label}", room) for place, label in enumerate(scheme.grades, 1))
            + " "
            + marks
        )
    return [cut(head, cells), cut(tail, cells)]


KEYS: tuple[tuple[str, Said], ...] = (
    ("1 ... 9", Said("mark the row with that grade, go to the next row")),
    ("0", Said("the row is blank (no mark on the paper)")),
    (".  x", Said("the row is spoiled (two marks, or unreadable)")),
    ("-  Backspace", Said("take back the last key; on an untouched ballot: go to a number")),
    ("+  =", Said("fill the empty rows below with the mark above")),
    ("*  v", Said("the whole ballot is void; again: not void")),
    ("/  o", Said("there is an opinion; again: there is none")),
    ("Up Down", Said("move to a row; a mark typed there replaces what stands")),
    ("Enter", Said("save the ballot and go to the next number")),
    ("g", Said("go to a ballot number (to correct one that is saved)")),
    ("12.5  12*", Said("such a number: ballot 12 at its row 5; ballot 12 keyed afresh")),
    ("?", Said("all keys; any key goes back and does its work there")),
    ("Esc  q", Said("leave; nothing is lost, keying goes on at the same row")),
)
"""Every key while keying: its name on the keyboard, and what it does."""
