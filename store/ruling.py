"""Making rulings on a batch, accepting explanations, recording corrections: each a record, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from store.access import find_batch, require
from store.appraisal import Appraisal
from store.board import board_of
from store.reconciling import Reconciled, reconcile, say_settled
from store.recorded_rulings import record_missed, record_rulings
from store.ruling_records import add_rulings
from tally.batch_life import Action
from tally.comparison import Why
from tally.corrections import agreed_value, check_correction
from tally.rulings import (
    SLIP,
    PaperReading,
    ProposedRuling,
    Ruling,
    accepted_slips,
    check_ruling,
    standing,
)
from tally.rulings_file import read_rulings_file
from tally.said import Refused, Said
from tally.slip_offers import Offer, offers
from tally.slip_probes import borne_out
from tally.slips import Slip, touched


def open_review(appraisal: Appraisal, batch: str) -> Reconciled:
    """A batch for ruling. Raises Refused where the person may not, or a pass is not in custody yet."""
    cover = find_batch(appraisal, batch).cover
    require(appraisal, Action.RULE, cover)
    reconciled = reconcile(appraisal, board_of(appraisal, cover.id), cover)
    if reconciled is None:
        raise Refused(
            Said(
                "batch {batch}: not both passes are in custody; take them in first (pingyi take-in --batch {batch})",
                batch=cover.id,
            )
        )
    return reconciled


def begin_review(appraisal: Appraisal, batch: str) -> Reconciled:
    """The same for a screen that opens; rulings of this person's that a crash kept out of the ledger are
    recorded first."""
    reconciled = open_review(appraisal, batch)
    record_missed(appraisal, appraisal.layout.rulings(reconciled.cover.id, appraisal.person.key))
    return reconciled


def rule(
    appraisal: Appraisal,
    batch: str,
    proposed: Iterable[ProposedRuling],
    seen: tuple[int, int] | None = None,
) -> Reconciled:
    """Record rulings, all or none, and return the batch as it then stands.

    `seen` are the attempts at the passes that the reviewer had before them. Raises Refused for a ruling
    that is not possible: on passes that were given back meanwhile, an agreed place, a mark outside the
    grades, a value that neither clerk keyed without a reason.
    """
    reconciled = _open_as_seen(appraisal, batch, seen)
    rulings = []
    for one in proposed:
        why = check_ruling(
            one,
            reconciled.questions,
            reconciled.rows,
            len(appraisal.scheme.grades),
            appraisal.scheme.keying,
        )
        if why is not None:
            raise Refused(Said("ballot {number}: {why}", number=one.ballot, why=why))
        question = reconciled.questions[one.ballot, one.place]
        rulings.append(
            Ruling(
                0,
                one.ballot,
                one.place,
                one.reading,
                one.reason,
                appraisal.person.name,
                "",
                question.first,
                question.second,
            )
        )
    return _write(appraisal, reconciled, rulings)


def take_back(
    appraisal: Appraisal, batch: str, ballot: int, place: int, seen: tuple[int, int] | None = None
) -> Reconciled:
    """Undo this reviewer's own latest ruling on a place, as a new record; the old one stays."""
    reconciled = _open_as_seen(appraisal, batch, seen)
    mine = [
        ruling
        for ruling in standing(reconciled.rulings).get((ballot, place), {}).values()
        if appraisal.person.is_called(ruling.by)
    ]
    if not mine:
        raise Refused(Said("ballot {number}: you have not ruled on this", number=ballot))
    return _write(appraisal, reconciled, [_undoing(appraisal, mine[-1])])


def accept(
    appraisal: Appraisal,
    batch: str,
    slip: Slip,
    paper: Sequence[PaperReading],
    seen: tuple[int, int] | None = None,
) -> Reconciled:
    """Accept an explanation: one ruling that settles all that the slip accounts for.

    `paper` is what the reviewer read in the rows that confirm it. Raises Refused where the slip is not
    among those that the differences open now suggest, or the paper does not bear it out.
    """
    reconciled = _open_as_seen(appraisal, batch, seen)
    offers = offered(reconciled)
    offer = next((one for one in offers if slip in one.explanation.slips), None)
    if offer is None:
        raise Refused(
            Said(
                "batch {batch}: the differences that are open do not suggest this any more; look at the list again",
                batch=reconciled.cover.id,
            )
        )
    if borne_out(offer.explanation, offer.probes, paper) != slip:
        raise Refused(
            Said(
                "ballot {number}: the paper does not bear this out; rule row by row",
                number=slip.ballots[0],
            )
        )
    record = Ruling(
        0,
        slip.ballots[0],
        SLIP,
        slip.kind.value,
        "",
        appraisal.person.name,
        "",
        slip=slip,
        paper=tuple(paper),
    )
    return _write(appraisal, reconciled, [record])


