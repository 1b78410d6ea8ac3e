"""Progress (进度) of every batch, told from file names and counts; never a mark."""

from __future__ import annotations

from collections.abc import Callable

from store.appraisal import Appraisal
from store.batch_register import read_register
from store.batch_state import batch_progress
from store.board import read_board
from store.claims import Claim, read_claims
from tally.progress import BatchProgress

Told = Callable[[int, int], None]
"""Told how many batches of how many are read."""


class ProgressReader:
    """Reads the progress of an appraisal again and again; by one thread at a time."""

    def __init__(self, appraisal: Appraisal) -> None:
        self._appraisal = appraisal

    def read(self, told: Told | None = None) -> tuple[BatchProgress, ...]:
        """How far every batch is now, withdrawn ones too, in the order of their ids."""
        appraisal = self._appraisal
        board = read_board(appraisal)
        claims: dict[str, list[Claim]] = {}
        for claim in read_claims(appraisal):
            claims.setdefault(claim.tag.batch, []).append(claim)
        register = read_register(appraisal.layout.folder("batches"))
        found = []
        for number, (batch, registered) in enumerate(register.items(), start=1):
            found.append(batch_progress(board, claims.get(batch, ()), registered))
            if told is not None and number % 200 == 0:
                told(number, len(register))
        return tuple(found)


def progress(appraisal: Appraisal, told: Told | None = None) -> tuple[BatchProgress, ...]:
    """How far every batch is, withdrawn ones too, in the order of their ids."""
    return ProgressReader(appraisal).read(told)
