"""Reading the drawn sheets again, on the screen's session and from a file: by whom, and what is kept."""

from __future__ import annotations

import pytest
from sampled_appraisal import (
    ROLES,
    by,
    drawn,
    paper,
    read_all,
    refused,
    settle,
    verified,
)

from exports.sample_report import correction_words
from store.check_import import import_check
from store.check_progress import check_of, check_to_read, checks_now, not_mine, to_read
from store.check_reading import CheckSession
from store.drafts import Draft
from store.keying_session import begin_keying
from store.organizing import add_batch
from store.reconciling import say_settled
from store.returning import return_pass
from store.ruling import correct, rule, take_back
from store.taking_in import take_in
from tally.readings import Pass, Reading
from tally.rulings import ProposedRuling


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
