"""Drawing settled sheets and reading them again: who may, what is refused, what is kept, and what verify sees."""

from __future__ import annotations

import json
import shutil

import pytest
from sampled_appraisal import SEED, by, paper, settle

from exports.sample_report import correction_words
from store import check_records
from store.check_import import import_check
from store.check_progress import check_of, check_to_read, checks_now, not_mine, to_read
from store.check_reading import CheckSession
from store.custody import read_custody
from store.drafts import Draft
from store.keying_session import begin_keying
from store.layout import PassTag
from store.ledger import read_ledger
from store.organizing import add_batch, add_subjects
from store.reconciling import say_settled
from store.recorded_rulings import record_rulings
from store.returning import return_pass
from store.ruling import correct, rule, take_back
from store.sample_draws import latest_draws, read_draws
from store.sampling import draw_samples
from store.sealing import reopen, seal
from store.taking_in import take_in
from store.verification import verify_appraisal
from tally.readings import Pass, Reading
from tally.rulings import ProposedRuling
from tally.said import Refused
from tally.sheet_check import CountedSheet

OTHER = "27182818284590452353"
ROLES = """
[roles]
organizers = ["olga"]
clerks = ["wang", "zhao", "rita"]
reviewers = ["chen", "sun", "rita"]
"""


@pytest.fixture(scope="session")
def settled_once(tmp_path_factory):
    """50 and 30 sheets, settled; both clerks filled sheets 1 to 10 and misread sheet 33 of B1 alike."""
    folder = tmp_path_factory.mktemp("settled") / "a"
    return settle(
        folder,
        batches=(("B1", 50), ("B2", 30)),
        alike={("B1", 33): "21"},
        filled=frozenset(range(1, 11)),
        more=ROLES,
    )


@pytest.fixture
def folder(settled_once, tmp_path):
    shutil.copytree(settled_once, tmp_path / "a")
    return tmp_path / "a"


