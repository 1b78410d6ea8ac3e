"""What a sample check shows: bounds for each subject, whether each verdict stands, and what to read next.

Pure: it takes the plan, what was read, and the tally. The bounds speak of the count as it was drawn; a
verdict is held against the count as it is now, in which sheets found wrong may have been corrected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tally.appraisal_tally import Tally
from tally.check_plan import CheckPlan, PlannedSheet
from tally.draw import Sheet
from tally.residual_errors import ResidualErrors, SheetRead, residual_errors, seen_of, verdict_stands
from tally.said import Said
from tally.scheme import Decides
from tally.sheet_check import Findings
from tally.sheets_needed import sheets_still_to_read
from tally.verdicts import Verdict

LOT_WITHOUT_VERDICTS = 25
"""Sheets read where no rule decides anything: with none found wrong, at most about one sheet in nine is, at 5 %."""


@dataclass(frozen=True, slots=True)
class Check:
    """One draw: of which population, by which seed, at which risk; the latest `plan` says the rest."""

    id: str
    form: str
    subject: str
    seed: str
    risk: Fraction
    plan: CheckPlan
    by: str
    at: str
    reason: str = ""
    """Why it was drawn although another check of the same sheets was not finished."""


@dataclass(frozen=True, slots=True)
class SubjectBound:
    """How much may be wrong in one subject's rows, in the count as it was drawn."""

    subject: str
    errors: ResidualErrors


VerdictKey = tuple[str, str, int | None, str | None, str | None]
"""Form, subject, row, the rule's id and the band of a verdict."""


@dataclass(frozen=True, slots=True)
class VerdictBound:
    """Whether a verdict of the present count stands, and how many more sheets that is expected to take.

    `sheets_at_most` may be wrong in its rows now; `sheets_to_change` would have to be, None where no
    number of them changes it. `still_to_read`: 0 where it stands, None where reading cannot show it.
    """

    verdict: Verdict
    sheets_at_most: int
    sheets_to_change: int | None
    still_to_read: int | None
    stands: bool


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check as far as it has come."""

    check: Check
    findings: Findings
    usable: int
    """Sheets read that the bounds rest on: in each stratum the first of the draw, without a gap."""
    subjects: tuple[SubjectBound, ...]
    verdicts: tuple[VerdictBound, ...]
    next_sheets: tuple[Sheet, ...]
    """To be read next, in the draw's order: what is left of the stated sample; else as many as show every verdict
    that can be shown, if none of them is wrong."""
    changed: Said | None = None
    """Why the check no longer speaks of the count: it was changed otherwise than by correcting what was found."""

    @property
    def read(self) -> int:
        """How many sheets were read."""
        return len(self.findings.by_sheet)

    @property
    def may_stop(self) -> bool:
        """Whether every verdict stands and nothing is open; where no rule decides, everything has to be read.

        A stated sample may be read to its end all the same: that gives the better bound.
        """
        return (
            self.changed is None
            and not self.findings.open
            and all(one.stands for one in self.verdicts)
            and (bool(self.verdicts) or not self.next_sheets)
        )


def verdict_key(verdict: Verdict) -> VerdictKey:
    """What tells a verdict from every other of a tally."""
    rule = verdict.rule.id if verdict.rule is not None else None
    return verdict.form, verdict.subject, verdict.row, rule, verdict.band


def residual_check(
    check: Check, findings: Findings, tally: Tally, changed: Said | None = None
) -> CheckResult:
    """What the sheets read so far show of each subject and verdict of the check's population."""
    read, coming = _read_and_coming(check.plan, findings)
    usable = [findings.by_sheet[one.sheet].as_read(one.stratum) for one in read]
    strata = check.plan.strata
    rows = rows_by_subject(tally, check.form, check.subject)
    subjects = tuple(
        SubjectBound(subject, residual_errors(strata, usable, every, check.risk))
        for subject, every in rows.items()
    )
    held = _Held(check, findings, usable, [one.stratum for one in coming])
    verdicts = tuple(
        held.verdict(verdict, rows_of_verdict(verdict, tally))
        for verdict in tally.verdicts
        if verdict.form == check.form and verdict.subject in rows
    )
    following = () if changed is not None else _next(check, findings, coming, verdicts)
    return CheckResult(check, findings, len(read), subjects, verdicts, following, changed)


