"""Drawing settled sheets for a check: who may, what is refused, what is recorded."""

from __future__ import annotations

import pytest
from sampled_appraisal import (
    OTHER,
    SEED,
    by,
    drawn,
    paper,
    read_all,
    refused,
    settle,
    verified,
)

from store.check_progress import check_of, check_to_read, checks_now
from store.check_reading import CheckSession
from store.custody import read_custody
from store.drafts import Draft
from store.keying_session import begin_keying
from store.layout import PassTag
from store.ledger import read_ledger
from store.organizing import add_batch, add_subjects
from store.reconciling import say_settled
from store.ruling import rule
from store.sample_draws import latest_draws, read_draws
from store.sampling import draw_samples
from store.sealing import reopen, seal
from store.taking_in import take_in
from tally.readings import Reading
from tally.rulings import ProposedRuling


def test_a_draw_is_a_record_from_which_anybody_draws_the_same_sheets(folder):
    now = drawn(folder)
    record = read_ledger(folder / "ledger")[-1]
    assert (record["kind"], record["check"], record["seed"], record["by"]) == ("sampled", "C1", SEED, "olga")
    assert record["strata"] == {"filled": 20, "keyed": 60}
    assert record["batches"] == {
        "B1": {"attempts": [1, 1], "ruling": 0},
        "B2": {"attempts": [1, 1], "ruling": 0},
    }
    again = check_of(by(folder, "chen"), read_draws(folder / "ledger")[0])
    assert again.plan == now.plan
    assert len(now.plan.order) == 80
    filled = {one.sheet.ballot for one in now.plan.order if one.stratum == "filled"}
    assert filled == set(range(1, 11)), "what both clerks filled is a stratum of its own"
    assert verified(folder) == []


def test_a_sheet_that_one_clerk_filled_was_looked_at_row_by_row_by_the_other(tmp_path):
    folder = settle(tmp_path / "a", batches=(("B1", 12),), filled=frozenset((1, 2)), filled_by=("wang",))
    assert '"filled"' in (folder / "entry/wang/B1.1.1.json").read_text()
    assert '"filled"' not in (folder / "entry/zhao/B1.2.1.json").read_text(), "only where it is so"
    assert {one.stratum for one in drawn(folder).plan.order} == {"keyed"}


def keyed_and_taken_in(folder, batch, sheets):
    for who in ("wang", "zhao"):
        with begin_keying(by(folder, who), batch) as session:
            for number in range(1, sheets + 1):
                session.save(number, Reading(paper(number)))
            session.hand_in(sheets)
    take_in(by(folder, "chen"))
    say_settled(by(folder, "chen"), session.cover)


def test_one_seed_draws_a_check_for_every_subject_all_or_none(folder):
    add_subjects(by(folder, "olga"), [{"id": "b2", "name": "C", "kind": "organization"}], "test")
    add_batch(by(folder, "olga"), id="D1", form="org", subject="b2", group="all", collected=12)
    assert "D1 is not settled" in refused(folder, draw_samples, by(folder, "olga"), SEED)
    assert drawn(folder, subject="b1").draw.id == "C1", "the settled one alone"
    keyed_and_taken_in(folder, "D1", 12)
    assert "C1 of org b1 is not finished" in refused(folder, draw_samples, by(folder, "olga"), OTHER)
    first, second = draw_samples(by(folder, "olga"), OTHER, again=True, reason="both at once")
    assert [(one.draw.id, one.draw.subject, one.draw.reason) for one in (first, second)] == [
        ("C2", "b1", "both at once"),
        ("C3", "b2", ""),
    ]
    assert {one.sheet.batch for one in second.plan.order} == {"D1"}
    assert [one.draw.id for one in latest_draws_now(folder)] == ["C2", "C3"]


def latest_draws_now(folder):
    every = checks_now(by(folder, "chen"))
    return [
        one for one in every if one.draw.id in {draw.id for draw in latest_draws([now.draw for now in every])}
    ]


def test_absent_sheets_are_none_and_void_ones_are(tmp_path):
    folder = settle(tmp_path / "a", batches=())
    add_batch(by(folder, "olga"), id="B1", form="org", subject="b1", group="all", collected=4)
    for who in ("wang", "zhao"):
        with begin_keying(by(folder, who), "B1") as session:
            for number in (1, 2, 3):
                session.save(number, Reading("__", void=True) if number == 2 else Reading("11"))
            session.hand_in(3)
    take_in(by(folder, "chen"))
    proposed = [ProposedRuling(4, 0, "absent", "lost")]
    if by(folder, "chen").scheme.keying.voids_reviewed:
        proposed.append(ProposedRuling(2, 0, "void", "not-official"))
    rule(by(folder, "chen"), "B1", proposed)
    now = drawn(folder, size="3")
    assert sorted(one.sheet.ballot for one in now.plan.order) == [1, 2, 3]
    session = CheckSession(by(folder, "sun"), now, "B1")
    session.save(2, Reading("__", void=True))
    assert session.open == {}, "void is void, whatever stands in its rows"
    session.save(1, Reading("__", void=True))
    assert set(session.open[1].differing) == {0}


