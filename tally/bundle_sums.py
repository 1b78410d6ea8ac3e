"""Sums over bundles: added one at a time, or put together from several parts, in any order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tally.counting import (
    BatchCount,
    CountedRow,
    MarkCounts,
    OpenWork,
    Pending,
    RowCount,
    count_rows,
    no_marks,
)
from tally.cover_sheets import ballot_rows
from tally.marks import BLANK, EMPTY, is_blank_ballot
from tally.scheme import Scheme
from tally.settling import Settlement


@dataclass(slots=True)
class SheetSums:
    """The sheets of the bundles of one form, owner and group. `issued` None: some bundle does not say."""

    collected: int = 0
    issued: int | None = 0
    valid: int = 0
    void: int = 0
    blank_ballots: int = 0
    opinions: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def merge(self, other: SheetSums) -> None:
        """Add those of other bundles."""
        self.collected += other.collected
        self.issued = None if self.issued is None or other.issued is None else self.issued + other.issued
        self.valid += other.valid
        self.void += other.void
        self.blank_ballots += other.blank_ballots
        self.opinions += other.opinions
        for reason, number in other.reasons.items():
            self.reasons[reason] = self.reasons.get(reason, 0) + number


class BundleSums:
    """What the bundles of an appraisal add up to."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.rows: dict[tuple[str, str], tuple[CountedRow, ...]] = {}
        """The lines of (form, subject), in the order of the ballot."""
        self.counts: dict[tuple[str, str, int, str], RowCount] = {}
        """By form, subject, line and group."""
        self.owner: dict[tuple[str, str], str] = {}
        """The subject under which the sheets of (form, subject) were bundled."""
        self.totals: dict[tuple[str, str, str], SheetSums] = {}
        """By form, owner and group."""
        self.open = OpenWork()
        self.bundles = 0

    def add(self, batch: BatchCount) -> None:
        """Count one bundle."""
        self.bundles += 1
        cover = batch.cover
        form = self._scheme.forms[cover.form]
        lines = ballot_rows(form, cover)
        if any((form.id, subject) not in self.rows for subject in cover.roster):
            of_subject: dict[str, list[CountedRow]] = {}
            for line in lines:
                self.owner[form.id, line.subject] = cover.subject
                of_subject.setdefault(line.subject, []).append(
                    CountedRow(form.id, line.subject, line.row, line.item, line.overall)
                )
            for subject, its in of_subject.items():
                self.rows.setdefault((form.id, subject), tuple(its))
        total = self.totals.setdefault((form.id, cover.subject, cover.group), SheetSums())
        blank_is_void = self._scheme.validity.blank_ballot_void
        counted, work = _count_bundle(
            batch, len(lines), len(self._scheme.grades), total, blank_is_void=blank_is_void
        )
        self.open += work
        self._add_counts(
            {
                (form.id, line.subject, line.row, cover.group): row_count
                for line, row_count in zip(lines, counted, strict=True)
            }
        )

    def merge(self, other: BundleSums) -> None:
        """Add what other bundles of the same appraisal add up to."""
        for key, lines in other.rows.items():
            self.rows.setdefault(key, lines)
        self.owner |= other.owner
        for of, total in other.totals.items():
            self.totals.setdefault(of, SheetSums()).merge(total)
        self._add_counts(other.counts)
        self.open += other.open
        self.bundles += other.bundles

    def __getstate__(self) -> dict[str, Any]:
        """The sums with every count as plain numbers: they are sent between processes by the ten thousand."""
        flat = {
            key: (
                *one.marks.grades, one.marks.blank, one.marks.spoiled,
                *one.pending.known.grades, one.pending.known.blank, one.pending.known.spoiled, one.pending.unknown,
            )
            for key, one in self.counts.items()
        }  # fmt: skip
        return {**self.__dict__, "counts": flat}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """The sums again."""
        self.__dict__.update(state)
        self.counts = {key: _row_count(numbers) for key, numbers in state["counts"].items()}

    def _add_counts(self, more: Mapping[tuple[str, str, int, str], RowCount]) -> None:
        counts = self.counts
        for key, row_count in more.items():
            before = counts.get(key)
            counts[key] = row_count if before is None else before + row_count


def _row_count(numbers: tuple[int, ...]) -> RowCount:
    """A count out of its numbers (`BundleSums.__getstate__`)."""
    half = len(numbers) // 2
    marks, known = numbers[:half], numbers[half:-1]
    return RowCount(
        MarkCounts(marks[:-2], marks[-2], marks[-1]),
        Pending(MarkCounts(known[:-2], known[-2], known[-1]), numbers[-1]),
    )


def _count_bundle(
    batch: BatchCount, rows: int, grades: int, total: SheetSums, *, blank_is_void: bool
) -> tuple[tuple[RowCount, ...], OpenWork]:
    cover, settlement = batch.cover, batch.settlement
    nothing = no_marks(grades)
    if cover.issued is None:
        total.issued = None
    elif total.issued is not None:
        total.issued += cover.issued
    if settlement is None:
        total.collected += cover.collected
        pending = Pending(nothing, cover.collected)
        more = OpenWork(batches=1, ballots=cover.collected)
        return (RowCount(nothing, pending),) * rows, more
    total.collected += cover.collected - len(settlement.absent)
    valid = [ballot for ballot in settlement.settled if not ballot.void]
    total.valid += len(valid)
    total.opinions += len(settlement.with_opinion)
    for ballot in settlement.settled:
        if ballot.void:
            total.void += 1
            total.reasons[ballot.reason] = total.reasons.get(ballot.reason, 0) + 1
        if is_blank_ballot(ballot.marks):
            total.blank_ballots += 1
    marks = count_rows([ballot.marks for ballot in valid], rows, grades)
    known = [ballot.known for ballot in settlement.open_ballots if ballot.known is not None]
    if blank_is_void:
        # A ballot that may turn out to have no mark at all would be void and leave every base.
        known = [one for one in known if one.strip(BLANK + EMPTY)]
    wholly_unknown = len(settlement.open_ballots) - len(known)
    pending_marks = count_rows(known, rows, grades)
    unknown_at = [sum(1 for one in known if one[row] == EMPTY) + wholly_unknown for row in range(rows)]
    counted = tuple(RowCount(marks[row], Pending(pending_marks[row], unknown_at[row])) for row in range(rows))
    return counted, _open_work(settlement)


_DIFFERENCES = ("marks-differ", "void-in-one", "void-in-both", "correction")


def _open_work(settlement: Settlement) -> OpenWork:
    whys = [question.why.value for question in settlement.open_questions]
    return OpenWork(
        ballots=len(settlement.open_ballots),
        differences=sum(why in _DIFFERENCES for why in whys),
        missing=sum(why in ("only-first", "only-second", "in-neither") for why in whys),
        doubled=sum(why == "doubled" for why in whys),
        opinions=len(settlement.open_opinions),
    )