def rows_by_subject(tally: Tally, form: str, owner: str) -> dict[str, frozenset[int]]:
    """The ballot's rows of each subject of a population: one organization's, or every member's of a roster."""
    rated = [subject for (of, subject), its in tally.owner.items() if (of, its) == (form, owner)]
    return {
        subject: frozenset(
            result.row
            for result in tally.results_of(form, subject)
            if result.row is not None and result.group is None
        )
        for subject in rated
    }


def rows_of_verdict(verdict: Verdict, tally: Tally) -> frozenset[int]:
    """The rows of the ballot that a verdict is taken over."""
    if verdict.row is not None:
        return frozenset((verdict.row,))
    overall_only = tally.scheme.forms[verdict.form].decides is Decides.OVERALL
    return frozenset(
        result.row
        for result in tally.results_of(verdict.form, verdict.subject)
        if result.group is None and result.row is not None and (result.overall or not overall_only)
    )


class _Held:
    """Holds verdicts against what was read; many members of a roster come out alike and are reckoned once."""

    def __init__(self, check: Check, findings: Findings, read: list[SheetRead], coming: list[str]) -> None:
        self._check = check
        self._findings = findings
        self._read = read
        self._coming = coming if check.plan.size is None else coming[: check.plan.size - len(read)]
        self._strata = check.plan.strata
        self._known: dict[object, tuple[int, int | None]] = {}

    def verdict(self, verdict: Verdict, rows: frozenset[int]) -> VerdictBound:
        """One verdict against the sheets wrong in its rows."""
        against = [one for one in self._findings.wrong if one.counts_against(rows)]
        corrected = sum(one.corrected for one in against)
        needed = verdict.sheets_to_change
        # A sheet that was read out of turn proves nothing about the others, but is wrong all the same.
        out_of_turn = len(against) - sum(sheet.marks_wrong(rows) > 0 for sheet in self._read)
        limit = None if needed is None else needed + corrected - out_of_turn
        at_most, still = self._shown(rows, limit)
        now = max(at_most, len(against)) - corrected
        stands = verdict_stands(now, needed)
        return VerdictBound(verdict, now, needed, 0 if stands else still, stands)

    def _shown(self, rows: frozenset[int], limit: int | None) -> tuple[int, int | None]:
        seen = seen_of(self._strata, self._read, rows)
        key = (limit, *((name, one.read, one.wrong, one.wrong_in_plan) for name, one in seen.items()))
        if key not in self._known:
            risk = self._check.risk
            bound = residual_errors(self._strata, self._read, rows, risk).sheets_at_most
            still = sheets_still_to_read(self._strata, self._read, rows, self._coming, limit, risk)
            self._known[key] = bound, still
        return self._known[key]


def _read_and_coming(plan: CheckPlan, findings: Findings) -> tuple[list[PlannedSheet], list[PlannedSheet]]:
    """The sheets that the bounds may rest on, and those after them, both in the order of the plan."""
    read, coming, ended = [], [], set()
    for one in plan.order:
        if one.stratum not in ended and one.sheet in findings.by_sheet:
            read.append(one)
        else:
            ended.add(one.stratum)
            coming.append(one)
    return read, coming


def _next(
    check: Check, findings: Findings, coming: list[PlannedSheet], verdicts: tuple[VerdictBound, ...]
) -> tuple[Sheet, ...]:
    stated = check.plan.size
    if stated is not None:
        return tuple(_unread(check.plan.sample, findings))
    if verdicts:
        more = max((one.still_to_read or 0 for one in verdicts), default=0)
    else:
        more = max(0, LOT_WITHOUT_VERDICTS - (len(check.plan.order) - len(coming)))
    return tuple(_unread(tuple(coming[:more]), findings))


def _unread(every: tuple[PlannedSheet, ...], findings: Findings) -> Iterator[Sheet]:
    return (one.sheet for one in every if one.sheet not in findings.by_sheet)
