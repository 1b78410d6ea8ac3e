"""A screen left open while others went on: its save is refused in words, and nothing is written."""

from __future__ import annotations

import json

import pytest
from small_appraisal import make_small

from store import ruling
from store.appraisal import open_appraisal
from store.chain import chained
from store.keying_session import begin_keying
from store.organizing import correct_batch, withdraw_batch
from store.recorded_rulings import record_rulings
from store.returning import return_pass
from store.ruling import open_review, rule, take_back
from store.sealing import reopen, seal
from store.taking_in import take_in
from store.verification import verify_appraisal
from tally.readings import Pass, Reading
from tally.rulings import ProposedRuling
from tally.said import Refused


@pytest.fixture
def folder(tmp_path):
    return make_small(tmp_path / "appraisal", batches=(("B1", 2),))


def keyed(folder, who, marks="11"):
    with begin_keying(open_appraisal(folder, who), "B1") as session:
        session.import_whole([(at, Reading(mark)) for at, mark in enumerate(marks, start=1)])


def given_back(folder):
    return_pass(open_appraisal(folder, "chen"), "B1", Pass.FIRST, "wrong bundle")


def corrected(folder):
    correct_batch(open_appraisal(folder, "olga"), "B1", {"collected": "3"}, "one more sheet")


def withdrawn(folder):
    withdraw_batch(open_appraisal(folder, "olga"), "B1", "a mistake")


def sealed(folder):
    seal(open_appraisal(folder, "olga"), incomplete=True, reason="the end")


def sealed_and_reopened(folder):
    sealed(folder)
    reopen(open_appraisal(folder, "olga"), "again")


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (given_back, "given back"),
        (corrected, "cover sheet of batch B1 was changed"),
        (withdrawn, "cover sheet of batch B1 was changed"),
        (sealed, "sealed"),
        (sealed_and_reopened, "sealed"),
    ],
)
@pytest.mark.parametrize("late", ["save", "hand in"])
def test_keying(folder, happens, said, late):
    with begin_keying(open_appraisal(folder, "wang"), "B1") as session:
        session.save(1, Reading("1"))
        happens(folder)
        before = (folder / "entry" / "wang" / "B1.1.1.json").read_bytes()
        with pytest.raises(Refused, match=said):
            session.save(2, Reading("2")) if late == "save" else session.hand_in(1)
    assert (folder / "entry" / "wang" / "B1.1.1.json").read_bytes() == before


def test_ruling(folder):
    keyed(folder, "wang", "12")
    keyed(folder, "zhao", "13")
    chen = open_appraisal(folder, "chen")
    take_in(chen)
    screen = open_review(chen, "B1")
    rule(chen, "B1", [ProposedRuling(2, 1, "2", "")], screen.attempts)
    return_pass(open_appraisal(folder, "dong"), "B1", Pass.SECOND, "clerk ill")
    keyed(folder, "sun", "13")
    take_in(chen)
    before = (folder / "review" / "B1.chen.json").read_bytes()
    with pytest.raises(Refused, match="given back and keyed afresh meanwhile"):
        rule(chen, "B1", [ProposedRuling(2, 1, "3", "")], screen.attempts)
    with pytest.raises(Refused, match="given back and keyed afresh meanwhile"):
        take_back(chen, "B1", 2, 1, screen.attempts)
    assert (folder / "review" / "B1.chen.json").read_bytes() == before


def test_a_pass_given_back_while_a_ruling_is_written(folder, monkeypatch):
    """The reviewer is told, the ruling stays with the attempt that it was made on, and counts for nothing."""
    keyed(folder, "wang", "12")
    keyed(folder, "zhao", "13")
    chen = open_appraisal(folder, "chen")
    take_in(chen)

    def given_back_right_after(*known):
        record_rulings(*known)
        return_pass(open_appraisal(folder, "dong"), "B1", Pass.SECOND, "clerk ill")

    monkeypatch.setattr(ruling, "record_rulings", given_back_right_after)
    with pytest.raises(Refused, match="given back and keyed afresh meanwhile"):
        rule(chen, "B1", [ProposedRuling(2, 1, "2", "")])
    monkeypatch.undo()
    keyed(folder, "sun", "13")
    take_in(chen)
    assert open_review(chen, "B1").rulings == ()
    assert [one.ballot for one in open_review(chen, "B1").settlement.open_questions] == [2]
    assert not verify_appraisal(open_appraisal(folder, "olga"))


def forge(folder, who, tag):
    """A claim and a handed-in pass of a person, put there past the program."""
    batch, number, attempt = tag.split(".")
    (folder / "claims" / tag).write_text(json.dumps({"name": who, "at": "x"}))
    (folder / "entry" / who).mkdir(exist_ok=True)
    opening = {"kind": "open", "batch": batch, "pass": int(number), "attempt": int(attempt), "name": who}
    events = [
        {**opening, "rows": 1, "at": "x"},
        {"kind": "enter", "ballot": 1, "marks": "1", "at": "x"},
        {"kind": "enter", "ballot": 2, "marks": "1", "at": "x"},
        {"kind": "hand-in", "sheets": 2, "ballots": 2, "at": "x"},
    ]
    records = {str(at): one for at, one in enumerate(chained("0" * 64, events), start=1)}
    (folder / "entry" / who / f"{tag}.json").write_text(json.dumps({"_default": records}))


@pytest.mark.parametrize("taken_first", [False, True])
def test_a_forged_second_pass_of_the_same_person_is_not_taken_in(folder, taken_first):
    """The last wall: whatever was done to claims and files, one person's two passes never both count."""
    keyed(folder, "wang")
    if taken_first:
        take_in(open_appraisal(folder, "chen"))
    forge(folder, "wang", "B1.2.1")
    with pytest.raises(Refused, match="wang keyed both passes"):
        take_in(open_appraisal(folder, "chen"))
    assert len(list((folder / "custody").iterdir())) == taken_first


def test_a_forged_pass_of_a_reviewer_is_not_taken_in(folder):
    keyed(folder, "wang")
    take_in(open_appraisal(folder, "chen"))
    forge(folder, "chen", "B1.2.1")
    with pytest.raises(Refused, match="chen has reviewed it"):
        take_in(open_appraisal(folder, "dong"))


def test_rulings_from_before_the_cover_sheet_became_another_stay_and_say_nothing(folder):
    """Both passes given back, the bundle turns out to hold fewer sheets: the old rulings are sound records."""
    keyed(folder, "wang", "12")
    keyed(folder, "zhao", "13")
    chen = open_appraisal(folder, "chen")
    take_in(chen)
    rule(chen, "B1", [ProposedRuling(2, 1, "2", "")])
    for which in Pass:
        return_pass(open_appraisal(folder, "dong"), "B1", which, "wrong bundle")
    correct_batch(open_appraisal(folder, "olga"), "B1", {"collected": "1"}, "one sheet")
    keyed(folder, "sun", "1")
    keyed(folder, "qian", "1")
    take_in(chen)
    assert open_review(chen, "B1").settlement.is_settled
    assert not verify_appraisal(open_appraisal(folder, "olga"))
