"""Giving a pass back (退回) to be keyed afresh: wrong bundle, clerk ill, handed in too early."""

from __future__ import annotations

from store import clock
from store.access import find_batch, require
from store.appraisal import Appraisal
from store.board import board_of, note_pass, note_settled
from store.chain import Fields, sha256
from store.claims import claims_on
from store.faults import Damaged
from store.ledger import extend_ledger
from store.taking_in import handed_in_bytes
from tally.batch_life import Action
from tally.readings import Pass
from tally.said import Refused, Said


def return_pass(appraisal: Appraisal, batch: str, which: Pass, reason: str) -> None:
    """Give a pass back to be keyed afresh; the old one is kept and no longer counts."""
    cover = find_batch(appraisal, batch).cover
    require(appraisal, Action.RETURN, cover)
    if not reason.strip():
        raise Refused(Said("a reason is needed: --reason ..."))
    board = board_of(appraisal, cover.id)
    tag = board.tag(cover.id, which)
    claim = next((one for one in claims_on(appraisal, cover.id) if one.tag == tag), None)
    if claim is None:
        raise Refused(
            Said("nobody has taken on that pass of batch {batch}; there is nothing to return", batch=cover.id)
        )
    record = {"tag": str(tag), "name": claim.name, "reason": reason.strip()}
    # What the clerk had keyed when it was given back is kept, and its digest with it.
    try:
        kept = handed_in_bytes(appraisal, claim)
    except Damaged:
        kept = None  # a damaged pass is what a pass is given back for
    entry = {"kind": "returned", **record, "sha256": "" if kept is None else sha256(kept)}

    def once(ledger: list[Fields]) -> list[Fields]:
        if any(one["kind"] == "returned" and one["tag"] == str(tag) for one in ledger):
            return []  # a crash, or another reviewer, has left it at that; the note is put up below
        return [entry]

    extend_ledger(appraisal.layout.folder("ledger"), once, appraisal.person.name)
    note_pass(appraisal, "returned", tag, {**record, "by": appraisal.person.name, "at": clock.now()})
    note_settled(appraisal, cover.id, settled=False)
