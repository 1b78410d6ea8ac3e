"""A batch from custody: compared, read past the slips that were accepted, and settled as far as its rulings go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.board import Board, board_of, note_settled, read_board
from store.chain import Fields
from store.custody import passes_in_custody, read_custody
from store.faults import Damaged
from store.layout import PassTag
from store.ledger import read_ledger
from store.pass_events import PassContent
from store.review_files import ReviewFiles
from store.ruling_records import read_rulings
from tally.comparison import Comparison, Question, compare
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.readings import Pass, PassReadings
from tally.rulings import Ruling, accepted_slips
from tally.said import Said
from tally.settling import Settlement, settle
from tally.slips import read_past_all


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One batch whose passes are both in custody: the readings, where they differ, what is ruled.

    `as_keyed` compares the passes as they were keyed; `first`, `second` and `comparison` are past every
    slip that a reviewer has accepted.
    """

    cover: CoverSheet
    rows: int
    attempts: tuple[int, int]
    first_by: str
    second_by: str
    first: PassReadings
    second: PassReadings
    as_keyed: Comparison
    comparison: Comparison
    rulings: tuple[Ruling, ...]
    settlement: Settlement

    @property
    def questions(self) -> dict[tuple[int, int], Question]:
        """Everything that the paper has to settle, by ballot and place, contested places too."""
        return {(question.ballot, question.place): question for question in self.settlement.questions}


@dataclass(frozen=True, slots=True)
class Listed:
    """What is read once for going through every batch: the register, the ledger, the names of files of rulings."""

    register: Mapping[str, Registered]
    ledger: Sequence[Fields]
    review: ReviewFiles

    def on(self, cover: CoverSheet) -> tuple[Sequence[Path], Sequence[Fields]]:
        """What `reconcile` takes of it for one batch."""
        return self.review.rulings(cover.id), self.ledger


def reconcile(
    appraisal: Appraisal,
    board: Board,
    cover: CoverSheet,
    files: Iterable[Path] | None = None,
    ledger: Sequence[Fields] | None = None,
) -> Reconciled | None:
    """A batch as custody and rulings have it; None until both passes are in custody.

    `files`: its files of rulings, and `ledger`: all of its records, where whoever goes through all batches has
    listed and read them just now.
    """
    passes = passes_in_custody(appraisal, board, cover.id, ledger)
    if passes is None:
        return None
    attempts = (passes[Pass.FIRST].tag.attempt, passes[Pass.SECOND].tag.attempt)
    rows = row_count(appraisal.scheme.forms[cover.form], cover)
    rulings = read_rulings(appraisal.layout.folder("review"), cover, rows, attempts, files)
    return _reconciled(appraisal, cover, rows, passes, rulings)


def list_once(appraisal: Appraisal) -> Listed:
    """What lies in one folder for all batches. Raises Damaged for a ledger whose chain does not fit."""
    layout = appraisal.layout
    return Listed(
        read_register(layout.folder("batches")),
        read_ledger(layout.folder("ledger")),
        ReviewFiles(layout.folder("review")),
    )


def reconcile_as_of(
    appraisal: Appraisal, cover: CoverSheet, attempts: tuple[int, int], last_ruling: int
) -> Reconciled:
    """A batch as it stood with these attempts at its passes, after the ruling of this number (0: before any).

    Nothing of it leaves custody, so it can be told at any time. Raises Damaged where it cannot be trusted.
    """
    passes = {
        which: read_custody(appraisal, PassTag(cover.id, which.number, attempt))
        for which, attempt in zip(Pass, attempts, strict=True)
    }
    rows = row_count(appraisal.scheme.forms[cover.form], cover)
    rulings = read_rulings(appraisal.layout.folder("review"), cover, rows, attempts)
    return _reconciled(
        appraisal, cover, rows, passes, tuple(one for one in rulings if one.number <= last_ruling)
    )


def _reconciled(
    appraisal: Appraisal,
    cover: CoverSheet,
    rows: int,
    passes: dict[Pass, PassContent],
    rulings: tuple[Ruling, ...],
) -> Reconciled:
    keyed = tuple(passes[which].as_readings() for which in Pass)
    as_keyed = comparison = _compared(appraisal, cover, rows, *keyed)
    first, second = keyed
    accepted = [ruling.slip for ruling in accepted_slips(rulings) if ruling.slip is not None]
    if accepted:
        try:
            first, second = read_past_all(accepted, first, second)
        except ValueError:
            why = Said("an explanation that was accepted does not fit the passes")
            raise Damaged(appraisal.layout.folder("review") / f"{cover.id}.*.json", why) from None
        comparison = _compared(appraisal, cover, rows, first, second)
    return Reconciled(
        cover=cover,
        rows=rows,
        attempts=(passes[Pass.FIRST].tag.attempt, passes[Pass.SECOND].tag.attempt),
        first_by=passes[Pass.FIRST].name,
        second_by=passes[Pass.SECOND].name,
        first=first,
        second=second,
        as_keyed=as_keyed,
        comparison=comparison,
        rulings=rulings,
        settlement=settle(comparison, first, second, rulings, appraisal.scheme),
    )


def _compared(
    appraisal: Appraisal, cover: CoverSheet, rows: int, first: PassReadings, second: PassReadings
) -> Comparison:
    reviewed = appraisal.scheme.keying.voids_reviewed
    return compare(cover.numbers, rows, first, second, voids_reviewed=reviewed)


def batch_counts(
    appraisal: Appraisal, told: Callable[[int, int], None] | None = None
) -> Iterator[BatchCount]:
    """Every batch that is not withdrawn, as the tally takes it, one at a time; `told` how many of how many."""
    board, listed = read_board(appraisal), list_once(appraisal)
    for number, registered in enumerate(listed.register.values(), start=1):
        if told is not None and number % 200 == 0:
            told(number, len(listed.register))
        if not registered.withdrawn:
            reconciled = reconcile(appraisal, board, registered.cover, *listed.on(registered.cover))
            yield BatchCount(registered.cover, reconciled.settlement if reconciled else None)


def active_batches(appraisal: Appraisal) -> tuple[Registered, ...]:
    """The batches that are not withdrawn."""
    register = read_register(appraisal.layout.folder("batches"))
    return tuple(registered for registered in register.values() if not registered.withdrawn)


def say_settled(
    appraisal: Appraisal, cover: CoverSheet, files: Iterable[Path] | None = None
) -> Reconciled | None:
    """Compare and settle a batch anew, and say on the board whether anything is left to read. `files` as for `reconcile`.

    None while not both passes are in custody, which may be so again at any moment: another reviewer may
    give one back.
    """
    now = reconcile(appraisal, board_of(appraisal, cover.id), cover, files)
    if now is not None:
        done = now.settlement.is_settled and not now.settlement.open_opinions
        note_settled(appraisal, cover.id, settled=done)
    return now
