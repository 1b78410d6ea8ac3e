"""The notes under a table: how every figure is made, what was assumed, and how the count went."""

from __future__ import annotations

from collections.abc import Iterable

from exports.circumstances import Circumstances
from exports.differences_json import errors
from exports.reason_words import reason_in_words
from exports.tally_text import mismatch_words, open_words
from tally.appraisal_tally import Tally
from tally.comparison import Why
from tally.explanation import assumed_in_words, measure_in_words
from tally.said import Said
from tally.scheme import Opinions


def notes(tally: Tally, form: str) -> tuple[Said, ...]:
    """Definitions in words, as this scheme has them."""
    scheme = tally.scheme
    found = [measure_in_words(measure, scheme) for measure in scheme.measures.values()]
    found += [
        Said("valid = all grades + abstain (blank) + spoiled; collected = valid + invalid (void)"),
        Said("abstain: the row bears no mark; spoiled: two marks, or unreadable; both stay in valid"),
        Said("percentages are of valid, each rounded half up by itself; they need not add up to 100"),
        Said("a ballot without any mark is void")
        if scheme.validity.blank_ballot_void
        else Said("a ballot without any mark is valid (an abstention)"),
        Said("ballots were numbered after collection by a stamp on the back")
        if scheme.keying.numbered_by_stamp
        else Said("ballots were numbered after collection by slips laid between them"),
    ]
    if scheme.keying.opinions is not Opinions.NONE:
        found.append(Said("opinions are listed apart and lead back to no ballot"))
    found += _assumed(tally, form)
    return tuple(found)


def _assumed(tally: Tally, form: str) -> list[Said]:
    """What the plan does not say and this form's figures rest on, each once."""
    entries = [
        entry
        for entry in tally.scheme.assumed
        if not entry.startswith("forms.") or entry.split(".")[1] == form
    ]
    words = dict.fromkeys(assumed_in_words(entry, tally.scheme) for entry in entries)
    return [
        Said("assumed, the plan does not say (confirmed by the organizer): {what}", what=what)
        for what in words
    ]


def form_of_count(*, separate_accounts: bool) -> Said:
    """Whether the kernel vouches for who keyed what, or people declared their names: on every table."""
    if separate_accounts:
        return Said("form of the count: double entry by two clerks, separate accounts")
    return Said("form of the count: double entry by two clerks, one account with declared names")


def how_counted(tally: Tally, circumstances: Circumstances) -> tuple[Said, ...]:
    """The form of the count, what double entry found, what is open, and what happened on the way."""
    found = [form_of_count(separate_accounts=circumstances.separate_accounts)]
    differing = ruled = missing = 0
    for report in circumstances.batches:
        if report.settlement is None:
            continue
        questions = report.settlement.comparison.questions
        differing += sum(one.why in (Why.MARKS_DIFFER, Why.VOID_IN_ONE) for one in questions)
        ruled += errors(report)[2] + sum(
            one.why is Why.VOID_IN_ONE and (one.ballot, one.place) in report.settlement.answers
            for one in questions
        )
        missing += len(report.settlement.absent)
    found.append(Said("the two passes differed in {differing} places, {ruled} of them ruled on from the paper",
                      differing=differing, ruled=ruled))  # fmt: skip
    if missing:
        found.append(
            Said(
                "{number} numbers had no sheet (ruled absent) and are not counted as collected",
                number=missing,
            )
        )
    if not tally.complete or tally.open.opinions:
        found += open_words(tally)
    found += mismatch_words(tally) if tally.complete else []
    found += circumstances.remarks
    found.append(
        Said("status: OFFICIAL (sealed)")
        if circumstances.sealed
        else Said("status: UNOFFICIAL (not sealed), for checking only")
    )
    return tuple(found)


def void_words(reasons: Iterable[tuple[str, int]]) -> tuple[Said, ...]:
    """Why ballots are void, and how many for each reason."""
    return tuple(
        Said("{reason} {number}", reason=reason_in_words(reason), number=number)
        if reason
        else Said("both clerks void {number}", number=number)
        for reason, number in sorted(reasons)
    )
