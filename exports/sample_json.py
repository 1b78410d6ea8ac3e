"""The sample checks as the object that `pingyi sample --json` prints, and as a CSV of the sheets read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exports.checked_words import all_may_stop, latest
from exports.draw_command import draw_command
from exports.spreadsheet import csv_bytes, free_text
from tally.comparison import WHOLE
from tally.rates import rate_text
from tally.residual_check import CheckResult
from tally.said import Translate
from tally.sheet_check import CheckedSheet

COLUMNS = (
    "check", "form", "subject", "seed", "place", "batch", "ballot", "stratum", "read_by", "result",
    "wrong_rows", "misread_rows", "corrected",
)  # fmt: skip


def sample_object(results: Sequence[CheckResult], translate: Translate) -> dict[str, Any]:
    """Every check in the order of the draws; `may_stop` is what the exit status says."""
    deciding = latest(results)
    return {
        "checks": [
            _check(one, translate, decides=any(one is other for other in deciding)) for one in results
        ],
        "may_stop": all_may_stop(results),
    }


def sample_csv(results: Sequence[CheckResult]) -> bytes:
    """One line a sheet that was read, or is to be read next, at its place in the plan."""
    rows = []
    for result in results:
        check = result.check
        following = set(result.next_sheets)
        for place, one in enumerate(check.plan.order, start=1):
            read = result.findings.by_sheet.get(one.sheet)
            if read is None and one.sheet not in following:
                continue
            rows.append(
                (
                    check.id,
                    check.form,
                    check.subject,
                    f"s{check.seed}",  # a spreadsheet would round it
                    place,
                    one.sheet.batch,
                    one.sheet.ballot,
                    one.stratum,
                    free_text(read.by) if read is not None else "",
                    _result(read),
                    _rows(read.wrong) if read is not None else "",
                    _rows(read.misread) if read is not None else "",
                    "1" if read is not None and read.corrected else "",
                )
            )
    return csv_bytes(COLUMNS, rows)


def _check(result: CheckResult, translate: Translate, *, decides: bool) -> dict[str, Any]:
    check, plan = result.check, result.check.plan
    return {
        "check": check.id,
        "form": check.form,
        "subject": check.subject,
        "seed": check.seed,
        "draw_command": draw_command(check),
        "drawn_by": check.by,
        "drawn_at": check.at,
        "reason": check.reason or None,
        "risk": rate_text(check.risk),
        "method": result.subjects[0].errors.method.text(translate) if result.subjects else None,
        "sheets": len(plan.order),
        "size": plan.size,
        "strata": [
            {"stratum": one.name, "sheets": one.population, "planned": one.planned} for one in plan.strata
        ],
        "decides": decides,
        "changed": result.changed.text(translate) if result.changed is not None else None,
        "read": result.read,
        "in_turn": result.usable,
        "wrong": [_found(one) for one in result.findings.wrong],
        "misread": len(result.findings.misread),
        "open": len(result.findings.open),
        "next": [{"batch": one.batch, "ballot": one.ballot} for one in result.next_sheets],
        "subjects": [
            {
                "subject": one.subject,
                "sheets_wrong": one.errors.sheets_wrong,
                "marks_wrong": one.errors.marks_wrong,
                "sheets_at_most": one.errors.sheets_at_most,
                "marks_at_most": one.errors.marks_at_most,
            }
            for one in result.subjects
        ],
        "verdicts": [
            {
                "form": one.verdict.form,
                "subject": one.verdict.subject,
                "row": one.verdict.row,
                "rule": one.verdict.rule.id if one.verdict.rule is not None else None,
                "band": one.verdict.band,
                "sheets_at_most": one.sheets_at_most,
                "sheets_to_change": one.sheets_to_change,
                "still_to_read": one.still_to_read,
                "stands": one.stands and result.changed is None,
            }
            for one in result.verdicts
        ],
        "may_stop": result.may_stop,
    }


def _found(one: CheckedSheet) -> dict[str, Any]:
    return {
        "batch": one.sheet.batch,
        "ballot": one.sheet.ballot,
        "rows": sorted(one.wrong - {WHOLE}),
        "whole": WHOLE in one.wrong,
        "open": one.is_open,
        "corrected": one.corrected,
    }


def _result(read: CheckedSheet | None) -> str:
    if read is None:
        return "to-read"
    if read.is_open:
        return "open"
    if read.wrong:
        return "wrong"
    return "misread" if read.misread else "right"


def _rows(places: frozenset[int]) -> str:
    return " ".join("whole" if place == WHOLE else str(place) for place in sorted(places))
