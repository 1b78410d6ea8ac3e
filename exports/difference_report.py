"""The double-entry report batch by batch, as `pingyi differences` prints it: the options first, all together last."""

from __future__ import annotations

from collections.abc import Sequence

from exports.batch_differences import batch_blocks
from exports.circumstances import BatchReport
from exports.document import Block, Gap
from exports.double_entry_report import TITLE
from exports.double_entry_report import DoubleEntryReport as DoubleEntryReport
from exports.double_entry_terms import terms
from exports.error_tables import line, together_blocks
from exports.unpaged_text import unpaged_lines
from tally.double_entry import several
from tally.said import Translate
from tally.scheme import Scheme
from tally.subjects import Subjects


def difference_report(
    scheme: Scheme, subjects: Subjects, reports: Sequence[BatchReport], translate: Translate
) -> str:
    """Every batch with its agreement, its differences and each clerk's errors, and all batches together.

    While rulings are blind, readings that would tell of a place not yet ruled on are not shown. Lines of at most
    100 cells, without pages.
    """
    blocks: list[Block] = [line(said, translate) for said in terms(scheme)]
    entries = []
    for report in reports:
        entry = report.double_entry()
        blocks += [Gap(), *batch_blocks(scheme, subjects, report, entry, translate)]
        if entry is not None:
            entries.append(entry)
    if len(entries) > 1:
        blocks += [Gap(), *together_blocks(several(entries), translate)]
    return "\n".join([TITLE.text(translate), *unpaged_lines(blocks)]) + "\n"
