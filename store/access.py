"""Asking, below every screen and command, whether a person may do something on a batch."""

from __future__ import annotations

import os
from dataclasses import replace

from store.appraisal import Appraisal
from store.batch_register import Registered, batch_ids, read_register, read_registered
from store.batch_state import batch_progress
from store.board import Board, in_hand, read_board
from store.claims import Claim, claims_on, read_claims
from store.layout import PassTag
from store.person import same_name
from store.ruling_files import reviewers_of
from tally.batch_life import Action
from tally.cover_sheets import CoverSheet
from tally.permissions import BatchFacts, Standing, why_not
from tally.progress import PassState
from tally.readings import Pass
from tally.said import Refused, Said


def batch_facts(appraisal: Appraisal, cover: CoverSheet, board: Board | None = None) -> BatchFacts:
    """Who did what on a batch so far, and how far it is.

    Who keyed it is told by the claims, by what reviewers noted when they had a pass in hand, and by the
    passes in the person's own folder: a claim that was removed or renamed makes nobody a stranger.
    """
    board = board or read_board(appraisal)
    claims = claims_on(appraisal, cover.id)
    logins = {
        same_name(appraisal.subjects.by_id[subject].login)
        for subject in (cover.subject, *cover.roster)
        if subject in appraisal.subjects.by_id and appraisal.subjects.by_id[subject].login
    }
    registered = read_registered(appraisal.layout.folder("batches"), cover.id)
    now = batch_progress(board, claims, registered or Registered(cover, False, ""))
    keyed = {(claim.tag.which, claim.key): None for claim in claims}
    noted = in_hand(appraisal, board, cover.id)
    keyed |= {(one.tag.which, one.clerk): None for one in noted}
    keyed |= {(which, appraisal.person.key): None for which in _own_passes(appraisal, board, cover.id)}
    return BatchFacts(
        batch=cover.id,
        claimed=tuple(keyed),
        reviewed_by=reviewers_of(appraisal.layout.folder("review"), cover.id)
        | {one.reviewer for one in noted},
        on_roster=frozenset(logins),
        state=now.state,
        in_custody=PassState.IN_CUSTODY in (now.first.state, now.second.state),
    )


def require(
    appraisal: Appraisal,
    action: Action,
    cover: CoverSheet | None = None,
    which: Pass | None = None,
    board: Board | None = None,
) -> None:
    """Raise Refused, saying why, where the person may not do `action` (on `cover`).

    `board` is one that was read just now, so that it need not be read again.
    """
    said = may_not(appraisal, action, cover, which, board)
    if said is not None:
        raise Refused(said)


def may_not(
    appraisal: Appraisal,
    action: Action,
    cover: CoverSheet | None = None,
    which: Pass | None = None,
    board: Board | None = None,
    *,
    in_state: bool = True,
) -> Said | None:
    """Why the person may not do `action`, or None; `in_state` False asks about the person alone."""
    board = board or read_board(appraisal)
    claimed = in_custody = False
    if action is Action.LOOK:
        claims = read_claims(appraisal)
        claimed = any(claim.key == appraisal.person.key for claim in claims)
        in_custody = claimed and everything_in_custody(appraisal, claims, board)
    batch = batch_facts(appraisal, cover, board) if cover is not None else None
    if batch is not None and not in_state:
        batch = replace(batch, state=None, in_custody=False)
    standing = Standing(
        person=appraisal.person.key,
        roles=appraisal.scheme.roles,
        sealed=board.sealed,
        batch=batch,
        which=which,
        claimed_somewhere=claimed,
        everything_in_custody=in_custody,
        separate_accounts=appraisal.separate_accounts,
        is_root=os.getuid() == 0,
    )
    return why_not(action, standing, same_name)


def everything_in_custody(appraisal: Appraisal, claims: tuple[Claim, ...], board: Board) -> bool:
    """Whether both passes of every registered batch are in custody."""
    for batch, registered in read_register(appraisal.layout.folder("batches")).items():
        if not registered.withdrawn and not all(board.tag(batch, which) in board.taken_in for which in Pass):
            return False
    return True


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


def _own_passes(appraisal: Appraisal, board: Board, batch: str) -> list[Pass]:
    """The passes of a batch that lie in the person's own folder, attempts given back included."""
    return [
        which
        for which in Pass
        for attempt in range(1, board.attempt(batch, which) + 1)
        if os.path.lexists(
            appraisal.layout.pass_file(appraisal.person.key, PassTag(batch, which.number, attempt))
        )
    ]
