"""The tally as the object that `pingyi tally --json` prints (docs/contract.md)."""

from __future__ import annotations

from typing import Any

from tally.appraisal_tally import Tally
from tally.marks import grade_codes
from tally.measuring import MeasureValue, thresholds_of
from tally.results import Result
from tally.said import Translate
from tally.verdicts import Verdict


def tally_object(
    tally: Tally, scheme_sha256: str, translate: Translate, *, separate_accounts: bool
) -> dict[str, Any]:
    """Results, verdicts and what is open; rates as numerator, denominator and a percentage in text."""
    scheme, work = tally.scheme, tally.open
    return {
        "appraisal": {"title": scheme.title, "unit": scheme.unit, "period": scheme.period},
        "accounts": "separate" if separate_accounts else "declared",
        "scheme_sha256": scheme_sha256,
        "complete": tally.complete,
        "open": {
            "batches": work.batches,
            "ballots": work.ballots,
            "differences": work.differences,
            "missing": work.missing,
            "doubled": work.doubled,
            "opinions": work.opinions,
        },
        "results": [_result(tally, result) for result in tally.results],
        "verdicts": [_verdict(tally, verdict, translate) for verdict in tally.verdicts],
        "mismatches": [
            {
                "form": one.form,
                "subject": one.subject,
                "group": one.group or None,
                "counted": one.counted,
                "bundled": one.bundled,
            }
            for one in tally.mismatches
        ],
        "panels": [
            {
                "form": one.form,
                "subject": one.subject,
                "panel": one.panel,
                "group": one.group,
                "required": one.required,
                "collected": one.collected,
            }
            for one in tally.panels
        ],
    }


def _result(tally: Tally, result: Result) -> dict[str, Any]:
    accounting, marks = result.accounting, result.marks
    return {
        "form": result.form,
        "subject": result.subject,
        "name": result.name,
        "row": result.row,
        "item": result.item,
        "overall": result.overall,
        "group": result.group,
        "issued": accounting.issued,
        "collected": accounting.collected,
        "void": accounting.void,
        "valid": accounting.valid,
        "marks": dict(zip(grade_codes(len(marks.grades)), marks.grades, strict=True)),
        "blank": marks.blank,
        "spoiled": marks.spoiled,
        "measures": {name: _measure(tally, name, value) for name, value in result.measures.items()},
    }


def _measure(tally: Tally, name: str, value: MeasureValue) -> dict[str, Any]:
    return {
        "numerator": value.numerator,
        "denominator": value.denominator,
        "percent": value.percent(thresholds_of(tally.scheme, name)),
    }


def _verdict(tally: Tally, verdict: Verdict, translate: Translate) -> dict[str, Any]:
    rule = verdict.rule
    return {
        "form": verdict.form,
        "subject": verdict.subject,
        "row": verdict.row,
        "item": verdict.item,
        "rule": rule.id if rule else None,
        "band": verdict.band,
        "verdict": rule.verdict if rule else None,
        "consequences": list(rule.consequences) if rule else [],
        "status": verdict.status.value,
        "basis": verdict.basis.text(translate),
        "measures": {name: _measure(tally, name, value) for name, value in verdict.measures.items()},
        "margin_marks": verdict.margin_marks,
        "sheets_to_change": verdict.sheets_to_change,
        "could_change_by_open": verdict.could_change_by_open,
        "notes": [one.text(translate) for one in verdict.notes],
        "falls_on": verdict.falls_on,
    }
