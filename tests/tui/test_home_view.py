"""My tasks on large and small appraisals in one process: what is read when, what is built, and where the cursor stays."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.large_appraisal import Size, Stage, make
from store.appraisal import open_appraisal
from store.batch_register import read_registered, register
from store.faults import Damaged
from store.keying_session import begin_keying
from tally.progress import BatchState
from tally.readings import Reading
from tally.said import Said, in_english
from tui.opening import Rooms
from tui.screen.cells import line_width
from tui.screen.key import PASTE, Key
from tui.textual_app import PingyiApp
from tui.views import at_once, home_lines
from tui.views.batch_tasks import Doors
from tui.views.home import HomeView
from tui.views.home_keys import CHARACTERS
from tui.views.reading import Phase
from tui.views.task_reading import TaskReader, Tasks
from tui.views.text import TextView

WAIT = 60.0
LARGE = 2_000
"""Batches; the same paths as with 20,000, made in a second."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A registered one and a settled one (of 300 batches) of two ballots a batch; nothing writes in them."""
    place = tmp_path_factory.mktemp("large")
    size = Size(2 * LARGE, 2, 50, 4, 2)
    make(place / "registered", size, stage=Stage.REGISTERED)
    make(place / "settled", Size(600, 2, 50, 4, 2), stage=Stage.SETTLED)
    return place


@pytest.fixture
def small(tmp_path):
    """Thirty registered batches, which may be written to."""
    make(tmp_path / "small", Size(60, 2, 5, 2, 2), stage=Stage.REGISTERED)
    return tmp_path / "small"


class Reader:
    """A person at a view, and the surface that looks at it."""

    def __init__(self, view):
        self.view = view
        self.turns = []

    def __call__(self, *names):
        for name in names:
            self.turns.append(self.view.press(Key(name, name if len(name) == 1 else "")))
            if self.turns[-1].view is not None:
                self.view = self.turns[-1].view
        return self.text

    @property
    def text(self):
        lines = self.view.lines(80, 24)
        assert len(lines) == 24 and all(line_width(one) <= 80 for one in lines)
        assert line_width(lines[-1]) < 80
        return "\n".join("".join(span.text for span in one) for one in lines)

    @property
    def here(self):
        """The batch that the cursor is on."""
        (row,) = [one for one in self.text.split("\n") if one.startswith(">")]
        return row[2:].split()[0]

    def until_it_rests(self):
        until = time.monotonic() + WAIT
        while self.view.works():
            assert time.monotonic() < until
            self.view.look()
            time.sleep(0.002)
        return self.text


def doors(**more):
    def shut(*_):
        raise AssertionError("nothing is opened")

    return Doors(**{"key": shut, "rule": shut, "results": shut, "opinions": shut, "check": shut, **more})


def home(folder, who="wang", **more):
    return Reader(HomeView(open_appraisal(folder, who), in_english, doors(), **more))


@pytest.fixture
def slow(made):
    """A reader that waits at a gate, and what it reads then."""
    real = TaskReader(open_appraisal(made / "registered", "wang"), in_english)
    gate = threading.Event()

    def read(tell):
        tell(Phase.BUNDLES, 3, 10)
        while not gate.wait(0.002):
            tell(Phase.BUNDLES, 6, 10)
        return real.read(tell)

    yield read, gate
    gate.set()


# ---- loading ----


def test_it_stands_before_anything_is_read_and_takes_keys_while_it_is(made, slow):
    read, gate = slow
    desk = home(made / "registered", read=read)
    first = desk.text
    assert "You are wang (clerk)" in first and "Enter open" in first and "[....." in first
    assert "B1 " not in first and "no batch" not in first
    desk.view.look()
    until = time.monotonic() + WAIT
    while "reading bundles  6 of 10" not in desk.text:
        assert time.monotonic() < until
    assert "[##################............]" in desk.text
    assert "still being read" in desk("enter") and desk.turns[-1].bell
    assert "Find: b17_" in desk(".", "b", "1", "7")
    desk("down", "pagedown", "end")
    gate.set()
    text = desk.until_it_rests()
    assert "Find: b17_   111 of 2,000" in text and desk.here == "B17"
    assert "batches wait for you" in text and "[" not in text


