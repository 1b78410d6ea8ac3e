"""The table of a batch's life agrees with how states follow from passes, and with the document."""

import itertools
from pathlib import Path

import pytest

from tally.batch_life import LIFE, PASS_LIFE, Action, PassEvent
from tally.progress import AppraisalState, BatchState, PassState, batch_state

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "state-machines.md"

EVENTS = {
    Action.KEY: (PassEvent.CLAIM, PassEvent.SAVE, PassEvent.HAND_IN),
    Action.TAKE_IN: (PassEvent.TAKE_IN,),
    Action.RETURN: (PassEvent.RETURN,),
}


def state_of(passes, settled, appraisal):
    return batch_state(*passes, settled=settled, appraisal=appraisal, withdrawn=False)


@pytest.mark.parametrize("action", EVENTS)
def test_what_a_pass_goes_through_moves_its_batch_as_the_table_says(action):
    """Every event on either pass, in every state of both, leads where the batch's table says, and the
    table names no state that none of them leads to."""
    found = {}
    for passes in itertools.product(PassState, repeat=2):
        for place, event, settled, appraisal in itertools.product(
            (0, 1), EVENTS[action], (False, True), (AppraisalState.OPEN, AppraisalState.REOPENED)
        ):
            after = PASS_LIFE.get((passes[place], event))
            if after is None:
                continue
            then = [*passes]
            then[place] = after
            # What is given back is not settled any more; what is only now in custody may be, or not.
            before = state_of(passes, settled, appraisal)
            now = state_of(then, settled and event is not PassEvent.RETURN, appraisal)
            found.setdefault(before, set()).add(now)
    assert found == {state: set(to) for state, to in LIFE[action].moves.items()}


def test_a_pass_in_custody_is_there_only_through_being_handed_in():
    into = {event for (_, event), to in PASS_LIFE.items() if to is PassState.IN_CUSTODY}
    assert into == {PassEvent.TAKE_IN}
    assert [state for state, event in PASS_LIFE if event is PassEvent.TAKE_IN] == [PassState.HANDED_IN]


def test_nothing_leads_out_of_withdrawn_and_only_reopening_out_of_sealed():
    for action, row in LIFE.items():
        assert row.moves.get(BatchState.WITHDRAWN, {BatchState.WITHDRAWN}) == {BatchState.WITHDRAWN}
        if action is not Action.REOPEN:
            assert row.moves.get(BatchState.SEALED, {BatchState.SEALED}) == {BatchState.SEALED}


def test_the_document_has_the_table():
    """docs/state-machines.md holds the same rows, word for word."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for action, row in LIFE.items():
        states = "; ".join(
            f"{state.value}: {', '.join(one.value for one in BatchState if one in to)}"
            for state, to in row.moves.items()
        )
        cells = (
            f"`{action.value}`",
            " or ".join(role.value for role in row.roles),
            ", ".join(f"who {tie.value}" for tie in row.closed_by) or "-",
            states or "-",
        )
        assert "| " + " | ".join(cells) + " |" in text
    for (state, event), to in PASS_LIFE.items():
        assert f"| `{state.value}` | {event.value} | `{to.value}` |" in text
