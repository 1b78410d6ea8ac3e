"""The rows of published/results.csv: organizations only, small groups folded (`exports.statistics.small_groups`)."""

from __future__ import annotations

from collections.abc import Iterator

from exports.how_counted import HowCounted
from exports.results_csv import mark_labels
from exports.spreadsheet import free_text
from exports.statistics.form_view import FormView, form_views
from exports.statistics.small_groups import others_label, published_groups, published_lines
from tally.appraisal_tally import Result, Tally
from tally.rates import share_text
from tally.said import Translate
from tally.scheme import Kind


def published_results(tally: Tally, translate: Translate) -> tuple[tuple[object, ...], ...]:
    """Rows under the columns of results.csv. An organization with too few ballots has none.

    In each row the ballots are those of its organization and group, or of the folded groups together.
    """
    labels = mark_labels(tally.scheme, translate)
    texts: dict[str, str] = {}
    return tuple(
        row
        for view in form_views(tally, HowCounted(), "", translate, Kind.ORGANIZATION)
        for result in _results(view)
        for row in _rows(view, result, labels, texts)
    )


def _results(view: FormView) -> Iterator[Result]:
    for subject in view.subjects:
        groups = published_groups(view, subject)
        if groups is not None:
            for row in (*view.rows(subject), None):
                yield from published_lines(view, subject, row, groups)


def _rows(
    view: FormView, one: Result, labels: tuple[tuple[str, str], ...], texts: dict[str, str]
) -> Iterator[tuple[object, ...]]:
    def text(label: str | None) -> str | None:
        if label is not None and label not in texts:
            texts[label] = free_text(label)
        return None if label is None else texts[label]

    marks, sheets = one.marks, one.accounting
    base = marks.valid
    start = (
        one.form, one.subject, text(one.name), view.tally.owner[one.form, one.subject], one.row, text(one.item),
        one.group, text(_label(view, one.group)), sheets.issued, sheets.collected, sheets.valid, sheets.void,
    )  # fmt: skip
    for (code, label), count in zip(labels, (*marks.grades, marks.blank, marks.spoiled), strict=True):
        yield (*start, code, label, count, base, share_text(count, base))


def _label(view: FormView, group: str | None) -> str | None:
    if group is None:
        return None
    known = view.scheme.groups.get(group)
    return known.label if known else others_label(view)
