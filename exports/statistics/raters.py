"""The number of raters by group against the minimum that the plan asks for (评议员规定人数)."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Paragraph
from exports.plain_text import clean
from exports.statistics.form_view import FormView
from tally.panels import PanelCount

STAR = "*"
"""Behind a group that lacks raters; a sentence under the table says how many."""


def group_label(view: FormView, subjects: Sequence[str], group: str) -> str:
    """`党员代表(20)*`: the group, how many are asked for, a star where some lack. All `subjects` ask for the same
    number, or none is shown."""
    label = view.group_label(group)
    panels = [_panel(view, subject, group) for subject in subjects]
    required = {one.required if one else None for one in panels}
    if len(required) == 1 and None not in required:
        label = f"{label}({required.pop()})"
    return label + (STAR if any(one and one.missing for one in panels) else "")


def raters_paragraph(view: FormView, subjects: Sequence[str]) -> Paragraph | None:
    """Collected ballots by group, each beside the number asked for; None without a group."""
    first = subjects[0]
    found = [
        f"{group_label(view, subjects, group)} {view.result(first, None, group).accounting.collected or 0}"
        for group in view.groups(first)
    ]
    absent = dict.fromkeys(
        one.group
        for subject in subjects
        for one in view.panels(subject)
        if one.group is not None and one.group not in view.groups(first)
    )
    found += [f"{group_label(view, subjects, group)} 0" for group in absent]
    if not found:
        return None
    return Paragraph(view.t("Raters (required) collected: {groups}", groups=", ".join(found)))


def shortfalls(view: FormView, subjects: Sequence[str]) -> tuple[Paragraph, ...]:
    """Which groups lack how many raters; where that does not hold for all of `subjects`, for whom."""
    found: dict[tuple[str | None, int, int], list[str]] = {}
    for subject in subjects:
        for one in view.panels(subject):
            if one.missing:
                found.setdefault((one.group, one.required, one.collected), []).append(subject)
    paragraphs = []
    for (group, required, collected), whom in found.items():
        text = view.t(
            "{group}: at least {required} are asked for, {collected} collected, {missing} lacking",
            group=view.t("all groups") if group is None else clean(view.scheme.groups[group].label),
            required=required,
            collected=collected,
            missing=required - collected,
        )
        if len(whom) < len(subjects):
            text = f"{', '.join(view.name(subject) for subject in whom)}: {text}"
        paragraphs.append(Paragraph(f"{STAR} {text}"))
    return tuple(paragraphs)


def _panel(view: FormView, subject: str, group: str) -> PanelCount | None:
    return next((one for one in view.panels(subject) if one.group == group), None)
