"""A batch's life, and who may do what in which state of it: one table, `LIFE`.

It is drawn in docs/state-machines.md, the store asks it before every write (through
`permissions.why_not`), and the tests walk it. Roles open a kind of work; what a person has done on a
batch closes the other side of it, whatever their role (design.md, "Blind").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from tally.progress import BatchState, PassState


class Action(Enum):
    """Something that not everybody may do."""

    DESCRIBE = "describe"
    """Subjects and count sheets: the files that stand beside the scheme."""
    ORGANIZE = "organize"
    """Registering batches."""
    CORRECT = "correct"
    """A wrong cover sheet, as a new record."""
    WITHDRAW = "withdraw"
    KEY = "key"
    """Claiming a pass, saving ballots, handing in."""
    TYPE_OPINIONS = "type-opinions"
    TAKE_IN = "take-in"
    RULE = "rule"
    """Ruling, and taking a ruling back."""
    RETURN = "return"
    SAMPLE = "sample"
    """Drawing the sheets of a check."""
    CHECK = "check"
    """Reading drawn sheets again from the paper."""
    SEAL = "seal"
    REOPEN = "reopen"
    LOOK = "look"
    """Differences, tally, export, verify: everything that shows a mark or a count."""


class Role(Enum):
    """The lists of scheme.toml, [roles]."""

    ORGANIZER = "organizer"
    CLERK = "clerk"
    REVIEWER = "reviewer"


class Tie(Enum):
    """What ties a person to a batch, and closes some work on it to them."""

    ON_ROSTER = "stands on its roster"
    KEYED = "keyed a pass of it"
    KEYED_OTHER = "keyed its other pass"
    REVIEWED = "took it in, gave it back, ruled on it or checked it"
    KEYED_OPEN = "keyed any pass, and not every batch is in custody"
    STRANGER = "neither keyed it nor reviews"


@dataclass(frozen=True, slots=True)
class Row:
    """One action: whose role opens it, what closes it, in which states it can be, and what follows."""

    roles: tuple[Role, ...]
    closed_by: tuple[Tie, ...] = ()
    moves: Mapping[BatchState, frozenset[BatchState]] = field(default_factory=dict)
    """By the state it is done in: the states that the batch may be in afterwards. Empty: not about one
    batch."""
    while_sealed: bool = False
    before_custody: bool = False
    """Only until a pass of the batch is in custody."""
    by_root: bool = False
    """Where accounts are separate, root does it; root does nothing else there."""


_S = BatchState
_DONE = frozenset({_S.SETTLED, _S.REOPENED})


def _stays(*states: BatchState) -> dict[BatchState, frozenset[BatchState]]:
    return {state: frozenset({state}) for state in states}


LIFE: Mapping[Action, Row] = {
    Action.DESCRIBE: Row((Role.ORGANIZER,), by_root=True),
    Action.ORGANIZE: Row((Role.ORGANIZER,)),
    Action.CORRECT: Row(
        (Role.ORGANIZER,), moves=_stays(_S.OPEN, _S.KEYING, _S.HANDED_IN), before_custody=True
    ),
    Action.WITHDRAW: Row(
        (Role.ORGANIZER,),
        moves={state: frozenset({_S.WITHDRAWN}) for state in (_S.OPEN, _S.KEYING, _S.HANDED_IN)},
        before_custody=True,
    ),
    Action.KEY: Row(
        (Role.CLERK,),
        closed_by=(Tie.ON_ROSTER, Tie.KEYED_OTHER, Tie.REVIEWED),
        moves={
            _S.OPEN: frozenset({_S.KEYING}),
            _S.KEYING: frozenset({_S.KEYING, _S.HANDED_IN}),
        },
    ),
    Action.TYPE_OPINIONS: Row(
        (Role.CLERK, Role.REVIEWER),
        closed_by=(Tie.ON_ROSTER, Tie.STRANGER),
        moves=_stays(_S.KEYING, _S.HANDED_IN, _S.DIFFERING, _S.SETTLED, _S.REOPENED),
    ),
    Action.TAKE_IN: Row(
        (Role.REVIEWER,),
        closed_by=(Tie.ON_ROSTER, Tie.KEYED),
        moves={
            _S.KEYING: frozenset({_S.KEYING}),
            _S.HANDED_IN: frozenset({_S.HANDED_IN, _S.DIFFERING}) | _DONE,
        },
    ),
    Action.RULE: Row(
        (Role.REVIEWER,),
        closed_by=(Tie.ON_ROSTER, Tie.KEYED),
        moves={
            _S.DIFFERING: frozenset({_S.DIFFERING}) | _DONE,
            _S.SETTLED: frozenset({_S.SETTLED, _S.DIFFERING}),
            _S.REOPENED: frozenset({_S.REOPENED, _S.DIFFERING}),
        },
    ),
    Action.RETURN: Row(
        (Role.REVIEWER,),
        closed_by=(Tie.ON_ROSTER, Tie.KEYED),
        moves={
            _S.KEYING: frozenset({_S.OPEN, _S.KEYING}),
            _S.HANDED_IN: frozenset({_S.KEYING}),
            _S.DIFFERING: frozenset({_S.KEYING}),
            _S.SETTLED: frozenset({_S.KEYING}),
            _S.REOPENED: frozenset({_S.KEYING}),
        },
    ),
    Action.SAMPLE: Row((Role.REVIEWER, Role.ORGANIZER), moves=_stays(_S.SETTLED, _S.REOPENED)),
    Action.CHECK: Row(
        (Role.REVIEWER,),
        closed_by=(Tie.ON_ROSTER, Tie.KEYED),
        # Also while a correction of what the check found waits for its second reviewer.
        moves=_stays(_S.DIFFERING, _S.SETTLED, _S.REOPENED),
    ),
    Action.SEAL: Row(
        (Role.ORGANIZER,),
        moves={
            **_stays(_S.OPEN, _S.KEYING, _S.HANDED_IN, _S.DIFFERING, _S.WITHDRAWN),
            _S.SETTLED: frozenset({_S.SEALED}),
            _S.REOPENED: frozenset({_S.SEALED}),
        },
    ),
    Action.REOPEN: Row(
        (Role.ORGANIZER,),
        moves={
            **_stays(_S.OPEN, _S.KEYING, _S.HANDED_IN, _S.DIFFERING, _S.WITHDRAWN),
            _S.SEALED: frozenset({_S.REOPENED}),
        },
        while_sealed=True,
    ),
    Action.LOOK: Row(
        (Role.REVIEWER, Role.ORGANIZER),
        closed_by=(Tie.KEYED_OPEN,),
        moves=_stays(*BatchState),
        while_sealed=True,
    ),
}
"""Who may do what in which state of a batch."""


class PassEvent(Enum):
    """What happens to one pass of a batch."""

    CLAIM = "claim"
    SAVE = "save"
    HAND_IN = "hand in"
    TAKE_IN = "take in"
    RETURN = "return"


PASS_LIFE: Mapping[tuple[PassState, PassEvent], PassState] = {
    (PassState.OPEN, PassEvent.CLAIM): PassState.KEYING,
    (PassState.KEYING, PassEvent.SAVE): PassState.KEYING,
    (PassState.KEYING, PassEvent.HAND_IN): PassState.HANDED_IN,
    (PassState.HANDED_IN, PassEvent.TAKE_IN): PassState.IN_CUSTODY,
    # The attempt that was given back is kept and counts no more; the next one is open.
    (PassState.KEYING, PassEvent.RETURN): PassState.OPEN,
    (PassState.HANDED_IN, PassEvent.RETURN): PassState.OPEN,
    (PassState.IN_CUSTODY, PassEvent.RETURN): PassState.OPEN,
}
"""One pass: what is not in the table is not possible."""
