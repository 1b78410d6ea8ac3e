"""The tally (统计) of an appraisal: results, verdicts, panels, and whether it is complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tally.bundle_sums import BundleSums
from tally.count_sheets import CountSheet
from tally.counted import counted as count_sums
from tally.counting import (
    Accounting,
    BatchCount,
    ControlMismatch,
    Counted,
    MarkCounts,
    OpenWork,
    no_marks,
    sum_marks,
)
from tally.measuring import MeasureValue, measure_value
from tally.panels import PanelCount, count_panels
from tally.scheme import Scheme
from tally.subjects import Subjects
from tally.verdicts import Verdict, decide


@dataclass(frozen=True, slots=True)
class Result:
    """One row (None: all rows pooled) of one subject for one group (None: all groups pooled).

    Where rows are pooled, marks hold `rows` lines of each ballot and every base is times `rows`.
    """

    form: str
    subject: str
    name: str
    row: int | None
    item: str | None
    overall: bool
    group: str | None
    rows: int
    accounting: Accounting
    marks: MarkCounts
    measures: Mapping[str, MeasureValue]


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that the tables, the screens and `pingyi tally` show."""

    scheme: Scheme
    subjects: Subjects
    results: tuple[Result, ...]
    verdicts: tuple[Verdict, ...]
    panels: tuple[PanelCount, ...]
    open: OpenWork
    mismatches: tuple[ControlMismatch, ...]
    batches: int
    owner: Mapping[tuple[str, str], str]

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
        results=tuple(_results(scheme, subjects, counted)),
        verdicts=decide(scheme, subjects, counted),
        panels=count_panels(scheme, subjects, sheets, counted),
        open=counted.open,
        mismatches=counted.mismatches,
        batches=counted.batches,
        owner=counted.owner,
    )


def _results(scheme: Scheme, subjects: Subjects, counted: Counted) -> Iterator[Result]:
    none = no_marks(len(scheme.grades))
    for (form_id, subject), lines in counted.rows.items():
        owner = counted.owner[form_id, subject]
        groups = counted.groups[form_id, owner]
        name = subjects.by_id[subject].name if subject in subjects.by_id else subject
        pooled = tuple(group for group in groups if scheme.groups[group].pooled)
        for line in (*lines, None):
            rows = (line,) if line is not None else lines
            for group in (None, *groups):
                chosen = pooled if group is None else (group,)
                marks = sum_marks(
                    [
                        none,
                        *[
                            counted.counts[form_id, subject, one.row, which].marks
                            for one in rows
                            for which in chosen
                        ],
                    ]
                )
                accounting = counted.accounting[form_id, owner, group or ""]
                yield Result(
                    form=form_id,
                    subject=subject,
                    name=name,
                    row=line.row if line is not None else None,
                    item=line.item if line is not None else None,
                    overall=line is not None and line.overall,
                    group=group,
                    rows=len(rows),
                    accounting=accounting,
                    marks=marks,
                    measures={
                        measure.id: measure_value(measure, marks, accounting, len(rows))
                        for measure in scheme.measures.values()
                    },
                )
