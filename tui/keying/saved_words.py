"""What a clerk is told of a save: the count, the chain's digits, and what the eye should look at again."""

from __future__ import annotations

from store.keying_session import Saved
from tally.readings import Reading
from tally.said import Said


def saved_words(number: int, reading: Reading, saved: Saved, collected: int, too_many: int) -> Said:
    """The acknowledgement of ballot `number`, of a bundle of `collected`.

    `too_many` is how many marks came after its last row and were refused: the hand was ahead of the paper,
    so the ballot may be one row off.
    """
    said = (
        Said(
            "ballot {number} saved ({ballots}/{all}) {link}",
            number=number,
            ballots=saved.ballots,
            all=collected,
            link=saved.link[:8],
        )
        if saved.link
        else Said(
            "ballot {number} unchanged ({ballots}/{all})", number=number, ballots=saved.ballots, all=collected
        )
    )
    if reading.void:
        said = Said("{saved} (void)", saved=said)
    if reading.opinion:
        said = Said("{saved} (opinion)", saved=said)
    if too_many == 1:
        return Said("{saved}; 1 key too many was not counted", saved=said)
    if too_many:
        return Said("{saved}; {count} keys too many were not counted", saved=said, count=too_many)
    return said
