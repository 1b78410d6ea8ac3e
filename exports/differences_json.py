"""The double-entry report as the object that `pingyi differences --json` prints (docs/contract.md)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from exports.circumstances import BatchReport
from tally.comparison import OPINION, WHOLE, Question, Why
from tally.rates import percent_text

_LISTED = (Why.MARKS_DIFFER, Why.VOID_IN_ONE, Why.VOID_IN_BOTH, Why.OPINION_DIFFERS)
"""What stands in `differences`; missing and doubled numbers have lists of their own."""


def differences_object(reports: Iterable[BatchReport], blind: bool) -> dict[str, Any]:
    """Every batch with its differences; readings are null while rulings are blind and there is none."""
    return {"batches": [_batch(report, blind) for report in reports]}


def _batch(report: BatchReport, blind: bool) -> dict[str, Any]:
    settlement = report.settlement
    head = {
        "batch": report.cover.id,
        "first": report.first_by or None,
        "second": report.second_by or None,
        "ballots": report.cover.collected,
        "in_custody": settlement is not None,
    }
    if settlement is None:
        empty: list[int] = []
        return {
            **head,
            "rows": None,
            "differences": [],
            "only_first": empty,
            "only_second": empty,
            "doubled_first": empty,
            "doubled_second": empty,
            "in_neither": empty,
            "explanations": [],
            "agreement": None,
            "errors": None,
            "open": None,
        }
    comparison = settlement.comparison
    agreement = comparison.agreement
    return {
        **head,
        "rows": comparison.compared_marks,
        "differences": [
            _difference(question, report, blind)
            for question in comparison.questions
            if question.why in _LISTED
        ],
        "only_first": list(comparison.numbers(Why.ONLY_FIRST)),
        "only_second": list(comparison.numbers(Why.ONLY_SECOND)),
        "doubled_first": list(comparison.doubled_first),
        "doubled_second": list(comparison.doubled_second),
        "in_neither": list(comparison.numbers(Why.IN_NEITHER)),
        "explanations": [],
        "agreement": {
            "compared_ballots": comparison.compared_ballots,
            "compared_marks": comparison.compared_marks,
            "mismatched_ballots": comparison.mismatched_ballots,
            "mismatched_marks": comparison.mismatched_marks,
            "numerator": comparison.compared_marks - comparison.mismatched_marks,
            "denominator": comparison.compared_marks,
            "percent": None if agreement is None else percent_text(agreement, (Fraction(1),)),
        },
        "errors": {"first": errors(report)[0], "second": errors(report)[1], "ruled": errors(report)[2]},
        "open": len(settlement.open_questions) + len(settlement.open_opinions),
    }


def errors(report: BatchReport) -> tuple[int, int, int]:
    """Marks that the first and the second clerk keyed wrong, by the rulings, of how many ruled marks."""
    if report.settlement is None:
        return 0, 0, 0
    first = second = ruled = 0
    for question in report.settlement.comparison.questions:
        answer = report.settlement.answers.get((question.ballot, question.place))
        if question.why is Why.MARKS_DIFFER and answer is not None:
            ruled += 1
            first += answer.reading != question.first
            second += answer.reading != question.second
    return first, second, ruled


def _difference(question: Question, report: BatchReport, blind: bool) -> dict[str, Any]:
    assert report.settlement is not None  # a question comes from a comparison
    answer = report.settlement.answers.get((question.ballot, question.place))
    hidden = blind and answer is None
    row: int | str | None = {WHOLE: None, OPINION: "opinion"}.get(question.place, question.place)
    return {
        "ballot": question.ballot,
        "row": row,
        "first": None if hidden else question.first,
        "second": None if hidden else question.second,
        "ruled": answer.reading if answer is not None else None,
    }
