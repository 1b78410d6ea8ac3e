"""The line of keys that is always in view while keying, and the full list behind `?`: of the rows, of the
summary, and of the number that is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from tally.said import Said, Translate
from tally.scheme import Scheme
from tui.keying.state import Mode, Rules
from tui.screen.cells import cut, width

_SHORT: Mapping[Mode, Said] = {
    Mode.SUMMARY: Said("0-9 sheets counted   Enter hand in   - ballot number   Esc leave   ? keys"),
    Mode.NUMBER: Said("0-9 number   . row   * afresh   Enter go there   - erase, back   ? keys"),
}


def keys_lines(scheme: Scheme, rules: Rules, mode: Mode, translate: Translate, cells: int) -> list[str]:
    """The keys of a mode, without those that `rules` refuse always. As many lines in each, so that nothing
    moves on the screen with the mode."""
    rows = _row_keys(scheme, rules, translate, cells)
    short = _SHORT.get(Mode.SUMMARY if mode is Mode.HANDING_IN else mode)
    return rows if short is None else [cut(short.text(translate), cells), *([""] * (len(rows) - 1))]


def _never(rules: Rules) -> frozenset[str]:
    """The keys, by their first name, that do nothing here whatever stands on the ballot."""
    never = set() if rules.may_fill else {"+"}
    if rules.once or rules.opinions == "none":
        never.add("/")
    return frozenset(never | ({"g", "12.5"} if rules.once else set()))


def _row_keys(scheme: Scheme, rules: Rules, translate: Translate, cells: int) -> list[str]:
    """Each grade with its key and the other keys of the keypad: one line where that fits, else two."""
    grades = " ".join(f"{place}{label}" for place, label in enumerate(scheme.grades, start=1))
    marks = " ".join(said.text(translate) for said in (Said("0 blank"), Said(". spoiled")))
    never = _never(rules)
    others = {
        "-": Said("- back"),
        "+": Said("+ fill"),
        "*": Said("* void"),
        "/": Said("/ opinion"),
        "Enter": Said("Enter save"),
    }
    tail = " ".join(said.text(translate) for key, said in others.items() if key not in never) + " ?"
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


Keys = tuple[tuple[str, Said], ...]

_HELP = ("?", Said("all keys; ? Esc q go back, any other key goes back and does its work there"))

KEYS: Keys = (
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
    _HELP,
    ("Esc  q", Said("leave; nothing is lost, keying goes on at the same row")),
)
"""Every key while keying: its name on the keyboard, and what it does."""

SUMMARY_KEYS: Keys = (
    ("0 ... 9", Said("a digit of the number of sheets that you counted")),
    ("Enter", Said("hand the pass in, where that is the cover sheet's number and no ballot is missing")),
    ("", Said("with nothing typed and numbers missing: key the first of them")),
    ("", Said("with numbers missing: the number of sheets keyed, typed twice, hands in short")),
    ("-  Backspace", Said("erase a digit; with none typed: go to a ballot number")),
    ("g", Said("go to a ballot number (to correct one that is saved)")),
    _HELP,
    ("Esc  q", Said("leave; nothing is lost, the summary comes again")),
)
"""Every key on the summary."""

NUMBER_KEYS: Keys = (
    ("0 ... 9", Said("a digit of the ballot's number")),
    (".", Said("then the row: 12.5 is ballot 12 at its row 5")),
    ("*", Said("then nothing more: 12* is ballot 12 keyed afresh")),
    ("Enter", Said("go there; with no number typed: to the ballot before")),
    ("-  Backspace", Said("erase a character; with none typed: back")),
    _HELP,
    ("Esc  q", Said("back without going anywhere")),
)
"""Every key while a number is asked for."""


def keys_of(mode: Mode, rules: Rules) -> Keys:
    """What `?` shows in a mode, without the keys that `rules` refuse always."""
    never = _never(rules)
    every = {Mode.SUMMARY: SUMMARY_KEYS, Mode.NUMBER: NUMBER_KEYS}.get(mode)
    return every or tuple(one for one in KEYS if one[0].split()[0] not in never)
