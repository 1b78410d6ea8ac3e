"""`pingyi explain`, `accept`, `correct`: explanations of differences, and agreed places that the paper reads otherwise."""

from __future__ import annotations

import json
import re

import click

from exports.slip_words import PASS_IN_WORDS, evidence_words, slip_words
from store import ruling
from store.appraisal import Appraisal
from store.reconciling import Reconciled
from tally.comparison import OPINION, WHOLE, Why
from tally.readings import Pass
from tally.rulings import PaperReading, ProposedRuling, accepted_slips, standing
from tally.said import Refused, Said
from tally.slip_offers import Offer
from tally.slip_probes import borne_out
from tally.slips import SlipKind
from tui.commands.words import say
from tui.desk import Desk

_PAPER = re.compile(r"(\d{1,9}):(\d{1,9})=([1-9x-])")


@click.command(help=say("What would explain the differences, with the rows of the paper that confirm it."))
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=say("As JSON."))
@click.pass_obj
def explain(desk: Desk, batch_id: str, as_json: bool) -> None:
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


@click.command(help=say("Accept an explanation with what the paper reads in the rows that confirm it."))
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.option("--ballot", required=True, type=int, metavar="N", help=say("A ballot that it covers."))
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in SlipKind]))
@click.option("--pass", "which", type=click.Choice(["first", "second"]), help=say("Whose slip it was."))
@click.option(
    "--paper",
    multiple=True,
    metavar="BALLOT:ROW=CODE",
    help=say("What the paper reads there; each row once."),
)
@click.option("--take-back", is_flag=True, help=say("Undo your own acceptance, as a new record."))
@click.pass_obj
def accept(
    desk: Desk,
    batch_id: str,
    ballot: int,
    kind: str,
    which: str | None,
    paper: tuple[str, ...],
    take_back: bool,
) -> None:
    """Accept an explanation, or take an acceptance back."""
    appraisal = desk.appraisal()
    before = ruling.open_review(appraisal, batch_id)
    asked = SlipKind(kind)
    if take_back:
        number = _accepted_number(appraisal, before, asked, ballot)
        now = ruling.take_back_accepted(appraisal, batch_id, number, before.attempts)
        desk.say(Said("batch {batch}: taken back; {left} still to be read", batch=batch_id, left=_left(now)))
        return
    readings = tuple(_paper_reading(one) for one in paper)
    offer = _offer(before, asked, ballot, readings)
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
            settled=_left(before) - _left(now),
            left=_left(now),
        )
    )


@click.command(
    help=say("Record that the paper reads otherwise where both passes agree; two reviewers, each alone.")
)
@click.option("--batch", "batch_id", required=True, metavar="ID")
@click.option("--ballot", required=True, type=int, metavar="N")
@click.option("--row", metavar="R", help=say("The row, or opinion; left out: the whole sheet."))
@click.option("--reading", metavar="X", help=say("A mark; void or all marks for the whole sheet."))
@click.option("--reason", default="", metavar="T")
@click.option("--take-back", is_flag=True, help=say("Undo your own correction, as a new record."))
@click.pass_obj
def correct(
    desk: Desk, batch_id: str, ballot: int, row: str | None, reading: str | None, reason: str, take_back: bool
) -> None:
    """Record a correction, or read one that waits for a second reviewer."""
    appraisal = desk.appraisal()
    before = ruling.open_review(appraisal, batch_id)
    place = _place(row, before)
    question = before.questions.get((ballot, place))
    if take_back:
        now = ruling.take_back(appraisal, batch_id, ballot, place, before.attempts)
        desk.say(Said("batch {batch}: taken back; {left} still to be read", batch=batch_id, left=_left(now)))
        return
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


def _place(row: str | None, now: Reconciled) -> int:
    if row is None or row == "":
        return WHOLE
    if row == "opinion":
        return OPINION
    if row.isascii() and row.isdigit() and 1 <= int(row[:9]) <= now.rows:
        return int(row)
    raise Refused(Said('"{row}" is no row; write 1 to {rows}, or opinion', row=row[:20], rows=now.rows))


def _rows(offer: Offer) -> tuple[Said, ...]:
    return tuple(
        Said("ballot {number} row {row}", number=probe.ballot, row=probe.row) for probe in offer.probes
    )


def _left(now: Reconciled) -> int:
    return len(now.settlement.open_questions) + len(now.settlement.open_opinions)


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
