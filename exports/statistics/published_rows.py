"""The rows of published/results.csv: organizations only, small groups folded (`exports.statistics.small_groups`)."""

from __future__ import annotations

from collections.abc import Iterator

from exports.how_counted import HowCounted
from exports.results_csv import Tidied, tidy_csv
from exports.statistics.form_view import FormView, form_views
from exports.statistics.small_groups import others_label, published_groups, published_lines
from tally.appraisal_tally import Tally
from tally.results import Result
from tally.said import Translate
from tally.scheme import Kind


def published_results(tally: Tally, translate: Translate) -> bytes:
    """`published/results.csv`, under the columns of results.csv. An organization with too few ballots has no row.

    In each row the ballots are those of its organization and group, or of the folded groups together.
    """
    return tidy_csv(
        tally.scheme,
        (
            Tidied(one, tally.owner[one.form, one.subject], _label(view, one.group))
            for view in form_views(tally, HowCounted(), "", translate, Kind.ORGANIZATION)
            for one in _results(view)
        ),
        translate,
    )


def _results(view: FormView) -> Iterator[Result]:
    for subject in view.subjects:
        groups = published_groups(view, subject)
        if groups is not None:
            for row in (*view.rows(subject), None):
                yield from published_lines(view, subject, row, groups)


def _label(view: FormView, group: str | None) -> str | None:
    if group is None:
        return None
    known = view.scheme.groups.get(group)
    return known.label if known else others_label(view)
