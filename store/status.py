"""Progress (进度) of every batch, told from file names and counts; never a mark."""

from __future__ import annotations

from store.appraisal import Appraisal
from store.batch_register import read_register
from store.batch_state import batch_progress
from store.board import read_board
from store.claims import Claim, read_claims
from tally.progress import BatchProgress


def progress(appraisal: Appraisal) -> tuple[BatchProgress, ...]:
    """How far every batch is, withdrawn ones too, in the order of their ids."""
    board = read_board(appraisal)
    claims: dict[str, list[Claim]] = {}
    for claim in read_claims(appraisal):
        claims.setdefault(claim.tag.batch, []).append(claim)
    register = read_register(appraisal.layout.folder("batches"))
    return tuple(
        batch_progress(board, claims.get(batch, ()), registered) for batch, registered in register.items()
    )
