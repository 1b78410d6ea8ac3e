"""Taking in (接收): copying handed-in passes into custody, under safeguards, and recording them.

All are looked at before the first is taken. Then the copies are made, then the ledger's records, then
the notes on the board; a crash in between leaves what the next taking-in goes on from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from store.access import find_batch, may_not, require
from store.appraisal import Appraisal
from store.author import owner_of
from store.batch_register import Registered, read_register
from store.board import Board, in_hand, note_pass, read_board
from store.chain import Fields, canonical, sha256
from store.claims import Claim, claims_on
from store.custody import pass_content
from store.durable_file import create_durably
from store.faults import Damaged
from store.layout import CLOSED, COUNTS, SCHEME, SUBJECTS, PassTag
from store.ledger import extend_ledger
from store.pass_events import PassContent
from store.person import same_name
from store.plain_file import plain_bytes
from store.ruling_files import reviewers_of
from tally.batch_life import Action
from tally.said import Refused, Said


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One pass that was taken into custody just now."""

    tag: PassTag
    name: str
    ballots: int


def take_in(appraisal: Appraisal, batch: str | None = None) -> tuple[TakenIn, ...]:
    """Take in each handed-in pass that is not in custody yet: of one batch, or of every batch.

    Raises Refused where the person may not review the batch (without a batch named: of the batches
    that they may review), and Damaged for a file that cannot be trusted.
    """
    if batch is not None:
        batches = [find_batch(appraisal, batch)]
    else:
        require(appraisal, Action.TAKE_IN)
        batches = [
            one for one in read_register(appraisal.layout.folder("batches")).values() if not one.withdrawn
        ]
    board = read_board(appraisal)
    ready: list[_Ready] = []
    for registered in batches:
        waiting = _waiting(appraisal, board, registered)
        # Where nothing waits, that is the answer; only who may not take in at all is refused.
        said = may_not(appraisal, Action.TAKE_IN, registered.cover, in_state=bool(waiting))
        if said is not None and batch is not None:
            raise Refused(said)
        if said is not None:
            continue
        ready += [
            one for claim in waiting if (one := _look_at(appraisal, board, registered, claim)) is not None
        ]
    return _take(appraisal, ready)


def description_digests(appraisal: Appraisal) -> dict[str, str]:
    """The SHA-256 of each file that describes the appraisal, by the field that the ledger has it under."""
    digests = {}
    for name, field in ((SCHEME, "scheme_sha256"), (SUBJECTS, "subjects_sha256"), (COUNTS, "counts_sha256")):
        content = plain_bytes(appraisal.folder / name)
        digests[field] = "" if content is None else sha256(content)
    return digests


def cover_digest(registered: Registered) -> str:
    """The SHA-256 of a cover sheet as it stands."""
    cover = registered.cover
    fields = {name: getattr(cover, name) for name in cover.__slots__}
    return sha256(canonical({**fields, "roster": list(cover.roster)}))


