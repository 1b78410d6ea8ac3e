"""What a clerk sees where the disk does not take a ballot, and what is there on coming back.

Which ballot is not saved and why, that it is still on the screen, what to do; and never that it is saved
where it is not. Every call of a save goes wrong in turn, with every error that a disk has.
"""

from __future__ import annotations

import errno
import importlib.util
import itertools
import json
import os
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from store import durable_file
from store.appraisal import open_appraisal
from store.faults import NotSaved, Poisoned
from store.keying_session import begin_keying
from tally.readings import Reading
from tally.said import in_english
from tui.keying.not_kept import not_kept_words
from tui.keying.state import Effect, EffectKind, Mode
from tui.keying.view import KeyingView
from tui.screen.cells import line_width, width, wrap
from tui.screen.key import Key

ROOT = Path(__file__).resolve().parents[2]


def _faulty_calls():
    """tests/store/faulty_calls.py; the tests are no package."""
    path = ROOT / "tests/store/faulty_calls.py"
    spec = importlib.util.spec_from_file_location("faulty_calls_for_keying", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FAULTS = _faulty_calls()
SAID = {
    "BROKEN": "the disk has failed (input/output error)",
    "FULL": "the disk is full",
    "QUOTA": "this account's disk quota is used up",
    "READ_ONLY": "the disk can only be read, not written",
    "TOO_LARGE": "files may not grow this large here (ulimit -f)",
    "TORN": "the disk is full",
}
ERRORS = [fault for fault in FAULTS.Fault if fault.is_error]
NAMES = {"\r": "enter", "\x1b": "escape"}


class Clerk:
    """A clerk before the keying screen of batch B1; what is on it, and what is on the disk."""

    def __init__(self, folder):
        self._folder = folder
        self.fail = FAULTS.InjectFaults(durable_file)
        self.turn = None
        self.come_back()

    def come_back(self):
        """Begin again in a new session, as after leaving or after a dropped line."""
        if getattr(self, "view", None) is not None:
            self.view.close()
        session = begin_keying(open_appraisal(self._folder, "wang"), "B1")
        self.view = KeyingView(session, in_english, lambda handed_in: None)
        self.view.drawn()

    def __call__(self, keys):
        for key in keys:
            self.turn = self.view.press(Key(NAMES.get(key, key), "" if key == "\x1b" else key))
            self.view.drawn()
        return self

    @property
    def lines(self):
        """The screen of 80 cells and 24 lines."""
        drawn = self.view.lines(80, 24)
        assert all(line_width(line) <= 80 for line in drawn)
        return ["".join(span.text for span in line).rstrip() for line in drawn]

    @property
    def message(self):
        """The two lines of words above the keys, as one."""
        shown = self.lines
        place = next(at for at, line in enumerate(shown) if "save this ballot" in line)
        return " ".join(" ".join(shown[place + 1 : -1]).split())

    @property
    def on_screen(self):
        sheet = self.view.state.sheet
        return sheet.number, sheet.marks

    @property
    def kept(self):
        """Every event of a ballot in the pass file: number and marks."""
        path = self._folder / "entry/wang/B1.1.1.json"
        records = json.loads(path.read_bytes())["_default"].values()
        return [(record["ballot"], record["marks"]) for record in records if "ballot" in record]

    @property
    def handed_in(self):
        path = self._folder / "entry/wang/B1.1.1.json"
        kinds = [record["kind"] for record in json.loads(path.read_bytes())["_default"].values()]
        return kinds.count("hand-in")


@pytest.fixture
def clerk(appraisal):
    """A clerk who has saved ballot 1 of three, each of three rows."""
    made = []

    def sit_down():
        place = appraisal(rows=3, batches=(("B1", 3),))
        made.append(Clerk(place.folder))
        return made[-1]("123\r")

    yield sit_down
    for one in made:
        one.view.close()


@pytest.fixture
def clerks(clerk, tmp_path):
    """As many as a test needs, one after the other, each on an appraisal of their own."""

    def sit_down():
        if (tmp_path / "appraisal").exists():
            (tmp_path / "appraisal").rename(tmp_path / f"before-{os.urandom(4).hex()}")
        return clerk()

    return sit_down


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.value[:6])
def test_a_ballot_that_is_not_saved_is_told_stays_and_is_there_once_on_coming_back(clerks, error):
    refused = 0
    for k in itertools.count(1):
        clerk = clerks()
        clerk("231")
        with clerk.fail(k, error) as calls:
            clerk("\r")
        if not calls.reached:
            break
        if "ballot 2 saved" in clerk.message:
            # Only what comes after the save went wrong: the count on the board.
            assert clerk.kept == [(1, "123"), (2, "231")]
            continue
        refused += 1

        assert clerk.message.startswith(
            f"!! ballot 2 is NOT saved: {SAID[error.name]}. It stays on the screen:"
        )
        assert "call whoever runs the host, then Esc, open again, Enter" in clerk.message
        assert clerk.turn.bell
        assert clerk.on_screen == (2, "231")
        assert "[NOT SAVED]" in clerk.lines[2]

        clerk("\r")
        if calls.made == ["open"]:
            # The lock could not be had, so nothing was touched: the second Enter may save.
            assert "ballot 2 saved" in clerk.message
            assert "[NOT SAVED]" not in clerk.lines[2]
        else:
            assert "ballot 2 is NOT saved: an earlier write failed. It stays on the screen" in clerk.message
            assert "call whoever runs the host, then Esc, open again, Enter" in clerk.message
            assert "[NOT SAVED]" in clerk.lines[2]
            assert clerk.on_screen == (2, "231")
            clerk("-\r")  # a row is empty now
            assert "[NOT SAVED]" in clerk.lines[2]
            assert "ballot 2 saved" not in clerk.message
            clerk("1")

        clerk("\x1b")
        assert clerk.turn.leave
        clerk.come_back()
        if clerk.kept == [(1, "123")]:
            assert clerk.on_screen == (2, "231"), "it stands there as a draft"
            clerk("\r")
            assert "ballot 2 saved" in clerk.message
        else:
            assert clerk.on_screen == (3, "___")
        assert clerk.kept == [(1, "123"), (2, "231")]
        assert clerk("111\r").kept == [(1, "123"), (2, "231"), (3, "111")]
    assert refused >= (1 if error.name == "TORN" else 8)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.value[:6])
