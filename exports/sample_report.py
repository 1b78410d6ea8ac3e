"""The report of the sample checks as text: the draw, what was found, the bounds, and whether to read on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.checked_words import all_may_stop, confidence_text, latest, standing_words
from exports.draw_command import batches_of, draw_command
from exports.plain_text import wrap
from exports.verdict_words import STATUS_WORDS
from tally.appraisal_tally import Tally
from tally.check_plan import STRATUM_WORDS, in_pile_order
from tally.comparison import WHOLE
from tally.draw import Sheet
from tally.rates import rate_text
from tally.residual_check import CheckResult, VerdictBound
from tally.said import Said, Translate
from tally.sheet_check import CheckedSheet


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of the report, or a command that stays whole, so many cells in; None: an empty line."""

    what: Said | str | None
    indent: int = 2


def sample_parts(results: Sequence[CheckResult], tally: Tally) -> Iterator[Part]:
    """Every check in the order of the draws, and whether the checks may stop."""
    deciding = latest(results)
    for place, result in enumerate(results):
        if place:
            yield Part(None)
        yield from (Part(said, 0) for said in _head(result, tally))
        yield from map(Part, _draw(result))
        yield Part(draw_command(result.check), 4)
        yield from map(Part, _sheets(result))
        yield from map(Part, _bounds(result, tally))
        yield from map(Part, _next(result, decides=any(one is result for one in deciding)))
    yield Part(None)
    yield Part(
        Said("Every verdict that was checked stands; the check may stop.")
        if all_may_stop(results)
        else Said("The check may not stop yet."),
        0,
    )


def sample_lines(
    results: Sequence[CheckResult], tally: Tally, translate: Translate, width: int = 80
) -> list[str]:
    """The report in lines of at most `width` cells, for a terminal; commands stay whole."""
    found: list[str] = []
    for part in sample_parts(results, tally):
        lead = " " * part.indent
        if part.what is None:
            found.append("")
        elif isinstance(part.what, str):
            found.append(lead + part.what)
        else:
            found += [lead + one for one in wrap(part.what.text(translate), width - len(lead), "  ")]
    return found


def pull_lines(sheets: Iterable[Sheet], batches: Sequence[str]) -> list[Said]:
    """Which sheets to pull from which bundle, in the order of the piles."""
    return [
        Said("batch {batch}: {numbers}", batch=batch, numbers=", ".join(map(str, numbers)))
        for batch, numbers in in_pile_order(sheets, batches).items()
    ]


def neediest_words(result: CheckResult, names: Mapping[str, str]) -> Said | None:
    """Which verdict the next lot is read for longest; None where nothing is read for a verdict."""
    waiting = [one for one in result.verdicts if one.still_to_read]
    if not waiting:
        return None
    most = max(waiting, key=lambda one: one.still_to_read or 0)
    verdict = most.verdict
    return Said(
        '{sheets} sheets are needed for {subject}, "{verdict}": {change} wrong sheets would change it',
        sheets=most.still_to_read,
        subject=names.get(verdict.subject, verdict.subject),
        verdict=verdict.rule.verdict if verdict.rule is not None else verdict.band,
        change=most.sheets_to_change,
    )


def found_lines(one: CheckedSheet) -> Iterator[Said]:
    """What was found on a sheet that does not read as the count, a sentence a place."""
    for place in sorted(one.wrong):
        what = (
            Said("the sheet is {paper} on paper and {counted} in the count",
                 paper=_validity(void=one.reading.void), counted=_validity(void=one.counted.void))
            if place == WHOLE
            else Said("row {row}: the paper {paper}, the count {counted}", row=place,
                      paper=one.reading.marks[place - 1], counted=one.counted.marks[place - 1])
        )  # fmt: skip
        then = (
            Said("to be looked at again (pingyi sample read)")
            if one.is_open
            else Said("corrected since")
            if one.corrected
            else correction_words(one, place)
        )
        yield Said(
            "ballot {number} of batch {batch}, {what}; {then}",
            number=one.sheet.ballot,
            batch=one.sheet.batch,
            what=what,
            then=then,
        )


def correction_words(one: CheckedSheet, place: int) -> Said:
    """How the count is mended at a place where it is wrong."""
    if one.was_ruled(place):
        return Said(
            "it was ruled so: take that ruling back and rule anew (pingyi review --batch {batch})",
            batch=one.sheet.batch,
        )
    if place == WHOLE:
        return Said(
            "record a correction: pingyi correct --batch {batch} --ballot {number} --reading {reading} --reason ...",
            batch=one.sheet.batch,
            number=one.sheet.ballot,
            reading="void" if one.reading.void else one.reading.marks,
        )
    return Said(
        "record a correction: pingyi correct --batch {batch} --ballot {number} --row {row} --reading {reading} "
        "--reason ...",
        batch=one.sheet.batch,
        number=one.sheet.ballot,
        row=place,
        reading=one.reading.marks[place - 1],
    )


