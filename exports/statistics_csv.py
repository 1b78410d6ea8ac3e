"""The statistics as wide CSV: one row a form, subject, row and rater group, as the table reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from exports.spreadsheet import csv_bytes, free_text
from exports.verdict_words import short_verdict
from tally.appraisal_tally import Tally
from tally.marks import grade_codes
from tally.measuring import thresholds_of
from tally.rates import share_text
from tally.results import Result
from tally.said import Translate
from tally.scheme import Decides, Form, Scheme
from tally.verdicts import Verdict


def statistics_csv(tally: Tally, translate: Translate) -> bytes:
    """`statistics.csv` of an appraisal, with verdicts in words on the pooled rows."""
    return csv_bytes((*statistics_columns(tally.scheme), "verdict"), _rows(tally, translate))


def statistics_columns(scheme: Scheme) -> list[str]:
    """The columns of `statistics.csv` before that of the verdict: a sum of units has them too."""
    columns = [
        "form", "subject", "name", "organization", "row", "item", "group", "group_label",
        "issued", "collected", "valid", "void", "blank", "spoiled",
    ]  # fmt: skip
    for code in grade_codes(len(scheme.grades)):
        columns += [f"grade{code}", f"grade{code}_label", f"grade{code}_percent"]
    for measure in scheme.measures:
        columns += [f"{measure}_numerator", f"{measure}_denominator", f"{measure}_percent"]
    return columns


def _rows(tally: Tally, translate: Translate) -> Iterator[Sequence[object]]:
    scheme = tally.scheme
    labels = [free_text(grade) for grade in scheme.grades]
    groups = {group.id: free_text(group.label) for group in scheme.groups.values()}
    cuts = {measure: thresholds_of(scheme, measure) for measure in scheme.measures}
    verdicts: dict[tuple[str, str, int | None], list[Verdict]] = {}
    for verdict in tally.verdicts:
        verdicts.setdefault((verdict.form, verdict.subject, verdict.row), []).append(verdict)
    for one in tally.results:
        marks, sheets = one.marks, one.accounting
        base = marks.valid
        row: list[object] = [
            one.form, one.subject, free_text(one.name), tally.owner[one.form, one.subject], one.row,
            free_text(one.item) if one.item else None, one.group, groups[one.group] if one.group else None,
            sheets.issued, sheets.collected, sheets.valid, sheets.void, marks.blank, marks.spoiled,
        ]  # fmt: skip
        for label, count in zip(labels, marks.grades, strict=True):
            row += (count, label, share_text(count, base))
        for measure, value in one.measures.items():
            row += (value.numerator, value.denominator, value.percent(cuts[measure]))
        row.append(free_text(_words(verdicts, scheme.forms[one.form], one, translate)))
        yield row


def _words(
    verdicts: Mapping[tuple[str, str, int | None], Sequence[Verdict]],
    form: Form,
    result: Result,
    translate: Translate,
) -> str:
    """The verdicts that a line carries: those of its own row, or of the row that decides."""
    if result.group is not None or not _carries(form, result):
        return ""
    row = result.row if form.decides is Decides.EACH else None
    said = [short_verdict(verdict) for verdict in verdicts.get((form.id, result.subject, row), ())]
    return "; ".join(dict.fromkeys(one.text(translate) for one in said if one is not None))


def _carries(form: Form, result: Result) -> bool:
    if form.decides is Decides.EACH:
        return True
    if form.decides is Decides.OVERALL:
        return result.overall
    return result.row is None
