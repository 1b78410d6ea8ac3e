"""The list of rulings (裁定清单), to be signed: every ruling, every explanation accepted, and what is not in force."""

from __future__ import annotations

from exports.circumstances import BatchReport
from exports.document import Block, Column, Document, Gap, Grid, Kept, Paragraph
from exports.how_counted import HowCounted
from exports.known_labels import KnownLabels
from exports.report_sheet import closing, report_sheet, signatures
from exports.ruling_lines import Line, RulingLines
from tally.ruling_register import Fate, ruling_register
from tally.said import Said, Translate
from tally.scheme import Scheme
from tally.subjects import Subjects

_CODES = (
    Said("Codes: 1 2 3 ... the grade by its place on the ballot, - blank, x spoiled"),
    Said("void: the whole ballot; absent: there is no such sheet; _ a row on which the passes differ"),
    Said("?: not shown while a reviewer still has to read the place without knowing it"),
)
_SIGNED = (
    Said("Reviewer (signature): ______________________   Date: ____________"),
    Said("Second reviewer (signature): ______________________   Date: ____________"),
)


class RulingsRegister:
    """The rulings of all batches, gathered one batch at a time; kept are the lines that will be printed.

    While rulings are blind, nothing is shown that a reviewer has still to read alone: the readings of places
    that are open.
    """

    def __init__(self, scheme: Scheme, subjects: Subjects, translate: Translate) -> None:
        self._scheme = scheme
        self._labels = KnownLabels(scheme, subjects)
        self._translate = translate
        self._rulings: list[Line] = []
        self._accepted: list[Line] = []
        self._others: list[Line] = []

    def add(self, report: BatchReport) -> None:
        """Take over one batch. One that is not in custody has no rulings."""
        settlement = report.settlement
        if settlement is None:
            return
        lines = RulingLines(self._scheme, self._labels.of(report.cover), report, self._translate)
        register = ruling_register(
            report.rulings or settlement.answers.values(),
            settlement,
            voids_reviewed=self._scheme.keying.voids_reviewed,
        )
        for one in register:
            if one.fate is not Fate.IN_FORCE:
                self._others.append(lines.other(one))
            elif one.ruling.slip is not None:
                self._accepted.append(lines.accepted(one))
            else:
                self._rulings.append(lines.ruling(one))

    def merge(self, other: RulingsRegister) -> None:
        """Take over the batches of another register after one's own."""
        self._rulings += other._rulings
        self._accepted += other._accepted
        self._others += other._others

    def document(self, how: HowCounted) -> Document:
        """The list on pages, with the lines for signatures at its foot."""
        translate = self._translate
        blocks: list[Block] = []
        if self._rulings:
            blocks.append(self._grid(_RULINGS, self._rulings))
        else:
            blocks.append(Paragraph(Said("no rulings").text(translate)))
        for title, columns, lines in (
            (Said("Explanations that were accepted"), _ACCEPTED, self._accepted),
            (Said("Kept, and not in force"), _OTHERS, self._others),
        ):
            if lines:
                blocks += [Gap(), Paragraph(title.text(translate)), self._grid(columns, lines)]
        codes = [Paragraph(said.text(translate), hanging=2) for said in _CODES]
        foot = (*codes, *closing(how, translate), *signatures(_SIGNED, translate))
        blocks += [Gap(), Kept(foot)]
        sheet = report_sheet(Said("List of rulings"), self._scheme, how, blocks, translate)
        return Document("rulings", (sheet,))

    def _grid(self, columns: tuple[tuple[Said, int | None], ...], lines: list[Line]) -> Grid:
        """Columns without a width hold figures."""
        heads = tuple(
            Column(said.text(self._translate), figures=width is None, wrap_at=width)
            for said, width in columns
        )
        return Grid(heads, tuple(lines))


_RULINGS = (
    (Said("batch"), 7), (Said("ballot"), None), (Said("row"), 13), (Said("first pass"), 8), (Said("second pass"), 8),
    (Said("ruling"), 8), (Said("reason"), 12), (Said("reviewer"), 8), (Said("second reviewer"), 8), (Said("when"), 10),
)  # fmt: skip
_ACCEPTED = (
    (Said("batch"), 8), (Said("explanation"), 30), (Said("settled"), None), (Said("read from the paper"), 24),
    (Said("reviewer"), 10), (Said("when"), 10),
)  # fmt: skip
_OTHERS = (
    (Said("batch"), 7), (Said("ballot"), None), (Said("row"), 20), (Said("read"), 9), (Said("reason"), 12),
    (Said("reviewer"), 8), (Said("why not"), 14), (Said("when"), 10),
)  # fmt: skip
