"""Taking in (接收): copying handed-in passes into custody, under safeguards, and recording them.

All are looked at before the first is taken. Then, some at a time, the copies are made, then the ledger's
records, then the notes on the board; a crash in between leaves what the next taking-in goes on from. What
one pass costs does not depend on how many are in custody.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from store.access import find_batch, may_not, require
from store.appraisal import Appraisal
from store.author import owner_of
from store.batch_register import Registered, batch_ids, read_registered
from store.board import Board, board_of, in_hand, note_pass, read_board
from store.chain import Fields, canonical, sha256
from store.claims import Claim, claimed_tags, claims_on
from store.custody import pass_content
from store.durable_file import create_durably
from store.faults import Damaged
from store.layout import CLOSED, COUNTS, SCHEME, SUBJECTS, PassTag
from store.ledger import extend_ledger, last_number, read_ledger_record
from store.person import same_name
from store.plain_file import plain_bytes
from store.reconciling import say_settled
from store.review_files import ReviewFiles, has_reviewed
from tally.batch_life import Action
from tally.said import Refused, Said

AT_ONCE = 100
"""Passes that are copied, recorded and noted together."""

Told = Callable[[int, int], None]
"""Told how many passes of how many are taken in."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One pass that was taken into custody just now."""

    tag: PassTag
    name: str
    ballots: int


def take_in(appraisal: Appraisal, batch: str | None = None, told: Told | None = None) -> tuple[TakenIn, ...]:
    """Take in each handed-in pass that is not in custody yet: of one batch, or of every batch.

    Where both passes of a batch are there then, the board says whether they agree. `told` how many passes of
    how many are taken in. Raises Refused where the person may not review the batch (without a batch named: of
    the batches that they may review), and Damaged for a file that cannot be trusted.
    """
    if batch is not None:
        registered = find_batch(appraisal, batch)
        waiting = _waiting(
            board_of(appraisal, registered.cover.id), claims_on(appraisal, registered.cover.id)
        )
        # Where nothing waits, that is the answer; only who may not take in at all is refused.
        said = may_not(appraisal, Action.TAKE_IN, registered.cover, in_state=bool(waiting))
        if said is not None:
            raise Refused(said)
        looked_at = [_look_at(appraisal, registered, claim) for claim in waiting]
    else:
        require(appraisal, Action.TAKE_IN)
        looked_at = [
            _look_at(appraisal, registered, claim)
            for registered, waiting in _waiting_everywhere(appraisal)
            if may_not(appraisal, Action.TAKE_IN, registered.cover) is None
            for claim in waiting
        ]
    ready = [one for one in looked_at if one is not None]
    for begin in range(0, len(ready), AT_ONCE):
        _take(appraisal, ready[begin : begin + AT_ONCE])
        if told is not None:
            told(min(begin + AT_ONCE, len(ready)), len(ready))
    return tuple(TakenIn(one.claim.tag, one.name, one.ballots) for one in ready)


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
    """A handed-in pass that was looked at and may be taken in, as its bytes were then."""

    registered: Registered
    claim: Claim
    name: str
    ballots: int
    sha256: str
    last_link: str
    owner: int


def _waiting(board: Board, claims: Iterable[Claim]) -> list[Claim]:
    """The claims on passes that count now and are not in custody."""
    return [
        claim
        for claim in claims
        if claim.tag == board.tag(claim.tag.batch, claim.tag.which) and claim.tag not in board.taken_in
    ]


def _waiting_everywhere(appraisal: Appraisal) -> Iterator[tuple[Registered, list[Claim]]]:
    """The batches with claimed passes that are not in custody, told from names; their records are read one by one."""
    board = read_board(appraisal, ("taken-in", "returned"))
    tags = sorted(
        tag
        for tag in claimed_tags(appraisal) - board.taken_in
        if tag.attempt == board.attempt(tag.batch, tag.which)
    )
    for batch in batch_ids(appraisal.layout.folder("batches"), {tag.batch for tag in tags}):
        registered = read_registered(appraisal.layout.folder("batches"), batch)
        if registered is not None and not registered.withdrawn:
            yield registered, _waiting(board, claims_on(appraisal, batch))


