"""The statistics as CSV: tidy (a row a mark) and wide (as the table reads)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from exports.spreadsheet import csv_bytes, free_text
from exports.verdict_words import short_verdict
from tally.appraisal_tally import Result, Tally
from tally.marks import BLANK, SPOILED, grade_codes
from tally.measuring import thresholds_of
from tally.rates import percent_text
from tally.said import Said, Translate
from tally.scheme import Decides

TIDY = (
    "form", "subject", "name", "row", "item", "group", "group_label", "mark", "grade", "count", "valid", "percent",
)  # fmt: skip


def tidy_csv(tally: Tally, translate: Translate) -> bytes:
    """One row for each form, subject, row, group and mark. `row` and `group` empty: pooled."""
    return csv_bytes(TIDY, _tidy_rows(tally, translate))


def _tidy_rows(tally: Tally, translate: Translate) -> Iterator[tuple[object, ...]]:
    scheme = tally.scheme
    labels = [
        *zip(grade_codes(len(scheme.grades)), scheme.grades, strict=True),
        (BLANK, Said("blank").text(translate)),
        (SPOILED, Said("spoiled").text(translate)),
    ]
    for result in tally.results:
        marks = result.marks
        group = scheme.groups[result.group].label if result.group else ""
        for (code, label), count in zip(labels, (*marks.grades, marks.blank, marks.spoiled), strict=True):
            share = percent_text(Fraction(count, marks.valid)) if marks.valid else None
            yield (
                result.form, result.subject, free_text(result.name), result.row,
                free_text(result.item) if result.item else None, result.group, free_text(group), code,
                free_text(label), count, marks.valid, share,
            )  # fmt: skip


def wide_csv(tally: Tally, translate: Translate) -> bytes:
    """One row for each form, subject, row and group, with verdicts in words on the pooled ones."""
    scheme = tally.scheme
    columns = ["form", "subject", "name", "row", "item", "group", "group_label",
               "issued", "collected", "valid", "void", "blank", "spoiled"]  # fmt: skip
    for code in grade_codes(len(scheme.grades)):
        columns += [f"grade{code}", f"grade{code}_label", f"grade{code}_percent"]
    for measure in scheme.measures:
        columns += [f"{measure}_numerator", f"{measure}_denominator", f"{measure}_percent"]
    columns.append("verdict")
    rows = []
    for result in tally.results:
        marks, accounting = result.marks, result.accounting
        row: list[object] = [
            result.form,
            result.subject,
            free_text(result.name),
            result.row,
            free_text(result.item) if result.item else None,
            result.group,
            free_text(scheme.groups[result.group].label) if result.group else None,
            accounting.issued,
            accounting.collected,
            accounting.valid,
            accounting.void,
            marks.blank,
            marks.spoiled,
        ]
        for label, count in zip(scheme.grades, marks.grades, strict=True):
            share = percent_text(Fraction(count, marks.valid)) if marks.valid else None
            row += [count, free_text(label), share]
        for measure in scheme.measures:
            value = result.measures[measure]
            row += [value.numerator, value.denominator, value.percent(thresholds_of(scheme, measure))]
        row.append(free_text(_verdicts(tally, result, translate)))
        rows.append(row)
    return csv_bytes(columns, rows)


def _verdicts(tally: Tally, result: Result, translate: Translate) -> str:
    """The verdicts that a line carries: those of its own row, or of the row that decides."""
    form = tally.scheme.forms[result.form]
    if result.group is not None:
        return ""
    if form.decides is Decides.EACH:
        row = result.row
    elif form.decides is Decides.OVERALL:
        row = None if result.overall else -1
    else:
        row = None if result.row is None else -1
    texts = []
    for verdict in tally.verdicts:
        if (verdict.form, verdict.subject, verdict.row) == (result.form, result.subject, row):
            said = short_verdict(verdict)
            if said is not None:
                texts.append(said.text(translate))
    return "; ".join(dict.fromkeys(texts))
