"""Counting settled ballots: by subject, row and group, with the ballot accounting beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tally.count_sheets import CountSheet
from tally.cover_sheets import CoverSheet, ballot_rows
from tally.marks import BLANK, EMPTY, SPOILED, grade_codes, is_blank_ballot
from tally.scheme import Scheme
from tally.settling import Settlement
from tally.subjects import Subjects


@dataclass(frozen=True, slots=True)
class MarkCounts:
    """How often each mark stands in a row (or in several rows together).

    `grades[0]` counts the first grade. valid = grades + blank + spoiled, in every line.
    """

    grades: tuple[int, ...]
    blank: int = 0
    spoiled: int = 0

    @property
    def valid(self) -> int:
        """Rows counted: every valid ballot once a row."""
        return sum(self.grades) + self.blank + self.spoiled

    @property
    def marked(self) -> int:
        """Rows that bear a grade."""
        return sum(self.grades)

    def __add__(self, other: MarkCounts) -> MarkCounts:
        return MarkCounts(
            tuple(one + two for one, two in zip(self.grades, other.grades, strict=True)),
            self.blank + other.blank,
            self.spoiled + other.spoiled,
        )


def no_marks(grades: int) -> MarkCounts:
    """Nothing counted yet, for a scheme of `grades` grades."""
    return MarkCounts((0,) * grades)


def count_rows(marks: Sequence[str], rows: int, grades: int) -> tuple[MarkCounts, ...]:
    """The counts of each row over ballots given as strings of `rows` codes.

    All ballots are joined and each row is a slice of the whole, which counts a million ballots in
    about a second with the standard library alone.
    """
    joined = "".join(marks)
    codes = grade_codes(grades)
    counted = []
    for row in range(rows):
        column = joined[row::rows]
        counted.append(
            MarkCounts(
                tuple(column.count(code) for code in codes), column.count(BLANK), column.count(SPOILED)
            )
        )
    return tuple(counted)


@dataclass(frozen=True, slots=True)
class Pending:
    """What of a row is not counted yet: known marks of open ballots, and how many are unknown."""

    known: MarkCounts
    unknown: int

    def __add__(self, other: Pending) -> Pending:
        return Pending(self.known + other.known, self.unknown + other.unknown)


@dataclass(frozen=True, slots=True)
class BatchCount:
    """One batch as the tally sees it. `settlement` is None until both passes are in custody."""

    cover: CoverSheet
    settlement: Settlement | None


@dataclass(frozen=True, slots=True)
class Accounting:
    """Ballot accounting (票数) of a form, a subject and a group or several.

    collected = valid + void once everything is settled. None: not stated anywhere.
    """

    issued: int | None = None
    collected: int | None = None
    present: int | None = None
    eligible: int | None = None
    valid: int = 0
    void: int = 0
    blank_ballots: int = 0
    opinions: int = 0
    void_reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowCount:
    """One line of a ballot for one group: its marks and what is still pending there."""

    marks: MarkCounts
    pending: Pending

    def __add__(self, other: RowCount) -> RowCount:
        return RowCount(self.marks + other.marks, self.pending + other.pending)


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A line of a ballot: the form, the subject that it grades, its number and item."""

    form: str
    subject: str
    row: int
    item: str
    overall: bool


