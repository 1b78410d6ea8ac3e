"""The results: subject by subject, looked for by typing, counted by a thread where there are many."""

from __future__ import annotations

import threading
import time

import pytest

from benchmarks.large_appraisal import Size, Stage, make
from exports.tally_text import tally_lines
from store.appraisal import open_appraisal
from store.status import progress
from store.tallying import tally_of
from tally.said import Refused, Said, in_english
from tui import opening
from tui.opening import results_view
from tui.results.pages import SubjectPages
from tui.results.sections import Section, Sections, read_sections
from tui.results.view import ResultsView
from tui.screen.cells import line_width
from tui.screen.key import Key
from tui.views import text as text_view
from tui.views.opening_view import OpeningView
from tui.views.reading import Phase
from tui.views.text import TextView

WAIT = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three hundred settled batches of sixty subjects."""
    folder = tmp_path_factory.mktemp("settled") / "appraisal"
    make(folder, Size(600, 3, 60, 2, 2), stage=Stage.SETTLED)
    return folder


@pytest.fixture(scope="module")
def counted(folder):
    return tally_of(open_appraisal(folder, "chen"))


class Reader:
    """A person at a view."""

    def __init__(self, view):
        self.view = view
        self.turns = []

    def __call__(self, *names):
        for name in names:
            self.turns.append(self.view.press(Key(name, name if len(name) == 1 else "")))
        return self.text

    @property
    def text(self):
        lines = self.view.lines(80, 24)
        assert len(lines) <= 24 and all(line_width(one) <= 80 for one in lines)
        return "\n".join("".join(span.text for span in one) for one in lines)

    def until_it_rests(self):
        until = time.monotonic() + WAIT
        while self.view.works():
            assert time.monotonic() < until
            self.view.look()
            time.sleep(0.002)
        return self.text


HOME = TextView("home", ["one"], in_english, lambda: None)


def test_the_sections_together_are_the_lines_of_the_command(counted):
    told = []
    sections = read_sections(counted, in_english, {}, lambda *step: told.append(step))
    together = [*sections.head, *(one for section in sections.subjects for one in section.lines)]
    assert together == list(tally_lines(counted, in_english, checked={}))
    assert len(sections.subjects) == 60
    assert told and all(phase is Phase.RESULTS and done <= of for phase, done, of in told)


def test_a_large_count_shows_a_bar_and_then_the_pages(folder):
    desk = Reader(results_view(open_appraisal(folder, "chen"), in_english, lambda: HOME))
    assert isinstance(desk.view, OpeningView)
    assert "Results: " in desk.text and "[....." in desk.text and "Esc goes back" in desk.text
    assert "!! not now: it is being read" in desk("x") and desk.turns[-1].bell
    text = desk.until_it_rests()
    assert isinstance(desk.view.view, ResultsView)
    assert "第1党支部 (b1)" in text and "lines 1 to 21 of" in text and "/ export" in text
    assert "lines 22 to" in desk("+")
    desk("enter")
    assert desk.turns[-1].view is HOME


def test_esc_leaves_while_it_counts_and_what_comes_is_dropped(folder, monkeypatch):
    gate, there = threading.Event(), threading.Event()

    def slow(appraisal, told):
        there.set()
        while not gate.wait(0.002):
            told(1, 300)
        return tally_of(appraisal, told)

    monkeypatch.setattr(opening, "tally_of", slow)
    desk = Reader(results_view(open_appraisal(folder, "chen"), in_english, lambda: HOME))
    desk.view.look()
    assert there.wait(WAIT)
    until = time.monotonic() + WAIT
    while "reading bundles   1 of 300" not in desk.text:
        assert time.monotonic() < until
    job = desk.view._reading._job
    desk("escape")
    assert desk.turns[-1].view is HOME
    job._thread.join(WAIT)
    assert not job._thread.is_alive() and not desk.view.works()
    gate.set()


def test_why_it_cannot_be_counted_stands_there_and_any_key_goes_back(folder):
    desk = Reader(results_view(open_appraisal(folder, "wang"), in_english, lambda: HOME))
    text = " ".join(desk.until_it_rests().split())
    assert "!! this is for reviewers and organizers" in text and "any key goes back" in text
    desk("enter")
    assert desk.turns[-1].view is HOME


def test_a_screen_that_opened_for_nobody_is_closed():
    gate, closed = threading.Event(), threading.Event()

    class Held(TextView):
        def close(self):
            closed.set()

    def opens(tell):
        gate.wait(WAIT)
        return Held("held", ["one"], in_english, lambda: None)

    view = OpeningView(Said("Opinions"), opens, in_english, lambda: None)
    view.look()
    assert view.press(Key("escape")).leave
    gate.set()
    assert closed.wait(WAIT), "it holds nothing"


def test_the_screen_behind_has_everything_once_it_is_there(folder):
    class Asking(TextView):
        def waits_for_drawing(self):
            return True

        def cursor(self):
            return (3, 4)

    view = OpeningView(
        Said("x"), lambda tell: Asking("inner", ["one"], in_english, lambda: None), in_english, lambda: None
    )
    assert not view.waits_for_drawing() and view.cursor() is None
    view.look()
    until = time.monotonic() + WAIT
    while view.works():
        view.look()
        assert time.monotonic() < until
    assert view.waits_for_drawing() and view.cursor() == (3, 4) and "inner" in Reader(view).text


def test_a_small_one_is_counted_at_once_and_refused_at_once(tmp_path):
    make(tmp_path / "small", Size(4, 3, 2, 2, 2), stage=Stage.SETTLED)
    assert isinstance(
        results_view(open_appraisal(tmp_path / "small", "chen"), in_english, lambda: None), ResultsView
    )
    with pytest.raises(Refused):
        results_view(open_appraisal(tmp_path / "small", "wang"), in_english, lambda: None)
    assert len(progress(open_appraisal(tmp_path / "small", "wang"))) == 2


# ---- looking for subjects ----


@pytest.fixture
def pages():
    subjects = tuple(
        Section(f"b{at}\n第{at}党支部", ("", f"第{at}党支部 (b{at})", *(f"  row {row}" for row in range(9))))
        for at in range(1, 1001)
    )
    view = SubjectPages("Results", Sections(("The count is complete.",), subjects), in_english, lambda: None)
    return Reader(ResultsView(view, lambda progress: 1 // 0, in_english))


def test_only_the_lines_that_are_shown_are_built(pages, monkeypatch):
    built = []
    cut = text_view.cut
    monkeypatch.setattr(text_view, "cut", lambda *a: built.append(a[0]) or cut(*a))
    assert "lines 1 to 21 of 11001" in pages.text
    assert len(built) < 30
    pages("end")
    assert len(built) < 60


def test_typing_narrows_to_subjects_by_name_or_id_and_esc_shows_all(pages):
    assert "Find: b17_   11 of 1,000" in pages(".", *"b17")
    assert "第17党支部 (b17)" in pages.text and "The count is complete" not in pages.text
    assert "第171党支部 (b171)" in pages("pagedown")
    pages("escape")
    assert "lines 1 to" in pages.text and "Find" not in pages.text and not pages.turns[-1].leave
    assert "Find: 第５党_   1 of 1,000" in pages("f", *"第５党")
    assert "Find: 第５党x_   0 of 1,000" in pages("x")
    assert pages.view.cursor() == (len("Find: ") + 7, 22)


def test_keys_of_the_results_are_characters_while_one_types(pages):
    assert "Find: /eq+_" in pages(".", *"/eq+")
    assert not pages.view.works() and not any(turn.leave for turn in pages.turns)
    pages("enter")
    assert "Find: /eq+   0 of 1,000" in pages.text and pages.view.cursor() is None
    pages("escape", "escape")
    assert pages.turns[-1].leave and not pages.turns[-2].leave


def test_enter_keeps_what_was_found_and_the_keys_turn_its_pages(pages):
    pages(".", *"b17", "enter")
    assert "lines 22 to 42 of 121" in pages("+")
    pages("enter")
    assert pages.turns[-1].leave
