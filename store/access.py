"""Asking, below every screen and command, whether a person may do something on a batch."""

from __future__ import annotations

import os
from dataclasses import replace

from store.appraisal import Appraisal
from store.batch_register import Registered, batch_ids, read_registered, standing_ids
from store.batch_state import batch_progress
from store.board import Board, board_of, in_hand, read_board, seals_of
from store.claims import claims_on, read_claims
from store.layout import PassTag
from store.person import same_name
from store.review_files import has_reviewed
from tally.batch_life import Action
from tally.cover_sheets import CoverSheet
from tally.permissions import BatchFacts, Standing, why_not
from tally.progress import PassState
from tally.readings import Pass
from tally.said import Refused, Said

TO_LOOK = ("taken-in", "returned", "sealed", "reopened")
"""The notes on the board that tell whether somebody may look at the counts."""


def batch_facts(
    appraisal: Appraisal,
    cover: CoverSheet,
    board: Board | None = None,
    reviewers: frozenset[str] | None = None,
) -> BatchFacts:
    """Who did what on a batch so far, and how far it is.

    `reviewers`: all who have files of rulings or checks on it; where left out, of them the person alone is
    looked for, which is all that is asked of whoever acts, and takes no listing. Who keyed it is told by the claims, by what reviewers noted when they had a pass in hand, and by the
    passes in the person's own folder: a claim that was removed or renamed makes nobody a stranger.
    """
    board = board or board_of(appraisal, cover.id)
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
    if reviewers is None:
        me = appraisal.person.key
        reviewed = has_reviewed(appraisal.layout.folder("review"), cover.id, me)
        reviewers = frozenset({me} if reviewed else ())
    keyed |= {(one.tag.which, one.clerk): None for one in noted}
    keyed |= {(which, appraisal.person.key): None for which in _own_passes(appraisal, board, cover.id)}
    return BatchFacts(
        batch=cover.id,
        claimed=tuple(keyed),
        reviewed_by=reviewers | {one.reviewer for one in noted},
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
    claimed = in_custody = False
    if action is Action.LOOK:
        board = board or read_board(appraisal, TO_LOOK)
        # Told from names; only while something is not in custody are the claims read.
        in_custody = everything_in_custody(appraisal, board)
        claimed = not in_custody and any(
            claim.key == appraisal.person.key for claim in read_claims(appraisal)
        )
    elif board is None:
        board = seals_of(appraisal) if cover is None else board_of(appraisal, cover.id)
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


def everything_in_custody(appraisal: Appraisal, board: Board) -> bool:
    """Whether both passes of every batch that is not withdrawn are in custody."""
    return all(
        board.tag(batch, which) in board.taken_in
        for batch in standing_ids(appraisal.layout.folder("batches"))
        for which in Pass
    )


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
