"""Giving a pass back (退回) to be keyed afresh: wrong bundle, clerk ill, handed in too early."""

from __future__ import annotations

from store import board as board_notes
from store import clock
from store.access import current_attempt, find_batch, require
from store.appraisal import Appraisal
from store.board import read_board
from store.claims import claims_on
from store.layout import PassTag
from store.ledger import add_to_ledger
from tally.permissions import Action
from tally.readings import Pass
from tally.said import Refused, Said


def return_pass(appraisal: Appraisal, batch: str, which: Pass, reason: str) -> None:
    """Give a pass back to be keyed afresh; the old one is kept and no longer counts."""
    cover = find_batch(appraisal, batch).cover
    require(appraisal, Action.RETURN, cover)
    if not reason.strip():
        raise Refused(Said("a reason is needed: --reason ..."))
    board = read_board(appraisal.layout.folder("board"))
    tag = PassTag(cover.id, which.number, current_attempt(board, cover.id, which))
    claim = next(
        (one for one in claims_on(appraisal.layout.folder("claims"), cover.id) if one.tag == tag), None
    )
    if claim is None:
        raise Refused(
            Said("nobody has taken on that pass of batch {batch}; there is nothing to return", batch=cover.id)
        )
    record = {"tag": str(tag), "name": claim.name, "reason": reason.strip(), "by": appraisal.person.name}
    add_to_ledger(appraisal.layout.folder("ledger"), [{"kind": "returned", **record}], appraisal.person.name)
    board_notes.note_pass(appraisal.layout.folder("board"), "returned", tag, {**record, "at": clock.now()})
    board_notes.note_settled(appraisal.layout.folder("board"), cover.id, settled=False)