def take_back_accepted(
    appraisal: Appraisal, batch: str, number: int, seen: tuple[int, int] | None = None
) -> Reconciled:
    """Undo this reviewer's own acceptance of an explanation (its record's number), as a new record.

    Raises Refused where one accepted later builds on it: that one has to be taken back first.
    """
    reconciled = _open_as_seen(appraisal, batch, seen)
    accepted = accepted_slips(reconciled.rulings)
    mine = next(
        (one for one in accepted if one.number == number and appraisal.person.is_called(one.by)), None
    )
    if mine is None or mine.slip is None:
        raise Refused(
            Said("batch {batch}: you have not accepted this explanation", batch=reconciled.cover.id)
        )
    covered = touched(mine.slip)
    later = [one for one in accepted if one.number > number and one.slip and covered & touched(one.slip)]
    if later:
        raise Refused(
            Said(
                "an explanation of ballot {number} was accepted after this one and builds on it; "
                "take that one back first",
                number=later[-1].ballot,
            )
        )
    return _write(appraisal, reconciled, [_undoing(appraisal, mine)])


def correct(
    appraisal: Appraisal, batch: str, proposed: ProposedRuling, seen: tuple[int, int] | None = None
) -> Reconciled:
    """Record that the paper reads otherwise at a place on which both passes agree.

    The place is open from then on, until a second reviewer has read it too. Raises Refused where the
    passes do not agree there, for a reading that cannot be, and without a reason.
    """
    reconciled = _open_as_seen(appraisal, batch, seen)
    if proposed.ballot not in reconciled.cover.numbers:
        raise Refused(
            Said("ballot {number} is not in batch {batch}", number=proposed.ballot, batch=reconciled.cover.id)
        )
    agreed = agreed_value(
        reconciled.comparison, reconciled.first, reconciled.second, proposed.ballot, proposed.place
    )
    why = check_correction(
        proposed,
        agreed,
        reconciled.settlement.questions,
        reconciled.rows,
        len(appraisal.scheme.grades),
    )
    if why is not None:
        raise Refused(Said("ballot {number}: {why}", number=proposed.ballot, why=why))
    assert agreed is not None  # check_correction says so where it is
    record = Ruling(
        0,
        proposed.ballot,
        proposed.place,
        proposed.reading,
        proposed.reason,
        appraisal.person.name,
        "",
        agreed,
        agreed,
    )
    return _write(appraisal, reconciled, [record])


def offered(reconciled: Reconciled) -> tuple[Offer, ...]:
    """The explanations that the differences open now suggest, the most telling first."""
    return offers(
        reconciled.cover.numbers,
        reconciled.first,
        reconciled.second,
        reconciled.comparison,
        reconciled.settlement,
    )


def _undoing(appraisal: Appraisal, ruling: Ruling) -> Ruling:
    return replace(ruling, number=0, reason="", by=appraisal.person.name, at="", takes_back=ruling.number)


def _open_as_seen(appraisal: Appraisal, batch: str, seen: tuple[int, int] | None) -> Reconciled:
    reconciled = open_review(appraisal, batch)
    if seen is not None and reconciled.attempts != seen:
        raise _given_back(reconciled.cover.id)
    return reconciled


def _given_back(batch: str) -> Refused:
    return Refused(
        Said(
            "batch {batch}: a pass was given back and keyed afresh meanwhile; leave and open the batch again",
            batch=batch,
        )
    )


def rule_from_file(appraisal: Appraisal, batch: str, file: Path) -> Reconciled:
    """Record the rulings of a CSV file, all or none."""
    reconciled = open_review(appraisal, batch)
    proposed = read_rulings_file(
        file.read_bytes(),
        file.name,
        reconciled.cover,
        reconciled.comparison,
        reconciled.rows,
        len(appraisal.scheme.grades),
        appraisal.scheme.keying,
        [one for one in reconciled.settlement.questions if one.why is Why.CORRECTION],
    )
    return rule(appraisal, batch, proposed)


def _write(appraisal: Appraisal, reconciled: Reconciled, rulings: list[Ruling]) -> Reconciled:
    layout = appraisal.layout
    cover = reconciled.cover
    if rulings:
        count, last = add_rulings(
            layout.folder("review"),
            layout.rulings(cover.id, appraisal.person.key),
            cover.id,
            reconciled.attempts,
            rulings,
            appraisal.person,
        )
        record_rulings(appraisal, layout.rulings(cover.id, appraisal.person.key), count, last)
    now = say_settled(appraisal, cover)
    # Another reviewer may give a pass back at any moment. What was just recorded names the attempts that it
    # was made on, so it stays with them and counts for nothing any more.
    if now is None or now.attempts != reconciled.attempts:
        raise _given_back(cover.id)
    return now
