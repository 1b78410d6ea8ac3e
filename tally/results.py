"""Results (统计): marks and measures of every row of every subject, by group and pooled, made when they are asked for.

A province has a hundred thousand of them, and whoever reads them needs one subject's at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from tally.counted import Counted
from tally.counting import Accounting, MarkCounts, no_marks, sum_marks
from tally.measuring import MeasureValue, measure_value
from tally.scheme import Scheme
from tally.subjects import Subjects


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


class Results(Sequence[Result]):
    """All results, in the order of forms, subjects, rows and groups."""

    def __init__(self, scheme: Scheme, subjects: Subjects, counted: Counted) -> None:
        self._scheme = scheme
        self._subjects = subjects
        self._counted = counted

    def of(self, form: str, subject: str) -> tuple[Result, ...]:
        """One subject's on one form."""
        return tuple(self._of(form, subject))

    def __iter__(self) -> Iterator[Result]:
        for form, subject in self._counted.rows:
            yield from self._of(form, subject)

    def __len__(self) -> int:
        return sum(
            (len(lines) + 1) * (len(self._counted.groups[form, self._counted.owner[form, subject]]) + 1)
            for (form, subject), lines in self._counted.rows.items()
        )

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Result, ...]: ...
    def __getitem__(self, index: int | slice) -> Result | tuple[Result, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def _of(self, form_id: str, subject: str) -> Iterator[Result]:
        scheme, counted = self._scheme, self._counted
        none = no_marks(len(scheme.grades))
        lines = counted.rows[form_id, subject]
        owner = counted.owner[form_id, subject]
        groups = counted.groups[form_id, owner]
        known = self._subjects.by_id.get(subject)
        pooled = tuple(group for group in groups if scheme.groups[group].pooled)
        counts = {
            (line.row, group): counted.counts[form_id, subject, line.row, group].marks
            for line in lines
            for group in groups
        }
        for line in (*lines, None):
            rows = (line,) if line is not None else lines
            for group in (None, *groups):
                chosen = pooled if group is None else (group,)
                marks = sum_marks([none, *[counts[one.row, which] for one in rows for which in chosen]])
                accounting = counted.accounting[form_id, owner, group or ""]
                yield Result(
                    form=form_id,
                    subject=subject,
                    name=known.name if known is not None else subject,
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
