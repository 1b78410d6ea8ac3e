"""Exporting from the results in one process: a real export behind the view, stopped, refused, and what is drawn."""

from __future__ import annotations

import errno
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.appraisal import open_appraisal
from tally.said import in_english
from tui import export_bars
from tui.exporting import Exported, Phase, export_package
from tui.opening import results_view
from tui.package_folder import read_package
from tui.results.bar import bar, bar_line
from tui.results.done_lines import broken, done_lines
from tui.results.machine import Export, Mode, Step
from tui.results.view import ResultsView
from tui.results.work import ExportWork
from tui.screen.cells import line_width, width
from tui.screen.key import PASTE, Key
from tui.screen.view import STAY
from tui.views.text import TextView
from tui.watched_files import WatchedFiles

PAPER = "ballot,row1,row2\n1,1,2\n2,2,1\n3,1,1\n"
WAIT = 60.0
"""Seconds until a test gives up."""


@pytest.fixture
def place(appraisal):
    """Three ballots of two rows, in custody and settled."""
    place = appraisal(grades=4, rows=2, batches=(("B1", 3),))
    for who in ("wang", "zhao"):
        place.ok("import", "--batch", "B1", place.write("a.csv", PAPER), who=who)
    place.ok("take-in", who="chen")
    return place


class Reader:
    """A person at a results view, whose screen answers when told to."""

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
        assert len(lines) == 24 and all(line_width(one) <= 80 for one in lines)
        return "\n".join("".join(span.text for span in one) for one in lines)

    def until_it_ends(self):
        until = time.monotonic() + WAIT
        while self.view.works():
            assert time.monotonic() < until
            time.sleep(0.01)
            self.view.look()
        return self.text


@pytest.fixture
def reader(place):
    made = Reader(results_view(open_appraisal(place.folder, "chen"), in_english, lambda: None))
    yield made
    made.view.close()


def gated(export, at):
    """An export that waits at one step until `open_` is set or it is asked to stop; and `there` is set then."""
    there, open_ = threading.Event(), threading.Event()

    def waiting(progress):
        def told(phase, done, of):
            progress(phase, done, of)
            if (phase, done) == at:
                there.set()
                while not open_.wait(0.01):
                    progress(phase, done, of)

        return export(told)

    return waiting, there, open_


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_real_export_ends_at_the_path_of_a_whole_package(place, reader):
    assert "/ export" in reader.text
    assert "[....." in reader("/") and "Esc stops the export" in reader.text
    text = reader.until_it_ends()
    (folder,) = (place.folder / "export").iterdir()
    path = broken(str(folder), 80)
    at = text.split("\n").index(path[0])
    assert text.split("\n")[at : at + len(path) + 1] == [*path, ""], "on lines of its own"
    assert f"pingyi verify {folder}" in text.replace("\n", "")
    assert "UNOFFICIAL (not sealed)" in text and "The count is complete." in text
    reader.view.drawn()
    assert "lines 1 to" in reader("enter"), "the results again"
    place.ok("export", "--out", place.folder.parent / "out", who="chen")
    assert read_package(folder) == read_package(place.folder.parent / "out")
    assert "everything fits" in place.ok("verify", folder).out


def test_the_results_stay_while_it_runs(reader):
    before = reader.text.split("\n")
    assert reader("/").split("\n")[:-2] == before[:-2]
    reader.until_it_ends()


def test_a_sealed_count_is_official_and_an_open_one_incomplete(place, reader):
    place.ok("seal", who="olga")
    reader.view = results_view(open_appraisal(place.folder, "chen"), in_english, lambda: None)
    reader("/")
    text = reader.until_it_ends()
    assert "status: OFFICIAL" in text and "count is complete" in text
    open_count = Exported(Path("/x"), complete=False, sealed=False)
    text = "\n".join(span.text for one in done_lines(open_count, "", in_english, 80, 24) for span in one)
    assert "the count is not complete" in text and "UNOFFICIAL" in text


@pytest.mark.parametrize(
    "at", [(Phase.READING, 1), (Phase.PRINTING, 0), (Phase.PRINTING, 2), (Phase.WRITING, 5)]
)
def test_esc_stops_it_and_nothing_is_left(place, reader, at):
    waiting, there, _ = gated(reader.view._export, at)
    reader.view._export = waiting
    reader("e")
    assert there.wait(WAIT)
    reader.view.look()
    assert reader.view.state.mode.value == at[0].value
    if at[0] is Phase.WRITING:
        assert len(files(place.folder / "export")) > 1, "half of it lies beside its place"
    reader("escape")
    assert "stopping the export" in reader.text
    assert "export stopped; nothing was written" in reader.until_it_ends()
    reader.view._work._thread.join(WAIT)
    assert files(place.folder / "export") == []
    reader.view.drawn()
    assert "lines 1 to" in reader("down"), "any key takes the words away"


