"""The register of void ballots (废票登记表), signed by the scrutineer (监票人)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from exports.circumstances import BatchReport
from exports.document import Block, Column, Document, Gap, Grid, Kept, Paragraph
from exports.how_counted import HowCounted
from exports.reason_words import reason_in_words
from exports.report_sheet import closing, report_sheet, signatures
from exports.ruling_lines import Line, when_text
from tally.clerk_errors import readings_told
from tally.comparison import WHOLE
from tally.readings import Pass
from tally.ruling_register import Fate, ruling_register
from tally.rulings import VOID
from tally.said import Said, Translate
from tally.scheme import Scheme
from tally.settling import BLANK_BALLOT

_IN_PASSES = {
    (True, True): Said("both passes"),
    (True, False): Said("first pass only"),
    (False, True): Said("second pass only"),
    (False, False): Said("neither pass"),
}


class VoidsRegister:
    """The void ballots of all batches, gathered one batch at a time; kept are the lines that will be printed.

    Each has its reason, who confirmed it on the paper and when, and which passes had it as void.
    """

    def __init__(self, scheme: Scheme, translate: Translate) -> None:
        self._scheme = scheme
        self._translate = translate
        self._lines: list[Line] = []
        self._reasons: Counter[str] = Counter()

    def add(self, report: BatchReport) -> None:
        """Take over one batch. One that is not in custody has no void ballot yet."""
        settlement = report.settlement
        if settlement is None or not any(ballot.void for ballot in settlement.settled):
            return
        t = self._text
        confirmed = _confirmed(self._scheme, report)
        keyed = [readings_told(settlement.comparison, which) for which in Pass]
        for ballot in settlement.settled:
            if not ballot.void:
                continue
            reason = t(reason_in_words(ballot.reason) if ballot.reason else Said("none asked for"))
            self._reasons[reason] += 1
            first, second = (passed.get(ballot.number) == VOID for passed in keyed)
            by_rule = ballot.reason == BLANK_BALLOT
            names, at = confirmed.get(ballot.number, ("-", "-"))
            self._lines.append(
                (
                    len(self._lines) + 1,
                    self._scheme.groups[report.cover.group].label,
                    report.cover.id,
                    ballot.number,
                    reason,
                    t(Said("the scheme")) if by_rule else names,
                    "-" if by_rule else t(_IN_PASSES[first, second]),
                    "-" if by_rule else at,
                )
            )

    def merge(self, other: VoidsRegister) -> None:
        """Take over the batches of another register after one's own; the lines are numbered through."""
        self._lines += [(len(self._lines) + at, *line[1:]) for at, line in enumerate(other._lines, start=1)]
        self._reasons.update(other._reasons)

    def document(self, how: HowCounted, set_aside: int = 0) -> Document:
        """The register on pages, with how many there are of each reason and the line to sign at its foot.

        `set_aside` sheets were void at the box already and lie in no bundle.
        """
        t = self._text
        blocks: list[Block] = []
        if self._lines:
            columns = tuple(Column(t(said), figures=width is None, wrap_at=width) for said, width in _COLUMNS)
            blocks.append(Grid(columns, tuple(self._lines)))
            blocks += [Gap(), Paragraph(t(Said("Void ballots by reason")))]
            blocks += [
                Paragraph(f"{reason}: {count}", 2, 2) for reason, count in sorted(self._reasons.items())
            ]
            blocks.append(Paragraph(t(Said("together: {count}", count=len(self._lines))), 2, 2))
        else:
            blocks.append(Paragraph(t(Said("no void ballots"))))
        if set_aside:
            aside = Said(
                "set aside at the box, in no bundle and not listed here: {count} (see the count sheets)",
                count=set_aside,
            )
            blocks.append(Paragraph(t(aside), 2, 2))
        signed = Said("Scrutineer (signature): ____________   Date: ____________")
        foot = [*closing(how, self._translate), *signatures([signed], self._translate)]
        blocks += [Gap(), Kept(tuple(foot))]
        sheet = report_sheet(Said("Register of void ballots"), self._scheme, how, blocks, self._translate)
        return Document("voids", (sheet,))

    def _text(self, said: Said) -> str:
        return said.text(self._translate)


_COLUMNS = (
    (Said("no."), None), (Said("group"), 14), (Said("batch"), 10), (Said("ballot"), None), (Said("reason"), 20),
    (Said("confirmed by"), 14), (Said("void in"), 10), (Said("when"), 10),
)  # fmt: skip


def _confirmed(scheme: Scheme, report: BatchReport) -> Mapping[int, tuple[str, str]]:
    """Who read on the paper that a ballot is void, and the day and minute, by number."""
    settlement = report.settlement
    if settlement is None:
        return {}
    register = ruling_register(
        report.rulings or settlement.answers.values(),
        settlement,
        voids_reviewed=scheme.keying.voids_reviewed,
    )
    return {
        one.ruling.ballot: (", ".join((one.ruling.by, *one.also_by)), when_text(one.at))
        for one in register
        if one.fate is Fate.IN_FORCE and one.ruling.place == WHOLE and one.ruling.reading == VOID
    }
