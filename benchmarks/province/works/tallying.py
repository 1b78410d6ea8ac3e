"""The tally and comparing, by the functions of the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.province.works.counted import Counted, Counts
from store.appraisal import open_appraisal
from store.batch_register import read_register
from store.board import read_board
from store.custody import passes_in_custody
from store.ledger import read_ledger
from store.status import ProgressReader
from store.tallying import tally_of
from tally.appraisal_tally import Tally
from tally.comparison import compare
from tally.marks import BLANK, SPOILED, grade_codes
from tally.readings import Pass
from tally.settling import settle
from tally.slip_offers import offers


def tally(folder: str) -> Callable[[], Counted]:
    """Counts, measures and verdicts; every custody file's digest is checked against the ledger."""
    appraisal = open_appraisal(Path(folder), "chen")

    def work() -> Counted:
        made = tally_of(appraisal)
        return Counted(lambda: counts_of(made))

    return work


def counts_of(made: Tally) -> Counts:
    """What a tally counted, row by row and group by group."""
    codes = (*grade_codes(len(made.scheme.grades)), BLANK, SPOILED)
    return {
        (one.subject, one.group, one.row, code): count
        for one in made.results
        if one.row is not None and one.group is not None
        for code, count in zip(codes, (*one.marks.grades, one.marks.blank, one.marks.spoiled), strict=True)
    }


def compare_passes(folder: str) -> Callable[[], None]:
    """Both passes of every batch read from custody (digests checked) and compared."""
    return _comparing(folder, explained=False)


def explain_differences(folder: str) -> Callable[[], None]:
    """The same, and slips looked for, with what a reviewer would be asked to read of each, before any ruling."""
    return _comparing(folder, explained=True)


def _comparing(folder: str, *, explained: bool) -> Callable[[], None]:
    appraisal = open_appraisal(Path(folder), "chen")
    reviewed = appraisal.scheme.keying.voids_reviewed

    def work() -> None:
        board, ledger = read_board(appraisal), read_ledger(appraisal.layout.folder("ledger"))
        for registered in read_register(appraisal.layout.folder("batches")).values():
            cover = registered.cover
            passes = passes_in_custody(appraisal, board, cover.id, ledger)
            if passes is None:
                raise RuntimeError(f"{cover.id} is not in custody")
            first, second = (passes[which].as_readings() for which in Pass)
            rows = len(appraisal.scheme.forms[cover.form].item_labels)
            found = compare(cover.numbers, rows, first, second, voids_reviewed=reviewed)
            if explained:
                settled = settle(found, first, second, (), appraisal.scheme)
                offers(cover.numbers, first, second, found, settled)

    return work


def first_progress(folder: str) -> Callable[[], object]:
    """How far every batch is, read for the first time."""
    return ProgressReader(open_appraisal(Path(folder), "chen")).read


def second_progress(folder: str) -> Callable[[], object]:
    """The same reader once more."""
    reader = ProgressReader(open_appraisal(Path(folder), "chen"))
    reader.read()
    return reader.read
