"""The double-entry report as the object that `pingyi differences --json` prints (docs/contract.md)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from exports.circumstances import BatchReport
from exports.error_figures import kappa_text, per_thousand
from tally.clerk_pairs import PairTotal
from tally.comparison import OPINION, WHOLE, Why
from tally.difference_kinds import Difference, Kind
from tally.double_entry import Charged, DoubleEntry, several
from tally.rates import percent_text
from tally.slip_offers import Offer
from tally.slips import SlipKind

_LISTED = (Why.MARKS_DIFFER, Why.VOID_IN_ONE, Why.VOID_IN_BOTH, Why.OPINION_DIFFERS)
"""What stands in `differences`; missing and doubled numbers and corrections have lists of their own."""


def differences_object(reports: Iterable[BatchReport], blind: bool) -> dict[str, Any]:
    """Every batch with its differences, and each clerk over all batches.

    While rulings are blind, readings that would tell of an open place are null.
    """
    told = [(report, report.double_entry()) for report in reports]
    everything = several([entry for _, entry in told if entry is not None])
    return {
        "batches": [_batch(report, entry, blind) for report, entry in told],
        "clerks": [_clerk(one) for one in everything.clerks],
        "pairs": [_pair(one) for one in everything.pairs],
    }


def _batch(report: BatchReport, entry: DoubleEntry | None, blind: bool) -> dict[str, Any]:
    settlement = report.settlement
    head = {
        "batch": report.cover.id,
        "first": report.first_by or None,
        "second": report.second_by or None,
        "ballots": report.cover.collected,
        "in_custody": settlement is not None,
    }
    if settlement is None or entry is None:
        return {
            **head,
            "rows": None,
            "differences": [],
            "corrections": [],
            "only_first": [],
            "only_second": [],
            "doubled_first": [],
            "doubled_second": [],
            "in_neither": [],
            "explanations": [],
            "keyed_twice": [],
            "agreement": None,
            "errors": None,
            "open": None,
        }
    as_keyed = entry.as_keyed
    agreement = as_keyed.agreement
    first, second, ruled = errors(report)
    return {
        **head,
        "rows": as_keyed.compared_marks,
        "differences": [
            _difference(one, hidden=entry.is_hidden(one, blind=blind))
            for one in entry.differences
            if one.why in _LISTED
        ],
        "corrections": [
            _difference(one, hidden=entry.is_hidden(one, blind=blind))
            for one in entry.differences
            if one.kind is Kind.CORRECTION
        ],
        "only_first": list(as_keyed.numbers(Why.ONLY_FIRST)),
        "only_second": list(as_keyed.numbers(Why.ONLY_SECOND)),
        "doubled_first": list(as_keyed.doubled_first),
        "doubled_second": list(as_keyed.doubled_second),
        "in_neither": list(as_keyed.numbers(Why.IN_NEITHER)),
        "explanations": _explanations(report.offers, entry),
        "keyed_twice": _keyed_twice(report.offers, entry),
        "agreement": {
            "compared_ballots": as_keyed.compared_ballots,
            "compared_marks": as_keyed.compared_marks,
            "mismatched_ballots": as_keyed.mismatched_ballots,
            "mismatched_marks": as_keyed.mismatched_marks,
            "numerator": as_keyed.compared_marks - as_keyed.mismatched_marks,
            "denominator": as_keyed.compared_marks,
            "percent": None if agreement is None else percent_text(agreement, (Fraction(1),)),
            "kappa": None if entry.kappa is None else kappa_text(entry.kappa),
        },
        "errors": None
        if entry.clerks is None
        else {
            "first": first,
            "second": second,
            "ruled": ruled,
            "clerks": [_clerk(one) for one in entry.clerks],
        },
        "open": len(settlement.open_questions) + len(settlement.open_opinions),
    }


def errors(report: BatchReport) -> tuple[int, int, int]:
    """Of the marks that differ and are ruled on: how many the first and the second clerk had otherwise, and
    how many there are."""
    settlement = report.settlement
    if settlement is None:
        return 0, 0, 0
    first = second = ruled = 0
    for question in settlement.comparison.questions:
        answer = settlement.answers.get((question.ballot, question.place))
        if question.why is Why.MARKS_DIFFER and answer is not None:
            ruled += 1
            first += answer.reading != question.first
            second += answer.reading != question.second
    return first, second, ruled


def _difference(one: Difference, *, hidden: bool) -> dict[str, Any]:
    row: int | str | None = {WHOLE: None, OPINION: "opinion"}.get(one.place, one.place)
    return {
        "ballot": one.ballot,
        "row": row,
        "first": None if hidden else one.first,
        "second": None if hidden else one.second,
        "ruled": one.final,
    }


def _explanations(offers: Iterable[Offer], entry: DoubleEntry) -> list[dict[str, Any]]:
    """Those that are proposed, the most telling first, then those accepted, in that order."""
    found = []
    for offer in offers:
        one = offer.explanation
        if one.kind is not SlipKind.KEYED_TWICE:
            which = None if one.which is None else one.which.value
            found.append(_explanation(one.kind, which, one.ballots, one.row, one.settles, accepted=False))
    for taken in entry.accepted:
        slip = taken.ruling.slip
        if slip is not None and slip.kind is not SlipKind.KEYED_TWICE:
            found.append(
                _explanation(
                    slip.kind, slip.which.value, slip.ballots, slip.row, taken.settles, accepted=True
                )
            )
    return found


def _explanation(
    kind: SlipKind,
    which: str | None,
    ballots: tuple[int, ...],
    row: int | None,
    settles: int,
    *,
    accepted: bool,
) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "pass": which,
        "ballots": list(ballots),
        "row": row,
        "settles": settles,
        "accepted": accepted,
    }


def _keyed_twice(offers: Iterable[Offer], entry: DoubleEntry) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for offer in offers:
        one = offer.explanation
        if one.kind is SlipKind.KEYED_TWICE:
            which = None if one.which is None else one.which.value
            found.append({"pass": which, "ballot": one.ballots[0], "accepted": False})
    for taken in entry.accepted:
        slip = taken.ruling.slip
        if slip is not None and slip.kind is SlipKind.KEYED_TWICE:
            found.append({"pass": slip.which.value, "ballot": slip.ballots[0], "accepted": True})
    return found


def _clerk(one: Charged) -> dict[str, Any]:
    rate, low, high = per_thousand(one.errors)
    return {
        "name": one.name,
        "pass": None if one.which is None else one.which.value,
        "marks": one.errors.marks,
        "wrong": one.errors.wrong,
        "by_slip": one.errors.by_slip,
        "voids_wrong": one.errors.voids_wrong,
        "per_thousand": rate,
        "low": low,
        "high": high,
    }


def _pair(one: PairTotal) -> dict[str, Any]:
    return {
        "names": list(one.names),
        "batches": one.batches,
        "marks": one.marks,
        "differ": one.differ,
        "kappa": None if one.kappa is None else kappa_text(one.kappa),
    }
