"""Whether a person may do something now, and if not, why: the table of `batch_life`, read in words.

Every command and every screen asks here, and so does the store again before it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tally.batch_life import LIFE, Action, Role, Row, Tie
from tally.progress import BatchState
from tally.readings import Pass
from tally.said import Said
from tally.scheme import Roles
from tally.state_words import BATCH_WORDS


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What has happened on one batch: who claimed which pass (given-back ones too), who reviewed.

    Names are in the form in which they are compared. `on_roster` are the logins of subjects that the
    batch's ballots grade. `state` None: not asked.
    """

    batch: str
    claimed: tuple[tuple[Pass, str], ...] = ()
    reviewed_by: frozenset[str] = frozenset()
    on_roster: frozenset[str] = frozenset()
    state: BatchState | None = None
    in_custody: bool = False
    """Whether a pass of it that counts is in custody."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that decides whether a person may act."""

    person: str
    roles: Roles
    sealed: bool
    batch: BatchFacts | None = None
    which: Pass | None = None
    claimed_somewhere: bool = False
    everything_in_custody: bool = False
    separate_accounts: bool = False
    is_root: bool = False


Compare = Callable[[str], str]


def why_not(action: Action, standing: Standing, same: Compare) -> Said | None:
    """Why a person may not do something now; None where they may. `same` folds names for comparing."""
    row = LIFE[action]
    return (
        _role(action, row, standing, same)
        or _seal(row, standing)
        or _tie(row, standing, same)
        or _state(action, row, standing)
    )


def _role(action: Action, row: Row, standing: Standing, same: Compare) -> Said | None:
    if standing.separate_accounts and standing.is_root:
        if row.by_root:
            return None
        return Said("accounts are separate here; root sets up but does not work in the appraisal")
    if standing.separate_accounts and action is Action.DESCRIBE:
        return Said(
            "accounts are separate here, so subjects and counts are changed by root (sudo pingyi ...)"
        )
    if any(_is_among(standing, role, same) for role in row.roles):
        return None
    return Said(
        "{wanted}; {person} is not among them in scheme.toml, [roles]",
        wanted=_WANTED[row.roles],
        person=standing.person,
    )


_WANTED = {
    (Role.ORGANIZER,): Said("this is for organizers"),
    (Role.CLERK,): Said("this is for clerks"),
    (Role.REVIEWER,): Said("this is for reviewers"),
    (Role.CLERK, Role.REVIEWER): Said("this is for clerks and reviewers"),
    (Role.REVIEWER, Role.ORGANIZER): Said("this is for reviewers and organizers"),
}


def _is_among(standing: Standing, role: Role, same: Compare) -> bool:
    """An empty list of a role means anybody."""
    names: Iterable[str] = {
        Role.ORGANIZER: standing.roles.organizers,
        Role.CLERK: standing.roles.clerks,
        Role.REVIEWER: standing.roles.reviewers,
    }[role]
    return not names or standing.person in {same(name) for name in names}


def _seal(row: Row, standing: Standing) -> Said | None:
    if standing.sealed and not row.while_sealed:
        return Said("the appraisal is sealed; an organizer can reopen it (pingyi reopen --reason ...)")
    return None


def _tie(row: Row, standing: Standing, same: Compare) -> Said | None:
    for tie in row.closed_by:
        said = _tied(tie, row, standing, same)
        if said is not None:
            return said
    return None


def _tied(tie: Tie, row: Row, standing: Standing, same: Compare) -> Said | None:
    if tie is Tie.KEYED_OPEN:
        if standing.claimed_somewhere and not standing.everything_in_custody:
            return Said("you have keyed a pass; counts are closed to you until every batch is in custody")
        return None
    batch, person = standing.batch, standing.person
    if batch is None:
        return None
    claimed = [which for which, who in batch.claimed if who == person]
    if tie is Tie.ON_ROSTER and person in batch.on_roster:
        return Said(
            "you stand on the roster of batch {batch}; another person has to do this", batch=batch.batch
        )
    if tie is Tie.KEYED and claimed:
        return Said("you keyed a pass of batch {batch}; another person has to review it", batch=batch.batch)
    if tie is Tie.KEYED_OTHER:
        other = next((which for which in claimed if which is not standing.which), None)
        return _keyed_other(other, batch) if other is not None else None
    if tie is Tie.REVIEWED and person in batch.reviewed_by:
        return Said("you have reviewed batch {batch}; you cannot key it", batch=batch.batch)
    if tie is Tie.STRANGER and not claimed and not _is_among(standing, Role.REVIEWER, same):
        return Said(
            "opinions of batch {batch} are typed by a clerk who keyed it or by a reviewer", batch=batch.batch
        )
    return None


def _keyed_other(which: Pass, batch: BatchFacts) -> Said:
    if which is Pass.FIRST:
        return Said("you keyed the first pass of batch {batch}; you cannot key the second", batch=batch.batch)
    return Said("you keyed the second pass of batch {batch}; you cannot key the first", batch=batch.batch)


def _state(action: Action, row: Row, standing: Standing) -> Said | None:
    batch = standing.batch
    if batch is None or batch.state is None or not row.moves:
        return None
    if row.before_custody and batch.in_custody:
        return Said(
            "batch {batch} is in custody, so its cover sheet stays; the reviewer can return the passes, or add a "
            "supplement",
            batch=batch.batch,
        )
    if batch.state in row.moves:
        return None
    if action in (Action.RULE, Action.TYPE_OPINIONS):
        return Said(
            "batch {batch}: not both passes are in custody; take them in first (pingyi take-in --batch {batch})",
            batch=batch.batch,
        )
    if action is Action.SAMPLE:
        return Said(
            "batch {batch} is not settled ({state}); a sample is drawn of settled sheets, so finish it first "
            "(pingyi status)",
            batch=batch.batch,
            state=BATCH_WORDS[batch.state],
        )
    if action is Action.CHECK:
        return Said(
            "batch {batch} ({state}) is not what the sample was drawn from any more; draw again when it is settled "
            "(pingyi sample draw --again --reason ...)",
            batch=batch.batch,
            state=BATCH_WORDS[batch.state],
        )
    if action is Action.RETURN:
        return Said(
            "nobody has taken on that pass of batch {batch}; there is nothing to return", batch=batch.batch
        )
    return Said(
        "batch {batch}: {state}; this cannot be done now (pingyi status)",
        batch=batch.batch,
        state=BATCH_WORDS[batch.state],
    )
