"""What a verdict is about, in words: its subject, its rule, its rates, and whom it falls on."""

from __future__ import annotations

from exports.plain_text import clean
from exports.verdict_words import STATUS_WORDS
from tally.appraisal_tally import Tally
from tally.explanation import condition_in_words
from tally.measuring import thresholds_of
from tally.said import Said
from tally.scheme import Kind
from tally.verdicts import Status, Verdict

NO_RULE = Said("no rule of the scheme speaks of a subject that was counted")


def of_kind(tally: Tally, kind: Kind) -> list[Verdict]:
    """The verdicts on subjects of a kind: that of the form, which is filled in for them."""
    return [one for one in tally.verdicts if tally.scheme.forms[one.form].kind is kind]


def heading(tally: Tally, form: str, subject: str) -> str:
    """A subject and the form on which it was appraised."""
    known = tally.subjects.by_id.get(subject)
    return f"{clean(known.name if known else subject)} ({clean(tally.scheme.forms[form].title)})"


def verdict_name(verdict: Verdict, tally: Tally) -> Said:
    """A verdict's rule with its condition, or the band that leaves the value open; with the row it is of."""
    what = (
        Said('"{verdict}" ({condition})', verdict=verdict.rule.verdict,
             condition=condition_in_words(verdict.rule.when, tally.scheme))
        if verdict.rule is not None
        else Said('band "{band}"', band=verdict.band)
    )  # fmt: skip
    return what if verdict.item is None else Said("{item}, {line}", item=verdict.item, line=what)


def rates_in_words(verdict: Verdict, tally: Tally) -> tuple[Said, ...]:
    """Each rate that the verdict hangs on: fraction and percentage, or why there is none."""
    found = []
    for measure, value in verdict.measures.items():
        label = tally.scheme.measures[measure].label
        percent = value.percent(thresholds_of(tally.scheme, measure))
        if value.denominator is None:
            found.append(Said("{label}: its base is stated nowhere", label=label))
        elif percent is None:
            found.append(Said("{label}: {why}", label=label, why=STATUS_WORDS[Status.NO_VALID_BALLOTS]))
        else:
            found.append(
                Said("{label} {numerator}/{denominator} = {percent}%", label=label, numerator=value.numerator,
                     denominator=value.denominator, percent=percent)
            )  # fmt: skip
    return tuple(found)


def falls_on(head: str) -> Said:
    """Whom a verdict on an organization falls on; `head` is empty where nobody is named."""
    return (
        Said("  falls on the organization's head: {head}", head=head)
        if head
        else Said("  falls on the organization's head, who is not named in subjects.csv")
    )
