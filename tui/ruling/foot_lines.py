"""The lines below: what was said last, what is being typed, and the keys of the mode."""

from __future__ import annotations

from collections.abc import Mapping

from tally.rulings import SLIP
from tally.said import Said
from tui.ruling.place_words import PlaceWords
from tui.ruling.state import Mode, RulingState
from tui.screen.cells import Line, Look, Span, cut, line, width, wrap

_ASKING = Said("mark keys   + next   - before   / ballot   * list   c agreed row   Esc   ?")
HINTS: Mapping[Mode, Said] = {
    Mode.ROW: _ASKING,
    Mode.YES_NO: _ASKING,
    Mode.WHOLE: Said("1 2 3   + next   - before   / ballot   * list   Esc leave"),
    Mode.BALLOT: Said("mark keys   - back   Enter save   Esc: other answer"),
    Mode.REASON: Said("the number of the reason   -: back"),
    Mode.WORDS: Said("type, then Enter   Esc: back"),
    Mode.SHOWN: Said("any key: next   -: take this back"),
    Mode.VISITED: Said("Enter next open  + next  - before  * take back  / ballot  l list  c agreed row"),
    Mode.OFFER: Said("Enter: read those rows   + row by row   - before   / ballot   * list   Esc"),
    Mode.PROBE: Said("mark keys: what the paper reads there   -: take the last one back   Esc: back"),
    Mode.BORNE_OUT: Said("Enter: accept   + row by row   - read a row again   * / more places   Esc: back"),
    Mode.NOT_BORNE_OUT: Said("Enter: row by row   - read the last row again"),
    Mode.NUMBER: Said("12 ballot   12.5 its row 5   Enter go there   - erase, back   Esc: back"),
    Mode.LIST: Said("2 8 line   + - page   0 all, or only what is left   Enter go there   *: back"),
    Mode.SHEET: Said("Enter: the paper reads otherwise   + next   - before   / ballot   * list   Esc"),
    Mode.WHICH_ROW: Said("the row's number, 0 the whole sheet   Enter   - erase, back   Esc: back"),
    Mode.CORRECTION: Said("mark keys: what the paper reads   -: back"),
    Mode.HELP: Said("any key: back"),
    Mode.DONE: Said("Enter: back   - before   / ballot   * list"),
}
"""The keys of each mode, in one line of 79 cells."""
ACCEPTED = Said("any key: next   -: take it back   PgDn PgUp more places")
CORRECTING = Said("1 2   -: back")


def foot_lines(state: RulingState, words: PlaceWords, cells: int) -> list[Line]:
    """Three lines; a number being typed takes the second one."""
    message = words.text(state.message) if state.message else ""
    if state.alarm and message:
        message = "!! " + message
    look = Look.BOLD if state.alarm else Look.PLAIN
    first, *rest = wrap(message, cells) if width(message) > cells else [message]
    second = line(Span(cut(" ".join(rest), cells), look))
    if state.mode is Mode.NUMBER:
        asked = Said("Go to ballot: {typed}_", typed=state.typed)
        second = line(Span(cut(words.text(asked), cells), Look.BOLD))
        first = cut(message, cells)
    return [line(Span(first, look)), second, line(cut(words.text(hint_of(state)), cells - 1))]


def hint_of(state: RulingState) -> Said:
    """The keys of the mode."""
    if state.mode is Mode.SHOWN and state.at.place == SLIP:
        return ACCEPTED
    if state.mode is Mode.WHOLE and state.correcting:
        return CORRECTING
    return HINTS.get(state.mode, _ASKING)
