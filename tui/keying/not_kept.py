"""What a clerk is told where the disk did not take a ballot, a draft, or the handing in.

Which ballot it is, that it is still on the screen, and what to do. After a failure the pass writes no
more until it is opened again (store/locked_storage.py), so that is part of what to do; the sentences
have two lines of 80 cells.
"""

from __future__ import annotations

from store.faults import NotSaved, Poisoned
from tally.said import Refused, Said
from tui.keying.state import Effect, EffectKind


def not_kept_words(effect: Effect, refused: Refused, on_screen: int, *, leaving: bool) -> Said:
    """The sentence for what failed; `leaving` where the ballot was to be kept while the clerk leaves."""
    failed = isinstance(refused, NotSaved | Poisoned)
    why = refused.why if isinstance(refused, NotSaved | Poisoned) else refused.said
    number = effect.number or on_screen
    if effect.kind is EffectKind.HAND_IN:
        if failed:
            return Said(
                "not handed in: {why}. All ballots are saved. Call whoever runs the host, then Esc, open again, "
                "hand in again",
                why=why,
            )
        return Said("not handed in: {why}", why=why)
    if effect.kind is EffectKind.KEEP_DRAFT:
        if leaving:
            return Said(
                "ballot {number} cannot be kept for later: {why}. Call whoever runs the host; Esc again leaves "
                "and loses it",
                number=number,
                why=why,
            )
        return Said(
            "ballot {number} is on the screen only: {why}. Do not close the window, call whoever runs the host",
            number=number,
            why=why,
        )
    if failed:
        return Said(
            "ballot {number} is NOT saved: {why}. It stays on the screen: call whoever runs the host, then Esc, "
            "open again, Enter",
            number=number,
            why=why,
        )
    return Said(
        "ballot {number} is NOT saved: {why}. It is still on the screen; do not close the window, call whoever "
        "runs the host",
        number=number,
        why=why,
    )
