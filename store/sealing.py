"""Sealing (封存) and reopening (启封): the end of an appraisal, and taking that back with a reason."""

from __future__ import annotations

from store import clock
from store.access import require
from store.appraisal import Appraisal
from store.board import note_seal, seals_of
from store.chain import Fields, canonical, sha256
from store.compared_opinions import open_text_differences
from store.kept_files import kept_digests
from store.ledger import extend_ledger
from store.reconciling import batch_counts
from store.tallying import tally_again
from tally.batch_life import Action
from tally.said import Refused, Said


def seal(appraisal: Appraisal, *, incomplete: bool = False, reason: str = "") -> None:
    """End the appraisal: no more keying or ruling. Raises Refused unless complete, or told to anyway."""
    require(appraisal, Action.SEAL)
    if incomplete and not reason.strip():
        raise Refused(Said("sealing what is not complete needs a reason: --reason ..."))
    tally = tally_again(appraisal)
    if not incomplete and not tally.complete:
        raise Refused(
            Said(
                "the count is not complete (pingyi status tells what is open); or seal with --incomplete --reason ..."
            )
        )
    if not incomplete and tally.open.opinions:
        raise Refused(
            Said(
                "whether {number} ballots have an opinion is still to be ruled on (pingyi review)",
                number=tally.open.opinions,
            )
        )
    differing = 0 if incomplete else open_text_differences(appraisal)
    if differing:
        raise Refused(
            Said(
                "{number} opinions were typed differently and wait for a reviewer (pingyi opinions --differing)",
                number=differing,
            )
        )
    fields = {"incomplete": incomplete, "reason": reason.strip()}
    vouched = {"files": kept_digests(appraisal.layout), "settled_sha256": settled_digest(appraisal)}
    _record(appraisal, "sealed", fields | vouched)


def reopen(appraisal: Appraisal, reason: str) -> None:
    """Open a sealed appraisal again, for a reason that stands in the ledger and under the tables."""
    require(appraisal, Action.REOPEN)
    if not seals_of(appraisal).sealed:
        raise Refused(Said("the appraisal is not sealed; there is nothing to reopen"))
    if not reason.strip():
        raise Refused(Said("a reason is needed: --reason ..."))
    _record(appraisal, "reopened", {"reason": reason.strip()})


def settled_digest(appraisal: Appraisal) -> str:
    """The SHA-256 over every settled reading, in the order of batches and ballots: what the tally counts."""
    settled: dict[str, object] = {}
    for one in batch_counts(appraisal):
        settlement = one.settlement
        settled[one.cover.id] = settlement and [
            [[ballot.number, ballot.marks, ballot.void, ballot.reason] for ballot in settlement.settled],
            list(settlement.absent),
            [[ballot.number, ballot.known] for ballot in settlement.open_ballots],
        ]
    return sha256(canonical(settled))


def _record(appraisal: Appraisal, kind: str, fields: dict[str, object]) -> None:
    number = 0

    def once(ledger: list[Fields]) -> list[Fields]:
        nonlocal number
        number = sum(one["kind"] == kind for one in ledger)
        last = next((one["kind"] for one in reversed(ledger) if one["kind"] in ("sealed", "reopened")), None)
        if last == kind:
            return []  # a crash, or another organizer, has left it at that; only the note is missing
        number += 1
        return [{"kind": kind, **fields}]

    extend_ledger(appraisal.layout.folder("ledger"), once, appraisal.person.name)
    shown = {"by": appraisal.person.name, "at": clock.now(), "reason": fields["reason"]}
    note_seal(appraisal, kind, number, shown)
