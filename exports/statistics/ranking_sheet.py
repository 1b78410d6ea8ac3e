"""The ranking (排名): a sheet of its own, for members stand in the order of the paper everywhere else.

By the scheme's first measure on the line that decides, highest first; equal rates share a place and the next place
is left out (1, 2, 2, 4); who has no rate, or whose appraisal is invalid, stands last without a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exports.document import Block, Cell, Column, Grid, Paragraph, Sheet
from exports.statistics.form_view import FormView
from exports.statistics.head import form_title, sheet
from exports.statistics.mark_columns import NO_VALID_BALLOTS
from exports.verdict_words import STATUS_WORDS
from tally.scheme import Kind
from tally.verdicts import Status


def ranking_sheet(view: FormView, subjects: Sequence[str], name: str = "") -> Sheet | None:
    """The ranking of two or more subjects; None for fewer, or for a scheme without a measure."""
    if len(subjects) < 2 or not view.scheme.measures:
        return None
    measure = next(iter(view.scheme.measures.values()))
    rates = {subject: _rate(view, subject, measure.id) for subject in subjects}
    places = places_of([rate for rate in rates.values() if rate is not None])
    ordered = sorted(subjects, key=lambda one: (rates[one] is None, -(rates[one] or 0)))
    rows: list[tuple[Cell, ...]] = []
    for subject in ordered:
        result = view.result(subject, view.deciding(subject))
        value, rate = result.measures[measure.id], rates[subject]
        rows.append(
            (
                "" if rate is None else str(places[rate]),
                view.name(subject),
                result.marks.valid,
                value.numerator,
                value.denominator,
                view.marks.rate(measure.id, result.marks, value),
                _without_a_place(view, subject, measure.id, rate),
            )
        )
    columns = [
        Column(view.t("place"), figures=False),
        Column(view.t("name"), figures=False, wrap_at=36),
        Column(view.t("valid")),
        Column(view.t("counted")),
        Column(view.t("base")),
        Column(measure.label),
        Column(view.t("without a place"), figures=False, wrap_at=20),
    ]
    if all(row[-1] == "" for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    by = view.t(
        "Ranked by {measure} of: {row}; highest first, equal rates share a place.",
        measure=measure.label,
        row=view.line_label(subjects[0], view.deciding(subjects[0])),
    )
    blocks: list[Block] = [
        Paragraph(by),
        Paragraph(view.t("The ranking decides nothing: no rule of the scheme looks at a place.")),
        Grid(tuple(columns), tuple(rows)),
        view.foot,
    ]
    return sheet(view, _title(view), blocks, name=name)


def _title(view: FormView) -> str:
    title = form_title(view)
    if view.form.kind is Kind.MEMBER:
        return view.t("Ranking: {title} (kept on file, not posted)", title=title)
    return view.t("Ranking: {title}", title=title)


def places_of(rates: Sequence[Fraction]) -> dict[Fraction, int]:
    """The place of each rate among `rates`: one more than there are higher ones."""
    places: dict[Fraction, int] = {}
    for place, rate in enumerate(sorted(rates, reverse=True), start=1):
        places.setdefault(rate, place)
    return places


def _rate(view: FormView, subject: str, measure: str) -> Fraction | None:
    result = view.result(subject, view.deciding(subject))
    if not result.marks.valid or view.invalid(subject):
        return None
    return result.measures[measure].rate


def _without_a_place(view: FormView, subject: str, measure: str, rate: Fraction | None) -> str:
    if rate is not None:
        return ""
    if view.invalid(subject):
        return view.t("invalid appraisal")
    result = view.result(subject, view.deciding(subject))
    if result.marks.valid and result.measures[measure].denominator is None:
        return STATUS_WORDS[Status.BASE_UNKNOWN].text(view.translate)
    return NO_VALID_BALLOTS.text(view.translate)
