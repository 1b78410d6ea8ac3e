"""Who may do what: persons, not roles, where independence is at stake (design.md, "Blind").

One table of actions; every command and every screen asks here, and so does the store again before it
writes. A name in the scheme's role lists opens a kind of work; what a person has already done on a
batch closes the other side of it, whatever their role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from tally.readings import Pass
from tally.said import Said
from tally.scheme import Roles


class Action(Enum):
    """Something that not everybody may do."""

    ORGANIZE = "organize"
    """Subjects, count sheets, batches, sealing."""
    KEY = "key"
    TYPE_OPINIONS = "type-opinions"
    TAKE_IN = "take-in"
    RULE = "rule"
    RETURN = "return"
    LOOK = "look"
    """Differences, tally, export, verify: everything that shows a mark or a count."""


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What has happened on one batch: who claimed which pass (given-back ones too), who ruled.

    Names are in the form in which they are compared. `on_roster` are the logins of subjects that the
    batch's ballots grade.
    """

    batch: str
    claimed: tuple[tuple[Pass, str], ...] = ()
    ruled_by: frozenset[str] = frozenset()
    on_roster: frozenset[str] = frozenset()


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


Compare = Callable[[str], str]


def why_not(action: Action, standing: Standing, same: Compare) -> Said | None:
    """Why a person may not do something now; None where they may. `same` folds names for comparing."""
    role = _role(action, standing, same)
    if role is not None:
        return role
    if standing.sealed and action is not Action.LOOK:
        return Said("the appraisal is sealed; an organizer can reopen it (pingyi reopen --reason ...)")
    if action is Action.LOOK:
        if standing.claimed_somewhere and not standing.everything_in_custody:
            return Said("you have keyed a pass; counts are closed to you until every batch is in custody")
        return None
    if standing.batch is None:
        return None
    return _on_batch(action, standing, standing.batch, same)


def _role(action: Action, standing: Standing, same: Compare) -> Said | None:
    def among(names: Iterable[str]) -> bool:
        return standing.person in {same(name) for name in names}

    roles = standing.roles
    open_to = {
        Action.ORGANIZE: (roles.organizers,),
        Action.KEY: (roles.clerks,),
        Action.TYPE_OPINIONS: (roles.clerks, roles.reviewers),
        Action.TAKE_IN: (roles.reviewers,),
        Action.RULE: (roles.reviewers,),
        Action.RETURN: (roles.reviewers,),
        Action.LOOK: (roles.reviewers, roles.organizers),
    }[action]
    if any(not names or among(names) for names in open_to):
        return None
    wanted = {
        Action.ORGANIZE: Said("this is for organizers"),
        Action.KEY: Said("this is for clerks"),
        Action.TYPE_OPINIONS: Said("this is for clerks and reviewers"),
        Action.LOOK: Said("this is for reviewers and organizers"),
    }.get(action, Said("this is for reviewers"))
    return Said(
        "{wanted}; {person} is not among them in scheme.toml, [roles]", wanted=wanted, person=standing.person
    )


def _on_batch(action: Action, standing: Standing, batch: BatchFacts, same: Compare) -> Said | None:
    person = standing.person
    claimed = [which for which, who in batch.claimed if who == person]
    if person in batch.on_roster and action is not Action.ORGANIZE:
        return Said(
            "you stand on the roster of batch {batch}; another person has to do this", batch=batch.batch
        )
    if action is Action.KEY:
        if any(which is not standing.which for which in claimed):
            return _keyed_other(claimed[0], batch)
        if person in batch.ruled_by:
            return Said("you have ruled on batch {batch}; you cannot key it", batch=batch.batch)
    elif action in (Action.TAKE_IN, Action.RULE, Action.RETURN):
        if claimed:
            return Said(
                "you keyed a pass of batch {batch}; another person has to review it", batch=batch.batch
            )
    elif action is Action.TYPE_OPINIONS and not claimed and not _is_reviewer(standing, same):
        return Said(
            "opinions of batch {batch} are typed by a clerk who keyed it or by a reviewer", batch=batch.batch
        )
    return None


def _is_reviewer(standing: Standing, same: Compare) -> bool:
    names = standing.roles.reviewers
    return not names or standing.person in {same(name) for name in names}


def _keyed_other(which: Pass, batch: BatchFacts) -> Said:
    if which is Pass.FIRST:
        return Said("you keyed the first pass of batch {batch}; you cannot key the second", batch=batch.batch)
    return Said("you keyed the second pass of batch {batch}; you cannot key the first", batch=batch.batch)
