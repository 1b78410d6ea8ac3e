"""A batch from custody: compared, and settled as far as its rulings go; and making rulings on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store.access import find_batch, require
from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.board import Board, note_settled, read_board
from store.custody import passes_in_custody
from store.recorded_rulings import record_missed, record_rulings
from store.ruling_records import add_rulings, read_rulings
from tally.batch_life import Action
from tally.comparison import Comparison, Question, compare
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.readings import Pass, PassReadings
from tally.rulings import ProposedRuling, Ruling, check_ruling, read_rulings_file, standing
from tally.said import Refused, Said
from tally.settling import Settlement, settle


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One batch whose passes are both in custody: the readings, where they differ, what is ruled."""

    cover: CoverSheet
    rows: int
    attempts: tuple[int, int]
    first_by: str
    second_by: str
    first: PassReadings
    second: PassReadings
    comparison: Comparison
    rulings: tuple[Ruling, ...]
    settlement: Settlement

    @property
    def questions(self) -> dict[tuple[int, int], Question]:
        """Everything that the paper has to settle, by ballot and place."""
        return {(question.ballot, question.place): question for question in self.comparison.questions}


def reconcile(appraisal: Appraisal, board: Board, cover: CoverSheet) -> Reconciled | None:
    """A batch as custody and rulings have it; None until both passes are in custody."""
    passes = passes_in_custody(appraisal, board, cover.id)
    if passes is None:
        return None
    rows = row_count(appraisal.scheme.forms[cover.form], cover)
    first, second = passes[Pass.FIRST], passes[Pass.SECOND]
    comparison = compare(
        cover.numbers,
        rows,
        first.as_readings(),
        second.as_readings(),
        voids_reviewed=appraisal.scheme.keying.voids_reviewed,
    )
    attempts = (first.tag.attempt, second.tag.attempt)
    rulings = read_rulings(appraisal.layout.folder("review"), cover.id, attempts)
    return Reconciled(
        cover=cover,
        rows=rows,
        attempts=attempts,
        first_by=first.name,
        second_by=second.name,
        first=first.as_readings(),
        second=second.as_readings(),
        comparison=comparison,
        rulings=rulings,
        settlement=settle(comparison, first.as_readings(), second.as_readings(), rulings, appraisal.scheme),
    )


def batch_counts(appraisal: Appraisal) -> Iterator[BatchCount]:
    """Every batch that is not withdrawn, as the tally takes it, one at a time."""
    board = read_board(appraisal)
    for registered in active_batches(appraisal):
        reconciled = reconcile(appraisal, board, registered.cover)
        yield BatchCount(registered.cover, reconciled.settlement if reconciled else None)


def active_batches(appraisal: Appraisal) -> tuple[Registered, ...]:
    """The batches that are not withdrawn."""
    register = read_register(appraisal.layout.folder("batches"))
    return tuple(registered for registered in register.values() if not registered.withdrawn)


def open_review(appraisal: Appraisal, batch: str) -> Reconciled:
    """A batch for ruling. Raises Refused where the person may not, or a pass is not in custody yet."""
    cover = find_batch(appraisal, batch).cover
    require(appraisal, Action.RULE, cover)
    reconciled = reconcile(appraisal, read_board(appraisal), cover)
    if reconciled is None:
        raise Refused(
            Said(
                "batch {batch}: not both passes are in custody; take them in first (pingyi take-in --batch {batch})",
                batch=cover.id,
            )
        )
    return reconciled


def begin_review(appraisal: Appraisal, batch: str) -> Reconciled:
    """The same for a screen that opens; rulings of this person's that a crash kept out of the ledger are
    recorded first."""
    reconciled = open_review(appraisal, batch)
    record_missed(appraisal, appraisal.layout.rulings(reconciled.cover.id, appraisal.person.key))
    return reconciled


