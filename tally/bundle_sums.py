"""Sums over bundles: added one at a time, or put together from several parts, in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tally.counting import BatchCount, CountedRow, OpenWork, count_joined
from tally.cover_sheets import CoverSheet, ballot_rows
from tally.marks import BLANK, EMPTY, is_blank_ballot
from tally.row_counts import RowCounts
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
        self._grades = len(scheme.grades)
        self.counts = RowCounts(self._grades)
        """By form, subject, line and group."""
        self._opened: set[_Sheets] = set()
        self.rows: dict[tuple[str, str], tuple[CountedRow, ...]] = {}
        """The lines of (form, subject), in the order of the ballot."""
        self.owner: dict[tuple[str, str], str] = {}
        """The subject under which the sheets of (form, subject) were bundled."""
        self.totals: dict[tuple[str, str, str], SheetSums] = {}
        """By form, owner and group."""
        self.open = OpenWork()
        self.bundles = 0

    def add(self, batch: BatchCount) -> None:
        """Count one bundle."""
        self.bundles += 1
        cover, settlement = batch.cover, batch.settlement
        sheets = (cover.form, cover.subject, cover.group, cover.roster)
        if sheets not in self._opened:
            self._open_lines(cover)
            self._opened.add(sheets)
        total = self.totals.setdefault(sheets[:3], SheetSums())
        rows = len(cover.roster) * len(self._scheme.forms[cover.form].item_labels)
        total.issued = None if cover.issued is None or total.issued is None else total.issued + cover.issued
        if settlement is None:
            total.collected += cover.collected
            self.open += OpenWork(batches=1, ballots=cover.collected)
            self._add_pending(sheets, [], cover.collected, rows)
            return
        total.collected += cover.collected - len(settlement.absent)
        marks = list(batch.agreed)
        for ballot in settlement.settled:
            if not ballot.void:
                marks.append(ballot.marks)
                continue
            total.void += 1
            total.reasons[ballot.reason] = total.reasons.get(ballot.reason, 0) + 1
            # A ballot that is void for having no mark at all is a blank ballot all the same.
            total.blank_ballots += is_blank_ballot(ballot.marks)
        total.valid += len(marks)
        total.blank_ballots += marks.count(BLANK * rows)
        total.opinions += len(settlement.with_opinion)
        for subject, its in _shared_out(cover.roster, count_joined("".join(marks), rows, self._grades)):
            self.counts.add_marks(cover.form, subject, cover.group, its)
        if settlement.open_questions or settlement.open_opinions or settlement.open_ballots:
            self.open += _open_work(settlement)
            known = [ballot.known for ballot in settlement.open_ballots if ballot.known is not None]
            if self._scheme.validity.blank_ballot_void:
                # A ballot that may turn out to have no mark at all would be void and leave every base.
                known = [one for one in known if one.strip(BLANK + EMPTY)]
            self._add_pending(sheets, known, len(settlement.open_ballots) - len(known), rows)

    def merge(self, other: BundleSums) -> None:
        """Add what other bundles of the same appraisal add up to."""
        for key, lines in other.rows.items():
            self.rows.setdefault(key, lines)
        self.owner |= other.owner
        for of, total in other.totals.items():
            self.totals.setdefault(of, SheetSums()).merge(total)
        self.counts.merge(other.counts)
        self.open += other.open
        self.bundles += other.bundles

    def _open_lines(self, cover: CoverSheet) -> None:
        form = self._scheme.forms[cover.form]
        of_subject: dict[str, list[CountedRow]] = {}
        for line in ballot_rows(form, cover):
            of_subject.setdefault(line.subject, []).append(
                CountedRow(form.id, line.subject, line.row, line.item, line.overall)
            )
        for subject, lines in of_subject.items():
            self.owner[form.id, subject] = cover.subject
            self.rows.setdefault((form.id, subject), tuple(lines))
            self.counts.open_lines(form.id, subject, cover.group, lines)

    def _add_pending(self, sheets: _Sheets, known: list[str], unknown: int, rows: int) -> None:
        """Ballots that are not counted yet: what is known of some, EMPTY where it is not, and how many are unknown."""
        form, _, group, roster = sheets
        width = self._grades + 2
        marks = count_joined("".join(known), rows, self._grades)
        numbers = []
        for row in range(rows):
            numbers += marks[row * width : (row + 1) * width]
            numbers.append(unknown + sum(one[row] == EMPTY for one in known))
        for subject, its in _shared_out(roster, numbers):
            self.counts.add_pending(form, subject, group, its)


_Sheets = tuple[str, str, str, tuple[str, ...]]
"""Form, owner, group and roster: whose sheets have the same rows."""


def _shared_out(roster: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[str, Sequence[int]]]:
    """Numbers of all rows of a sheet by the subject that they grade: the same number of rows each."""
    each = len(numbers) // len(roster)
    for at, subject in enumerate(roster):
        yield subject, numbers[at * each : (at + 1) * each]


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
