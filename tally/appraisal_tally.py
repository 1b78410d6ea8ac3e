"""The tally (统计) of an appraisal: results, verdicts, panels, and whether it is complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tally.bundle_sums import BundleSums
from tally.count_sheets import CountSheet
from tally.counted import counted as count_sums
from tally.counting import BatchCount, ControlMismatch, OpenWork
from tally.panels import PanelCount, count_panels
from tally.results import Result, Results
from tally.scheme import Scheme
from tally.subjects import Subjects
from tally.verdicts import Verdict, decide


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that the tables, the screens and `pingyi tally` show."""

    scheme: Scheme
    subjects: Subjects
    results: Sequence[Result]
    """Made anew each time they are gone through, unless they are held."""
    verdicts: tuple[Verdict, ...]
    panels: tuple[PanelCount, ...]
    open: OpenWork
    mismatches: tuple[ControlMismatch, ...]
    batches: int
    owner: Mapping[tuple[str, str], str]

    def held(self) -> Tally:
        """The same with its results kept: for whoever goes through them many times and has the room."""
        return replace(self, results=tuple(self.results))

    def results_of(self, form: str, subject: str) -> tuple[Result, ...]:
        """The results of one subject on one form."""
        if isinstance(self.results, Results):
            return self.results.of(form, subject)
        return tuple(one for one in self.results if (one.form, one.subject) == (form, subject))

    @property
    def rated(self) -> tuple[tuple[str, str], ...]:
        """Form and subject of all results, in their order."""
        return tuple(self.owner)

    @property
    def set_aside(self) -> int:
        """Sheets void at the box already, in no bundle: what the accounting has as void beside the bundles'."""
        void = {
            (one.form, self.owner[one.form, one.subject], one.group): one.accounting
            for one in self.results
            if one.group is None or not self.scheme.groups[one.group].pooled
        }
        return sum(one.void - sum(one.void_reasons.values()) for one in void.values())

    @property
    def complete(self) -> bool:
        """At least one batch, every one settled, and the bundles add up to the count sheets."""
        work = self.open
        waiting = work.batches + work.ballots + work.differences + work.missing + work.doubled
        return self.batches > 0 and not waiting and not self.mismatches


def tally_appraisal(
    scheme: Scheme, subjects: Subjects, sheets: Iterable[CountSheet], batches: Iterable[BatchCount]
) -> Tally:
    """Count, measure and decide. Reads custody and rulings only, by way of `batches`."""
    sums = BundleSums(scheme)
    for batch in batches:
        sums.add(batch)
    return tally_sums(scheme, subjects, sheets, sums)


def tally_sums(scheme: Scheme, subjects: Subjects, sheets: Iterable[CountSheet], sums: BundleSums) -> Tally:
    """The tally of bundles that are added up already."""
    sheets = tuple(sheets)
    counted = count_sums(scheme, subjects, sheets, sums)
    return Tally(
        scheme=scheme,
        subjects=subjects,
        results=Results(scheme, subjects, counted),
        verdicts=decide(scheme, subjects, counted),
        panels=count_panels(scheme, subjects, sheets, counted),
        open=counted.open,
        mismatches=counted.mismatches,
        batches=counted.batches,
        owner=counted.owner,
    )