def _look_at(appraisal: Appraisal, registered: Registered, claim: Claim) -> _Ready | None:
    path = appraisal.layout.pass_file(claim.key, claim.tag)
    content = handed_in_bytes(appraisal, claim)
    if content is None:
        return None
    passed = pass_content(content, path)
    if not passed.handed_in:
        return None
    if passed.tag != claim.tag or same_name(passed.name) != claim.key:
        raise Damaged(path, Said("it belongs to another person or batch"))
    _require_own_person(appraisal, claim)
    target = appraisal.layout.custody(claim.tag)
    # A crash between the copy and its ledger record leaves the copy; it has to be the same one.
    there = plain_bytes(target)
    if there is not None and there != content:
        raise Damaged(target, Said("it is not what its clerk handed in"))
    return _Ready(
        registered, claim, passed.name, passed.ballots, sha256(content), passed.last_link, owner_of(path)
    )


def _require_own_person(appraisal: Appraisal, claim: Claim) -> None:
    """Raise Refused where the claimant keyed the other pass too, or has ruled on the batch, by whatever
    route: claims can be moved about, so they are held together once more before anything counts."""
    batch = claim.tag.batch
    others = [(one.tag, one.key) for one in claims_on(appraisal, batch)]
    noted = in_hand(appraisal, board_of(appraisal, batch), batch)
    others += [(one.tag, one.clerk) for one in noted]
    if any(tag.number != claim.tag.number and who == claim.key for tag, who in others):
        raise Refused(
            Said(
                "batch {batch}: {name} keyed both passes; one has to be given back (pingyi return)",
                batch=batch,
                name=claim.name,
            )
        )
    reviewers = {one.reviewer for one in noted} | {appraisal.person.key}
    if claim.key in reviewers or has_reviewed(appraisal.layout.folder("review"), batch, claim.key):
        raise Refused(
            Said(
                "batch {batch}: {name} has reviewed it and cannot be its clerk; the pass has to be given back "
                "(pingyi return)",
                batch=batch,
                name=claim.name,
            )
        )


def _take(appraisal: Appraisal, some: Sequence[_Ready]) -> None:
    """The copies, the ledger's records, the notes on the board, and what comparing says, of some passes."""
    known = last_number(appraisal.layout.folder("ledger"))
    copied = [_copy(appraisal, ready) for ready in some]
    # Of a pass whose copy was not there before, the ledger can have no record from before either.
    recorded = _record(appraisal, some, after=known if all(copied) else 0)
    for ready in some:
        tag = ready.claim.tag
        note = {"by": appraisal.person.name, "name": ready.claim.name, "record": recorded[str(tag)]["n"]}
        note_pass(appraisal, "taken-in", tag, note)
    ruled = ReviewFiles(appraisal.layout.folder("review"))
    for cover in {ready.registered.cover.id: ready.registered.cover for ready in some}.values():
        say_settled(appraisal, cover, ruled.rulings(cover.id))


def _copy(appraisal: Appraisal, ready: _Ready) -> bool:
    """Put the pass into custody; False where it was there already."""
    path = appraisal.layout.pass_file(ready.claim.key, ready.claim.tag)
    content = handed_in_bytes(appraisal, ready.claim)
    if content is None or sha256(content) != ready.sha256:
        raise Damaged(path, Said("it was changed while it was taken in; take it in again"))
    target = appraisal.layout.custody(ready.claim.tag)
    try:
        create_durably(target, content, CLOSED)
    except FileExistsError:
        if plain_bytes(target) != content:
            raise Damaged(target, Said("it is not what its clerk handed in")) from None
        return False
    return True


def _record(appraisal: Appraisal, some: Sequence[_Ready], after: int) -> dict[str, Fields]:
    """The ledger's records of these passes, by tag; those that a crash or another reviewer has left there,
    `after` a record, are not written again."""
    known: dict[str, Fields] = {}
    folder = appraisal.layout.folder("ledger")

    def missing(ledger: list[Fields]) -> list[dict[str, Any]]:
        known.update((record["tag"], record) for record in ledger if record["kind"] == "taken-in")
        entries: list[dict[str, Any]] = []
        before = (read_ledger_record(folder, number) for number in range(1, after + 1))
        if all(record["kind"] != "described" for record in itertools.chain(before, ledger)):
            entries.append({"kind": "described", **description_digests(appraisal)})
        return entries + [_entry(ready) for ready in some if str(ready.claim.tag) not in known]

    added = extend_ledger(folder, missing, appraisal.person.name, after)
    return known | {record["tag"]: record for record in added if record["kind"] == "taken-in"}


def _entry(ready: _Ready) -> dict[str, Any]:
    return {
        "kind": "taken-in",
        "tag": str(ready.claim.tag),
        "name": ready.name,
        "owner": ready.owner,
        "sha256": ready.sha256,
        "last_link": ready.last_link,
        "count": ready.ballots,
        "cover_sha256": cover_digest(ready.registered),
    }
