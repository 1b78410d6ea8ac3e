"""How far a batch is: the states of a pass and of a batch, and how one follows from the other."""

from __future__ import annotations

from enum import Enum

from tally.quick_dataclass import dataclass


class PassState(Enum):
    """One keying of a batch."""

    OPEN = "open"
    """Nobody has taken it on."""
    KEYING = "keying"
    HANDED_IN = "handed-in"
    IN_CUSTODY = "in-custody"


class BatchState(Enum):
    """A batch on its way from paper to tally."""

    OPEN = "open"
    KEYING = "keying"
    HANDED_IN = "handed-in"
    """Both passes are handed in, not both taken in."""
    DIFFERING = "differing"
    """Both in custody, and something has to be read from the paper."""
    SETTLED = "settled"
    SEALED = "sealed"
    REOPENED = "reopened"
    """Settled, in an appraisal that was sealed and opened again."""
    WITHDRAWN = "withdrawn"


class AppraisalState(Enum):
    """The appraisal as a whole."""

    OPEN = "open"
    SEALED = "sealed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class PassProgress:
    """One pass: its state, how many ballots are saved, and who keys it (empty: nobody yet)."""

    state: PassState
    keyed: int = 0
    by: str = ""
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """One batch: never a mark, only how far it is."""

    batch: str
    ballots: int
    state: BatchState
    first: PassProgress
    second: PassProgress


def batch_state(
    first: PassState, second: PassState, *, settled: bool, appraisal: AppraisalState, withdrawn: bool
) -> BatchState:
    """The state of a batch from those of its passes and of the appraisal."""
    if withdrawn:
        return BatchState.WITHDRAWN
    states = {first, second}
    if states == {PassState.IN_CUSTODY}:
        return _SETTLED[appraisal] if settled else BatchState.DIFFERING
    if states <= {PassState.IN_CUSTODY, PassState.HANDED_IN}:
        return BatchState.HANDED_IN
    if states == {PassState.OPEN}:
        return BatchState.OPEN
    return BatchState.KEYING


_SETTLED = {
    AppraisalState.OPEN: BatchState.SETTLED,
    AppraisalState.SEALED: BatchState.SEALED,
    AppraisalState.REOPENED: BatchState.REOPENED,
}
