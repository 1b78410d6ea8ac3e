"""The published notice (通报): rates, verdicts in words, and lines for the dates of corrective work.

No counts by group, no margins, and no group under five people (`exports.statistics.small_groups`). It has no total
over organizations: a reader could subtract from it.
"""

from __future__ import annotations

from collections.abc import Iterator

from exports.document import Block, Cell, Column, Document, Gap, Grid, Kept, Paragraph, Parts, Rate
from exports.statistics.foot import notes_blocks, status
from exports.statistics.form_view import FormView
from exports.statistics.head import form_title, sheet
from exports.statistics.mark_columns import WIDTH
from exports.statistics.small_groups import (
    LEAST,
    ShownGroups,
    others_label,
    published_groups,
    published_lines,
    size,
)
from exports.statistics.text_widths import text_widths
from exports.statistics.verdict_paragraphs import over_issued, telling
from exports.verdict_document import verdict_name
from exports.verdict_words import STATUS_WORDS
from tally.measuring import thresholds_of
from tally.rates import share_text
from tally.results import Result
from tally.said import Said
from tally.verdicts import Status, Verdict


def notice(view: FormView) -> Document | None:
    """The notice of a form; None where nobody was rated on it."""
    if not view.subjects:
        return None
    groups = {
        subject: shown for subject in view.subjects if (shown := published_groups(view, subject)) is not None
    }
    blocks: list[Block] = [_grid(view, groups)] if groups else []
    for subject in view.subjects:
        if subject not in groups:
            blocks.append(Paragraph(_withheld(view, subject)))
    for subject in groups:
        blocks += _verdicts(view, subject)
    blocks += [
        Paragraph(
            view.t(
                "Note: percentages are of valid ballots. No rater group of fewer than {least} people is shown apart; "
                "such groups are shown together as others, or not at all.",
                least=LEAST,
            )
        ),
        _foot(view),
    ]
    title = view.t("Notice of results: {title}", title=form_title(view))
    return Document(f"notice-{view.form.id}", (sheet(view, title, blocks),))


def _withheld(view: FormView, subject: str) -> str:
    if view.invalid(subject):
        why = STATUS_WORDS[Status.INVALID_APPRAISAL]
    else:
        why = Said("fewer than {least} valid ballots; no marks and no verdict are published", least=LEAST)
    return view.t("{name}: {why}", name=view.name(subject), why=why)


def _grid(view: FormView, groups: dict[str, ShownGroups]) -> Grid:
    labels: list[str] = []
    figures: list[tuple[Cell, ...]] = []
    for subject, shown in groups.items():
        deciding = view.deciding(subject)
        for row in view.lines(subject):
            pooled, *apart = published_lines(view, subject, row, shown)
            name = view.name(subject)
            if len(view.lines(subject)) > 1:
                label = view.line_label(subject, row)
                name = f"{name} / {label}" if row == view.lines(subject)[0] else f"  {label}"
            labels.append(name)
            figures.append(_figures(view, pooled))
            if row == deciding:
                for one in apart:
                    labels.append(f"    {_group(view, one)}")
                    figures.append(_figures(view, one))
    heads = (
        view.t("valid"),
        *view.scheme.grades,
        view.t("abstain"),
        view.t("spoiled"),
        *(measure.label for measure in view.scheme.measures.values()),
    )
    room = WIDTH - 2 - sum(max(7, min(12, 2 * len(head))) + 1 for head in heads)
    (width,) = text_widths(room, [(labels, 16, 36)])
    columns = (
        Column(view.t("organization"), figures=False, wrap_at=width),
        Column(heads[0]),
        *(Column(f"{head} %") for head in heads[1:]),
    )
    return Grid(columns, tuple((label, *line) for label, line in zip(labels, figures, strict=True)))


def _figures(view: FormView, result: Result) -> tuple[Cell, ...]:
    """The valid ballots of a pooled line, and of every line percentages."""
    marks = result.marks
    # How many ballots a group has is not told (no counts by group).
    valid: Cell = result.accounting.valid if result.group is None else ""
    shares = [share_text(count, marks.valid) for count in (*marks.grades, marks.blank, marks.spoiled)]
    values = []
    for measure, value in result.measures.items():
        percent = value.percent(thresholds_of(view.scheme, measure)) if marks.valid else None
        values.append(Rate(value.rate if percent else None, percent or ""))
    return (valid, *(Rate(None, share or "") for share in shares), *values)


def _group(view: FormView, result: Result) -> str:
    if result.group is not None and result.group in view.scheme.groups:
        return view.group_label(result.group)
    return others_label(view)


def _verdicts(view: FormView, subject: str) -> Iterator[Block]:
    """What the rules say of an organization, in words; where something follows, lines for the dates of the work."""
    said = [*over_issued(view, subject)]
    follows = False
    for verdict in view.verdicts(subject):
        if not telling(verdict):
            continue
        if not _publishable(view, subject, verdict):
            name = _verdict_name(view, verdict)
            text = view.t(
                "{what}: not published, for fewer than {least} ballots decide it", what=name, least=LEAST
            )
            said.append(Paragraph(text, 2))
            continue
        what = view.t(
            "{what}: {status}", what=_verdict_name(view, verdict), status=STATUS_WORDS[verdict.status]
        )
        said.append(Paragraph(what, 2))
        if verdict.status is Status.APPLIES and verdict.rule is not None and verdict.rule.consequences:
            follows = True
            said += [Paragraph(f"- {one}", 4, 2) for one in verdict.rule.consequences]
    if not said:
        if not view.verdicts(subject):
            return
        said = [Paragraph(view.t("no rule of the scheme applies"), 2)]
    yield Gap()
    yield Paragraph(view.name(subject))
    yield from said
    if follows:
        yield Parts(
            (
                view.t("  corrective work from: ____________"),
                view.t("to: ____________"),
                view.t("result told to the raters on: ____________"),
            )
        )


def _verdict_name(view: FormView, verdict: Verdict) -> Said:
    """A rule in words; of a band that leaves the value open what its rules would have said."""
    if verdict.rule is None and verdict.band is not None:
        names = " / ".join(rule.verdict for rule in view.scheme.bands()[verdict.band])
        return Said("{verdict}", verdict=names)
    return verdict_name(verdict, view.tally)


def _publishable(view: FormView, subject: str, verdict: Verdict) -> bool:
    """Whether at least five people's ballots decide a rule that counts certain groups only."""
    groups = verdict.rule.groups if verdict.rule is not None else ()
    if not groups and verdict.band is not None:
        groups = view.scheme.bands()[verdict.band][0].groups
    here = view.groups(subject)
    return not groups or (
        sum(size(view.result(subject, None, group).accounting) for group in groups if group in here) >= LEAST
    )


def _foot(view: FormView) -> Kept:
    return Kept(
        (
            *notes_blocks(view.tally, view.form, view.translate, every_measure=True),
            status(view.how, view.check_code, view.translate),
            Parts((view.t("Filled in by: ____________"), view.t("Responsible (signature): ____________"))),
            Parts((view.t("Unit (seal): ____________"), view.t("Date: ______________"))),
        )
    )