def everything(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


def refused(folder, call, *given, **named):
    """The sentence of a refusal; nothing may have changed."""
    before = everything(folder)
    with pytest.raises(Refused) as caught:
        call(*given, **named)
    assert everything(folder) == before
    return str(caught.value)


def drawn(folder, seed=SEED, who="olga", **given):
    (now,) = draw_samples(by(folder, who), seed, **given)
    return now


def read_all(folder, who="sun", wrong=None, look=True):
    """Read everything that is to be read next, as the paper says; `wrong`: what is keyed instead."""
    now = check_to_read(by(folder, who), None)
    for batch in sorted(now.draw.batches):
        session = CheckSession(by(folder, who), now, batch)
        for number in session.numbers:
            session.save(number, Reading((wrong or {}).get((batch, number), paper(number))))
        for number in list(session.open) if look else ():
            session.look_again(number, ())
    return check_of(by(folder, who), now.draw)


def verified(folder):
    return [str(said) for said in verify_appraisal(by(folder, "chen"))]


# ---- drawing ----


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


# ---- reading ----


def test_a_sheet_that_both_clerks_misread_is_found_and_a_correction_mends_the_count(folder):
    drawn(folder)
    now = read_all(folder)
    (found,) = now.result.findings.wrong
    assert (found.sheet.batch, found.sheet.ballot, set(found.wrong)) == ("B1", 33, {1})
    assert not found.corrected and now.result.verdicts[0].sheets_at_most > 0
    before = now.result.verdicts[0].sheets_at_most
    for who in ("chen", "sun"):
        correct(by(folder, who), "B1", ProposedRuling(33, 1, "1", "misread-alike"))
        after = check_of(by(folder, "chen"), now.draw)
        assert after.result.changed is None, "what the check found speaks of the count as drawn"
    assert after.result.findings.wrong[0].corrected
    assert after.result.verdicts[0].sheets_at_most < before
    assert verified(folder) == []
    while not (after := read_all(folder)).result.may_stop:
        pass
    assert len(after.result.findings.wrong) == 1


def test_what_was_misread_in_the_check_is_kept_and_not_held_against_the_count(folder):
    now = drawn(folder)
    first = now.result.next_sheets[0]
    session = CheckSession(by(folder, "sun"), now, first.batch)
    session.save(first.ballot, Reading("4x"))
    assert set(session.open[first.ballot].differing) == {1, 2}
    assert check_of(by(folder, "sun"), now.draw).result.findings.open
    session.look_again(first.ballot, (1, 2))
    after = check_of(by(folder, "sun"), now.draw).result
    assert after.findings.wrong == () and len(after.findings.misread) == 1
    assert after.findings.by_sheet[first].reading.marks == "4x", "both are kept"


def test_the_screen_of_a_reader_shows_only_what_is_to_be_read_and_keeps_the_half_read_sheet(folder):
    now = drawn(folder)
    session = CheckSession(by(folder, "sun"), now, "B1")
    assert session.keyed == {} and session.draft is None
    wanted = {sheet.ballot for sheet in now.result.next_sheets if sheet.batch == "B1"}
    assert set(session.numbers) == wanted
    left_out = next(number for number in range(1, 51) if number not in wanted)
    assert "not among" in refused(folder, session.save, left_out, Reading("11"))
    assert "rows" in refused(folder, session.save, session.numbers[0], Reading("1"))
    session.keep(Draft(session.numbers[0], "1_", void=False, opinion=False, words="", row=1))
    again = CheckSession(by(folder, "sun"), now, "B1")
    assert again.draft is not None and again.draft.marks == "1_"
    again.save(session.numbers[0], Reading("11"))
    assert again.draft is None


def test_a_sheet_is_read_once(folder):
    now = drawn(folder)
    one, other = (CheckSession(by(folder, who), now, "B1") for who in ("sun", "chen"))
    number = one.numbers[0]
    one.save(number, Reading(paper(number)))
    assert "already, by sun" in refused(folder, other.save, number, Reading("44"))
    assert "already, by sun" in refused(folder, one.save, number, Reading("44"))


def test_who_keyed_a_batch_does_not_read_it_and_who_read_it_does_not_key_it(tmp_path):
    """rita is among the clerks and the reviewers; she keyed B2."""
    folder = settle(tmp_path / "a", batches=(("B1", 20), ("B2", 20)), least="90%", more=ROLES)
    return_pass(by(folder, "chen"), "B2", Pass.SECOND, "clerk ill")
    with begin_keying(by(folder, "rita"), "B2") as session:
        for number in range(1, 21):
            session.save(number, Reading(paper(number)))
        session.hand_in(20)
    take_in(by(folder, "chen"))
    say_settled(by(folder, "chen"), session.cover)
    now = drawn(folder)
    assert {sheet.batch for sheet in now.result.next_sheets} == {"B1", "B2"}
    assert {sheet.batch for sheet in to_read(by(folder, "rita"), now)} == {"B1"}
    assert "you keyed a pass" in str(not_mine(by(folder, "rita"), now)["B2"])
    assert "you keyed a pass" in refused(folder, CheckSession, by(folder, "rita"), now, "B2")
    mine = CheckSession(by(folder, "rita"), now, "B1")
    mine.save(mine.numbers[0], Reading("11"))
    return_pass(by(folder, "chen"), "B1", Pass.FIRST, "again")
    assert "you have reviewed batch B1" in refused(folder, begin_keying, by(folder, "rita"), "B1")


def test_a_count_that_was_changed_otherwise_has_to_be_drawn_again(folder):
    drawn(folder)
    read_all(folder)
    screen = check_to_read(by(folder, "sun"), None)
    session = CheckSession(by(folder, "sun"), screen, "B1")
    return_pass(by(folder, "chen"), "B2", Pass.FIRST, "wrong bundle")
    (now,) = checks_now(by(folder, "chen"))
    assert "B2 was given back" in str(now.result.changed)
    assert not now.result.may_stop and now.result.next_sheets == ()
    assert "draw the sample again" in refused(folder, check_to_read, by(folder, "sun"), "C1")
    return_pass(by(folder, "chen"), "B1", Pass.FIRST, "wrong bundle")
    assert "draw again" in refused(folder, session.save, session.numbers[0], Reading("11")), "a stale screen"


def test_a_batch_that_came_since_is_a_change(folder):
    drawn(folder)
    add_batch(by(folder, "olga"), id="B3", form="org", subject="b1", group="all", collected=2)
    (now,) = checks_now(by(folder, "chen"))
    assert "B3 was registered" in str(now.result.changed)


def test_a_ruling_that_is_taken_back_since_is_a_change_but_not_of_what_was_found(tmp_path):
    folder = tmp_path / "a"
    settle(folder, batches=(("B1", 12),))
    add_batch(by(folder, "olga"), id="B2", form="org", subject="b1", group="all", collected=3)
    for who, marks in (("wang", "11"), ("zhao", "12")):
        with begin_keying(by(folder, who), "B2") as session:
            for number in (1, 2, 3):
                session.save(number, Reading(marks if number < 3 else "11"))
            session.hand_in(3)
    take_in(by(folder, "chen"))
    rule(by(folder, "chen"), "B2", [ProposedRuling(number, 2, "1") for number in (1, 2)])
    now = drawn(folder, size="15")
    session = CheckSession(by(folder, "sun"), now, "B2")
    session.save(1, Reading("12"))
    assert session.open[1].was_ruled(2) and not session.open[1].was_ruled(1)
    session.look_again(1, ())
    (found,) = check_of(by(folder, "chen"), now.draw).result.findings.wrong
    assert "take that ruling back" in str(correction_words(found, 2))
    take_back(by(folder, "chen"), "B2", 1, 2)
    rule(by(folder, "chen"), "B2", [ProposedRuling(1, 2, "2")])
    after = check_of(by(folder, "chen"), now.draw).result
    assert after.changed is None, "the check found it"
    assert after.findings.wrong[0].corrected
    take_back(by(folder, "chen"), "B2", 2, 2)
    rule(by(folder, "chen"), "B2", [ProposedRuling(2, 2, "2")])
    assert "ballot 2 of batch B2" in str(check_of(by(folder, "chen"), now.draw).result.changed)


# ---- from a file ----


def file_of(tmp_path, lines, head="batch,ballot,row1,row2,void"):
    path = tmp_path / "read.csv"
    path.write_text("\n".join([head, *lines]) + "\n")
    return path


def lines_of(now, wrong=None):
    return [
        f"{sheet.batch},{sheet.ballot},{','.join((wrong or {}).get(sheet, paper(sheet.ballot)))},"
        for sheet in now.result.next_sheets
    ]


def test_readings_come_from_a_file_and_what_differs_stays_open_until_it_is_looked_at(folder, tmp_path):
    now = drawn(folder)
    taken = import_check(by(folder, "sun"), "c1", file_of(tmp_path, lines_of(now)))
    assert (taken.read, taken.looked) == (8, 0)
    assert [one.sheet.ballot for one in taken.open] == [33]
    after = check_of(by(folder, "sun"), now.draw)
    assert after.result.findings.open and not after.result.may_stop
    assert import_check(by(folder, "sun"), "C1", file_of(tmp_path, ["B1,16,1,1,"])).read == 0, "as it was"
    again = import_check(by(folder, "sun"), "C1", file_of(tmp_path, ["B1,33,1,1,"]))
    assert (again.read, again.looked) == (0, 1)
    assert check_of(by(folder, "sun"), now.draw).result.findings.open == ()
    assert len(check_of(by(folder, "sun"), now.draw).result.findings.wrong) == 1
    assert verified(folder) == []


def test_a_second_file_that_reads_as_the_count_says_that_the_first_was_misread(folder, tmp_path):
    now = drawn(folder)
    sheet = now.result.next_sheets[0]
    import_check(by(folder, "sun"), "C1", file_of(tmp_path, [f"{sheet.batch},{sheet.ballot},4,4,"]))
    import_check(by(folder, "sun"), "C1", file_of(tmp_path, [f"{sheet.batch},{sheet.ballot},1,1,"]))
    findings = check_of(by(folder, "sun"), now.draw).result.findings
    assert findings.wrong == () and findings.open == () and len(findings.misread) == 1


def test_looked_again_says_so_for_the_whole_file(folder, tmp_path):
    now = drawn(folder)
    taken = import_check(by(folder, "sun"), "C1", file_of(tmp_path, lines_of(now)), looked_again=True)
    assert taken.open == () and taken.looked == 1
    assert len(check_of(by(folder, "sun"), now.draw).result.findings.wrong) == 1


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["B9,16,1,1,"], "line 2: batch"),
        (["B1,16,1,5,"], 'row 2: "5"'),
        (["B1,16,11,,"], "no mark here"),
        (["B1,16,1,1,2"], "void"),
        (["B1,16,1,1,", "b1,16,1,2,"], "line 2 already"),
        (["B1,x,1,1,"], "no ballot number"),
        (["B1,16,1,1,", "B1,1,1,1,"], "ballot 1 of batch B1 is not among"),
        ([], "holds no sheet"),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole(folder, tmp_path, lines, words):
    drawn(folder)
    path = file_of(tmp_path, lines)
    assert words in refused(folder, import_check, by(folder, "sun"), "C1", path)


