"""How far a batch is, by its two passes."""

import itertools

import pytest

from tally.progress import AppraisalState, BatchState, PassState, batch_state

OPEN, KEYING, HANDED_IN, IN_CUSTODY = PassState


def state(first, second, *, settled=False, appraisal=AppraisalState.OPEN, withdrawn=False):
    return batch_state(first, second, settled=settled, appraisal=appraisal, withdrawn=withdrawn)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (OPEN, OPEN, BatchState.OPEN),
        (KEYING, OPEN, BatchState.KEYING),
        (KEYING, KEYING, BatchState.KEYING),
        (HANDED_IN, OPEN, BatchState.KEYING),
        (HANDED_IN, KEYING, BatchState.KEYING),
        (IN_CUSTODY, OPEN, BatchState.KEYING),
        (IN_CUSTODY, KEYING, BatchState.KEYING),
        (HANDED_IN, HANDED_IN, BatchState.HANDED_IN),
        (IN_CUSTODY, HANDED_IN, BatchState.HANDED_IN),
        (IN_CUSTODY, IN_CUSTODY, BatchState.DIFFERING),
    ],
)
def test_a_batch_is_as_far_as_its_slower_pass(first, second, expected):
    assert state(first, second) is expected
    assert state(second, first) is expected


def test_a_batch_in_custody_is_differing_then_settled_then_sealed():
    assert (
        state(IN_CUSTODY, IN_CUSTODY, settled=False, appraisal=AppraisalState.SEALED) is BatchState.DIFFERING
    )
    assert state(IN_CUSTODY, IN_CUSTODY, settled=True) is BatchState.SETTLED
    assert state(IN_CUSTODY, IN_CUSTODY, settled=True, appraisal=AppraisalState.SEALED) is BatchState.SEALED
    reopened = AppraisalState.REOPENED
    assert state(IN_CUSTODY, IN_CUSTODY, settled=True, appraisal=reopened) is BatchState.REOPENED
    assert state(IN_CUSTODY, IN_CUSTODY, settled=False, appraisal=reopened) is BatchState.DIFFERING


def test_only_a_batch_wholly_in_custody_is_settled():
    for first, second in itertools.product(PassState, repeat=2):
        if {first, second} != {IN_CUSTODY}:
            assert state(first, second, settled=True, appraisal=AppraisalState.SEALED) is state(first, second)


def test_a_withdrawn_batch_is_withdrawn_however_far_it_was():
    for first, second in itertools.product(PassState, repeat=2):
        assert (
            state(first, second, settled=True, appraisal=AppraisalState.SEALED, withdrawn=True)
            is BatchState.WITHDRAWN
        )
