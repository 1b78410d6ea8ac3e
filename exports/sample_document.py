"""The sample checks (抽样复查) on paper: what was drawn by which dice, what was found, what it shows; to be signed."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Document, Gap, Kept, Paragraph
from exports.draw_command import command_lines
from exports.how_counted import HowCounted
from exports.report_sheet import closing, report_sheet, signatures
from exports.sample_report import sample_parts
from tally.appraisal_tally import Tally
from tally.residual_check import CheckResult
from tally.said import Said, Translate

_COMMAND = 90
"""Characters of a line of a command: fewer than a page is wide, for whoever types it in."""


def samples_document(
    tally: Tally, results: Sequence[CheckResult], how: HowCounted, translate: Translate
) -> Document:
    """Every check in the order of the draws; it names ballots and bundles, so it is for the file only.

    Where no sample was drawn, that is said.
    """
    blocks: list[Block] = []
    if not results:
        blocks.append(Paragraph(Said("no sample of settled ballots was read again").text(translate)))
    for part in sample_parts(results, tally) if results else ():
        if part.what is None:
            blocks.append(Gap())
        elif isinstance(part.what, str):
            lines = command_lines(part.what, _COMMAND)
            blocks += [Paragraph(line, part.indent, 0) for line in lines]
        else:
            blocks.append(Paragraph(part.what.text(translate), part.indent, 2))
    signed = (
        Said("Read again by (signature): ____________   Date: ____________"),
        Said("Dice thrown by (signature): ____________   Date: ____________"),
    )
    foot = (*closing(how, translate), *(signatures(signed, translate) if results else ()))
    blocks += [Gap(), Kept(foot)]
    return Document("samples", (report_sheet(Said("Sample checks"), tally.scheme, how, blocks, translate),))