def test_it_can_be_begun_again_after_it_was_stopped(place, reader):
    export = reader.view._export
    reader.view._export, there, _ = gated(export, (Phase.READING, 1))
    reader("/")
    assert there.wait(WAIT)
    reader("escape")
    reader.until_it_ends()
    reader.view.drawn()
    reader.view._export = export
    reader("/")
    assert "The package is there" in reader.until_it_ends()


def test_one_export_begins_only_when_the_one_before_has_ended():
    running, ended = [], threading.Event()

    def first(progress):
        running.append("first")
        ended.wait(WAIT)
        progress(Phase.PRINTING, 0, 0)

    def second(progress):
        running.append("second")
        return Exported(Path("/x"), True, True)

    one = ExportWork(first)
    one.begin()
    one.stop()
    assert one.news().event.value == "gave-way", "it can only come to nothing"
    two = ExportWork(second, one)
    two.begin()
    assert two.news() is None and running == ["first"]
    ended.set()
    two._thread.join(WAIT)
    assert running == ["first", "second"] and two.news().exported.folder == Path("/x")


def test_what_the_place_refuses_is_said_and_the_results_stay(place, reader):
    folder = place.folder / "export"
    folder.rmdir()
    folder.write_text("")
    first = reader.text.split("\n")[0]
    reader("/")
    text = reader.until_it_ends()
    assert text.split("\n")[0] == first
    words = " ".join(text.split("\n")[-6:])
    assert "!!" in words and "is no folder" in words and "no package was written" in words
    assert reader.view.waits_for_drawing()
    assert folder.read_text() == ""


def test_a_damaged_bundle_is_named(place, reader):
    (one, _) = sorted((place.folder / "custody").glob("*.json"))
    one.write_bytes(one.read_bytes()[:-20])
    reader("/")
    text = reader.until_it_ends()
    assert one.name in text and "no package was written" in text
    assert files(place.folder / "export") == []


def test_a_full_disk_is_said_in_words_and_nothing_is_left(place, reader, monkeypatch):
    from store import durable_file

    real, written = durable_file._write, []

    def full(path, content, mode, *, sync):
        written.append(path)
        if len(written) == 7:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(path, content, mode, sync=sync)

    monkeypatch.setattr(durable_file, "_write", full)
    reader("/")
    assert "the disk is full" in reader.until_it_ends()
    assert len(written) == 7 and files(place.folder / "export") == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space", "/x/export"), "/x/export: the disk is full"),
        (PermissionError(errno.EACCES, "denied", "/x/export"), "you may not read or write /x/export"),
        (FileNotFoundError(errno.ENOENT, "none", "/x/a"), "there is no file /x/a"),
        (OSError(errno.EIO, "io"), "the disk has failed"),
    ],
)
def test_what_the_system_reports_is_said_with_its_file(error, words):
    def failing(progress):
        raise error

    work = ExportWork(failing)
    work.begin()
    work._thread.join(WAIT)
    assert words in str(work.news().why)


def test_what_nobody_foresaw_ends_the_program_in_the_thread_of_the_screens():
    def failing(progress):
        raise ZeroDivisionError

    view = Reader(ResultsView(TextView("r", ["one"], in_english, lambda: None), failing, in_english))
    view("/")
    with pytest.raises(ZeroDivisionError):
        view.until_it_ends()


def test_keys_while_it_runs_move_nothing_and_begin_nothing(reader):
    reader.view._pages._text = [f"line {at}" for at in range(100)]
    export = reader.view._export
    calls = []
    waiting, there, open_ = gated(export, (Phase.READING, 1))
    reader.view._export = lambda progress: calls.append(1) or waiting(progress)
    reader("/")
    assert there.wait(WAIT)
    for name in ("+", "/", "enter", "down", "ctrl+j", "x", "f2"):
        assert "!! not now: the export is running; Esc stops it" in reader(name)
        assert reader.turns[-1].bell and not reader.turns[-1].leave
    open_.set()
    reader.until_it_ends()
    for name in ("enter", "q", "/"):
        reader(name)
        assert reader.turns[-1].bell, "typed before the path stood on the screen"
    assert reader.view.state.mode is Mode.DONE and calls == [1]
    reader.view.drawn()
    assert "line 0" in reader("enter")
    reader("q")
    assert reader.turns[-1].leave


