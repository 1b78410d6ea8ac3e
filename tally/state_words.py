"""The words for the states of passes and batches."""

from __future__ import annotations

from tally.progress import BatchState, PassState
from tally.said import Said

PASS_WORDS = {
    PassState.OPEN: Said("to be keyed"),
    PassState.KEYING: Said("being keyed"),
    PassState.HANDED_IN: Said("handed in"),
    PassState.IN_CUSTODY: Said("in custody"),
}
BATCH_WORDS = {
    BatchState.OPEN: Said("to be keyed"),
    BatchState.KEYING: Said("being keyed"),
    BatchState.HANDED_IN: Said("to be taken in"),
    BatchState.DIFFERING: Said("to be ruled on"),
    BatchState.SETTLED: Said("settled"),
    BatchState.SEALED: Said("sealed"),
    BatchState.REOPENED: Said("reopened"),
    BatchState.WITHDRAWN: Said("withdrawn"),
}
