"""Verifying (校验) an appraisal's folder: every chain, digest, person and ruling, and the tally again."""

from __future__ import annotations

from collections.abc import Iterator

from store.access import batch_facts, require
from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.board import Board, read_board
from store.chain import Fields
from store.faults import Damaged
from store.ledger import read_ledger
from store.reconciling import reconcile
from store.review_files import ReviewFiles
from store.sealing import settled_digest
from store.verifying_checks import check_records, checks
from store.verifying_files import (
    clerks_files,
    custody_files,
    descriptions,
    owners,
    reviewers_files,
    strangers,
)
from tally.batch_life import Action
from tally.readings import Pass
from tally.said import Said


def verify_appraisal(appraisal: Appraisal) -> tuple[Said, ...]:
    """Everything that does not fit, the first thing first; empty where all does.

    Raises Refused where the person may not look.
    """
    require(appraisal, Action.LOOK)
    try:
        ledger = read_ledger(appraisal.layout.folder("ledger"))
    except Damaged as damaged:
        return (damaged.said,)
    board = read_board(appraisal)
    try:
        register = read_register(appraisal.layout.folder("batches"))
    except Damaged as damaged:
        return (damaged.said,)
    found = [
        *descriptions(appraisal, ledger, register),
        *custody_files(appraisal, ledger),
        *_board(board, ledger),
        *reviewers_files(appraisal, ledger),
        *check_records(appraisal, ledger),
        *clerks_files(appraisal, ledger, register),
        *owners(appraisal),
        *strangers(appraisal),
        *_batches(appraisal, board, register),
    ]
    # The tally and the checks are made of what was looked at above; where that does not fit they can say
    # nothing new.
    return tuple(found) or (
        *_tally(appraisal, board, ledger),
        *checks(appraisal, ledger, register),
    )


def _board(board: Board, ledger: list[Fields]) -> Iterator[Said]:
    """The board says what the ledger says, of custody, returned passes and the seal."""
    for kind, tags in (("taken-in", board.taken_in), ("returned", board.returned)):
        recorded = {str(record["tag"]) for record in ledger if record["kind"] == kind}
        noted = {str(tag) for tag in tags}
        for tag in sorted(noted - recorded):
            yield Said("board/{kind}.{tag}: the ledger does not know it", kind=kind, tag=tag)
        for tag in sorted(recorded - noted):
            yield Said("board/{kind}.{tag} is missing; the ledger has it", kind=kind, tag=tag)
    for name in board.foreign:
        yield Said("board/{name} was put up by an account that may not say so; it does not count", name=name)
    seals = [record["kind"] for record in ledger if record["kind"] in ("sealed", "reopened")]
    if board.sealed != (seals[-1:] == ["sealed"]):
        yield Said("the board and the ledger do not agree on whether the appraisal is sealed")


def _batches(appraisal: Appraisal, board: Board, register: dict[str, Registered]) -> Iterator[Said]:
    """Persons and rulings of each batch."""
    review = ReviewFiles(appraisal.layout.folder("review"))
    for batch, registered in register.items():
        facts = batch_facts(appraisal, registered.cover, board, review.reviewers(batch))
        first = {who for which, who in facts.claimed if which is Pass.FIRST}
        second = {who for which, who in facts.claimed if which is Pass.SECOND}
        for who in sorted(first & second):
            yield Said("batch {batch}: {name} keyed both passes", batch=facts.batch, name=who)
        for who in sorted((first | second) & facts.reviewed_by):
            yield Said("batch {batch}: {name} keyed a pass and reviewed it", batch=facts.batch, name=who)
        for who in sorted((first | second | facts.reviewed_by) & facts.on_roster):
            yield Said("batch {batch}: {name} stands on its roster", batch=facts.batch, name=who)
        try:
            now = (
                None
                if registered.withdrawn
                else reconcile(appraisal, board, registered.cover, review.rulings(batch))
            )
        except Damaged:
            continue  # named already, with its file
        if now is not None:
            done = now.settlement.is_settled and not now.settlement.open_opinions
            if done != (facts.batch in board.settled):
                yield Said(
                    "the board does not say rightly whether batch {batch} is settled", batch=facts.batch
                )


def _tally(appraisal: Appraisal, board: Board, ledger: list[Fields]) -> Iterator[Said]:
    seals = [record for record in ledger if record["kind"] == "sealed"]
    if board.sealed and settled_digest(appraisal) != seals[-1]["settled_sha256"]:
        yield Said("the settled ballots are not those that were sealed")
