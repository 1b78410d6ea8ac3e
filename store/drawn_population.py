"""The sheets of one form and subject: as the count has them now, and as it had them when a sample was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store.appraisal import Appraisal
from store.batch_register import read_registered
from store.board import Board
from store.chain import canonical, sha256
from store.faults import Damaged
from store.reconciling import Reconciled, active_batches, reconcile, reconcile_as_of
from store.review_files import ReviewFiles
from store.sample_draws import Draw, DrawnBatch
from tally.check_plan import FILLED, KEYED
from tally.comparison import WHOLE, Why
from tally.cover_sheets import CoverSheet
from tally.draw import Sheet
from tally.readings import PassReadings
from tally.said import Said
from tally.sheet_check import CountedSheet


@dataclass(frozen=True, slots=True)
class Population:
    """All settled sheets of a form and a subject, void ones too, absent ones not."""

    batches: Mapping[str, Reconciled]

    @property
    def counted(self) -> dict[Sheet, CountedSheet]:
        """What the count has for each sheet."""
        return {
            Sheet(batch, one.number): CountedSheet(one.marks, one.void)
            for batch, now in self.batches.items()
            for one in now.settlement.settled
        }

    @property
    def ruled(self) -> dict[Sheet, frozenset[int]]:
        """The places of each sheet that the count has from a ruling on passes that differ."""
        found: dict[Sheet, set[int]] = {}
        for batch, now in self.batches.items():
            corrections = {
                (one.ballot, one.place) for one in now.settlement.questions if one.why is Why.CORRECTION
            }
            for ballot, place in now.settlement.answers.keys() - corrections:
                found.setdefault(Sheet(batch, ballot), set()).add(place)
        return {sheet: frozenset(places) for sheet, places in found.items()}

    @property
    def strata(self) -> dict[str, tuple[Sheet, ...]]:
        """The sheets of each stratum that has any."""
        found: dict[str, list[Sheet]] = {}
        for batch, now in self.batches.items():
            for one in now.settlement.settled:
                both = _filled(now.first, one.number) and _filled(now.second, one.number)
                found.setdefault(FILLED if both else KEYED, []).append(Sheet(batch, one.number))
        return {name: tuple(found[name]) for name in sorted(found)}

    @property
    def digest(self) -> str:
        """The SHA-256 over every sheet, what the count has for it, and its stratum."""
        stratum = {sheet: name for name, sheets in self.strata.items() for sheet in sheets}
        return sha256(
            canonical(
                {
                    "sheets": [
                        [sheet.batch, sheet.ballot, one.marks, one.void, stratum[sheet]]
                        for sheet, one in sorted(self.counted.items())
                    ]
                }
            )
        )

    def drawn_batches(self) -> dict[str, DrawnBatch]:
        """What of each batch this rests on."""
        return {
            batch: DrawnBatch(now.attempts, max((ruling.number for ruling in now.rulings), default=0))
            for batch, now in self.batches.items()
        }


def population_covers(appraisal: Appraisal, form: str, subject: str) -> tuple[CoverSheet, ...]:
    """The batches of a form and a subject that are not withdrawn."""
    return tuple(
        one.cover
        for one in active_batches(appraisal)
        if (one.cover.form, one.cover.subject) == (form, subject)
    )


def population_now(appraisal: Appraisal, board: Board, covers: Iterable[CoverSheet]) -> Population:
    """The sheets as they are settled now; of a batch that is not in custody none."""
    batches = {}
    review = ReviewFiles(appraisal.layout.folder("review"))
    for cover in covers:
        now = reconcile(appraisal, board, cover, review.rulings(cover.id))
        if now is not None:
            batches[cover.id] = now
    return Population(batches)


def population_as_drawn(appraisal: Appraisal, draw: Draw) -> Population:
    """The sheets as they were settled at a draw. Raises Damaged where that cannot be told any more."""
    folder = appraisal.layout.folder("batches")
    batches = {}
    for batch, one in draw.batches.items():
        registered = read_registered(folder, batch)
        if registered is None:
            raise Damaged(folder / f"{batch}.001.json", Said("it is missing"))
        batches[batch] = reconcile_as_of(appraisal, registered.cover, one.attempts, one.last_ruling)
    return Population(batches)


def how_changed(
    appraisal: Appraisal, draw: Draw, then: Population, now: Population, found_wrong: Iterable[Sheet]
) -> Said | None:
    """Why a check of `then` no longer speaks of the count `now`; None where it does.

    Sheets that the check found wrong may have been mended, and agreed places corrected by two reviewers:
    that leaves no more wrong than there was.
    """
    covers = {cover.id for cover in population_covers(appraisal, draw.form, draw.subject)}
    for batch in sorted(covers ^ draw.batches.keys()):
        gone = read_registered(appraisal.layout.folder("batches"), batch)
        if gone is not None and batch in draw.batches:
            return Said("batch {batch} was withdrawn since", batch=batch)
        return Said("batch {batch} was registered since", batch=batch)
    excused = set(found_wrong)
    for batch, before in then.batches.items():
        after = now.batches.get(batch)
        if after is None or after.attempts != before.attempts:
            return Said("batch {batch} was given back since", batch=batch)
        corrected = {
            (question.ballot, question.place)
            for question in after.settlement.questions
            if question.why is Why.CORRECTION
        }
        new = {one.number: one for one in after.settlement.settled}
        old = {one.number: one for one in before.settlement.settled}
        for number in sorted(old.keys() | new.keys()):
            was, is_ = old.get(number), new.get(number)
            if was is not None and is_ is not None and (was.marks, was.void) == (is_.marks, is_.void):
                continue
            if was is not None and Sheet(batch, number) in excused:
                continue
            if was is not None and is_ is not None and was.void == is_.void and not was.void:
                places = {
                    row
                    for row, (a, b) in enumerate(zip(was.marks, is_.marks, strict=True), start=1)
                    if a != b
                }
            elif was is not None and is_ is not None:
                places = {WHOLE}
            else:
                places = {place for ballot, place in corrected if ballot == number} or {WHOLE}
            whole = (number, WHOLE) in corrected
            if was is not None and (whole or all((number, place) in corrected for place in places)):
                continue
            return Said(
                "ballot {number} of batch {batch} was ruled on anew since", number=number, batch=batch
            )
    return None


def _filled(readings: PassReadings, number: int) -> bool:
    return any(one.filled for one in readings.by_number.get(number, ()))
