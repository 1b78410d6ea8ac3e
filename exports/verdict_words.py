"""Verdicts in words: what follows, on whom it falls, by how much, and what the scheme leaves open."""

from __future__ import annotations

from tally.appraisal_tally import Tally
from tally.explanation import condition_in_words
from tally.said import Said
from tally.verdicts import Status, Verdict

STATUS_WORDS = {
    Status.APPLIES: Said("applies"),
    Status.DOES_NOT_APPLY: Said("does not apply"),
    Status.NOT_SETTLED: Said("not settled by the scheme (the Party organisation decides)"),
    Status.CONTRADICTORY: Said("the rules contradict each other"),
    Status.NO_VALID_BALLOTS: Said("no valid ballots"),
    Status.INVALID_APPRAISAL: Said("invalid appraisal: more ballots collected than issued; to be held again"),
    Status.BASE_UNKNOWN: Said("the base of the rate is stated nowhere"),
}

SETTLED = (Status.APPLIES, Status.DOES_NOT_APPLY)


def short_verdict(verdict: Verdict) -> Said | None:
    """A verdict in a cell of a table: None where its rule does not apply."""
    if verdict.status is Status.DOES_NOT_APPLY:
        return None
    if verdict.status is Status.APPLIES and verdict.rule is not None:
        return Said("{verdict}", verdict=verdict.rule.verdict)
    if verdict.status is Status.CONTRADICTORY and verdict.rule is not None:
        return Said("{status}: {verdict}", status=STATUS_WORDS[verdict.status], verdict=verdict.rule.verdict)
    return STATUS_WORDS[verdict.status]


FEW_MARKS = 2
FEW_IN_A_HUNDRED = 1
"""A margin of at most 2 marks, or 1 % of the marks in its base, asks for a check of the subject's ballots.

1 % is about three times the 0.29 % of values that single entry leaves wrong (Garza et al., PMC10775420,
upper limit 0.35 %); what double entry leaves is fewer still (Paulsen et al. 2012, PLoS ONE e35087).
"""


def hangs_on_few_marks(verdict: Verdict) -> bool:
    """Whether so few marks decide the verdict that errors both clerks made alike might have done it."""
    if verdict.margin_marks is None:
        return False
    base = max((value.denominator or 0 for value in verdict.measures.values()), default=0)
    return verdict.margin_marks <= max(FEW_MARKS, base * FEW_IN_A_HUNDRED // 100)


def verdict_lines(
    verdict: Verdict, tally: Tally, checked: Said | None = None, *, decision: bool = True
) -> tuple[Said, ...]:
    """A verdict with its basis, whom it falls on, its consequences, its margin and what it hangs on.

    `checked` is what a sample check says of it, printed after the margin; `decision`: with a line to write on
    where the Party organisation decides.
    """
    rule = verdict.rule
    what = (
        Said(
            '"{verdict}" ({condition})',
            verdict=rule.verdict,
            condition=condition_in_words(rule.when, tally.scheme),
        )
        if rule is not None
        else Said('band "{band}"', band=verdict.band)
    )
    lines = [Said("{what}: {status}", what=what, status=STATUS_WORDS[verdict.status])]
    if verdict.item is not None:
        lines[0] = Said("{item}, {line}", item=verdict.item, line=lines[0])
    lines.append(Said("  basis: {basis}", basis=verdict.basis))
    if verdict.falls_on is not None and verdict.status is not Status.DOES_NOT_APPLY:
        lines.append(
            Said("  falls on the organization's head: {head}", head=verdict.falls_on)
            if verdict.falls_on
            else Said("  falls on the organization's head, who is not named in subjects.csv")
        )
    if verdict.status is Status.APPLIES and rule is not None:
        lines += [Said("  - {consequence}", consequence=one) for one in rule.consequences]
    if decision and verdict.status in (Status.NOT_SETTLED, Status.CONTRADICTORY):
        lines.append(Said("  decision of the Party organisation: ______________________  date: ____________"))
    if verdict.margin_marks is not None:
        lines.append(
            Said("  1 mark would have to read otherwise for this to differ")
            if verdict.margin_marks == 1
            else Said(
                "  {marks} marks would have to read otherwise for this to differ", marks=verdict.margin_marks
            )
        )
    if checked is not None:
        lines.append(Said("  {line}", line=checked))
    elif hangs_on_few_marks(verdict):
        lines.append(Said("  this hangs on few marks: check a sample of this subject's ballots"))
    if verdict.open_words is not None:
        lines.append(Said("  {line}", line=verdict.open_words))
    lines += [Said("  note: {note}", note=one) for one in verdict.notes]
    return tuple(lines)
