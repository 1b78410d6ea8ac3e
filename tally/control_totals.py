"""The ballot accounting (票数核对) of bundles and signed count sheets, and where the two do not agree."""

from __future__ import annotations

from collections.abc import Mapping

from tally.bundle_sums import SheetSums
from tally.count_sheets import CountSheet
from tally.counting import Accounting, ControlMismatch, sum_accounting
from tally.scheme import Scheme
from tally.subjects import Subjects

Bundled = tuple[str, str, str]
"""Form, owner and group."""


def accounting(
    scheme: Scheme,
    subjects: Subjects,
    sheets: tuple[CountSheet, ...],
    totals: Mapping[Bundled, SheetSums],
) -> dict[Bundled, Accounting]:
    """By form, owner and group; group "" for all pooled groups together."""
    by_key = {(sheet.form, sheet.subject, sheet.group): sheet for sheet in sheets}
    found: dict[tuple[str, str, str], Accounting] = {}
    for (form, subject, group), total in totals.items():
        found[form, subject, group] = _one_group(by_key.get((form, subject, group)), total)
    for form, subject in {(form, subject) for form, subject, _ in totals}:
        pooled = [
            found[form, subject, group] for group in scheme.pooled_groups if (form, subject, group) in found
        ]
        # A count sheet "for all groups" speaks of the pooled ones only where every group is pooled.
        whole = by_key.get((form, subject, "")) if len(scheme.pooled_groups) == len(scheme.groups) else None
        together = sum_accounting(pooled)
        stated = subjects.by_id[subject].eligible if subject in subjects.by_id else None
        eligible = together.eligible if together.eligible is not None else stated
        present = together.present
        issued, collected, void = together.issued, together.collected, together.void
        if whole is not None:
            issued = whole.issued if whole.issued is not None else issued
            collected = whole.collected if whole.collected is not None else collected
            present = whole.present if whole.present is not None else present
            eligible = whole.eligible if whole.eligible is not None else eligible
            void += max(
                0,
                whole.set_aside
                - sum(
                    by_key[form, subject, group].set_aside
                    for group in scheme.pooled_groups
                    if (form, subject, group) in by_key and (form, subject, group) in totals
                ),
            )
        found[form, subject, ""] = Accounting(
            issued,
            collected,
            present,
            eligible,
            together.valid,
            void,
            together.blank_ballots,
            together.opinions,
            together.void_reasons,
        )
    return found


def _one_group(sheet: CountSheet | None, total: SheetSums) -> Accounting:
    collected: int | None = total.collected
    issued = total.issued
    if sheet is not None:
        collected = sheet.collected if sheet.collected is not None else collected
        issued = sheet.issued if sheet.issued is not None else issued
    return Accounting(
        issued=issued,
        collected=collected,
        present=sheet.present if sheet else None,
        eligible=sheet.eligible if sheet else None,
        valid=total.valid,
        void=total.void + (sheet.set_aside if sheet else 0),
        blank_ballots=total.blank_ballots,
        opinions=total.opinions,
        void_reasons=total.reasons,
    )


def mismatches(
    sheets: tuple[CountSheet, ...], totals: Mapping[Bundled, SheetSums]
) -> tuple[ControlMismatch, ...]:
    """The count sheets to which the bundles do not add up."""
    collected: dict[Bundled, int] = {}
    for (form, subject, group), total in totals.items():
        for key in ((form, subject, group), (form, subject, "")):
            collected[key] = collected.get(key, 0) + total.collected
    aside: dict[tuple[str, str], int] = {}
    for sheet in sheets:
        if sheet.group:
            of = (sheet.form, sheet.subject)
            aside[of] = aside.get(of, 0) + sheet.set_aside
    found = []
    for sheet in sheets:
        if sheet.collected is None:
            continue
        put_aside = sheet.set_aside
        if not sheet.group:
            # Sheets that the groups' own count sheets set aside are among those of the sheet for all.
            put_aside = max(put_aside, aside.get((sheet.form, sheet.subject), 0))
        bundled = put_aside + collected.get((sheet.form, sheet.subject, sheet.group), 0)
        if bundled != sheet.collected:
            found.append(ControlMismatch(sheet.form, sheet.subject, sheet.group, sheet.collected, bundled))
    return tuple(found)