def rule(
    appraisal: Appraisal,
    batch: str,
    proposed: Iterable[ProposedRuling],
    seen: tuple[int, int] | None = None,
) -> Reconciled:
    """Record rulings, all or none, and return the batch as it then stands.

    `seen` are the attempts at the passes that the reviewer had before them. Raises Refused for a ruling
    that is not possible: on passes that were given back meanwhile, an agreed place, a mark outside the
    grades, a value that neither clerk keyed without a reason.
    """
    reconciled = _open_as_seen(appraisal, batch, seen)
    rulings = []
    for one in proposed:
        why = check_ruling(
            one,
            reconciled.questions,
            reconciled.rows,
            len(appraisal.scheme.grades),
            appraisal.scheme.keying,
        )
        if why is not None:
            raise Refused(Said("ballot {number}: {why}", number=one.ballot, why=why))
        question = reconciled.questions[one.ballot, one.place]
        rulings.append(
            Ruling(
                0,
                one.ballot,
                one.place,
                one.reading,
                one.reason,
                appraisal.person.name,
                "",
                question.first,
                question.second,
            )
        )
    return _write(appraisal, reconciled, rulings)


def take_back(
    appraisal: Appraisal, batch: str, ballot: int, place: int, seen: tuple[int, int] | None = None
) -> Reconciled:
    """Undo this reviewer's own latest ruling on a place, as a new record; the old one stays."""
    reconciled = _open_as_seen(appraisal, batch, seen)
    mine = [
        ruling
        for ruling in standing(reconciled.rulings).get((ballot, place), {}).values()
        if appraisal.person.is_called(ruling.by)
    ]
    if not mine:
        raise Refused(Said("ballot {number}: you have not ruled on this", number=ballot))
    undone = mine[-1]
    record = Ruling(
        0,
        ballot,
        place,
        undone.reading,
        "",
        appraisal.person.name,
        "",
        undone.first,
        undone.second,
        undone.number,
    )
    return _write(appraisal, reconciled, [record])


def _open_as_seen(appraisal: Appraisal, batch: str, seen: tuple[int, int] | None) -> Reconciled:
    reconciled = open_review(appraisal, batch)
    if seen is not None and reconciled.attempts != seen:
        raise Refused(
            Said(
                "batch {batch}: a pass was given back and keyed afresh meanwhile; leave and open the batch again",
                batch=reconciled.cover.id,
            )
        )
    return reconciled


def rule_from_file(appraisal: Appraisal, batch: str, file: Path) -> Reconciled:
    """Record the rulings of a CSV file, all or none."""
    reconciled = open_review(appraisal, batch)
    proposed = read_rulings_file(
        file.read_bytes(),
        file.name,
        reconciled.cover,
        reconciled.comparison,
        reconciled.rows,
        len(appraisal.scheme.grades),
        appraisal.scheme.keying,
    )
    return rule(appraisal, batch, proposed)


def _write(appraisal: Appraisal, reconciled: Reconciled, rulings: list[Ruling]) -> Reconciled:
    layout = appraisal.layout
    cover = reconciled.cover
    if rulings:
        count, last = add_rulings(
            layout.folder("review"),
            layout.rulings(cover.id, appraisal.person.key),
            cover.id,
            reconciled.attempts,
            rulings,
            appraisal.person,
        )
        record_rulings(appraisal, layout.rulings(cover.id, appraisal.person.key), count, last)
    return say_settled(appraisal, cover)


def say_settled(appraisal: Appraisal, cover: CoverSheet) -> Reconciled:
    """Compare and settle a batch anew, and say on the board whether anything is left to read."""
    now = say_settled_if_ready(appraisal, cover)
    assert now is not None  # both passes are in custody: nothing leaves it
    return now


def say_settled_if_ready(appraisal: Appraisal, cover: CoverSheet) -> Reconciled | None:
    """The same after a pass was taken in: None while the other one is not in custody."""
    now = reconcile(appraisal, read_board(appraisal), cover)
    if now is not None:
        done = now.settlement.is_settled and not now.settlement.open_opinions
        note_settled(appraisal, cover.id, settled=done)
    return now
