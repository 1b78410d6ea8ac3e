"""The verdicts as CSV: one row a verdict, with its figures and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from exports.how_counted import HowCounted
from exports.spreadsheet import csv_bytes, free_text
from tally.appraisal_tally import Tally
from tally.measuring import thresholds_of
from tally.residual_check import verdict_key
from tally.said import Translate
from tally.verdicts import Status

VERDICTS = (
    "form", "subject", "name", "organization", "row", "item", "rule", "band", "verdict", "status", "falls_on", "basis",
    "margin_marks", "sheets_to_change",
)  # fmt: skip
"""The columns before those of the measures."""
AFTER = ("consequences", "checked", "still_open")


def verdicts_csv(tally: Tally, how: HowCounted, translate: Translate) -> bytes:
    """`verdicts.csv`: for each measure of the scheme numerator, denominator and percentage, empty where the
    verdict does not hang on it. `status` as in `pingyi tally --json`."""
    columns = list(VERDICTS)
    for measure in tally.scheme.measures:
        columns += [f"{measure}_numerator", f"{measure}_denominator", f"{measure}_percent"]
    return csv_bytes((*columns, *AFTER), _rows(tally, how, translate))


def _rows(tally: Tally, how: HowCounted, translate: Translate) -> Iterator[list[object]]:
    names = {one.subject: one.name for one in tally.results}
    cuts = {measure: thresholds_of(tally.scheme, measure) for measure in tally.scheme.measures}
    for one in tally.verdicts:
        key = verdict_key(one)
        row: list[object] = [
            one.form, one.subject, free_text(names[one.subject]), tally.owner[one.form, one.subject], one.row,
            free_text(one.item) if one.item else None, one.rule.id if one.rule else None, free_text(one.band) if one.band else None,
            free_text(one.rule.verdict) if one.rule else None, one.status.value,
            free_text(one.falls_on) if one.falls_on else None, free_text(one.basis.text(translate)),
            one.margin_marks, one.sheets_to_change,
        ]  # fmt: skip
        for measure in tally.scheme.measures:
            value = one.measures.get(measure)
            row += (
                [value.numerator, value.denominator, value.percent(cuts[measure])]
                if value
                else [None, None, None]
            )
        follows = one.rule.consequences if one.rule and one.status is Status.APPLIES else ()
        row += [
            free_text("; ".join(follows)),
            free_text(how.checked.get(key, "")),
            free_text(how.still_open.get(key, "")),
        ]
        yield row
