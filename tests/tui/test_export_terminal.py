"""Exporting from the results in a real terminal: watched to its end, stopped, refused, cut off, and what it sends."""

from __future__ import annotations

import os
import shutil
import signal
import sys

import pytest

PAPER = "ballot,row1,row2\n1,1,2\n2,2,1\n3,1,1\n"
SLOWED = """#!{python}
import os, sys, time
import tui.exporting, tui.results.view
HOLDS, KEYS = {holds!r}, {keys!r}
real, press = tui.exporting.export_package, tui.results.view.ResultsView.press

def slowed(appraisal, *words, progress, **more):
    def told(phase, done, of):
        progress(phase, done, of)
        # A step is held as long as there is a file of its name, and as long as nobody asks to stop.
        while os.path.exists(f"{{HOLDS}}/{{phase.value}}-{{done}}"):
            open(f"{{HOLDS}}/at-{{phase.value}}-{{done}}", "w").close()
            time.sleep(0.01)
            progress(phase, done, of)
    return real(appraisal, *words, progress=told, **more)

def heard(self, key):
    with open(KEYS, "a") as file:
        file.write((key.character if key.character.isprintable() and key.character else key.name) + "\\n")
    return press(self, key)

tui.exporting.export_package = slowed
tui.results.view.ResultsView.press = heard
from tui.program import main
main()
"""


class Desk:
    """A reviewer at the results of a small appraisal, with an export that can be held at a step."""

    def __init__(self, place, terminal, tmp_path):
        self.exports = place.folder / "export"
        self.holds = tmp_path / "holds"
        self.holds.mkdir()
        self.keys = tmp_path / "keys"
        program = tmp_path / "slowed"
        program.write_text(SLOWED.format(python=sys.executable, holds=str(self.holds), keys=str(self.keys)))
        program.chmod(0o755)
        self.screen = terminal(
            "--dir", place.folder, "--lang", "en", "--as", "chen", program=program,
            environment={"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        self.screen.see("Enter open")
        self.screen.type("*")
        self.screen.see("/ export the tables")

    def hold(self, step):
        (self.holds / step).touch()

    def go_on(self, step):
        (self.holds / step).unlink()

    def held(self, step):
        self.screen.wait((self.holds / f"at-{step}").exists, what=step)

    def left(self):
        """What lies in the export folder, whatever its name."""
        return sorted(path.name for path in self.exports.rglob("*"))


@pytest.fixture
def place(appraisal, made_once):
    """Three bundles of three ballots, in custody and settled; made once."""
    place = appraisal(grades=4, rows=2, batches=(("B1", 3), ("B2", 3), ("B3", 3)))

    def making(made):
        shutil.copytree(place.folder, made.folder)
        for batch in ("B1", "B2", "B3"):
            for who in ("wang", "zhao"):
                made.ok("import", "--batch", batch, made.write("a.csv", PAPER), who=who)
        made.ok("take-in", who="chen")

    shutil.copytree(made_once("three settled bundles", making), place.folder, dirs_exist_ok=True)
    return place


@pytest.fixture
def desk(place, terminal, tmp_path):
    return Desk(place, terminal, tmp_path)


def test_an_export_watched_to_its_end_loses_no_key_and_leaves_a_whole_package(place, desk):
    screen = desk.screen
    for step in ("reading-2", "printing-1", "writing-3"):
        desk.hold(step)
    screen.type("/")
    screen.see("[####################..........] reading bundles 2 of 3")
    typed = "x+-2e/?n" * 25
    screen.type(typed)
    screen.see("!! not now: the export is running; Esc stops it")
    desk.go_on("reading-2")
    screen.see("printing tables")
    desk.go_on("printing-1")
    screen.see("writing files  3 of")
    assert len(desk.left()) > 1, "beside its place"
    desk.go_on("writing-3")
    screen.see_confirmed("The package is there")
    (folder,) = desk.exports.iterdir()
    lines = screen.text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("/"))
    assert "".join(lines[at : lines.index("", at)]) == str(folder)
    screen.type("\r")
    screen.see("lines 1 to")
    screen.type("qq")
    assert screen.ended() == 0
    assert "".join(desk.keys.read_text().split("\n")) == f"/{typed}enterq", "each key, in order, and once"
    last = screen.sent.decode().splitlines()[-1]
    assert last.endswith(f"written to {folder}"), "once more, where the terminal itself breaks the line"
    assert "everything fits" in place.ok("verify", folder).out


def test_one_stopped_by_esc_leaves_nothing_and_the_results_go_on(desk):
    desk.hold("writing-3")
    desk.screen.type("e")
    desk.held("writing-3")
    desk.screen.see("writing files  3 of")
    assert len(desk.left()) > 1
    desk.screen.type("\x1b")
    desk.screen.see_confirmed("export stopped; nothing was written")
    assert desk.left() == []
    assert "/ export the tables" in desk.screen.text
    desk.screen.type("\x1b")
    desk.screen.see("* results")


def test_one_refused_says_why_under_the_results(desk):
    desk.exports.rmdir()
    desk.exports.write_text("")
    desk.screen.type("/")
    desk.screen.see_confirmed("no package was written")
    said = "".join(line.strip() for line in desk.screen.text.split("\n")[-6:])
    assert f"!! {desk.exports}" in said and "is no folder" in said
    assert "Results: Test" in desk.screen.text


@pytest.mark.parametrize("how", ["ctrl+c", "hang-up", "terminate"])
def test_closing_the_program_ends_it_at_once_and_leaves_no_half_package(desk, how):
    desk.hold("writing-3")
    desk.screen.type("/")
    desk.held("writing-3")
    assert len(desk.left()) > 1
    if how == "ctrl+c":
        desk.screen.type("\x03")
    elif how == "hang-up":
        desk.screen.hang_up()
    else:
        os.kill(desk.screen.pid, signal.SIGTERM)
    number = {"ctrl+c": signal.SIGINT, "hang-up": signal.SIGHUP, "terminate": signal.SIGTERM}[how]
    assert desk.screen.ended() == 128 + number
    assert desk.left() == []


def test_only_the_cells_of_the_bar_are_sent_and_nothing_while_it_stands_still(desk):
    steps = ["reading-1", "reading-2", "reading-3"]
    for step in steps:
        desk.hold(step)
    desk.screen.type("/")
    desk.screen.see("reading bundles 1 of 3")
    desk.screen.settle()
    assert desk.screen.read(0.6) == 0, "two looks at least that showed nothing new"
    before = desk.screen.received
    desk.go_on("reading-1")
    desk.screen.see("reading bundles 2 of 3")
    desk.screen.read(0.6)
    assert desk.screen.received - before < 100
    for step in steps[1:]:
        desk.go_on(step)
    desk.screen.see_confirmed("The package is there")
    desk.screen.settle()
    assert desk.screen.read(0.6) == 0, "and no clock runs on"