def _head(result: CheckResult, tally: Tally) -> Iterator[Said]:
    check = result.check
    form = tally.scheme.forms[check.form].title if check.form in tally.scheme.forms else check.form
    subject = tally.subjects.by_id.get(check.subject)
    yield Said(
        "Check {check}: {form}, {subject}",
        check=check.id,
        form=form,
        subject=subject.name if subject is not None else check.subject,
    )
    if result.changed is not None:
        yield Said("  THE COUNT HAS CHANGED SINCE: {why}; draw the sample again", why=result.changed)


def _draw(result: CheckResult) -> Iterator[Said]:
    check, plan = result.check, result.check.plan
    yield Said(
        "drawn by {name} on {day} with the seed {seed}", name=check.by, day=check.at[:10], seed=check.seed
    )
    if check.reason:
        yield Said("drawn though an earlier check was not finished: {reason}", reason=check.reason)
    parts = tuple(
        Said("{sheets} {stratum}", sheets=one.population, stratum=STRATUM_WORDS.get(one.name, one.name))
        for one in plan.strata
    )
    yield Said("settled sheets: {sheets} ({parts})", sheets=len(plan.order), parts=parts)
    if plan.size is not None:
        yield Said("to be read by what was stated before the draw: {size} sheets", size=plan.size)
    yield Said("risk: {risk}; each verdict and each subject has it for itself", risk=rate_text(check.risk))
    if result.subjects:
        yield Said("method: {method}", method=result.subjects[0].errors.method)
    yield Said(
        "anybody draws the same order by this command; of each stratum the first ones are read, the strata in "
        "proportion to their sheets:"
    )


def _sheets(result: CheckResult) -> Iterator[Said]:
    findings, size = result.findings, result.check.plan.size
    if size is not None:
        yield Said("read: {read} of {size} sheets", read=result.read, size=size)
    else:
        yield Said("read: {read} sheets", read=result.read)
    if result.read > result.usable:
        yield Said(
            "{count} of them came out of turn; they count once the sheets drawn before them are read",
            count=result.read - result.usable,
        )
    yield Said(
        "sheets in which the count is wrong: {wrong}; misread in the check: {misread}; to be looked at again: {open}",
        wrong=len(findings.wrong),
        misread=len(findings.misread),
        open=len(findings.open),
    )
    for one in findings.wrong:
        for said in found_lines(one):
            yield Said("- {line}", line=said)


def _bounds(result: CheckResult, tally: Tally) -> Iterator[Said]:
    for one in result.subjects:
        errors = one.errors
        yield Said(
            "{subject}: at most {sheets} of {all} sheets and {marks} marks wrong in the count as drawn ({level}); "
            "found: {sheets_found} and {marks_found}",
            subject=_name(tally, one.subject),
            sheets=errors.sheets_at_most,
            all=errors.population,
            marks=errors.marks_at_most,
            level=confidence_text(result),
            sheets_found=errors.sheets_wrong,
            marks_found=errors.marks_wrong,
        )
    for bound in result.verdicts:
        yield Said("{verdict}: {so}", verdict=_verdict(tally, bound), so=standing_words(result, bound))
    if not result.verdicts:
        yield Said("no rule of the scheme decides anything here; the bounds stand for themselves")


def _verdict(tally: Tally, bound: VerdictBound) -> Said:
    verdict = bound.verdict
    what = verdict.rule.verdict if verdict.rule is not None else verdict.band
    name = _name(tally, verdict.subject)
    if verdict.item is not None:
        return Said(
            '{subject}, {item}, "{verdict}" {status}',
            subject=name,
            item=verdict.item,
            verdict=what,
            status=STATUS_WORDS[verdict.status],
        )
    return Said(
        '{subject}, "{verdict}" {status}', subject=name, verdict=what, status=STATUS_WORDS[verdict.status]
    )


def _next(result: CheckResult, *, decides: bool) -> Iterator[Said]:
    if not decides:
        yield Said("a later check of the same sheets decides; this one is told all the same")
    elif result.may_stop:
        yield Said("this check may stop")
    if decides and result.next_sheets:
        yield Said("to be read next (pingyi sample read):")
        for said in pull_lines(result.next_sheets, batches_of(result.check)):
            yield Said("  {line}", line=said)


def _name(tally: Tally, subject: str) -> str:
    known = tally.subjects.by_id.get(subject)
    return known.name if known is not None else subject


def _validity(*, void: bool) -> Said:
    return Said("void") if void else Said("not void")