def test_what_was_filled_stays_known_from_the_draft_to_custody(tmp_path):
    folder = settle(tmp_path / "a", batches=())
    add_batch(by(folder, "olga"), id="B1", form="org", subject="b1", group="all", collected=3)
    session = begin_keying(by(folder, "wang"), "B1")
    session.keep(Draft(1, "11", void=False, opinion=False, words="", row=2, filled=True))
    assert session.draft.filled
    session.save(1, Reading("11", filled=True))
    assert session.draft is None, "the saved ballot is not half keyed"
    session.keep(Draft(1, "11", void=False, opinion=False, words="", row=2))
    assert session.draft is not None and not session.draft.filled, "keyed one by one, it is another reading"
    session.save(2, Reading("12"))
    session.hand_in(2)
    session.close()
    take_in(by(folder, "chen"))
    content = read_custody(by(folder, "chen"), PassTag("B1", 1, 1))
    assert {number: one.filled for number, (one,) in content.readings.items()} == {1: True, 2: False}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"seed": "123"}, "at least 20"),
        ({"seed": "1" * 30}, "does not look thrown"),
        ({"seed": SEED, "size": "81"}, "1 to its 80"),
        ({"seed": SEED, "size": "0"}, "1 to its 80"),
        ({"seed": SEED, "size": "ten"}, "1 to its 80"),
        ({"seed": SEED, "risk": "0"}, "percentage"),
        ({"seed": SEED, "risk": "50%"}, "percentage"),
        ({"seed": SEED, "form": "none"}, "there are org"),
        ({"seed": SEED, "subject": "none"}, "there are b1"),
        ({"seed": SEED, "again": True}, "reason"),
        ({"seed": SEED, "again": True, "reason": " "}, "reason"),
    ],
)
def test_a_draw_that_cannot_be_is_refused_with_what_to_do(folder, given, words):
    options = {name: value for name, value in given.items() if name != "seed"}
    assert words in refused(folder, draw_samples, by(folder, "olga"), given["seed"], **options)


def test_only_settled_batches_are_drawn_from(folder):
    add_batch(by(folder, "olga"), id="B3", form="org", subject="b1", group="all", collected=2)
    assert "B3 is not settled" in refused(folder, draw_samples, by(folder, "olga"), SEED)


def test_nothing_registered_is_nothing_to_draw_from(tmp_path):
    folder = settle(tmp_path / "a", batches=())
    assert "no batch" in refused(folder, draw_samples, by(folder, "olga"), SEED)


def test_clerks_do_not_draw(folder):
    assert "reviewers and organizers" in refused(folder, draw_samples, by(folder, "wang"), SEED)


def test_a_sealed_appraisal_is_neither_drawn_from_nor_read_until_it_is_reopened(folder):
    seal(by(folder, "olga"))
    assert "reopen" in refused(folder, draw_samples, by(folder, "olga"), SEED)
    reopen(by(folder, "olga"), "to check")
    drawn(folder)
    now = check_to_read(by(folder, "sun"), None)
    session = CheckSession(by(folder, "sun"), now, "B1")
    seal(by(folder, "olga"))
    assert "sealed" in refused(folder, session.save, session.numbers[0], Reading("11"))
    assert "sealed" in refused(folder, check_to_read, by(folder, "sun"), None)
    assert len(checks_now(by(folder, "chen"))) == 1, "looking stays open"
    assert verified(folder) == []


def test_a_check_that_is_not_finished_is_drawn_again_for_a_reason_only_and_both_are_told(folder):
    drawn(folder)
    assert "not finished" in refused(folder, draw_samples, by(folder, "chen"), OTHER)
    assert "by this seed" in refused(
        folder, draw_samples, by(folder, "chen"), SEED, again=True, reason="sheets got wet"
    )
    again = drawn(folder, OTHER, "chen", again=True, reason="sheets got wet")
    first, second = checks_now(by(folder, "chen"))
    assert (first.draw.reason, second.draw.reason) == ("", "sheets got wet")
    assert again.draw.id == second.draw.id == "C2"
    assert check_to_read(by(folder, "sun"), None).draw.id == "C2", "the later one is read"


def test_a_finished_check_needs_no_reason_to_be_drawn_anew(folder):
    drawn(folder)
    while not (now := read_all(folder)).result.may_stop:
        assert now.result.next_sheets
    assert drawn(folder, OTHER).draw.reason == ""