@dataclass(frozen=True, slots=True)
class ControlMismatch:
    """The bundles do not add up to the signed count sheet: by how many sheets (positive: too few)."""

    form: str
    subject: str
    group: str
    counted: int
    bundled: int


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What a count still waits for."""

    batches: int = 0
    ballots: int = 0
    differences: int = 0
    missing: int = 0
    doubled: int = 0
    opinions: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """All counts of an appraisal, before any rate is taken."""

    rows: Mapping[tuple[str, str], tuple[CountedRow, ...]]
    """The lines of (form, subject), in the order of the ballot."""
    counts: Mapping[tuple[str, str, int, str], RowCount]
    """By form, subject, line and group."""
    accounting: Mapping[tuple[str, str, str], Accounting]
    """By form, subject of the batch (a roster's organization) and group; group "" for all pooled."""
    owner: Mapping[tuple[str, str], str]
    """The subject under which the sheets of (form, subject) were bundled: a roster's organization."""
    groups: Mapping[tuple[str, str], tuple[str, ...]]
    """The groups with a batch or a count sheet for (form, owner), in the scheme's order."""
    open: OpenWork
    mismatches: tuple[ControlMismatch, ...]
    batches: int


class _Sheets:
    """Sums over batches of one form, owner and group."""

    def __init__(self) -> None:
        self.collected = 0
        self.issued: int | None = 0
        self.valid = 0
        self.void = 0
        self.blank_ballots = 0
        self.opinions = 0
        self.reasons: dict[str, int] = {}


def _no_bundle() -> _Sheets:
    sheets = _Sheets()
    sheets.issued = None
    return sheets


def count_batches(
    scheme: Scheme, subjects: Subjects, sheets: Iterable[CountSheet], batches: Iterable[BatchCount]
) -> Counted:
    """Count every settled ballot of `batches` and hold the bundles against the count sheets."""
    grades = len(scheme.grades)
    rows: dict[tuple[str, str], tuple[CountedRow, ...]] = {}
    counts: dict[tuple[str, str, int, str], RowCount] = {}
    owner: dict[tuple[str, str], str] = {}
    totals: dict[tuple[str, str, str], _Sheets] = {}
    open_work = OpenWork()
    number = 0
    for batch in batches:
        number += 1
        cover = batch.cover
        form = scheme.forms[cover.form]
        lines = ballot_rows(form, cover)
        of_subject: dict[str, list[CountedRow]] = {}
        for line in lines:
            owner[form.id, line.subject] = cover.subject
            of_subject.setdefault(line.subject, []).append(
                CountedRow(form.id, line.subject, line.row, line.item, line.overall)
            )
        for subject, its in of_subject.items():
            rows.setdefault((form.id, subject), tuple(its))
        total = totals.setdefault((form.id, cover.subject, cover.group), _Sheets())
        counted, open_work = _count_batch(
            batch, len(lines), grades, total, open_work, blank_is_void=scheme.validity.blank_ballot_void
        )
        for line, row_count in zip(lines, counted, strict=True):
            key = (form.id, line.subject, line.row, cover.group)
            counts[key] = counts[key] + row_count if key in counts else row_count
    sheets = tuple(sheets)
    for sheet in sheets:
        # A group without a bundle was issued its sheets all the same.
        if sheet.group and any(key[:2] == (sheet.form, sheet.subject) for key in totals):
            totals.setdefault((sheet.form, sheet.subject, sheet.group), _no_bundle())
    nothing = RowCount(no_marks(grades), Pending(no_marks(grades), 0))
    for (form_id, subject), its_rows in rows.items():
        for which in scheme.groups:
            if (form_id, owner[form_id, subject], which) in totals:
                for row in its_rows:
                    counts.setdefault((form_id, subject, row.row, which), nothing)
    return Counted(
        rows=rows,
        counts=counts,
        accounting=_accounting(scheme, subjects, sheets, totals),
        owner=owner,
        groups=_groups(scheme, totals),
        open=open_work,
        mismatches=_mismatches(sheets, totals),
        batches=number,
    )


def _count_batch(
    batch: BatchCount, rows: int, grades: int, total: _Sheets, work: OpenWork, *, blank_is_void: bool
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
        return (RowCount(nothing, pending),) * rows, _sum(work, more)
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
    return counted, _sum(work, _open_work(settlement))


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


def _sum(one: OpenWork, two: OpenWork) -> OpenWork:
    return OpenWork(
        one.batches + two.batches,
        one.ballots + two.ballots,
        one.differences + two.differences,
        one.missing + two.missing,
        one.doubled + two.doubled,
        one.opinions + two.opinions,
    )


def _groups(
    scheme: Scheme, totals: Mapping[tuple[str, str, str], _Sheets]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for form, subject, _ in totals:
        found[form, subject] = tuple(group for group in scheme.groups if (form, subject, group) in totals)
    return found


def _accounting(
    scheme: Scheme,
    subjects: Subjects,
    sheets: tuple[CountSheet, ...],
    totals: Mapping[tuple[str, str, str], _Sheets],
) -> dict[tuple[str, str, str], Accounting]:
    by_key = {(sheet.form, sheet.subject, sheet.group): sheet for sheet in sheets}
    found: dict[tuple[str, str, str], Accounting] = {}
    for (form, subject, group), total in totals.items():
        found[form, subject, group] = _one_group(by_key.get((form, subject, group)), total)
    for form, subject in {(form, subject) for form, subject, _ in totals}:
        pooled = [
            found[form, subject, group] for group in scheme.pooled_groups if (form, subject, group) in found
        ]
        # A count sheet "for all groups" speaks of the pooled ones only where every group is pooled.
        whole = by_key.get((form, subject, "")) if len(scheme.pooled_groups) == len(scheme.groups) else None
        together = sum_accounting(pooled)
        stated = subjects.by_id[subject].eligible if subject in subjects.by_id else None
        eligible = together.eligible if together.eligible is not None else stated
        present = together.present
        issued, collected, void = together.issued, together.collected, together.void
        if whole is not None:
            issued = whole.issued if whole.issued is not None else issued
            collected = whole.collected if whole.collected is not None else collected
            present = whole.present if whole.present is not None else present
            eligible = whole.eligible if whole.eligible is not None else eligible
            void += max(
                0,
                whole.set_aside
                - sum(
                    by_key[form, subject, group].set_aside
                    for group in scheme.pooled_groups
                    if (form, subject, group) in by_key and (form, subject, group) in totals
                ),
            )
        found[form, subject, ""] = Accounting(
            issued,
            collected,
            present,
            eligible,
            together.valid,
            void,
            together.blank_ballots,
            together.opinions,
            together.void_reasons,
        )
    return found


def _one_group(sheet: CountSheet | None, total: _Sheets) -> Accounting:
    collected: int | None = total.collected
    issued = total.issued
    if sheet is not None:
        collected = sheet.collected if sheet.collected is not None else collected
        issued = sheet.issued if sheet.issued is not None else issued
    return Accounting(
        issued=issued,
        collected=collected,
        present=sheet.present if sheet else None,
        eligible=sheet.eligible if sheet else None,
        valid=total.valid,
        void=total.void + (sheet.set_aside if sheet else 0),
        blank_ballots=total.blank_ballots,
        opinions=total.opinions,
        void_reasons=total.reasons,
    )


def sum_accounting(parts: Sequence[Accounting]) -> Accounting:
    """Several groups together; a number that one of them does not state is not stated in the sum."""

    def added(values: Iterable[int | None]) -> int | None:
        known = list(values)
        present = [value for value in known if value is not None]
        return sum(present) if present and len(present) == len(known) else None

    reasons: dict[str, int] = {}
    for part in parts:
        for reason, number in part.void_reasons.items():
            reasons[reason] = reasons.get(reason, 0) + number
    return Accounting(
        issued=added(part.issued for part in parts),
        collected=added(part.collected for part in parts),
        present=added(part.present for part in parts),
        eligible=added(part.eligible for part in parts),
        valid=sum(part.valid for part in parts),
        void=sum(part.void for part in parts),
        blank_ballots=sum(part.blank_ballots for part in parts),
        opinions=sum(part.opinions for part in parts),
        void_reasons=reasons,
    )


def _mismatches(
    sheets: tuple[CountSheet, ...], totals: Mapping[tuple[str, str, str], _Sheets]
) -> tuple[ControlMismatch, ...]:
    found = []
    for sheet in sheets:
        if sheet.collected is None:
            continue
        aside = sheet.set_aside
        if not sheet.group:
            # Sheets that the groups' own count sheets set aside are among those of the sheet for all.
            aside = max(
                aside, sum(one.set_aside for one in sheets if one.group and _same_subject(one, sheet))
            )
        bundled = aside + sum(
            total.collected
            for (form, subject, group), total in totals.items()
            if (form, subject) == (sheet.form, sheet.subject) and sheet.group in ("", group)
        )
        if bundled != sheet.collected:
            found.append(ControlMismatch(sheet.form, sheet.subject, sheet.group, sheet.collected, bundled))
    return tuple(found)


def _same_subject(one: CountSheet, other: CountSheet) -> bool:
    return (one.form, one.subject) == (other.form, other.subject)
