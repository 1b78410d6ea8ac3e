"""Taking in (接收): the exact bytes of a handed-in pass, kept where its clerk cannot reach them."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store import board as board_notes
from store.access import current_attempt, find_batch, require
from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.board import Board, read_board
from store.chain import canonical, sha256
from store.claims import Claim, claims_on
from store.durable_file import create_durably
from store.faults import Damaged
from store.layout import CLOSED, COUNTS, SCHEME, SUBJECTS, PassTag
from store.ledger import add_to_ledger, read_ledger
from store.pass_events import PassContent, read_events
from store.person import same_name
from tally.permissions import Action
from tally.readings import Pass
from tally.said import Refused, Said

LARGEST = 64 * 1024 * 1024
"""No pass is this long; a larger file is not taken in."""


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
        require(appraisal, Action.TAKE_IN, batches[0].cover)
    else:
        require(appraisal, Action.TAKE_IN)
        batches = [
            one for one in read_register(appraisal.layout.folder("batches")).values() if not one.withdrawn
        ]
    board = read_board(appraisal.layout.folder("board"))
    # All are looked at before the first is taken, so that a damaged one leaves everything as it was.
    ready: list[_Ready] = []
    for registered in batches:
        waiting = [
            claim
            for claim in _current_claims(appraisal, board, registered)
            if claim.tag not in board.taken_in
        ]
        if not waiting:
            continue
        try:
            require(appraisal, Action.TAKE_IN, registered.cover)
        except Refused:
            if batch is not None:
                raise
            continue
        for claim in waiting:
            one = _look_at(appraisal, registered, claim)
            if one is not None:
                ready.append(one)
    return tuple(_take(appraisal, one) for one in ready)


def read_custody(appraisal: Appraisal, tag: PassTag) -> PassContent:
    """A pass as it was taken in, with its chain checked."""
    path = appraisal.layout.custody(tag)
    try:
        return pass_content(path.read_bytes(), path)
    except FileNotFoundError:
        raise Damaged(path, Said("it was taken in and is not there any more")) from None


def passes_in_custody(appraisal: Appraisal, board: Board, batch: str) -> dict[Pass, PassContent] | None:
    """Both passes of a batch from custody, or None until both are there."""
    tags = {which: PassTag(batch, which.number, current_attempt(board, batch, which)) for which in Pass}
    if not all(tag in board.taken_in for tag in tags.values()):
        return None
    return {which: read_custody(appraisal, tag) for which, tag in tags.items()}


def _current_claims(appraisal: Appraisal, board: Board, registered: Registered) -> list[Claim]:
    batch = registered.cover.id
    return [
        claim
        for claim in claims_on(appraisal.layout.folder("claims"), batch)
        if claim.tag.attempt == current_attempt(board, batch, claim.tag.which)
    ]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A handed-in pass that was looked at and may be taken in."""

    registered: Registered
    claim: Claim
    content: bytes
    passed: PassContent


def _look_at(appraisal: Appraisal, registered: Registered, claim: Claim) -> _Ready | None:
    path = appraisal.layout.pass_file(claim.key, claim.tag)
    content = safe_bytes(path, claim, appraisal)
    if content is None:
        return None
    passed = pass_content(content, path)
    if not passed.handed_in:
        return None
    if passed.tag != claim.tag or same_name(passed.name) != claim.key:
        raise Damaged(path, Said("it belongs to another person or batch"))
    target = appraisal.layout.custody(claim.tag)
    # A crash between the copy and its ledger record leaves the copy; it has to be the same one.
    if target.exists() and sha256(target.read_bytes()) != sha256(content):
        raise Damaged(target, Said("it is not what its clerk handed in"))
    return _Ready(registered, claim, content, passed)


def _take(appraisal: Appraisal, ready: _Ready) -> TakenIn:
    registered, claim, content, passed = ready.registered, ready.claim, ready.content, ready.passed
    path = appraisal.layout.pass_file(claim.key, claim.tag)
    target = appraisal.layout.custody(claim.tag)
    digest = sha256(content)
    try:
        create_durably(target, content, CLOSED)
    except FileExistsError:
        if sha256(target.read_bytes()) != digest:
            raise Damaged(target, Said("it is not what its clerk handed in")) from None
    ledger = appraisal.layout.folder("ledger")
    known = {(record.get("kind"), record.get("tag")) for record in read_ledger(ledger)}
    entries: list[dict[str, Any]] = []
    if ("described", None) not in known:
        entries.append({"kind": "described", **description_digests(appraisal)})
    if ("taken-in", str(claim.tag)) not in known:
        entries.append(
            {
                "kind": "taken-in",
                "tag": str(claim.tag),
                "name": passed.name,
                "owner": path.stat().st_uid,
                "sha256": digest,
                "last_link": passed.last_link,
                "count": passed.ballots,
                "cover_sha256": cover_digest(registered),
            }
        )
    add_to_ledger(ledger, entries, appraisal.person.name)
    board_notes.note_pass(
        appraisal.layout.folder("board"), "taken-in", claim.tag, {"by": appraisal.person.name}
    )
    return TakenIn(claim.tag, passed.name, passed.ballots)


def safe_bytes(path: Path, claim: Claim, appraisal: Appraisal) -> bytes | None:
    """The bytes of a pass file that is a plain file of its claimant's; None where there is none yet."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError:
        raise Damaged(path, Said("it is a link or no plain file")) from None
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or state.st_nlink != 1 or state.st_size > LARGEST:
            raise Damaged(path, Said("it is a link or no plain file"))
        if appraisal.separate_accounts:
            owner = appraisal.layout.claim(claim.tag).stat().st_uid
            if state.st_uid != owner:
                raise Damaged(path, Said("it belongs to another account than its claim"))
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def pass_content(content: bytes, path: Path) -> PassContent:
    """What the bytes of a pass file say. Raises Damaged, naming `path`, where they are no sound pass."""
    try:
        tables = json.loads(content)
        records = next(iter(tables.values()))
        ordered = [records[str(place)] for place in range(1, len(records) + 1)]
    except (ValueError, KeyError, AttributeError, StopIteration, TypeError):
        raise Damaged(path, Said("it is no pass")) from None
    return read_events(ordered, path)


def description_digests(appraisal: Appraisal) -> dict[str, str]:
    """The SHA-256 of each file that describes the appraisal, by the field that the ledger has it under."""
    digests = {}
    for name, field in ((SCHEME, "scheme_sha256"), (SUBJECTS, "subjects_sha256"), (COUNTS, "counts_sha256")):
        path = appraisal.folder / name
        digests[field] = sha256(path.read_bytes()) if path.exists() else ""
    return digests


def cover_digest(registered: Registered) -> str:
    """The SHA-256 of a cover sheet as it stands."""
    cover = registered.cover
    fields = {name: getattr(cover, name) for name in cover.__slots__}
    return sha256(canonical({**fields, "roster": list(cover.roster)}))