def test_the_keypad_in_application_mode_and_an_input_method_begin_it_and_a_paste_does_not(reader):
    assert reader.view.press(Key(PASTE, "e")).bell and reader.view.state.mode is Mode.IDLE
    for key in (Key("f2"), Key("ideographic_comma", "、"), Key("fullwidth_solidus", "／")):
        assert reader.view.press(key) == STAY and reader.view.works()
        reader.until_it_ends()
        reader.view.drawn()
        reader("enter")


# ---- what it writes and draws ----


def test_the_bar_is_full_only_when_all_is_done():
    assert bar(0, 0) == "[" + "." * 30 + "]"
    assert bar(299, 300) == "[" + "#" * 29 + ".]"
    assert bar(300, 300) == "[" + "#" * 30 + "]"
    assert bar(5, 3) == bar(3, 3)


def test_every_phase_tells_how_much_of_how_much(place):
    told = []
    export_package(open_appraisal(place.folder, "chen"), progress=lambda *step: told.append(step))
    reading, printing, writing = ([one for one in told if one[0] is phase] for phase in Phase)
    assert told == reading + printing + writing
    assert reading == [(Phase.READING, 1, 1)]
    assert printing[0] == (Phase.PRINTING, 0, 0)
    assert [done for _, done, _ in printing[1:]] == list(range(1, len(printing)))
    (folder,) = (place.folder / "export").iterdir()
    every = len(read_package(folder))
    assert writing == [(Phase.WRITING, done, every) for done in range(every + 1)]


def test_a_file_taken_twice_counts_once_and_all_of_them_compare_as_a_dictionary():
    taken = []
    watched = WatchedFiles({"a": b"1", "b": b"2"}, taken.append)
    assert watched["a"] == b"1" and dict(watched.items()) == {"a": b"1", "b": b"2"}
    assert taken == [1, 1, 2]
    assert {"a": 0, "b": 0}.keys() == watched.keys() and len(watched) == 2


@pytest.mark.parametrize(
    "folder", ["/srv/" + "a" * 200, "/srv/" + "县水务局" * 30, "/srv/a" + "县水务局" * 30]
)
def test_a_long_path_is_broken_at_the_window_and_nowhere_else(folder):
    lines = broken(folder, 80)
    assert "".join(lines) == folder and len(lines) > 2
    assert all(width(one) in (79, 80) for one in lines[:-1])
    page = done_lines(Exported(Path(folder), True, True), "", in_english, 80, 24)
    texts = ["".join(span.text for span in one) for one in page]
    at = texts.index(lines[0])
    assert texts[at : at + len(lines)] == lines
    assert len(page) == 24


def test_a_folder_that_would_order_the_terminal_about_is_shown_with_escapes():
    page = done_lines(Exported(Path("/x/\x1b[2J\u202e\udcff"), True, True), "", in_english, 80, 24)
    texts = ["".join(span.text for span in one) for one in page]
    assert r"/x/\x1b[2J\u202e\udcff" in texts
    assert r"pingyi verify '/x/\x1b[2J\u202e\udcff'" in texts


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (None, "reading bundles"),
        (Step(Phase.READING, 12, 300), "reading bundles  12 of 300"),
        (Step(Phase.PRINTING), "printing tables"),
        (Step(Phase.PRINTING, 12), "printing tables 12"),
        (Step(Phase.PRINTING, 12, 30), "printing tables 12 of 30"),
        (Step(Phase.WRITING, 4, 40), "writing files  4 of 40"),
    ],
)
def test_the_line_of_the_bar_says_what_is_done_and_of_how_much(step, words):
    state = Export(Mode.READING, step)
    (span,) = bar_line(state, in_english, 80)
    assert span.text.isascii() and span.text.endswith(f"] {words}")
    assert len(bar_line(state, in_english, 40)[0].text) <= 40


def test_the_command_draws_one_bar_a_phase_and_none_where_it_is_not_known_how_much(monkeypatch):
    told = []

    @contextmanager
    def recorded(desk, what):
        told.append(f"+ {what}")
        yield lambda done, of: told.append((done, of))
        told.append(f"- {what}")

    monkeypatch.setattr(export_bars, "progress_bar", recorded)
    with export_bars.export_bars(None) as progress:
        for step in (
            (Phase.READING, 1, 2),
            (Phase.READING, 2, 2),
            (Phase.PRINTING, 0, 0),
            (Phase.PRINTING, 1, 0),
        ):
            progress(*step)
        progress(Phase.WRITING, 0, 3)
    assert told == [
        "+ reading bundles", (1, 2), (2, 2), "- reading bundles", "+ printing tables", "- printing tables",
        "+ writing files", (0, 3), "- writing files",
    ]  # fmt: skip
