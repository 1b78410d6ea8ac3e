"""Who may do what: the persons of a batch, and the roles of the scheme."""

import pytest

from tally.batch_life import Action
from tally.permissions import BatchFacts, Standing, why_not
from tally.progress import BatchState
from tally.readings import Pass
from tally.scheme import Roles

ROLES = Roles(organizers=("Li",), clerks=("Wang", "Zhao"), reviewers=("Chen",))
ANYBODY = Roles()
FIRST, SECOND = Pass.FIRST, Pass.SECOND


def said(action, person, *, roles=ANYBODY, sealed=False, which=None, batch=None, **others):
    standing = Standing(person, roles, sealed, batch, which, **others)
    found = why_not(action, standing, str.casefold)
    return None if found is None else str(found)


def facts(**given):
    return BatchFacts("B1", **given)


# ---- roles ----


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (
            "li",
            {
                Action.DESCRIBE,
                Action.ORGANIZE,
                Action.CORRECT,
                Action.WITHDRAW,
                Action.SEAL,
                Action.REOPEN,
                Action.LOOK,
                Action.SAMPLE,
            },
        ),
        ("wang", {Action.KEY, Action.TYPE_OPINIONS}),
        (
            "chen",
            {
                Action.TYPE_OPINIONS,
                Action.TAKE_IN,
                Action.RULE,
                Action.RETURN,
                Action.LOOK,
                Action.SAMPLE,
                Action.CHECK,
            },
        ),
        ("sun", set()),
    ],
)
def test_a_role_opens_its_own_kind_of_work(person, allowed):
    assert {action for action in Action if said(action, person, roles=ROLES) is None} == allowed


def test_a_role_that_names_nobody_is_open_to_anybody():
    assert {action for action in Action if said(action, "sun") is None} == set(Action)
    only_clerks = Roles(clerks=("Wang",))
    assert said(Action.KEY, "sun", roles=only_clerks) is not None
    assert said(Action.RULE, "sun", roles=only_clerks) is None
    assert said(Action.TYPE_OPINIONS, "sun", roles=only_clerks) is None


def test_names_are_compared_as_the_store_folds_them():
    assert why_not(Action.KEY, Standing("wang", ROLES, sealed=False), str.casefold) is None
    assert why_not(Action.KEY, Standing("wang", ROLES, sealed=False), str) is not None


def test_who_is_not_among_a_role_is_told_so_and_where_the_list_stands():
    assert said(Action.KEY, "sun", roles=ROLES) == (
        "this is for clerks; sun is not among them in scheme.toml, [roles]"
    )
    assert said(Action.RULE, "sun", roles=ROLES).startswith("this is for reviewers;")
    assert said(Action.LOOK, "sun", roles=ROLES).startswith("this is for reviewers and organizers;")


# ---- the two passes of a batch are keyed by two persons ----


def test_nobody_keys_both_passes_of_a_batch():
    keyed = facts(claimed=((FIRST, "wang"),))

    assert said(Action.KEY, "wang", batch=keyed, which=SECOND) == (
        "you keyed the first pass of batch B1; you cannot key the second"
    )
    assert said(Action.KEY, "zhao", batch=keyed, which=SECOND) is None
    other = facts(claimed=((SECOND, "wang"),))
    assert said(Action.KEY, "wang", batch=other, which=FIRST) == (
        "you keyed the second pass of batch B1; you cannot key the first"
    )


def test_a_clerk_goes_on_with_the_pass_they_claimed():
    assert (
        said(Action.KEY, "wang", batch=facts(claimed=((FIRST, "wang"), (SECOND, "zhao"))), which=FIRST)
        is None
    )


def test_a_pass_that_was_given_back_still_keeps_its_clerk_from_the_other_one():
    claimed = ((FIRST, "wang"), (FIRST, "sun"))

    assert said(Action.KEY, "wang", batch=facts(claimed=claimed), which=SECOND) is not None
    assert said(Action.KEY, "wang", batch=facts(claimed=claimed), which=FIRST) is None


def test_no_role_gets_round_it():
    all_roles = Roles(organizers=("wang",), clerks=("wang",), reviewers=("wang",))
    keyed = facts(claimed=((FIRST, "wang"),))

    assert said(Action.KEY, "wang", roles=all_roles, batch=keyed, which=SECOND) is not None
    for action in (Action.RULE, Action.TAKE_IN, Action.RETURN):
        assert said(action, "wang", roles=all_roles, batch=keyed) is not None


# ---- keying and reviewing of a batch are done by other persons ----


@pytest.mark.parametrize("action", [Action.TAKE_IN, Action.RULE, Action.RETURN])
def test_nobody_reviews_a_batch_that_they_keyed(action):
    keyed = facts(claimed=((SECOND, "wang"),))

    assert (
        said(action, "wang", batch=keyed) == "you keyed a pass of batch B1; another person has to review it"
    )
    assert said(action, "chen", batch=keyed) is None


def test_nobody_keys_a_batch_that_they_ruled_on():
    ruled = facts(reviewed_by=frozenset({"chen"}))

    assert (
        said(Action.KEY, "chen", batch=ruled, which=FIRST) == "you have reviewed batch B1; you cannot key it"
    )
    assert said(Action.KEY, "wang", batch=ruled, which=FIRST) is None
    assert said(Action.RULE, "chen", batch=ruled) is None


