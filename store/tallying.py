"""The tally of an appraisal, from custody and rulings, for those who may look."""

from __future__ import annotations

from store.access import TO_LOOK, require
from store.appraisal import Appraisal
from store.board import Board, read_board
from store.bundle_counting import Told, count_bundles
from tally.appraisal_tally import Tally, tally_sums
from tally.batch_life import Action


def tally_of(appraisal: Appraisal, told: Told | None = None) -> Tally:
    """Count, measure and decide. Raises Refused where the person may not look yet."""
    board = read_board(appraisal, TO_LOOK)
    require(appraisal, Action.LOOK, board=board)
    return tally_again(appraisal, told, board)


def tally_again(appraisal: Appraisal, told: Told | None = None, board: Board | None = None) -> Tally:
    """The same for whoever has asked already whether the person may look, with the board that was read for it."""
    sums = count_bundles(appraisal, board or read_board(appraisal, TO_LOOK), told)
    return tally_sums(appraisal.scheme, appraisal.subjects, appraisal.sheets, sums)
