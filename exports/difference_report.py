"""The double-entry report batch by batch, as `pingyi differences` prints it: the options first, all together last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from exports.batch_differences import batch_blocks
from exports.circumstances import BatchReport
from exports.document import Gap
from exports.double_entry_report import TITLE, without_ballots
from exports.double_entry_report import DoubleEntryReport as DoubleEntryReport
from exports.double_entry_terms import terms
from exports.error_tables import line, together_blocks
from exports.unpaged_text import unpaged_lines
from tally.double_entry import several
from tally.said import Translate
from tally.scheme import Scheme
from tally.subjects import Subjects


def difference_report(
    scheme: Scheme, subjects: Subjects, reports: Iterable[BatchReport], translate: Translate
) -> Iterator[str]:
    """Every batch with its agreement, its differences and each clerk's errors, and all batches together: its lines.

    One batch is looked at at a time; of those before only their figures and differences are kept.

    While rulings are blind, readings that would tell of a place not yet ruled on are not shown. Lines of at most
    100 cells, without pages.
    """
    yield TITLE.text(translate)
    yield from unpaged_lines(line(said, translate) for said in terms(scheme))
    entries = []
    for report in reports:
        entry = report.double_entry()
        yield from unpaged_lines([Gap(), *batch_blocks(scheme, subjects, report, entry, translate)])
        if entry is not None:
            entries.append(replace(without_ballots(entry), differences=entry.differences))
    if len(entries) > 1:
        yield from unpaged_lines([Gap(), *together_blocks(several(entries), translate)])