def test_a_check_that_there_is_none_of_and_one_before_any_draw(folder, tmp_path):
    path = file_of(tmp_path, ["B1,16,1,1,"])
    assert "no sample is drawn" in refused(folder, import_check, by(folder, "sun"), "C1", path)
    drawn(folder)
    assert "there are C1" in refused(folder, import_check, by(folder, "sun"), "C7", path)
    assert "reviewers" in refused(folder, import_check, by(folder, "wang"), "C1", path)


# ---- what verify sees ----


def readings_file(folder):
    drawn(folder)
    read_all(folder)
    return folder / "review" / "B1+check.sun.json"


def test_a_reading_that_is_taken_out_again_is_told(folder):
    path = readings_file(folder)
    assert verified(folder) == []
    table = json.loads(path.read_text())
    records = next(iter(table.values()))
    del records[str(len(records))]
    path.write_text(json.dumps(table))
    assert any("does not hold all that was read" in said for said in verified(folder))


def test_a_file_that_is_removed_or_put_there_is_told(folder):
    path = readings_file(folder)
    content = path.read_bytes()
    path.unlink()
    assert any("does not hold all that was read" in said for said in verified(folder))
    path.write_bytes(content)
    (folder / "review" / "B2+check.chen.json").write_bytes(content)
    assert any("B2+check.chen.json" in said for said in verified(folder))


