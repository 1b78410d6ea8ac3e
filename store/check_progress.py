"""Checks as far as they have come: each draw with its sheets, what was read of them, and what that shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from store.access import find_batch, may_not, require
from store.appraisal import Appraisal
from store.board import read_board
from store.chain import Fields
from store.check_records import read_findings
from store.drawn_population import (
    Population,
    how_changed,
    population_as_drawn,
    population_covers,
    population_now,
)
from store.sample_draws import Draw, draws_in, find_draw, latest_draws, read_draws
from store.tallying import tally_again
from tally.appraisal_tally import Tally
from tally.batch_life import Action
from tally.check_plan import CheckPlan, plan_check
from tally.comparison import WHOLE
from tally.draw import Sheet
from tally.residual_check import Check, CheckResult, residual_check
from tally.said import Refused, Said
from tally.sheet_check import CheckedSheet, CountedSheet, Findings, differing_places


@dataclass(frozen=True, slots=True)
class CheckNow:
    """One check with what the count had for its sheets, and its result so far."""

    draw: Draw
    counted: dict[Sheet, CountedSheet]
    ruled: dict[Sheet, frozenset[int]]
    result: CheckResult

    @property
    def plan(self) -> CheckPlan:
        """Its sheets in the order of reading."""
        return self.result.check.plan


def checks_now(
    appraisal: Appraisal, tally: Tally | None = None, ledger: Sequence[Fields] | None = None
) -> tuple[CheckNow, ...]:
    """Every check of the appraisal in the order of the draws; `tally` is one that was just made, `ledger` its
    records as they were just read by whoever has asked whether the person may look.

    Raises Refused where the person may not look yet, Damaged for what cannot be trusted.
    """
    if ledger is None:
        require(appraisal, Action.LOOK)
    folder = appraisal.layout.folder("ledger")
    draws = read_draws(folder) if ledger is None else draws_in(ledger, folder)
    if not draws:
        return ()
    counts = tally if tally is not None else _tally(appraisal)
    return tuple(_check_now(appraisal, draw, counts) for draw in draws)


def check_to_read(appraisal: Appraisal, check: str | None) -> CheckNow:
    """The check to read now: the one asked for, else the first of the latest draws with something to read
    that this person may read.

    Raises Refused where there is none, where the person may not, and where the count has changed since the
    draw.
    """
    require(appraisal, Action.CHECK)
    draws = read_draws(appraisal.layout.folder("ledger"))
    if not draws:
        raise Refused(Said("no sample is drawn yet: pingyi sample draw --seed DIGITS"))
    counts = _tally(appraisal)
    if check is not None:
        now = _check_now(appraisal, find_draw(draws, check), counts)
        if now.result.changed is not None:
            raise Refused(
                Said(
                    "check {check}: {why}; draw the sample again (pingyi sample draw --seed DIGITS)",
                    check=now.draw.id,
                    why=now.result.changed,
                )
            )
        return now
    every = [_check_now(appraisal, draw, counts) for draw in latest_draws(draws)]
    for now in every:
        if now.result.changed is None and (to_read(appraisal, now) or open_of(appraisal, now)):
            return now
    waiting = [now for now in every if now.result.next_sheets or now.result.findings.open]
    if waiting:
        raise Refused(
            Said(
                "the sheets of check {check} are for another person: {why}",
                check=waiting[0].draw.id,
                why=_why_not_mine(appraisal, waiting[0]),
            )
        )
    raise Refused(Said("no check has anything to be read now (pingyi sample)"))


def check_of(appraisal: Appraisal, draw: Draw) -> CheckNow:
    """One check as it stands now."""
    return _check_now(appraisal, draw, _tally(appraisal))


def to_read(appraisal: Appraisal, now: CheckNow) -> tuple[Sheet, ...]:
    """Those of the sheets to be read next that this person may read."""
    return tuple(sheet for sheet in now.result.next_sheets if _why_not(appraisal, sheet.batch) is None)


def not_mine(appraisal: Appraisal, now: CheckNow) -> dict[str, Said]:
    """The batches of sheets to be read next that this person may not read, and why."""
    batches = dict.fromkeys(sheet.batch for sheet in now.result.next_sheets)
    found = {batch: _why_not(appraisal, batch) for batch in batches}
    return {batch: said for batch, said in found.items() if said is not None}


def open_of(appraisal: Appraisal, now: CheckNow) -> tuple[CheckedSheet, ...]:
    """The sheets at which this person may look again."""
    return tuple(one for one in now.result.findings.open if _why_not(appraisal, one.sheet.batch) is None)


def _why_not(appraisal: Appraisal, batch: str) -> Said | None:
    return may_not(appraisal, Action.CHECK, find_batch(appraisal, batch).cover)


def _why_not_mine(appraisal: Appraisal, now: CheckNow) -> tuple[Said, ...]:
    every = {sheet.batch for sheet in now.result.next_sheets}
    every |= {one.sheet.batch for one in now.result.findings.open}
    return tuple(said for batch in sorted(every) if (said := _why_not(appraisal, batch)) is not None)


def _tally(appraisal: Appraisal) -> Tally:
    return tally_again(appraisal)


def _check_now(appraisal: Appraisal, draw: Draw, tally: Tally) -> CheckNow:
    then = population_as_drawn(appraisal, draw)
    covers = population_covers(appraisal, draw.form, draw.subject)
    now = population_now(appraisal, read_board(appraisal), covers)
    ruled = then.ruled
    findings = _with_corrections(appraisal, read_findings(appraisal, draw.id, draw.batches), now, ruled)
    if then.digest == draw.settled_sha256:
        wrong = [one.sheet for one in findings.wrong]
        changed = how_changed(appraisal, draw, then, now, wrong)
    else:
        changed = Said("what the sample was drawn from is not what lies in custody and review now")
    check = Check(
        draw.id,
        draw.form,
        draw.subject,
        draw.seed,
        draw.risk,
        plan_of(draw, then),
        draw.by,
        draw.at,
        draw.reason,
    )
    return CheckNow(draw, then.counted, ruled, residual_check(check, findings, tally, changed))


def plan_of(draw: Draw, population: Population) -> CheckPlan:
    """The order in which the sheets of a draw are read."""
    sheets: dict[str, Sequence[Sheet]] = dict(population.strata)
    everything = sum(map(len, sheets.values()))
    return plan_check(draw.seed, sheets, None if draw.size is None else min(draw.size, everything))


def _with_corrections(
    appraisal: Appraisal, findings: Findings, now: Population, ruled: Mapping[Sheet, frozenset[int]]
) -> Findings:
    """The same, noting what had been ruled on and where the count has come to read as the paper does."""
    blank = appraisal.scheme.validity.blank_ballot_void
    counted = now.counted

    def noted(one: CheckedSheet) -> CheckedSheet:
        present = counted.get(one.sheet)
        one = replace(one, ruled=ruled.get(one.sheet, frozenset()))
        if not one.wrong or one.is_open or present is None:
            return one
        left = differing_places(one.reading, present, blank_ballot_void=blank)
        return replace(one, corrected=WHOLE not in left and not left & one.wrong)

    return Findings({sheet: noted(one) for sheet, one in findings.by_sheet.items()})
