"""Progress (进度) of every batch, told from file names and counts; never a mark."""

from __future__ import annotations

from store.access import current_attempt
from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.board import Board, read_board
from store.claims import Claim, read_claims
from store.layout import PassTag
from tally.progress import BatchProgress, PassProgress, PassState, batch_state
from tally.readings import Pass


def progress(appraisal: Appraisal) -> tuple[BatchProgress, ...]:
    """How far every batch is, withdrawn ones too, in the order of their ids."""
    layout = appraisal.layout
    board = read_board(layout.folder("board"))
    claims = {claim.tag: claim for claim in read_claims(layout.folder("claims"))}
    register = read_register(layout.folder("batches"))
    return tuple(_batch(board, claims, registered) for registered in register.values())


def _batch(board: Board, claims: dict[PassTag, Claim], registered: Registered) -> BatchProgress:
    batch = registered.cover.id
    first, second = (_pass(board, claims, batch, which) for which in Pass)
    return BatchProgress(
        batch=batch,
        ballots=registered.cover.collected,
        state=batch_state(
            first.state,
            second.state,
            settled=batch in board.settled,
            sealed=board.sealed,
            withdrawn=registered.withdrawn,
        ),
        first=first,
        second=second,
    )


def _pass(board: Board, claims: dict[PassTag, Claim], batch: str, which: Pass) -> PassProgress:
    attempt = current_attempt(board, batch, which)
    tag = PassTag(batch, which.number, attempt)
    claim = claims.get(tag)
    if claim is None:
        return PassProgress(PassState.OPEN, attempt=attempt)
    if tag in board.taken_in:
        state = PassState.IN_CUSTODY
    elif tag in board.handed_in:
        state = PassState.HANDED_IN
    else:
        state = PassState.KEYING
    return PassProgress(state, board.ballots_saved(tag), claim.name, attempt)
