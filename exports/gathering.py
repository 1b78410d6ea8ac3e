"""Everything that a package tells of the bundles, gathered in one pass, a bundle at a time.

An appraisal can hold thousands of bundles; what is kept of each are its settled marks and printed lines, never
its readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from exports.checked_words import checked_words
from exports.circumstances import BatchReport, Circumstances
from exports.double_entry_report import DoubleEntryReport
from exports.how_counted import HowCounted, VoidReason
from exports.opinions_document import Opinions
from exports.rulings_list import RulingsRegister
from exports.settled_csv import Bundles, SettledMarks
from exports.voids_list import VoidsRegister
from tally.appraisal_tally import Tally
from tally.comparison import Why
from tally.residual_check import verdict_key
from tally.said import Translate
from tally.scheme import Scheme
from tally.subjects import Subjects


class Gathering:
    """What the bundles of an appraisal have given; `add` each of them once."""

    def __init__(self, scheme: Scheme, subjects: Subjects, translate: Translate) -> None:
        self._translate = translate
        self.marks = SettledMarks()
        self.bundles = Bundles()
        self.double_entry = DoubleEntryReport(scheme, subjects, translate)
        self.rulings = RulingsRegister(scheme, subjects, translate)
        self.voids = VoidsRegister(scheme, translate)
        self._opinions: dict[tuple[str, str], list[str]] = {}
        self._reasons: Counter[tuple[str, str, str, str]] = Counter()
        self._differing = self._ruled = self._absent = self._noted = 0

    def add(self, report: BatchReport, opinions: Iterable[str] = ()) -> None:
        """Take over one bundle: `opinions` are the texts typed of its ballots."""
        self.marks.add(report)
        self.bundles.add(report)
        self.double_entry.add(report)
        self.rulings.add(report)
        self.voids.add(report)
        cover, settlement = report.cover, report.settlement
        if settlement is None:
            return
        if texts := list(opinions):
            self._opinions.setdefault((cover.form, cover.subject), []).extend(texts)
        self._noted += len(settlement.with_opinion)
        self._absent += len(settlement.absent)
        for question in settlement.comparison.questions:
            if question.why in (Why.MARKS_DIFFER, Why.VOID_IN_ONE):
                self._differing += 1
                self._ruled += (question.ballot, question.place) in settlement.answers
        for ballot in settlement.settled:
            if ballot.void:
                self._reasons[cover.form, cover.subject, cover.group, ballot.reason] += 1

    def merge(self, other: Gathering) -> None:
        """Take over the bundles of another gathering after one's own."""
        self.marks.merge(other.marks)
        self.bundles.merge(other.bundles)
        self.double_entry.merge(other.double_entry)
        self.rulings.merge(other.rulings)
        self.voids.merge(other.voids)
        for key, texts in other._opinions.items():
            self._opinions.setdefault(key, []).extend(texts)
        self._reasons.update(other._reasons)
        self._differing += other._differing
        self._ruled += other._ruled
        self._absent += other._absent
        self._noted += other._noted

    @property
    def opinions(self) -> Opinions:
        """The opinions by form and subject, sorted by their text, so that the order tells nothing of the ballots."""
        return {key: tuple(sorted(texts)) for key, texts in sorted(self._opinions.items())}

    def how_counted(self, tally: Tally, circumstances: Circumstances) -> HowCounted:
        """How the count was made, for the tables."""
        return HowCounted(
            as_of=circumstances.as_of,
            sealed=circumstances.sealed,
            practice=circumstances.practice,
            separate_accounts=circumstances.separate_accounts,
            differing=self._differing,
            ruled=self._ruled,
            absent=self._absent,
            open=tally.open,
            remarks=tuple(one.text(self._translate) for one in circumstances.remarks),
            voids=tuple(VoidReason(*key, count) for key, count in sorted(self._reasons.items())),
            checked={
                key: said.text(self._translate) for key, said in checked_words(circumstances.checks).items()
            },
            still_open={
                verdict_key(one): one.open_words.text(self._translate)
                for one in tally.verdicts
                if one.open_words is not None
            },
            opinions_noted=self._noted,
            opinions_typed=sum(map(len, self._opinions.values())),
        )
