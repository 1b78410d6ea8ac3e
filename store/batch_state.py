"""How far one batch is, told from the board and the claims on it."""

from __future__ import annotations

from collections.abc import Iterable

from store.batch_register import Registered
from store.board import Board
from store.claims import Claim
from store.layout import PassTag
from tally.progress import BatchProgress, PassProgress, PassState, batch_state
from tally.readings import Pass


def batch_progress(board: Board, claims: Iterable[Claim], registered: Registered) -> BatchProgress:
    """The progress of a batch; `claims` holds at least those on it."""
    batch = registered.cover.id
    by_tag = {claim.tag: claim for claim in claims if claim.tag.batch == batch}
    first, second = (_pass(board, by_tag, batch, which) for which in Pass)
    return BatchProgress(
        batch=batch,
        ballots=registered.cover.collected,
        state=batch_state(
            first.state,
            second.state,
            settled=batch in board.settled,
            appraisal=board.appraisal_state,
            withdrawn=registered.withdrawn,
        ),
        first=first,
        second=second,
    )


def _pass(board: Board, claims: dict[PassTag, Claim], batch: str, which: Pass) -> PassProgress:
    tag = board.tag(batch, which)
    claim = claims.get(tag)
    if tag in board.taken_in:
        state = PassState.IN_CUSTODY
    elif claim is None:
        return PassProgress(PassState.OPEN, attempt=tag.attempt)
    elif tag in board.handed_in:
        state = PassState.HANDED_IN
    else:
        state = PassState.KEYING
    return PassProgress(state, board.ballots_saved(tag), claim.name if claim else "", tag.attempt)