def handed_in_bytes(appraisal: Appraisal, claim: Claim) -> bytes | None:
    """The bytes of a claim's pass file: a plain file of the claimant's, with one name; None where there
    is none yet. Raises Damaged for anything else."""
    path = appraisal.layout.pass_file(claim.key, claim.tag)
    return plain_bytes(path, owner=claim.owner if appraisal.separate_accounts else None, only_link=True)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A handed-in pass that was looked at and may be taken in."""

    registered: Registered
    claim: Claim
    content: bytes
    passed: PassContent
    owner: int


def _waiting(appraisal: Appraisal, board: Board, registered: Registered) -> list[Claim]:
    batch = registered.cover.id
    return [
        claim
        for claim in claims_on(appraisal, batch)
        if claim.tag == board.tag(batch, claim.tag.which) and claim.tag not in board.taken_in
    ]


def _look_at(appraisal: Appraisal, board: Board, registered: Registered, claim: Claim) -> _Ready | None:
    path = appraisal.layout.pass_file(claim.key, claim.tag)
    content = handed_in_bytes(appraisal, claim)
    if content is None:
        return None
    passed = pass_content(content, path)
    if not passed.handed_in:
        return None
    if passed.tag != claim.tag or same_name(passed.name) != claim.key:
        raise Damaged(path, Said("it belongs to another person or batch"))
    _require_own_person(appraisal, board, claim)
    target = appraisal.layout.custody(claim.tag)
    # A crash between the copy and its ledger record leaves the copy; it has to be the same one.
    there = plain_bytes(target)
    if there is not None and there != content:
        raise Damaged(target, Said("it is not what its clerk handed in"))
    return _Ready(registered, claim, content, passed, owner_of(path))


def _require_own_person(appraisal: Appraisal, board: Board, claim: Claim) -> None:
    """Raise Refused where the claimant keyed the other pass too, or has ruled on the batch, by whatever
    route: claims can be moved about, so they are held together once more before anything counts."""
    batch = claim.tag.batch
    others = [(one.tag, one.key) for one in claims_on(appraisal, batch)]
    noted = in_hand(appraisal, board, batch)
    others += [(one.tag, one.clerk) for one in noted]
    if any(tag.number != claim.tag.number and who == claim.key for tag, who in others):
        raise Refused(
            Said(
                "batch {batch}: {name} keyed both passes; one has to be given back (pingyi return)",
                batch=batch,
                name=claim.name,
            )
        )
    reviewers = reviewers_of(appraisal.layout.folder("review"), batch) | {one.reviewer for one in noted}
    if claim.key in reviewers | {appraisal.person.key}:
        raise Refused(
            Said(
                "batch {batch}: {name} has reviewed it and cannot be its clerk; the pass has to be given back "
                "(pingyi return)",
                batch=batch,
                name=claim.name,
            )
        )


def _take(appraisal: Appraisal, every: Iterable[_Ready]) -> tuple[TakenIn, ...]:
    every = tuple(every)
    if not every:
        return ()
    for ready in every:
        _copy(appraisal, ready)
    recorded = _record(appraisal, every)
    for ready in every:
        tag = ready.claim.tag
        note = {"by": appraisal.person.name, "name": ready.claim.name, "record": recorded[str(tag)]["n"]}
        note_pass(appraisal, "taken-in", tag, note)
    return tuple(TakenIn(one.claim.tag, one.passed.name, one.passed.ballots) for one in every)


def _copy(appraisal: Appraisal, ready: _Ready) -> None:
    target = appraisal.layout.custody(ready.claim.tag)
    try:
        create_durably(target, ready.content, CLOSED)
    except FileExistsError:
        if plain_bytes(target) != ready.content:
            raise Damaged(target, Said("it is not what its clerk handed in")) from None


def _record(appraisal: Appraisal, every: Iterable[_Ready]) -> dict[str, Fields]:
    """The ledger's records of these passes, by tag; those that a crash or another reviewer has left there
    are not written again."""
    known: dict[str, Fields] = {}

    def missing(ledger: list[Fields]) -> list[dict[str, Any]]:
        known.update((record["tag"], record) for record in ledger if record["kind"] == "taken-in")
        entries: list[dict[str, Any]] = []
        if all(record["kind"] != "described" for record in ledger):
            entries.append({"kind": "described", **description_digests(appraisal)})
        return entries + [_entry(ready) for ready in every if str(ready.claim.tag) not in known]

    added = extend_ledger(appraisal.layout.folder("ledger"), missing, appraisal.person.name)
    return known | {record["tag"]: record for record in added if record["kind"] == "taken-in"}


def _entry(ready: _Ready) -> dict[str, Any]:
    return {
        "kind": "taken-in",
        "tag": str(ready.claim.tag),
        "name": ready.passed.name,
        "owner": ready.owner,
        "sha256": sha256(ready.content),
        "last_link": ready.passed.last_link,
        "count": ready.passed.ballots,
        "cover_sha256": cover_digest(ready.registered),
    }
