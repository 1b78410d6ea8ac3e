"""What stands on the screen when nothing is left for this person to read."""

from __future__ import annotations

from tally.said import Said
from tui.ruling.pile import Pile, Standing
from tui.ruling.place_words import PlaceWords
from tui.screen.cells import Line, cut, line


def done_lines(pile: Pile, words: PlaceWords, cells: int) -> list[Line]:
    """How the passes agree, and what others have still to read."""
    comparison = pile.comparison
    texts = [
        Said("Nothing is left for you to read from the paper in this batch.")
        if pile.left
        else Said("Nothing is left to read from the paper in this batch."),
        Said(
            "compared: {ballots} ballots, {marks} marks; {differing} marks differed",
            ballots=comparison.compared_ballots,
            marks=comparison.compared_marks,
            differing=comparison.mismatched_marks,
        ),
    ]
    if comparison.agreement is None:
        texts.append(Said("no ballot could be compared"))
    standings = [pile.standing(stop) for stop in pile.stops]
    if waiting := standings.count(Standing.WAITS):
        texts.append(Said("places that wait for a second reviewer: {count}", count=waiting))
    if differing := standings.count(Standing.DIFFERS):
        texts.append(Said("places where two reviewers differ: {count} (* shows the list)", count=differing))
    return [line(), *(line(cut("  " + words.text(said), cells)) for said in texts)]
