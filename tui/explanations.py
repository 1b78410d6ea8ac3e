"""Explanations of differences: listing what is offered, and accepting one with what the paper reads."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import click

from exports.slip_words import PASS_IN_WORDS, evidence_words, slip_words
from store import ruling
from store.appraisal import Appraisal
from store.reconciling import Reconciled
from tally.readings import Pass
from tally.rulings import PaperReading, accepted_slips
from tally.said import Refused, Said
from tally.slip_offers import Offer
from tally.slip_probes import borne_out
from tally.slips import SlipKind
from tui.desk import Desk

_PAPER = re.compile(r"(\d{1,9}):(\d{1,9})=([1-9x-])")


def list_offers(desk: Desk, batch_id: str, *, as_json: bool) -> None:
    """List the explanations that are offered; no mark of either pass is among it."""
    offers = ruling.offered(ruling.open_review(desk.appraisal(), batch_id))
    if as_json:
        listed = [_offer_object(offer) for offer in offers]
        click.echo(json.dumps({"batch": batch_id, "explanations": listed}, ensure_ascii=False, indent=1))
        return
    if not offers:
        desk.say(Said("batch {batch}: no explanation is known for what is open", batch=batch_id))
    for offer in offers:
        desk.say(slip_words(offer.explanation.slips))
        click.echo("  " + desk.words(evidence_words(offer)))
        click.echo("  " + desk.words(Said("To read from the paper: {rows}", rows=_rows(offer))))
        example = " ".join(f"--paper {probe.ballot}:{probe.row}=?" for probe in offer.probes)
        kind, ballot = offer.explanation.kind.value, offer.explanation.ballots[0]
        click.echo(f"  pingyi accept --batch {batch_id} --ballot {ballot} --kind {kind} {example}")


def accept_offer(
    desk: Desk, batch_id: str, ballot: int, kind: str, which: str | None, paper: Sequence[str]
) -> None:
    """Accept the explanation of this kind that covers a ballot, where what the paper reads bears it out.

    Raises Refused where there is none, where a row of `paper` is missing, and where the paper says otherwise.
    """
    appraisal = desk.appraisal()
    before = ruling.open_review(appraisal, batch_id)
    readings = tuple(_paper_reading(one) for one in paper)
    offer = _offer(before, SlipKind(kind), ballot, readings)
    slip = borne_out(offer.explanation, offer.probes, readings)
    if slip is None:
        said = Said("ballot {number}: the paper does not bear this out; rule row by row", number=ballot)
        raise Refused(said)
    if which is not None and slip.which is not Pass(which):
        said = Said("ballot {number}: by the paper it was {where}; leave out --pass", number=ballot,
                    where=PASS_IN_WORDS[slip.which])  # fmt: skip
        raise Refused(said)
    now = ruling.accept(appraisal, batch_id, slip, readings, before.attempts)
    desk.say(
        Said(
            "batch {batch}: accepted, it was {where}; settled: {settled}; still to be read: {left}",
            batch=batch_id,
            where=PASS_IN_WORDS[slip.which],
            settled=left(before) - left(now),
            left=left(now),
        )
    )


def take_back_acceptance(desk: Desk, batch_id: str, ballot: int, kind: str) -> None:
    """Undo one's own acceptance. Raises Refused where there is none, or another accepted it."""
    appraisal = desk.appraisal()
    before = ruling.open_review(appraisal, batch_id)
    number = _accepted_number(appraisal, before, SlipKind(kind), ballot)
    now = ruling.take_back_accepted(appraisal, batch_id, number, before.attempts)
    desk.say(Said("batch {batch}: taken back; {left} still to be read", batch=batch_id, left=left(now)))


def left(now: Reconciled) -> int:
    """How many questions of a batch, opinions among them, are still to be read."""
    return len(now.settlement.open_questions) + len(now.settlement.open_opinions)


def _offer(now: Reconciled, kind: SlipKind, ballot: int, readings: tuple[PaperReading, ...]) -> Offer:
    """The explanation that is meant. Raises Refused where there is none, or its rows are not those given."""
    offers = [
        offer
        for offer in ruling.offered(now)
        if offer.explanation.kind is kind and ballot in offer.explanation.ballots
    ]
    if not offers:
        raise Refused(
            Said(
                "ballot {number}: no such explanation is known for what is open (pingyi explain --batch {batch})",
                number=ballot,
                batch=now.cover.id,
            )
        )
    given = [(one.ballot, one.row) for one in readings]
    for offer in offers:
        if sorted(given) == sorted((probe.ballot, probe.row) for probe in offer.probes):
            return offer
    raise Refused(
        Said(
            "ballot {number}: give what the paper reads in each of these rows, each once, with --paper: {rows}",
            number=ballot,
            rows=_rows(offers[0]),
        )
    )


def _accepted_number(appraisal: Appraisal, now: Reconciled, kind: SlipKind, ballot: int) -> int:
    for one in reversed(accepted_slips(now.rulings)):
        slip = one.slip
        if slip is not None and slip.kind is kind and ballot in slip.ballots:
            if appraisal.person.is_called(one.by):
                return one.number
            raise Refused(Said("{names} accepted this; only they can take it back", names=one.by))
    raise Refused(Said("ballot {number}: no explanation of this kind is accepted there", number=ballot))


def _paper_reading(text: str) -> PaperReading:
    match = _PAPER.fullmatch(text.strip().lower())
    if match is None:
        raise Refused(
            Said('"{text}" is no reading of the paper; write BALLOT:ROW=CODE, as 26:3=1', text=text[:40])
        )
    return PaperReading(int(match[1]), int(match[2]), match[3])


def _rows(offer: Offer) -> tuple[Said, ...]:
    return tuple(
        Said("ballot {number} row {row}", number=probe.ballot, row=probe.row) for probe in offer.probes
    )


def _offer_object(offer: Offer) -> dict[str, object]:
    explanation = offer.explanation
    return {
        "kind": explanation.kind.value,
        "pass": explanation.which.value if explanation.which is not None else None,
        "ballots": list(explanation.ballots),
        "row": explanation.row,
        "settles": explanation.settles,
        "without": explanation.without,
        "leaves": explanation.leaves,
        "paper": [{"ballot": probe.ballot, "row": probe.row} for probe in offer.probes],
    }