@pytest.mark.parametrize(
    "action", [Action.KEY, Action.TYPE_OPINIONS, Action.TAKE_IN, Action.RULE, Action.RETURN]
)
def test_who_stands_on_a_roster_neither_keys_nor_rules_on_it(action):
    roster = facts(on_roster=frozenset({"wang"}), claimed=((FIRST, "zhao"),))

    assert said(action, "wang", batch=roster, which=FIRST).startswith("you stand on the roster of batch B1")
    assert said(Action.ORGANIZE, "wang", batch=roster) is None


def test_opinions_are_typed_by_a_clerk_of_the_batch_or_a_reviewer():
    keyed = facts(claimed=((FIRST, "wang"),))

    assert said(Action.TYPE_OPINIONS, "wang", roles=ROLES, batch=keyed) is None
    assert said(Action.TYPE_OPINIONS, "chen", roles=ROLES, batch=keyed) is None
    assert said(Action.TYPE_OPINIONS, "zhao", roles=ROLES, batch=keyed).startswith("opinions of batch B1 are")


# ---- counts are closed to clerks while anything is keyed ----


def test_who_claimed_a_pass_sees_no_count_until_everything_is_in_custody():
    for roles in (ANYBODY, Roles(clerks=("wang",), organizers=("wang",))):
        assert said(Action.LOOK, "wang", roles=roles, claimed_somewhere=True).startswith(
            "you have keyed a pass"
        )
        assert (
            said(Action.LOOK, "wang", roles=roles, claimed_somewhere=True, everything_in_custody=True) is None
        )
        assert said(Action.LOOK, "wang", roles=roles) is None


# ---- sealed ----


def test_a_sealed_appraisal_can_only_be_looked_at():
    refused = {action: said(action, "wang", sealed=True) for action in Action}

    assert refused.pop(Action.LOOK) is None
    assert refused.pop(Action.REOPEN) is None
    assert all("pingyi reopen" in one for one in refused.values())


# ---- the states of a batch ----

HERE = {
    Action.CORRECT: "open keying handed-in",
    Action.WITHDRAW: "open keying handed-in",
    Action.KEY: "open keying",
    Action.TYPE_OPINIONS: "keying handed-in differing settled reopened",
    Action.TAKE_IN: "keying handed-in",
    Action.RULE: "differing settled reopened",
    Action.RETURN: "keying handed-in differing settled reopened",
    Action.SEAL: "open keying handed-in differing settled reopened withdrawn",
    Action.REOPEN: "open keying handed-in differing sealed withdrawn",
    Action.LOOK: "open keying handed-in differing settled sealed reopened withdrawn",
}


@pytest.mark.parametrize("action", HERE)
def test_each_action_has_its_states(action):
    possible = {
        state.value
        for state in BatchState
        if said(action, "wang", batch=facts(state=state), which=FIRST) is None
    }
    assert possible == set(HERE[action].split())


def test_a_refusal_by_state_says_how_far_the_batch_is():
    assert said(Action.KEY, "wang", batch=facts(state=BatchState.SETTLED), which=FIRST) == (
        "batch B1: settled; this cannot be done now (pingyi status)"
    )


@pytest.mark.parametrize("action", [Action.CORRECT, Action.WITHDRAW])
def test_a_cover_sheet_stays_once_a_pass_is_in_custody(action):
    half = facts(state=BatchState.KEYING, in_custody=True)
    assert said(action, "wang", batch=half).startswith("batch B1 is in custody")


# ---- separate accounts: root sets up and looks, and does no work ----


@pytest.mark.parametrize("action", Action)
def test_root_describes_and_does_nothing_else_where_accounts_are_separate(action):
    given = said(action, "root", roles=ROLES, separate_accounts=True, is_root=True)
    assert (given is None) == (action is Action.DESCRIBE)
    in_one_account = said(action, "root", roles=ANYBODY, is_root=True)
    assert in_one_account is None, "in one account any account will do"


def test_subjects_and_counts_are_roots_where_accounts_are_separate():
    assert "by root" in said(Action.DESCRIBE, "li", roles=ROLES, separate_accounts=True)
    assert said(Action.DESCRIBE, "li", roles=ROLES) is None


# ---- the sample check ----


@pytest.mark.parametrize("which", Pass)
def test_who_keyed_a_pass_does_not_read_its_sheets_again(which):
    keyed = facts(claimed=((which, "chen"),), state=BatchState.SETTLED)
    assert "another person" in said(Action.CHECK, "chen", batch=keyed)
    assert said(Action.CHECK, "zhao", batch=keyed) is None
    on_it = facts(on_roster=frozenset({"zhao"}), state=BatchState.SETTLED)
    assert "roster" in said(Action.CHECK, "zhao", batch=on_it)


@pytest.mark.parametrize("state", BatchState)
def test_a_sample_is_drawn_of_settled_batches_only(state):
    may = state in (BatchState.SETTLED, BatchState.REOPENED)
    assert (said(Action.SAMPLE, "chen", batch=facts(state=state)) is None) == may
    may_check = may or state is BatchState.DIFFERING
    assert (said(Action.CHECK, "chen", batch=facts(state=state)) is None) == may_check
    assert "sealed" in said(Action.SAMPLE, "chen", sealed=True)
    assert "sealed" in said(Action.CHECK, "chen", sealed=True)
