"""`pingyi sample`: the commands, their exit statuses, and the screen on which drawn sheets are read again."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from store.appraisal import open_appraisal
from store.check_progress import check_of, check_to_read
from store.sampling import draw_samples
from store.tallying import tally_of
from tally.draw import Sheet
from tally.readings import Reading
from tally.said import in_english
from tally.sheet_check import CheckedSheet, CountedSheet
from tui.checked_verdicts import checked_words
from tui.sampling.machine import TRANSITIONS, Event, Looking, Mode, look
from tui.sampling.view import CheckView
from tui.screen.cells import line_width
from tui.screen.key import Key

SEED = "31415926535897932384"
OTHER = "27182818284590452353"
NAMES = {"\r": "enter", "\x1b": "escape"}


def paper(number):
    return "12" if number % 10 == 0 else "11"


ALIKE = {("B1", 33): "21", ("B1", 42): "1-"}
"""What both clerks read where the paper says otherwise; both sheets are among the first that are drawn."""


_MADE: dict[str, Path] = {}


@pytest.fixture
def settled(appraisal, tmp_path, tmp_path_factory):
    """50 and 30 sheets, settled: made once, each test has a copy."""
    place = appraisal(rows=2, batches=(("B1", 50), ("B2", 30)))
    if _MADE:
        shutil.rmtree(place.folder)
        shutil.copytree(_MADE["settled"], place.folder)
        return place
    for batch, sheets in (("B1", 50), ("B2", 30)):
        lines = ["ballot,row1,row2"]
        for number in range(1, sheets + 1):
            lines.append(f"{number},{','.join(ALIKE.get((batch, number), paper(number)))}")
        file = place.write(f"{batch}.csv", "\n".join(lines))
        for who in ("wang", "zhao"):
            place.ok("import", "--batch", batch, file, who=who)
    place.ok("take-in", who="chen")
    _MADE["settled"] = tmp_path_factory.mktemp("settled") / "appraisal"
    shutil.copytree(place.folder, _MADE["settled"])
    return place


class Reader:
    """Somebody before the sheets of a check."""

    def __init__(self, folder, who="sun"):
        self.appraisal = open_appraisal(folder, who)
        self.view = CheckView(
            self.appraisal, check_to_read(self.appraisal, None), in_english, lambda batch: None, lambda: None
        )
        self.turn = None

    def __call__(self, keys, *, drawn=True):
        for key in keys:
            if drawn:
                self.view.drawn()
            self.turn = self.view.press(Key(NAMES.get(key, key), "" if key == "\x1b" else key))
        if drawn:
            self.view.drawn()
        return self

    def sheet(self, marks=None):
        """Key the sheet on the screen, as its paper says."""
        return self((marks or paper(self.view.keying.state.sheet.number)) + "\r")

    @property
    def lines(self):
        drawn = self.view.lines(80, 24)
        assert len(drawn) <= 24
        assert all(line_width(line) <= 80 for line in drawn)
        return ["".join(span.text for span in line).rstrip() for line in drawn]

    @property
    def text(self):
        return " ".join("\n".join(self.lines).split())

    @property
    def where(self):
        return self.view.session.cover.id, self.view.keying.state.sheet.number

    def findings(self):
        return check_of(self.appraisal, self.view.now.draw).result.findings


@pytest.fixture
def reader(settled):
    """Before eight sheets that were stated: which they are hangs on the seed alone."""
    draw_samples(open_appraisal(settled.folder, "olga"), SEED, size="8")
    return Reader(settled.folder)


# ---- the screen ----


def test_the_sheets_come_in_the_order_of_the_piles_and_nothing_counted_is_shown(reader):
    assert "Check C1 Batch B1" in reader.text and "16, 33, 42, 50" in reader.text
    seen = []
    while reader.view.mode is not Mode.RESTING:
        if reader.view.mode is Mode.READING:
            seen.append(reader.where)
            assert "[2]" not in reader.text and "[1]" not in reader.text
            reader.sheet()
        else:
            reader("1")
    assert seen == [("B1", 16), ("B1", 33), ("B1", 42), ("B1", 50), *(("B2", at) for at in (2, 3, 4, 20))]
    assert "the count is wrong: 2" in reader.text and "too small to show it" in reader.text
    assert "--ballot 33 --row 1 --reading 1" in reader.text


def test_the_keys_in_view_are_those_that_a_check_takes(reader):
    assert "* void" in reader.text
    assert "+ fill" not in reader.text and "/ opinion" not in reader.text
    reader("?")
    assert "the whole ballot is void" in reader.text
    assert "fill the empty rows" not in reader.text and "such a number" not in reader.text


def test_a_sheet_that_reads_otherwise_is_looked_at_again_with_both_values_in_view(reader):
    reader.sheet().sheet()
    assert reader.view.mode is Mode.LOOKING
    assert "Ballot 33 does not read as the count" in reader.text
    assert "[1] G1" in reader.text and "[2] G2" in reader.text
    assert "ballot 33 saved (2/4)" in reader.text, "what was read is kept before it is held against anything"
    assert reader.findings().open
    reader("3")
    assert reader.turn.bell and "answer 1 or 2" in reader.text
    reader("-")
    assert reader.turn.bell and "first place" in reader.text
    reader("1")
    assert reader.view.mode is Mode.READING and reader.where == ("B1", 42)
    assert "record a correction: pingyi correct --batch B1 --ballot 33 --row 1 --reading 1" in reader.text
    found = reader.findings()
    assert [one.sheet.ballot for one in found.wrong] == [33] and not found.open


def test_what_was_misread_is_answered_place_by_place_and_can_be_taken_back(reader):
    reader.sheet("3x")
    assert "item 1" in reader.text and "item 2" in reader.text
    reader("1-2")
    assert reader.view.mode is Mode.LOOKING, "the second place is asked for"
    reader("2")
    assert reader.view.mode is Mode.READING and "kept as misread" in reader.text
    found = reader.findings()
    assert found.wrong == () and [one.sheet.ballot for one in found.misread] == [16]
    reader.sheet("12")
    assert reader.view.mode is Mode.LOOKING


def test_going_back_takes_one_answer_back():
    reading, counted = Reading("3333"), CountedSheet("1111", False)
    sheet = CheckedSheet(Sheet("B1", 1), reading, counted, "sun", "", frozenset((1, 2, 3, 4)))
    state = Looking(sheet)
    for event in (Event.MISREAD, Event.COUNT_WRONG, Event.MISREAD, Event.BACK):
        state = look(state, event)
    assert state.answers == (True, False) and state.at == 2
    state = look(look(state, Event.COUNT_WRONG), Event.MISREAD)
    assert state.is_done and state.misread == {1, 4}


def test_half_misread(reader):
    reader.sheet("3x")("12")
    (found,) = reader.findings().wrong
    assert (set(found.wrong), set(found.misread)) == ({1}, {2})


def test_a_void_sheet_is_asked_for_as_a_whole(reader):
    reader("*\r")
    assert "the whole sheet" in reader.text and "not void" in reader.text
    reader("1")
    assert "--ballot 16 --reading void" in reader.text


def test_keys_typed_before_both_values_stood_on_the_screen_answer_nothing(reader):
    """A hand that keys on means the next sheet; its marks must not say whose mistake it was."""
    reader.sheet()
    reader("11\r", drawn=False)
    assert reader.view.mode is Mode.LOOKING and reader.view.waits_for_drawing()
    reader("12", drawn=False)
    assert reader.view.mode is Mode.LOOKING and reader.turn.bell
    assert reader.findings().open
    reader("2")
    assert reader.findings().open == ()


def test_whoever_leaves_is_asked_again_next_time(reader, settled):
    reader.sheet().sheet()("\x1b")
    assert reader.turn.leave and reader.view.mode is Mode.LEFT
    again = Reader(settled.folder)
    assert again.view.mode is Mode.LOOKING and "Ballot 33" in again.text
    again("1")
    assert again.where == ("B1", 42)
    again("1\x1b")
    assert again.turn.leave
    last = Reader(settled.folder)
    assert last.view.keying.state.sheet.marks == "1_", "the half-read sheet is kept"
    last("1\r1")
    assert last.where == ("B1", 50)


def test_only_something_to_look_at_again_is_left(reader, settled):
    """Nothing to key in the batch, one sheet open: the page of both values alone."""
    for _ in range(3):
        reader.sheet()
        if reader.view.mode is Mode.LOOKING:
            reader("1")
    reader.sheet("44")("\x1b")
    chen = Reader(settled.folder, "chen")
    assert chen.view.mode is Mode.LOOKING and "Ballot 50" in chen.text
    chen("2")("2")
    assert chen.where == ("B2", 2)


def test_a_sheet_passed_over_comes_back(reader):
    reader("-50\r12\r")
    assert reader.where == ("B1", 16)
    reader("-7\r")
    assert "not to be read now" in reader.text
    reader("\x1b-50\r")
    assert "read first stays" in reader.text


def test_reading_goes_on_until_the_check_may_stop(settled):
    draw_samples(open_appraisal(settled.folder, "olga"), SEED)
    reader = Reader(settled.folder)
    for _ in range(200):
        if reader.view.mode is Mode.LEFT:
            break
        if reader.view.mode is Mode.READING:
            reader.sheet()
        elif reader.view.mode is Mode.LOOKING:
            reader("1")
        else:
            last = reader.text
            reader("\r")
    assert reader.turn.leave and "the check may stop" in last
    assert check_of(reader.appraisal, reader.view.now.draw).result.may_stop


def test_the_disk_that_takes_no_answer_leaves_the_question_on_the_screen(reader, monkeypatch):
    reader.sheet().sheet()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reader.view.session, "look_again", full)
    reader("1")
    assert reader.view.mode is Mode.LOOKING and reader.turn.bell and "!!" in reader.text
    monkeypatch.undo()
    reader("1")
    assert reader.view.mode is Mode.READING


def test_the_document_has_the_states_of_a_check():
    text = (Path(__file__).resolve().parents[2] / "docs/state-machines.md").read_text()
    section = text[text.index("## Reading a check") :]
    section = section[: section.index("\n## ", 4)]
    for (mode, event), leads_to in TRANSITIONS.items():
        modes = ", ".join(one.value for one in leads_to)
        assert any(
            row.startswith(f"| `{mode.value}` | {event.value} |") and row.endswith(f"| {modes} |")
            for row in section.splitlines()
        ), (mode, event)


def test_a_line_that_drops_costs_no_sheet_that_was_acknowledged(settled, terminal):
    settled.ok("sample", "draw", "--seed", SEED, "--size", 8, who="olga")
    words = ("--dir", settled.folder, "--lang", "en", "--as", "sun", "sample", "read")
    desk = terminal(*words)
    desk.see("Ballot 16")
    desk.type("11\r")
    desk.see("ballot 16 saved (1/4)")
    desk.type("11\r")
    desk.see("does not read as the count")
    os.kill(desk.pid, signal.SIGKILL)
    desk.ended()
    desk = terminal(*words)
    desk.see_confirmed("Ballot 33 does not read as the count")
    desk.type("1")
    desk.see("Ballot 42")
    desk.type("\x1b")
    assert desk.ended() == 0
    last = "2 sheets read, 1 of them wrong in the count, 0 to be looked at again"
    assert "".join(last.split()) in "".join(desk.text.split()), "wherever the terminal broke the line"


# ---- the commands ----


def test_before_a_draw_the_report_says_how_to_make_one(settled):
    answer = settled("sample", who="chen")
    assert answer.status == 1 and "pingyi sample draw --seed" in answer.out
    assert settled("sample", "--json", who="chen").json == {"checks": [], "may_stop": False}


def test_a_draw_prints_what_to_pull_and_the_report_how_to_draw_it_again(settled):
    seed = f"{SEED[:10]} {SEED[10:]}"
    out = settled.ok("sample", "draw", "--seed", seed, "--size", 8, who="olga").out
    assert "batch B1: 16, 33, 42, 50" in out and "batch B2: 2, 3, 4, 20" in out
    answer = settled("sample", who="chen")
    assert answer.status == 1
    assert "may not stop yet" in answer.out and SEED in answer.out
    (check,) = settled("sample", "--json", who="chen").json["checks"]
    shell = subprocess.run(["sh", "-c", check["draw_command"]], capture_output=True, text=True, check=True)
    order = [tuple(line.split()[1:]) for line in shell.stdout.splitlines()]
    assert len(order) == 80
    assert {(one["batch"], str(one["ballot"])) for one in check["next"]} == set(order[:8])


def test_a_stated_size_is_printed_whole(settled):
    out = settled.ok("sample", "draw", "--seed", SEED, "--size", 80, "--risk", "1%", who="olga").out
    assert "pull these 80 sheets" in out
    (check,) = settled("sample", "--json", who="chen").json["checks"]
    assert (check["size"], check["risk"], len(check["next"])) == (80, "1%", 80)


def test_refusals_change_nothing_and_say_what_to_do(settled):
    assert "throw" in settled.refused("sample", "draw", "--seed", "42", who="olga")
    assert "1 to its 80" in settled.refused("sample", "draw", "--seed", SEED, "--size", 0, who="olga")
    assert "terminal" in settled.refused("sample", "read", who="sun")
    settled.ok("sample", "draw", "--seed", SEED, who="olga")
    assert "--again" in settled.refused("sample", "draw", "--seed", OTHER, who="olga")
    assert "reason" in settled.refused("sample", "draw", "--seed", OTHER, "--again", who="olga")
    settled.ok("seal", who="olga")
    assert "reopen" in settled.refused("sample", "draw", "--seed", OTHER, who="olga")
    file = settled.write("read.csv", "batch,ballot,row1,row2\nB1,16,1,1\n")
    assert "reopen" in settled.refused("sample", "import", "--check", "C1", file, who="sun")
    assert settled("sample", who="chen").status == 1


def test_readings_from_a_file_the_report_and_its_csv(settled, tmp_path):
    settled.ok("sample", "draw", "--seed", SEED, "--size", 8, who="olga")
    next_ = settled("sample", "--json", who="chen").json["checks"][0]["next"]
    lines = [f"{one['batch']},{one['ballot']},{','.join(paper(one['ballot']))}" for one in next_]
    file = settled.write("read.csv", "batch,ballot,row1,row2\n" + "\n".join(lines) + "\n")
    assert "you keyed" in settled.refused("sample", "import", "--check", "C1", file, who="wang")
    answer = settled("sample", "import", "--check", "C1", file, who="sun")
    assert answer.status == 1
    assert "batch B1, ballot 33, row 1: the paper as it was read: 1; the count: 2" in answer.out
    open_ = settled("sample", "--json", who="chen").json["checks"][0]
    assert open_["open"] == 2 and not open_["may_stop"]
    looked = settled.write("again.csv", "batch,ballot,row1,row2\nB1,33,1,1\nB1,42,1,1\n")
    settled.ok("sample", "import", "--check", "C1", looked, who="sun")
    (check,) = settled("sample", "--json", who="chen").json["checks"]
    assert [(one["ballot"], one["rows"]) for one in check["wrong"]] == [(33, [1]), (42, [2])]
    (verdict,) = check["verdicts"]
    assert not verdict["stands"] and verdict["still_to_read"] is None, "the sample is read"
    text = settled("sample", "--csv", tmp_path / "s.csv", who="chen").out
    assert "pingyi correct --batch B1 --ballot 33 --row 1 --reading 1" in text.replace("\n ", " ").replace(
        "  ", ""
    )
    rows = list(csv.DictReader(io.StringIO((tmp_path / "s.csv").read_text("utf-8-sig"))))
    assert {row["result"] for row in rows} == {"right", "wrong"}
    assert len(rows) == 8
    assert settled.ok("verify", who="chen")


def test_all_verdicts_standing_is_status_0_and_stands_beside_each_verdict(settled):
    settled.ok("sample", "draw", "--seed", SEED, who="olga")
    appraisal = open_appraisal(settled.folder, "chen")
    tally = tally_of(appraisal)
    (words,) = map(str, checked_words(appraisal, tally).values())
    assert words.startswith("checked: at most 80 of 80 sheets wrong (95%), 0 sheets read; not shown yet")
    for _ in range(20):
        (check,) = settled("sample", "--json", who="chen").json["checks"]
        if check["may_stop"]:
            break
        lines = [f"{one['batch']},{one['ballot']},{','.join(paper(one['ballot']))}" for one in check["next"]]
        file = settled.write("read.csv", "batch,ballot,row1,row2\n" + "\n".join(lines) + "\n")
        settled.ok("sample", "import", "--check", "C1", "--looked-again", file, who="sun")
    answer = settled.ok("sample", who="chen")
    assert "the check may stop" in answer.out
    (words,) = map(str, checked_words(appraisal, tally).values())
    assert words.endswith("sheets read; stands")


def test_nothing_drawn_is_nothing_beside_a_verdict(settled):
    appraisal = open_appraisal(settled.folder, "chen")
    assert checked_words(appraisal, tally_of(appraisal)) == {}
