"""Agreed places that the paper reads otherwise: two reviewers record it, each alone."""

from __future__ import annotations

from store import ruling
from store.appraisal import Appraisal
from store.reconciling import Reconciled
from tally.comparison import OPINION, WHOLE, Why
from tally.rulings import ProposedRuling, standing
from tally.said import Refused, Said
from tui.desk import Desk
from tui.explanations import left


def record_correction(
    desk: Desk, batch_id: str, ballot: int, row: str | None, reading: str | None, reason: str
) -> None:
    """Record a correction, or read one that waits for a second reviewer."""
    appraisal = desk.appraisal()
    before = ruling.open_review(appraisal, batch_id)
    place = _place(row, before)
    question = before.questions.get((ballot, place))
    if reading is None:
        raise Refused(Said("say what the paper reads: --reading"))
    proposed = ProposedRuling(ballot, place, reading.strip().lower(), reason)
    read = standing(before.rulings).get((ballot, place), {})
    mine = any(appraisal.person.is_called(name) for name in read)
    if question is not None and question.why is Why.CORRECTION and not mine:
        now = ruling.rule(appraisal, batch_id, [proposed], before.attempts)
    else:
        now = ruling.correct(appraisal, batch_id, proposed, before.attempts)
    desk.say(_correction_words(appraisal, now, ballot, place))


def take_back_correction(desk: Desk, batch_id: str, ballot: int, row: str | None) -> None:
    """Undo one's own correction."""
    appraisal = desk.appraisal()
    before = ruling.open_review(appraisal, batch_id)
    now = ruling.take_back(appraisal, batch_id, ballot, _place(row, before), before.attempts)
    desk.say(Said("batch {batch}: taken back; {left} still to be read", batch=batch_id, left=left(now)))


def _correction_words(appraisal: Appraisal, now: Reconciled, ballot: int, place: int) -> Said:
    """What came of it; the other reading is told only here, after this one is recorded."""
    read = standing(now.rulings).get((ballot, place), {})
    mine = next(one for one in read.values() if appraisal.person.is_called(one.by))
    others = sorted(one.by for one in read.values() if one.reading != mine.reading)
    if others:
        return Said(
            "ballot {number}: recorded; {names} read it otherwise: look at the paper together",
            number=ballot,
            names=", ".join(others),
        )
    if now.settlement.answers.get((ballot, place)) is None:
        return Said(
            "ballot {number}: recorded; a second reviewer has to read it too (pingyi review, or pingyi correct)",
            number=ballot,
        )
    return Said("ballot {number}: recorded, and settled: both reviewers read the same", number=ballot)


def _place(row: str | None, now: Reconciled) -> int:
    if row is None or row == "":
        return WHOLE
    if row == "opinion":
        return OPINION
    if row.isascii() and row.isdigit() and 1 <= int(row[:9]) <= now.rows:
        return int(row)
    raise Refused(Said('"{row}" is no row; write 1 to {rows}, or opinion', row=row[:20], rows=now.rows))