def test_a_correction_that_is_not_saved_leaves_the_ballot_as_it_was(clerks, error):
    for k in itertools.count(1):
        clerk = clerks()
        clerk("-1\r3")
        assert clerk.on_screen == (1, "323")
        with clerk.fail(k, error) as calls:
            clerk("\r")
        if not calls.reached:
            break
        if "ballot 1 saved" not in clerk.message:
            assert "ballot 1 is NOT saved" in clerk.message
            assert clerk.on_screen == (1, "323")
            clerk("\x1b").come_back()
            if clerk.on_screen[0] == 1:
                assert clerk.kept == [(1, "123")]
                clerk("\r")
        assert clerk.kept == [(1, "123"), (1, "323")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.value[:6])
def test_a_disk_that_stays_broken_is_told_with_every_key_and_no_mark_is_lost(clerk, error):
    wang = clerk()
    with wang.fail(1, error, lasting=True):
        wang("23")
        assert wang.on_screen == (2, "23_")
        assert not wang.turn.bell
        assert f"ballot 2 is on the screen only: {SAID[error.name]}. Do not close the window" in wang.message
        wang("1\r")
        assert f"ballot 2 is NOT saved: {SAID[error.name]}" in wang.message
        wang("\r\r")
        assert "ballot 2 is NOT saved" in wang.message
        assert wang.on_screen == (2, "231")

        wang("\x1b")
        assert not wang.turn.leave
        assert wang.turn.bell
        assert f"ballot 2 cannot be kept for later: {SAID[error.name]}." in wang.message
        assert "Esc again leaves and loses it" in wang.message
        assert wang.on_screen == (2, "231")
        assert "[NOT SAVED]" in wang.lines[2]
        wang("-\x1b")
        assert not wang.turn.leave, "another key came in between"
        wang("\x1b")
        assert wang.turn.leave

    wang.come_back()
    assert wang.kept == [(1, "123")]
    assert wang.on_screen == (2, "___")


