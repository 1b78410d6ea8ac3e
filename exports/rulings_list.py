"""The list of rulings (裁定清单), to be signed: what was read from the paper, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from exports.ascii_table import ascii_table
from exports.circumstances import BatchReport
from exports.plain_text import clean, wrap
from exports.reason_words import reason_in_words
from exports.row_labels import row_labels
from exports.slip_words import slip_words
from tally.comparison import OPINION, WHOLE
from tally.ruling_register import Fate, Registered, ruling_register
from tally.rulings import PaperReading
from tally.said import Said, Translate
from tally.scheme import Scheme
from tally.subjects import Subjects

WIDTH = 100
_NOT_SHOWN = "?"

_FATES = {
    Fate.TAKEN_BACK: Said("taken back"),
    Fate.REPLACED: Said("read again by the same reviewer"),
    Fate.OVERRULED: Said("read otherwise by another reviewer"),
    Fate.OVERTAKEN: Said("the whole sheet was read since"),
    Fate.WAITING: Said("waits for a second reviewer"),
}


def rulings_list(
    scheme: Scheme, subjects: Subjects, reports: Sequence[BatchReport], translate: Translate
) -> str:
    """Every ruling in force, every explanation accepted, and apart what is kept and not in force.

    While rulings are blind, nothing is shown here that a reviewer has still to read alone: the readings
    of places that are open.
    """

    def t(said: Said) -> str:
        return said.text(translate)

    rulings: list[list[str]] = []
    accepted: list[list[str]] = []
    others: list[list[str]] = []
    for report in reports:
        if report.settlement is None:
            continue
        lines = _Lines(scheme, subjects, report, translate)
        register = ruling_register(
            report.rulings or report.settlement.answers.values(),
            report.settlement,
            voids_reviewed=scheme.keying.voids_reviewed,
        )
        for one in register:
            if one.fate is not Fate.IN_FORCE:
                others.append(lines.other(one))
            elif one.ruling.slip is not None:
                accepted.append(lines.accepted(one))
            else:
                rulings.append(lines.ruling(one))
    text = [t(Said("List of rulings")), clean(scheme.title), ""]
    head = [
        t(said)
        for said in (
            Said("batch"), Said("ballot"), Said("row"), Said("first pass"), Said("second pass"), Said("ruling"),
            Said("reason"), Said("reviewer"), Said("second reviewer"), Said("when"),
        )
    ]  # fmt: skip
    if rulings:
        text += ascii_table(head, rulings, "lrllllllll", [7, None, 13, 8, 8, 8, 12, 8, 8, 10])
    else:
        text.append(t(Said("no rulings")))
    if accepted:
        head = [
            t(said)
            for said in (
                Said("batch"), Said("explanation"), Said("settled"), Said("read from the paper"), Said("reviewer"),
                Said("when"),
            )
        ]  # fmt: skip
        text += ["", t(Said("Explanations that were accepted"))]
        text += ascii_table(head, accepted, "llrlll", [8, 30, None, 24, 10, 10])
    if others:
        head = [
            t(said)
            for said in (
                Said("batch"), Said("ballot"), Said("row"), Said("read"), Said("reason"), Said("reviewer"),
                Said("why not"), Said("when"),
            )
        ]  # fmt: skip
        text += ["", t(Said("Kept, and not in force"))]
        text += ascii_table(head, others, "lrllllll", [7, None, 20, 9, 12, 8, 14, 10])
    text += ["", *_signed(translate)]
    return "\n".join(line.rstrip() for line in text) + "\n"


def _signed(translate: Translate) -> list[str]:
    """What the codes mean, and the lines to sign on."""
    notes = (
        Said("Codes: 1 2 3 ... the grade by its place on the ballot, - blank, x spoiled"),
        Said("void: the whole ballot; absent: there is no such sheet; _ a row on which the passes differ"),
        Said("?: not shown while a reviewer still has to read the place without knowing it"),
    )
    lines = [one for said in notes for one in wrap(said.text(translate), WIDTH, "  ")]
    for said in (
        Said("Reviewer (signature): ______________________   Date: ____________"),
        Said("Second reviewer (signature): ______________________   Date: ____________"),
    ):
        lines += ["", said.text(translate)]
    return lines


class _Lines:
    """The lines of one batch."""

    def __init__(self, scheme: Scheme, subjects: Subjects, report: BatchReport, translate: Translate) -> None:
        self._report = report
        self._translate = translate
        self._labels = row_labels(scheme, subjects, report.cover)
        self._open: set[tuple[int, int]] = set()
        self._open_marks: set[int] = set()
        self._near_open: frozenset[int] = frozenset()
        settlement = report.settlement
        self._entry = entry = report.double_entry()
        if scheme.keying.rulings_blind and settlement is not None and entry is not None:
            waiting = (*settlement.open_questions, *settlement.open_opinions)
            self._open = {(one.ballot, one.place) for one in waiting}
            self._open_marks = {one.ballot for one in settlement.open_questions}
            self._near_open = entry.near_open

    def ruling(self, one: Registered) -> list[str]:
        """A ruling in force, with both passes' readings."""
        ruling = one.ruling
        covers_open = self._covers_open(ruling.ballot, ruling.place)
        hidden = covers_open or ruling.ballot in self._near_open
        first, second = (_NOT_SHOWN if hidden else value or "-" for value in (ruling.first, ruling.second))
        return [
            self._report.cover.id,
            str(ruling.ballot),
            self._place(ruling.place),
            first,
            second,
            _NOT_SHOWN if covers_open else ruling.reading,
            self._reason(one),
            ruling.by,
            ", ".join(one.also_by),
            _when(one.at),
        ]

    def accepted(self, one: Registered) -> list[str]:
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
        return [self._report.cover.id, what, str(settles), paper, ruling.by, _when(one.at)]

    def other(self, one: Registered) -> list[str]:
        """A ruling that is kept and not in force."""
        ruling = one.ruling
        hidden = self._covers_open(ruling.ballot, ruling.place) or ruling.ballot in self._near_open
        if ruling.slip is not None:
            where, read = slip_words((ruling.slip,)).text(self._translate), ""
        else:
            where, read = self._place(ruling.place), _NOT_SHOWN if hidden else ruling.reading
        return [
            self._report.cover.id,
            str(ruling.ballot),
            where,
            read,
            _NOT_SHOWN if hidden and ruling.reason else self._reason(one),
            ruling.by,
            _FATES[one.fate].text(self._translate),
            _when(one.at),
        ]

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
        if place == WHOLE:
            return Said("whole ballot").text(self._translate)
        if place == OPINION:
            return Said("opinion").text(self._translate)
        return f"{place} {self._labels.get(place, '')}"

    def _reason(self, one: Registered) -> str:
        reason = Said("{reason}", reason=tuple(reason_in_words(given) for given in one.reasons))
        if one.is_correction:
            return Said("correction: {reason}", reason=reason).text(self._translate)
        return reason.text(self._translate)


def _when(at: str) -> str:
    """The day and the minute of a record."""
    return at[:16].replace("T", " ") or "-"