def test_esc_leaves_while_it_is_read_and_the_thread_ends(made, slow):
    read, _ = slow
    desk = home(made / "registered", read=read)
    desk.view.look()
    job = desk.view._reading._job
    desk("escape")
    assert desk.turns[-1].leave
    desk.view.close()
    job._thread.join(WAIT)
    assert not job._thread.is_alive() and job._value is None


def test_another_screen_can_be_opened_while_it_is_read_and_what_comes_is_dropped(made, slow):
    read, gate = slow
    other = TextView("other", ["one"], in_english, lambda: None)
    view = HomeView(
        open_appraisal(made / "registered", "wang"), in_english, doors(results=lambda: other), read
    )
    desk = Reader(view)
    view.look()
    job = view._reading._job
    assert "other" in desk("*")
    job._thread.join(WAIT)
    assert not job._thread.is_alive(), "no thread takes the processor from whoever keys there"
    desk.view = view.come_back()
    gate.set()
    assert "B1 " in desk.until_it_rests()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Damaged(Path("B7.001.json"), Said("it is no cover sheet")), "file B7.001.json is damaged"),
        (PermissionError(13, "denied", "/x/board"), "you may not read or write /x/board"),
    ],
)
def test_what_goes_wrong_is_said_on_the_screen_and_enter_tries_again(made, error, words):
    real = TaskReader(open_appraisal(made / "registered", "wang"), in_english).read
    calls = []

    def read(tell):
        calls.append(1)
        if len(calls) == 1:
            raise error
        return real(tell)

    desk = home(made / "registered", read=read)
    assert f"!! {words}" in desk.until_it_rests()
    assert "no batch is registered" not in desk.text
    desk("enter")
    assert "B1 " in desk.until_it_rests() and words not in desk.text


def test_a_small_appraisal_is_read_before_it_is_drawn_and_a_large_one_is_not(made, small, monkeypatch):
    desk = home(small)
    assert "B30" in desk("end") and not desk.view.works()
    monkeypatch.setattr(at_once, "SMALL", 29)
    assert home(small).view.works()
    monkeypatch.setattr(at_once, "SMALL", 30)
    assert not home(small).view.works()


# ---- what is built and asked ----


def test_only_rows_that_are_shown_are_built_and_asked_about_once(made, monkeypatch):
    built, asked = [], []
    row_line = home_lines.row_line
    monkeypatch.setattr(home_lines, "row_line", lambda *a, **k: built.append(a[1].batch) or row_line(*a, **k))
    desk = home(made / "registered")
    task = desk.view._work.task
    desk.view._work.task = lambda one, cover: asked.append(one.batch) or task(one, cover)
    desk.until_it_rests()
    built.clear()
    text = desk.text
    assert built == [f"B{at}" for at in range(1, 19)]
    assert text.count("*B") == 18 and "2,000 batches wait for you" in text
    assert asked == built
    for key in ("down", "up", "6", "6", "pagedown", "down", "pageup", "home"):
        desk(key)
    assert sorted(asked) == sorted({f"B{at}" for at in range(1, 21)}), (
        "each once, and those that were shown only"
    )
    asked.clear()
    desk("end")
    assert asked == [f"B{at}" for at in range(LARGE - 17, LARGE + 1)]


def test_what_the_store_refuses_does_not_wait_and_counts_no_more(made):
    desk = home(made / "registered")
    desk.view._work.task = lambda one, cover: None if one.batch in ("B1", "B2") else (lambda: None)
    text = desk.until_it_rests()
    assert desk.here == "B3", "the first that really waits"
    assert "1,998 batches wait for you" in text and text.count("*B") == 16


def test_a_settled_batch_waits_for_nobody_and_can_be_opened(made):
    opened = []
    view = HomeView(
        open_appraisal(made / "settled", "chen"), in_english, doors(rule=lambda batch: opened.append(batch))
    )
    desk = Reader(view)
    assert "0 batches wait for you here" in desk.until_it_rests()
    assert "in custody w.." in desk.text, "a reviewer sees who keyed it"
    assert "no batch is like that" in desk("6")
    desk("escape", "down", "enter")
    assert opened == ["B2"]


# ---- narrowing ----


