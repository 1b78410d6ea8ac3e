"""The notes under a table: how every figure is made, what was assumed, and how the count went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from exports.how_counted import HowCounted
from exports.reason_words import reason_in_words
from exports.tally_text import open_words
from tally.appraisal_tally import Tally
from tally.explanation import assumed_in_words, measure_in_words
from tally.said import Said
from tally.scheme import Opinions, Scheme


def definitions(tally: Tally, form: str) -> tuple[Said, ...]:
    """Definitions in words, as this scheme has them; one that the plan does not state says so."""
    scheme = tally.scheme
    assumed = assumed_entries(scheme, form)
    found = [measure_in_words(measure, scheme) for measure in scheme.measures.values()]
    found += [
        Said("valid = all grades + abstain (blank) + spoiled; collected = valid + invalid (void)"),
        Said("abstain: the row bears no mark; spoiled: two marks, or unreadable; both stay in valid"),
        Said("percentages are of valid, each rounded half up by itself"),
        Said("a ballot without any mark is void")
        if scheme.validity.blank_ballot_void
        else Said("a ballot without any mark is valid (an abstention)"),
        Said("ballots were numbered after collection by a stamp on the back")
        if scheme.keying.numbered_by_stamp
        else Said("ballots were numbered after collection by slips laid between them"),
    ]
    if scheme.keying.opinions is not Opinions.NONE:
        found.append(Said("opinions are listed apart and lead back to no ballot"))
    return tuple(
        Said("{what} (the plan does not say; confirmed by the organizer)", what=said)
        if said in assumed
        else said
        for said in found
    )


def assumptions(tally: Tally, form: str) -> tuple[Said, ...]:
    """What the plan does not say and this form's figures rest on, each once; what `definitions` marks is left out."""
    marked = {said.values["what"] for said in definitions(tally, form) if "what" in said.values}
    return tuple(said for said in assumed_entries(tally.scheme, form) if said not in marked)


def notes(tally: Tally, form: str) -> tuple[Said, ...]:
    """Both, a sentence each."""
    return (
        *definitions(tally, form),
        *(
            Said("assumed, the plan does not say (confirmed by the organizer): {what}", what=what)
            for what in assumptions(tally, form)
        ),
    )


def assumed_entries(scheme: Scheme, form: str) -> tuple[Said, ...]:
    """Every entry of `assumed` that a form's figures rest on, in words, each once."""
    entries = [
        entry for entry in scheme.assumed if not entry.startswith("forms.") or entry.split(".")[1] == form
    ]
    return tuple(dict.fromkeys(assumed_in_words(entry, scheme) for entry in entries))


def form_of_count(*, separate_accounts: bool) -> Said:
    """Whether the kernel vouches for who keyed what, or people declared their names: on every table."""
    if separate_accounts:
        return Said("form of the count: double entry by two clerks, separate accounts")
    return Said("form of the count: double entry by two clerks, one account with declared names")


def course_of_count(tally: Tally, how: HowCounted) -> tuple[Said, ...]:
    """The form of the count, what double entry found, what is open, and what happened on the way."""
    tally = replace(tally, open=how.open)
    found = [
        form_of_count(separate_accounts=how.separate_accounts),
        Said(
            "the two passes differed in {differing} places, {ruled} of them ruled on from the paper",
            differing=how.differing,
            ruled=how.ruled,
        ),
    ]
    if how.absent:
        found.append(
            Said(
                "{number} numbers had no sheet (ruled absent) and are not counted as collected",
                number=how.absent,
            )
        )
    if not tally.complete or tally.open.opinions:
        found += open_words(tally)
    found += [Said("{line}", line=one) for one in how.remarks]
    return tuple(found)


def status_of_count(how: HowCounted) -> Said:
    """Official once the appraisal is sealed, before that for checking only."""
    if how.sealed:
        return Said("status: OFFICIAL (sealed)")
    return Said("status: UNOFFICIAL (not sealed), for checking only")


def how_counted(tally: Tally, how: HowCounted) -> tuple[Said, ...]:
    """How the count went, and whether it is official."""
    return (*course_of_count(tally, how), status_of_count(how))


def void_words(reasons: Iterable[tuple[str, int]]) -> tuple[Said, ...]:
    """Why ballots are void, and how many for each reason."""
    return tuple(
        Said("{reason} {number}", reason=reason_in_words(reason), number=number)
        if reason
        else Said("both clerks void {number}", number=number)
        for reason, number in sorted(reasons)
    )
