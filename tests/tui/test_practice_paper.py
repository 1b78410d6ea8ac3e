"""The practice sheets on a screen of 80 x 24: what is written by hand is never cut off, a cut is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.appraisal import open_appraisal
from store.opinion_texts import opinion_works
from tally.said import in_english
from tui.keying.head_lines import TOP
from tui.opinions.view import OpinionsView
from tui.practice.making import cast, make_practice
from tui.practice.paper import SheetPaper, paper_of
from tui.practice.sheet_file import Sheet
from tui.practice.view import PracticeView
from tui.screen.cells import width

GRADES = ("满意", "比较满意", "不太满意", "不满意")
ROOM = (38, 24 - TOP - 3)
MORE = ".. more below"


def paper(rows, grades=GRADES):
    return SheetPaper("Form", "Branch", [f"王建国{at}" for at in range(rows)], grades, in_english)


@pytest.mark.parametrize("rows", range(1, 13))
@pytest.mark.parametrize("opinion", ["", "窗口办事时间应当延长到中午。" * 2])
def test_opinion_and_signature_stand_on_every_sheet_and_what_is_cut_off_is_told(rows, opinion):
    sheet = Sheet("1" * rows, opinion, "署名: 孙某")
    lines = paper(rows).lines(7, sheet, *ROOM)
    assert len(lines) <= ROOM[1]
    assert all(width(line) <= ROOM[0] for line in lines)
    text = "".join(line.strip("| ") for line in lines)
    assert opinion in text
    assert "署名: 孙某" in text
    boxes = sum("[V]" in line for line in lines)
    assert (MORE in lines[-1]) == (boxes < rows)
    assert boxes == rows or rows > 7


def test_a_sheet_with_room_enough_is_drawn_as_on_paper():
    lines = paper(2).lines(7, Sheet("12", "gut", ""), *ROOM)
    assert "Opinion: gut" in lines[-2], "at its foot"


def practice(folder: Path):
    make_practice(folder, "en")
    return cast("en")


def test_every_row_of_the_practice_sheets_is_in_view(tmp_path):
    people = practice(tmp_path / "d")
    appraisal = open_appraisal(tmp_path / "d", people.clerk)
    for batch, rows in (("B3", 1), ("M1", 5)):
        for number in range(1, 7):
            lines = paper_of(appraisal, batch, in_english)(number, *ROOM)
            assert MORE not in lines[-1]
            assert sum("[ ]" in line for line in lines) == rows


def test_the_opinion_screen_shows_what_stands_on_the_practice_paper(tmp_path):
    people = practice(tmp_path / "d")
    appraisal = open_appraisal(tmp_path / "d", people.other_clerk)
    works = opinion_works(appraisal)
    assert any(work.noted for work in works)
    view = OpinionsView(appraisal, works, in_english, lambda: None)
    shown = "\n".join("".join(span.text for span in line) for line in view.lines(80, 24))
    assert "on the practice paper: " in shown
    assert any(
        text in shown
        for text in (
            "The counter should stay open over noon.",
            "Come and listen to those who work below ground.",
        )
    )


def test_the_practice_names_its_folder_for_going_on(tmp_path):
    people = practice(tmp_path / "d")
    view = PracticeView(tmp_path / "d", people, in_english)
    lines = ["".join(span.text for span in line) for line in view.lines(80, 24)]
    assert len(lines) <= 24
    assert f"pingyi demo {tmp_path}/d" in " ".join(lines[-2:])


def test_sheets_on_a_practice_that_is_there_already_are_said_to_be_ignored(tmp_path, terminal):
    practice(tmp_path / "d")
    desk = terminal("--lang", "en", "demo", "--sheets", "5", tmp_path / "d")
    desk.see("--sheets 5 was ignored")
    desk.wait(lambda: "pingyi demo --sheets 5 NEW-FOLDER" in " ".join(desk.text.split()))