def test_words_are_found_in_id_subject_group_and_state_whatever_their_case_and_width(made):
    desk = home(made / "registered")
    desk.until_it_rests()
    assert "Find: b19" in desk(".", *"b19") and "111 of 2,000" in desk.text
    desk("escape", "f", *"第３党支部　第2类")
    assert "Find: 第３党支部" in desk.text and "10 of 2,000" in desk.text
    assert desk.here == "B53"
    assert "40 of 2,000" in desk(*["backspace"] * 4)
    assert "0 of 2,000" in desk("x") and "no batch is like that" in desk.text
    assert "no batch is like that" in desk("enter") and desk.turns[-1].bell
    desk("escape", ".", *"keyed")
    assert "2,000 of 2,000" in desk.text


def test_keys_of_the_list_are_characters_while_one_types_and_keys_again_after_esc(made):
    desk = home(made / "registered")
    desk.until_it_rests()
    assert "Find: q/*-5_" in desk(".", *"q/*-5")
    assert desk.view.cursor() == (len("Find: q/*-5"), 2)
    desk("escape")
    assert desk.view.cursor() is None and "Find" not in desk.text
    desk("q")
    assert desk.turns[-1].leave


def test_plus_and_the_arrows_move_while_one_types_and_enter_opens(made):
    opened = []
    view = HomeView(
        open_appraisal(made / "registered", "wang"), in_english, doors(key=lambda batch: opened.append(batch))
    )
    desk = Reader(view)
    desk.until_it_rests()
    desk(".", *"b17")
    assert desk.here == "B17"
    desk("+", "down")
    assert desk.here == "B171"
    desk("enter")
    assert opened == ["B171"]


def test_the_batch_of_that_very_id_is_chosen_wherever_it_stands(made):
    desk = home(made / "registered")
    desk.until_it_rests()
    desk(".", *"1")
    assert desk.here == "B1"
    desk("escape", "end", ".", *"b100")
    assert desk.here == "B100"
    desk("escape")
    assert desk.here == "B100", "and stays chosen among all of them"


def test_backspace_with_nothing_left_ends_typing(made):
    desk = home(made / "registered")
    desk.until_it_rests()
    desk(".", "1", "backspace")
    assert "Find: _" in desk.text
    desk("backspace")
    assert "Find" not in desk.text
    desk("3")
    assert desk.here == "B19"


def test_a_paste_is_typed_and_elsewhere_does_nothing(made):
    desk = home(made / "registered")
    desk.until_it_rests()
    assert desk.view.press(Key(PASTE, "q")).bell and not desk.turns
    desk(".")
    desk.view.press(Key(PASTE, " B123\x07\nB9"))
    assert "Find: B123_" in desk.text and desk.here == "B123"


def test_full_width_keys_count_in_the_list(made):
    desk = home(made / "registered")
    desk.until_it_rests()
    for character in ("＋", "２", "ｎ"):
        desk.view.press(Key("x", character))
    assert desk.here == "B4"
    desk.view.press(Key("ideographic_full_stop", "。"))
    assert "Find: _" in desk.text


# ---- coming back ----


def test_the_cursor_stays_on_its_batch_whatever_is_registered_before_it(small):
    li = open_appraisal(small, "li")
    desk = home(small)
    desk(*["down"] * 7)
    assert desk.here == "B8"
    folder = li.layout.folder("batches")
    cover = read_registered(folder, "B1").cover
    register(folder, [replace(cover, id=f"A{at}") for at in range(5)], "li")
    desk.view.come_back()
    assert desk.here == "B8" and "A4" in desk.text


def test_after_handing_in_the_next_batch_is_chosen_and_after_leaving_it_the_same(small):
    wang = open_appraisal(small, "wang")
    desk = home(small)
    desk(*["down"] * 4)
    with begin_keying(wang, "B5") as session:
        desk.view.come_back()
        assert desk.here == "B5"
        for number in (1, 2):
            session.save(number, Reading("12"))
        session.hand_in(2)
    desk.view.come_back()
    assert desk.here == "B6" and "handed in" in desk.text


def test_narrowed_to_what_waits_the_next_one_takes_its_place(small):
    wang = open_appraisal(small, "wang")
    desk = home(small)
    assert "30 of 30   only what waits for you" in desk("w")
    desk("down")
    with begin_keying(wang, "B2") as session:
        for number in (1, 2):
            session.save(number, Reading("12"))
        session.hand_in(2)
    desk.view.come_back()
    assert desk.here == "B3" and "29 of 30" in desk.text and "29 batches wait" in desk.text