def test_a_reading_that_is_changed_is_told(folder):
    path = readings_file(folder)
    path.write_text(
        path.read_text().replace('"marks": "1', '"marks": "2', 1).replace('"marks":"1', '"marks":"2', 1)
    )
    assert any("chain" in said for said in verified(folder))


def test_a_reading_held_against_another_value_is_told(folder):
    """Whoever owns the file writes a chain that fits and lets the ledger know."""
    now = drawn(folder)
    sheet = now.result.next_sheets[0]
    record = check_records.reading_record("C1", sheet.ballot, Reading("44"), CountedSheet("44", False))
    check_records.add_checked(by(folder, "sun"), sheet.batch, [record])
    assert any("another value than the count had" in said for said in verified(folder))


@pytest.mark.parametrize(
    ("who", "words"), [("sun", "not among the drawn sheets"), ("wang", "wang keyed a pass and reviewed it")]
)
def test_a_reading_of_a_sheet_that_was_not_drawn_and_one_by_a_clerk_are_told(folder, who, words):
    now = drawn(folder, size="5")
    drawn_now = {one.sheet for one in now.plan.sample}
    sheet = next(one.sheet for one in now.plan.order if one.sheet not in drawn_now)
    marks = now.counted[sheet].marks
    record = check_records.reading_record("C1", sheet.ballot, Reading(marks), CountedSheet(marks, False))
    check_records.add_checked(by(folder, who), sheet.batch, [record])
    assert any(words in said for said in verified(folder))


def test_a_crash_between_the_file_and_the_ledger_is_told_and_mended_by_reading_on(folder, monkeypatch):
    now = drawn(folder)
    session = CheckSession(by(folder, "sun"), now, "B1")
    with monkeypatch.context() as patch:
        patch.setattr(check_records, "record_rulings", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            session.save(session.numbers[0], Reading("11"))
    assert any("the ledger does not know" in said for said in verified(folder))
    again = CheckSession(by(folder, "sun"), check_to_read(by(folder, "sun"), None), "B1")
    assert session.numbers[0] not in again.numbers, "what is on the disk is read"
    assert verified(folder) == []


def test_a_seal_vouches_for_what_was_read(folder):
    path = readings_file(folder)
    seal(by(folder, "olga"))
    assert verified(folder) == []
    record_rulings(by(folder, "sun"), path, 1, "0" * 64)
    path.unlink()
    assert any("changed after the appraisal was sealed" in said for said in verified(folder))
