"""The list of what is left, a page at a time."""

from __future__ import annotations

from tally.rulings import SLIP
from tally.said import Said
from tui.ruling.list_keys import PAGE, listed
from tui.ruling.pile import Standing
from tui.ruling.place_words import PlaceWords
from tui.ruling.state import RulingState
from tui.screen.cells import Line, Look, Span, cut, line, pad, pad_left, width

STANDING_WORDS = {
    Standing.TO_READ: Said("to read"),
    Standing.WAITS: Said("waits for a second reviewer"),
    Standing.DIFFERS: Said("two reviewers differ"),
    Standing.SETTLED: Said("settled"),
    Standing.ACCEPTED: Said("accepted"),
}


def list_lines(state: RulingState, words: PlaceWords, cells: int) -> list[Line]:
    """Ballot, row and how far it is; the line of the cursor is marked and in reverse."""
    stops = listed(state)
    heading = Said("All places, the settled ones too") if state.every else Said("What is left")
    top = state.cursor // PAGE * PAGE
    page = stops[top : top + PAGE]
    where = Said("{first} to {last} of {all}", first=top + 1, last=top + len(page), all=len(stops))
    title = f"{words.text(heading)}  {words.text(where)}"
    found: list[Line] = [line(), line(Span(cut(title, cells), Look.BOLD)), line()]
    standings = {one: words.text(said) for one, said in STANDING_WORDS.items()}
    room = max(map(width, standings.values()))
    for at, stop in enumerate(page, start=top):
        label = words.place(stop.place)
        if stop.place == SLIP and stop.record in state.pile.accepted:
            slip = state.pile.accepted[stop.record].slip
            label = f"{label}: {', '.join(map(str, slip.ballots))}" if slip is not None else label
        here = at == state.cursor
        text = (
            f"{'>' if here else ' '}{pad_left(str(stop.ballot), 6)}  "
            f"{pad(label, cells - room - 11)}  {standings[state.pile.standing(stop)]}"
        )
        found.append(line(Span(cut(text, cells), Look.REVERSE if here else Look.PLAIN)))
    return found