def test_a_move_while_it_is_read_again_keeps_the_cursor_where_it_was_put(made, slow):
    read, gate = slow
    gate.set()
    desk = home(made / "registered", read=read)
    desk.until_it_rests()
    gate.clear()
    desk.view.come_back()
    desk("down", "down")
    # Nothing is to be done there any more: without a move the next one would be chosen.
    desk.view._work.task = lambda one, cover: None if one.batch == "B3" else (lambda: None)
    gate.set()
    desk.until_it_rests()
    assert desk.here == "B3"
    desk.view.come_back()
    desk.until_it_rests()
    assert desk.here == "B4"


def test_the_store_is_asked_again_after_each_reading(small):
    desk = home(small)
    assert desk.text.count("*B") == 18
    desk.view._work.task = lambda one, cover: None
    assert desk.text.count("*B") == 18, "asked when it was read"
    desk.view.come_back()
    assert desk.text.count("*B") == 0


def test_taking_in_reads_anew_and_says_so(small):
    for who in ("wang", "zhao"):
        with begin_keying(open_appraisal(small, who), "B1") as session:
            for number in (1, 2):
                session.save(number, Reading("12"))
            session.hand_in(2)
    desk = home(small, "chen")
    assert desk.here == "B1" and "1 batches wait" in desk.text
    text = desk("enter")
    assert "batch B1: 2 passes taken in" in text and "settled" in text and desk.here == "B1"


def test_rooms_have_one_list_all_the_time(small):
    rooms = Rooms(open_appraisal(small, "wang"), in_english)
    view = rooms.home()
    desk = Reader(view)
    desk(*["down"] * 9)
    assert rooms.home() is view and desk.here == "B10"


def test_a_batch_that_differs_is_ruled_on_from_here_again_and_again(small):
    opened = []
    for who, marks in (("wang", "12"), ("zhao", "13")):
        with begin_keying(open_appraisal(small, who), "B2") as session:
            for number in (1, 2):
                session.save(number, Reading(marks))
            session.hand_in(2)
    view = HomeView(open_appraisal(small, "chen"), in_english, doors(rule=lambda batch: opened.append(batch)))
    desk = Reader(view)
    desk("enter")
    assert opened == ["B2"], "taken in and opened"
    assert view._list.chosen.state is BatchState.DIFFERING and "1 batches wait" in desk.text
    desk("enter")
    assert opened == ["B2", "B2"], "and later without anything to take in"


def test_the_table_in_the_documents_is_the_table_of_the_program():
    text = (Path(__file__).resolve().parents[2] / "docs/contract.md").read_text()
    section = text[text.index("## Keys in my tasks") :].split("\n## ")[0]
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| ")][1:]
    said = {key for row in rows for key in row.split("`")[1::2]}
    assert said == {key for key in CHARACTERS if key.isascii() and key != "F"}


def test_an_empty_appraisal_says_what_to_do(tmp_path):
    make(tmp_path / "empty", Size(0, 2, 1, 1, 2), stage=Stage.REGISTERED)
    desk = home(tmp_path / "empty")
    assert "no batch is registered yet: pingyi batch add" in desk.text
    assert "no batch is registered yet" in desk("enter") and desk.turns[-1].bell
    assert Tasks().batches == ()


# ---- with the surface ----


@pytest.mark.parametrize("keys", [(), (".", "b", "1", "7")])
def test_the_surface_draws_first_looks_and_stops_looking(made, slow, keys):
    read, gate = slow
    view = HomeView(open_appraisal(made / "registered", "wang"), in_english, doors(), read)

    async def run():
        app = PingyiApp(view, in_english)
        async with app.run_test(size=(80, 24)) as pilot:
            assert "B1 " not in _text(app)
            for key in keys:
                await pilot.press("full_stop" if key == "." else key)
                assert not gate.is_set()
            if keys:
                assert "Find: b17_" in _text(app), "keys are answered while it is read"
            gate.set()
            until = time.monotonic() + WAIT
            while "batches wait" not in _text(app):
                assert time.monotonic() < until
                await pilot.pause(0.02)
            assert "B17 " in _text(app)
            await pilot.pause(0.05)
            assert app.surface._looking is None, "no clock runs on"

    asyncio.run(run())
    view.close()


def _text(app):
    return "\n".join("".join(span.text for span in one) for one in app.surface._lines)
