"""One ruling as a line of the list to sign: what was read from the paper, by whom, and what became of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from exports.circumstances import BatchReport
from exports.error_tables import place_text
from exports.reason_words import reason_in_words
from exports.slip_words import slip_words
from tally.comparison import OPINION, WHOLE
from tally.ruling_register import Fate, Registered
from tally.rulings import PaperReading, accepted_slips
from tally.said import Said, Translate
from tally.scheme import Scheme

Line = tuple[str | int, ...]
_NOT_SHOWN = "?"

_FATES = {
    Fate.TAKEN_BACK: Said("taken back"),
    Fate.REPLACED: Said("read again by the same reviewer"),
    Fate.OVERRULED: Said("read otherwise by another reviewer"),
    Fate.OVERTAKEN: Said("the whole sheet was read since"),
    Fate.WAITING: Said("waits for a second reviewer"),
}


class RulingLines:
    """What the lines of one batch show, and what they keep from a reviewer who has still to read a place."""

    def __init__(
        self, scheme: Scheme, labels: Mapping[int, str], report: BatchReport, translate: Translate
    ) -> None:
        self._report = report
        self._translate = translate
        self._labels = labels
        self._open: set[tuple[int, int]] = set()
        self._open_marks: set[int] = set()
        self._near_open: frozenset[int] = frozenset()
        settlement = report.settlement
        # Only an accepted slip needs the figures of the batch, which take time to reckon.
        self._entry = entry = report.double_entry() if accepted_slips(report.rulings) else None
        if scheme.keying.rulings_blind and settlement is not None:
            waiting = (*settlement.open_questions, *settlement.open_opinions)
            self._open = {(one.ballot, one.place) for one in waiting}
            self._open_marks = {one.ballot for one in settlement.open_questions}
            self._near_open = entry.near_open if entry is not None else frozenset()

    def ruling(self, one: Registered) -> Line:
        """A ruling in force, with both passes' readings."""
        ruling = one.ruling
        covers_open = self._covers_open(ruling.ballot, ruling.place)
        hidden = covers_open or ruling.ballot in self._near_open
        first, second = (_NOT_SHOWN if hidden else value or "-" for value in (ruling.first, ruling.second))
        return (
            self._report.cover.id,
            ruling.ballot,
            self._place(ruling.place),
            first,
            second,
            _NOT_SHOWN if covers_open else ruling.reading,
            self._reason(one),
            ruling.by,
            ", ".join(one.also_by),
            when_text(one.at),
        )

    def accepted(self, one: Registered) -> Line:
        """An explanation that was accepted, and the rows of the paper that confirmed it."""
        ruling = one.ruling
        accepted = self._entry.accepted if self._entry is not None else ()
        settles = next((taken.settles for taken in accepted if taken.ruling is ruling), 0)
        paper = "; ".join(
            Said(
                "ballot {ballot} row {row}: {code}",
                ballot=read.ballot,
                row=read.row,
                code=self._on_paper(read),
            ).text(self._translate)
            for read in ruling.paper
        )
        what = slip_words((ruling.slip,)).text(self._translate) if ruling.slip is not None else ""
        return (self._report.cover.id, what, settles, paper, ruling.by, when_text(one.at))

    def other(self, one: Registered) -> Line:
        """A ruling that is kept and not in force."""
        ruling = one.ruling
        hidden = self._covers_open(ruling.ballot, ruling.place) or ruling.ballot in self._near_open
        if ruling.slip is not None:
            where, read = slip_words((ruling.slip,)).text(self._translate), ""
        else:
            where, read = self._place(ruling.place), _NOT_SHOWN if hidden else ruling.reading
        return (
            self._report.cover.id,
            ruling.ballot,
            where,
            read,
            _NOT_SHOWN if hidden and ruling.reason else self._reason(one),
            ruling.by,
            _FATES[one.fate].text(self._translate),
            when_text(one.at),
        )

    def _on_paper(self, read: PaperReading) -> str:
        return _NOT_SHOWN if self._covers_open(read.ballot, read.row) else read.code

    def _covers_open(self, ballot: int, place: int) -> bool:
        """Whether a reading of the place tells something of one that is open.

        The marks of a whole sheet hold each of its rows; whether it has an opinion is a matter of its own.
        """
        if place == OPINION:
            return (ballot, OPINION) in self._open
        if place == WHOLE:
            return ballot in self._open_marks
        return bool({(ballot, place), (ballot, WHOLE)} & self._open)

    def _place(self, place: int) -> str:
        return sys.intern(place_text(place, self._labels, self._translate))

    def _reason(self, one: Registered) -> str:
        reason = Said("{reason}", reason=tuple(reason_in_words(given) for given in one.reasons))
        if one.is_correction:
            return Said("correction: {reason}", reason=reason).text(self._translate)
        return reason.text(self._translate)


def when_text(at: str) -> str:
    """The day and the minute of a record."""
    return at[:16].replace("T", " ") or "-"
