"""Asking, below every screen and command, whether a person may do something on a batch."""

from __future__ import annotations

from store.appraisal import Appraisal
from store.batch_register import Registered, batch_ids, read_register, read_registered
from store.board import Board, read_board
from store.claims import Claim, claims_on, read_claims
from store.layout import PassTag
from store.person import same_name
from store.ruling_files import reviewers_of
from tally.cover_sheets import CoverSheet
from tally.permissions import Action, BatchFacts, Standing, why_not
from tally.readings import Pass
from tally.said import Refused, Said


def batch_facts(appraisal: Appraisal, cover: CoverSheet) -> BatchFacts:
    """Who did what on a batch so far."""
    claims = claims_on(appraisal.layout.folder("claims"), cover.id)
    logins = {
        same_name(appraisal.subjects.by_id[subject].login)
        for subject in (cover.subject, *cover.roster)
        if subject in appraisal.subjects.by_id and appraisal.subjects.by_id[subject].login
    }
    return BatchFacts(
        batch=cover.id,
        claimed=tuple((claim.tag.which, claim.key) for claim in claims),
        ruled_by=reviewers_of(appraisal.layout.folder("review"), cover.id),
        on_roster=frozenset(logins),
    )


def require(
    appraisal: Appraisal, action: Action, cover: CoverSheet | None = None, which: Pass | None = None
) -> None:
    """Raise Refused, saying why, where the person may not do `action` (on `cover`)."""
    said = may_not(appraisal, action, cover, which)
    if said is not None:
        raise Refused(said)


def may_not(
    appraisal: Appraisal, action: Action, cover: CoverSheet | None = None, which: Pass | None = None
) -> Said | None:
    """Why the person may not do `action`, or None."""
    board = read_board(appraisal.layout.folder("board"))
    claimed = in_custody = False
    if action is Action.LOOK:
        claims = read_claims(appraisal.layout.folder("claims"))
        claimed = any(claim.key == appraisal.person.key for claim in claims)
        in_custody = claimed and everything_in_custody(appraisal, claims, board)
    standing = Standing(
        person=appraisal.person.key,
        roles=appraisal.scheme.roles,
        sealed=board.sealed,
        batch=batch_facts(appraisal, cover) if cover is not None else None,
        which=which,
        claimed_somewhere=claimed,
        everything_in_custody=in_custody,
    )
    return why_not(action, standing, same_name)


def everything_in_custody(appraisal: Appraisal, claims: tuple[Claim, ...], board: Board) -> bool:
    """Whether both passes of every registered batch are in custody."""
    for batch, registered in read_register(appraisal.layout.folder("batches")).items():
        if not registered.withdrawn and not all(
            PassTag(batch, which.number, current_attempt(board, batch, which)) in board.taken_in
            for which in Pass
        ):
            return False
    return True


def current_attempt(board: Board, batch: str, which: Pass) -> int:
    """The attempt at a pass that counts now: one more than were given back."""
    return 1 + sum(tag.batch == batch and tag.number == which.number for tag in board.returned)


def find_batch(appraisal: Appraisal, batch: str) -> Registered:
    """A registered batch by its id, case aside. Raises Refused where there is none or it is withdrawn."""
    folder = appraisal.layout.folder("batches")
    registered = read_registered(folder, batch)
    if registered is None:
        known = batch_ids(folder)
        raise Refused(
            Said(
                'there is no {what} "{id}"; there are {known}',
                what=Said("batch"),
                id=batch,
                known=(", ".join(known[:12]) + (", ..." if len(known) > 12 else "")) or "-",
            )
        )
    if registered.withdrawn:
        raise Refused(Said("batch {batch} is withdrawn", batch=registered.cover.id))
    return registered
