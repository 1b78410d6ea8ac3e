"""From the store to what `exports` prints: each bundle as the reports take it."""

from __future__ import annotations

from collections.abc import Iterator

from exports.circumstances import BatchReport
from store.access import find_batch
from store.appraisal import Appraisal
from store.batch_register import Registered
from store.board import Board, read_board
from store.claims import claims_on
from store.custody import passes_in_custody
from store.reconciling import Reconciled, active_batches, reconcile
from store.review_files import ReviewFiles
from store.ruling import offered
from tally.readings import Pass, PassReadings
from tally.rulings import accepted_slips


def batch_reports(appraisal: Appraisal, batch: str | None = None) -> Iterator[BatchReport]:
    """What double entry gave, for one batch or for every one that is not withdrawn, one at a time."""
    registered = [find_batch(appraisal, batch)] if batch is not None else active_batches(appraisal)
    board = read_board(appraisal)
    review = ReviewFiles(appraisal.layout.folder("review"))
    for one in registered:
        reconciled = reconcile(appraisal, board, one.cover, review.rulings(one.cover.id))
        yield batch_report(appraisal, board, one, reconciled)


def batch_report(
    appraisal: Appraisal, board: Board, registered: Registered, reconciled: Reconciled | None
) -> BatchReport:
    """One batch; `reconciled` as custody and rulings have it, None before both passes are there."""
    cover = registered.cover
    if reconciled is not None:
        return BatchReport(
            cover,
            reconciled.first_by,
            reconciled.second_by,
            reconciled.first,
            reconciled.second,
            reconciled.settlement,
            reconciled.rulings,
            reconciled.as_keyed,
            _keyed(appraisal, board, reconciled),
            offered(reconciled),
        )
    names = {}
    for claim in claims_on(appraisal, cover.id):
        if claim.tag.attempt == board.attempt(cover.id, claim.tag.which):
            names[claim.tag.which] = claim.name
    return BatchReport(cover, names.get(Pass.FIRST, ""), names.get(Pass.SECOND, ""))


def _keyed(
    appraisal: Appraisal, board: Board, reconciled: Reconciled
) -> tuple[PassReadings, PassReadings] | None:
    """Both passes as they were keyed, where accepted slips make that another thing than how they are read."""
    if not accepted_slips(reconciled.rulings):
        return None
    passes = passes_in_custody(appraisal, board, reconciled.cover.id)
    if passes is None:
        return None
    return passes[Pass.FIRST].as_readings(), passes[Pass.SECOND].as_readings()
