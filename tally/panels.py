"""Panels (评议员规定人数): whether as many raters returned a ballot as the plan asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tally.count_sheets import CountSheet
from tally.counted import Counted
from tally.scheme import Layout, Minimum, Scheme
from tally.subjects import Subjects


@dataclass(frozen=True, slots=True)
class PanelCount:
    """One group of one subject's panel (group None: the whole panel): asked for, and collected."""

    form: str
    subject: str
    panel: str
    group: str | None
    required: int
    collected: int

    @property
    def missing(self) -> int:
        """How many are lacking; 0 where there are enough."""
        return max(0, self.required - self.collected)


def count_panels(
    scheme: Scheme, subjects: Subjects, sheets: Iterable[CountSheet], counted: Counted
) -> tuple[PanelCount, ...]:
    """Hold each subject's returned ballots against its panel's numbers."""
    eligible = {(sheet.form, sheet.subject, sheet.group): sheet.eligible for sheet in sheets}
    found = []
    rated = [
        (form, subject, owner)
        for (form, subject), owner in counted.owner.items()
        if scheme.forms[form].layout is Layout.ROSTER or subject == owner
    ]
    for form, subject, owner in rated:
        panel = subjects.panel_of(subject, scheme.forms[form], scheme)
        if panel is None:
            continue
        collected = {
            group: counted.accounting[form, owner, group].collected or 0
            for group in counted.groups[form, owner]
        }
        found.append(PanelCount(form, subject, panel.id, None, panel.raters, sum(collected.values())))
        for minimum in panel.minimum:
            required = required_number(minimum, eligible.get((form, owner, minimum.group)))
            found.append(
                PanelCount(form, subject, panel.id, minimum.group, required, collected.get(minimum.group, 0))
            )
    return tuple(found)


def required_number(minimum: Minimum, eligible: int | None) -> int:
    """How many of a group are asked for: all of them where there are few enough, else the number."""
    if minimum.all_up_to is not None and eligible is not None and eligible <= minimum.all_up_to:
        return eligible
    return minimum.at_least
