"""Which rater groups may be shown apart in anything published: no group, and no difference, under five people.

1. The size of a group are the ballots that its marks come from: its valid ones, or those collected where that is less.
2. A group under five is folded into the others (其他). A reader subtracts what is shown from the total, so the folded
   groups together are such a group too: while they have ballots and fewer than five, the smallest group that is still
   shown is folded as well (of equal ones the later in the scheme), until there are five, or nothing is shown apart.
   Folded groups without a ballot are left out.
3. A group that is not pooled is no part of the total and cannot be folded into it: under five it is not shown.
4. Where all pooled groups together have fewer than five, no marks are published at all, only that; nor are those of
   an invalid appraisal, which is held again.

No sum over several organizations is published: a reader could subtract from it to the one whose marks are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exports.statistics.added_results import added_results
from exports.statistics.form_view import FormView
from tally.counting import Accounting
from tally.results import Result
from tally.scheme import Scheme

LEAST = 5
"""People in a group that is shown apart (tables.md)."""


@dataclass(frozen=True, slots=True)
class ShownGroups:
    """The groups that are published apart, and those that are folded into one, in the scheme's order."""

    apart: tuple[str, ...]
    folded: tuple[str, ...] = ()


def shown_groups(pooled: Mapping[str, int], unpooled: Mapping[str, int]) -> ShownGroups | None:
    """How groups are published, from the sizes of each in the scheme's order; None: nothing at all."""
    if sum(pooled.values()) < LEAST:
        return None
    apart = [group for group, size in pooled.items() if size >= LEAST]
    folded = {group for group in pooled if group not in apart}
    while apart and 0 < sum(pooled[group] for group in folded) < LEAST:
        smallest = min(reversed(apart), key=lambda group: pooled[group])
        apart.remove(smallest)
        folded.add(smallest)
    beside = [group for group, size in unpooled.items() if size >= LEAST]
    if not apart:
        return ShownGroups(tuple(beside))
    return ShownGroups(
        (*apart, *beside), tuple(group for group in pooled if group in folded and pooled[group])
    )


def size(accounting: Accounting) -> int:
    """How many people's marks an accounting stands for."""
    collected = accounting.valid + accounting.void if accounting.collected is None else accounting.collected
    return min(accounting.valid, collected)


def published_groups(view: FormView, subject: str) -> ShownGroups | None:
    """How the groups of one subject are published; None where its marks are not."""
    groups = {group: size(view.result(subject, None, group).accounting) for group in view.groups(subject)}
    pooled = {group: number for group, number in groups.items() if view.scheme.groups[group].pooled}
    if view.invalid(subject) or size(view.result(subject, None).accounting) < LEAST:
        return None
    return shown_groups(pooled, {group: number for group, number in groups.items() if group not in pooled})


def others(scheme: Scheme) -> str:
    """An id for the folded groups, which no group of the scheme has."""
    found = "others"
    while found in scheme.groups:
        found += "_"
    return found


def folded_result(view: FormView, subject: str, row: int | None, groups: Sequence[str]) -> Result:
    """The folded groups of a line as one group."""
    results = [view.result(subject, row, group) for group in groups]
    return replace(added_results(view.scheme, results), group=others(view.scheme))


def published_lines(view: FormView, subject: str, row: int | None, groups: ShownGroups) -> tuple[Result, ...]:
    """A line pooled, then each group that is shown apart, then the folded ones."""
    return (
        view.result(subject, row),
        *(view.result(subject, row, group) for group in groups.apart),
        *((folded_result(view, subject, row, groups.folded),) if groups.folded else ()),
    )


def others_label(view: FormView) -> str:
    """What the folded groups are called."""
    return view.t("Others")