def test_a_disk_that_is_well_again_keeps_the_draft_on_leaving(clerk):
    wang = clerk()
    with wang.fail(1, FAULTS.Fault.FULL, lasting=True):
        wang("231\r\x1b")
        assert not wang.turn.leave
    wang("-")
    wang("1\x1b")
    assert wang.turn.leave
    wang.come_back()
    assert wang.on_screen == (2, "231")
    assert wang("\r").kept == [(1, "123"), (2, "231")]


def test_leaving_with_nothing_on_the_screen_is_never_hindered(clerk, monkeypatch):
    wang = clerk()

    def read_only(path, **_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    # A disk that cannot be written lets nothing be removed either, be it there or not.
    monkeypatch.setattr("os.unlink", read_only)
    with wang.fail(1, FAULTS.Fault.READ_ONLY, lasting=True):
        wang("1")
        wang("-\x1b")
    assert wang.turn.leave


def test_the_mark_goes_with_the_save(clerk):
    wang = clerk()("231\r312")
    with wang.fail(1, FAULTS.Fault.FULL):
        wang("\r")
    assert "[NOT SAVED]" in wang.lines[2]
    wang("\r")
    assert wang.view.state.mode is Mode.SUMMARY
    assert "[NOT SAVED]" not in wang.lines[2]


def test_a_ballot_that_cannot_be_read_back_is_not_saved_either(clerk, monkeypatch):
    wang = clerk()
    wang("231")

    def broken(self):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", broken)
        wang("\r")
    assert "ballot 2 is NOT saved" in wang.message
    wang("\r")
    assert "ballot 2 is NOT saved: an earlier write failed" in wang.message
    wang("\x1b").come_back()
    assert wang.on_screen == (2, "231")
    assert wang("\r").kept == [(1, "123"), (2, "231")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.value[:6])
def test_a_pass_that_is_not_handed_in_is_told_and_can_be_on_coming_back(clerks, error):
    for k in itertools.count(1):
        clerk = clerks()
        clerk("231\r312\r3")
        assert clerk.view.state.mode is Mode.SUMMARY
        with clerk.fail(k, error) as calls:
            clerk("\r")
        if not calls.reached:
            break
        if not clerk.turn.leave:
            text = " ".join(" ".join(clerk.lines).split())
            assert f"!! not handed in: {SAID[error.name]}. All ballots are saved." in text
            assert "Call whoever runs the host, then Esc, open again, hand in again" in text
            clerk("3\r")
            if not clerk.turn.leave:
                assert "not handed in: an earlier write failed" in " ".join(clerk.lines)
                clerk("\x1b")
                assert clerk.turn.leave
                if not clerk.handed_in:
                    clerk.come_back()
                    clerk("3\r")
        assert clerk.turn.leave
        assert clerk.handed_in == 1
        assert clerk.kept == [(1, "123"), (2, "231"), (3, "312")]


def test_what_a_killed_session_left_is_synced_before_it_is_shown_as_saved(clerk):
    """Killed between the rename and the folder's sync: it can be read, and a power cut would take it."""
    wang = clerk()
    wang.view.close()
    with wang.fail() as calls:
        wang.come_back()
    assert "fsync(file)" in calls.made
    assert "fsync(folder)" in calls.made


@pytest.fixture(scope="module")
def chinese():
    with (ROOT / "tui/locale/zh/LC_MESSAGES/pingyi.po").open("rb") as file:
        catalogue = read_po(file)
    return lambda text: catalogue[text].string if text in catalogue else text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("kind", "leaving"),
    [
        (EffectKind.SAVE, False),
        (EffectKind.KEEP_DRAFT, False),
        (EffectKind.KEEP_DRAFT, True),
        (EffectKind.HAND_IN, False),
    ],
)
def test_nothing_of_what_to_do_is_cut_off_in_80_cells(chinese, language, kind, leaving):
    """The words have two lines; what is too long for them is cut at its end, which says what to do."""
    numbers = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG, errno.EACCES)
    failures = [NotSaved(Path("x"), OSError(number, os.strerror(number))) for number in numbers]
    for failure in [*failures, Poisoned(Path("x"))]:
        said = not_kept_words(Effect(kind, 100, Reading("1")), failure, 100, leaving=leaving)
        words = f"!! {said.text(chinese if language == 'zh' else in_english)}"
        first, *rest = wrap(words, 80) if width(words) > 80 else [words]
        assert width(first) <= 80
        assert width(" ".join(rest)) <= 80, words
