"""What stands on the keying screen, in 80 cells and 24 lines, without a terminal."""

from __future__ import annotations

import pytest

from store.appraisal import open_appraisal
from store.keying_session import begin_keying
from tally.said import in_english
from tui.keying.ending_words import TAKEN_OVER, ending_words
from tui.keying.state import Mode
from tui.keying.view import KeyingView
from tui.screen.cells import line_width
from tui.screen.key import Key

NAMES = {"\r": "enter", "\x1b": "escape"}


class Clerk:
    """Wang before batch B1: three ballots of three rows."""

    def __init__(self, folder):
        self._folder = folder
        self.view = None
        self.come_back()

    def come_back(self):
        if self.view is not None:
            self.view.close()
        session = begin_keying(open_appraisal(self._folder, "wang"), "B1")
        self.view = KeyingView(session, in_english, lambda handed_in: None)
        return self

    def __call__(self, keys):
        for key in keys:
            self.turn = self.view.press(Key(NAMES.get(key, key), "" if key == "\x1b" else key))
            self.view.drawn()
        return self

    @property
    def lines(self):
        drawn = self.view.lines(80, 24)
        assert len(drawn) <= 24
        assert all(line_width(line) <= 80 for line in drawn)
        return ["".join(span.text for span in line).rstrip() for line in drawn]

    @property
    def text(self):
        return "\n".join(self.lines)

    def ended(self, status=0):
        self.view.close()
        return str(ending_words("B1", self.view.state, self.view.next_time(), status))


@pytest.fixture
def clerk(appraisal):
    wang = Clerk(appraisal(rows=3, batches=(("B1", 3),)).folder)
    yield wang
    wang.view.close()


def link(clerk, number):
    """The first digits of the chain in the acknowledgement."""
    return clerk.text.partition(f"ballot {number} saved (")[2].partition(") ")[2][:8]


def test_the_acknowledgement_says_void_opinion_and_keys_too_many(clerk):
    clerk("1*/\r")
    assert f"ballot 1 saved (1/3) {link(clerk, 1)} (void) (opinion)" in clerk.text
    clerk("1234")
    assert clerk.turn.bell
    clerk("\r")
    assert f"ballot 2 saved (2/3) {link(clerk, 2)}; 1 key too many was not counted" in clerk.text
    assert clerk.turn.bell
    clerk("1")
    assert not clerk.turn.bell, "the words stand on, the bell rings once"
    assert "1 key too many" in clerk.text
    clerk("2344\r")
    assert "2 keys too many were not counted" in clerk.text


def test_enter_hit_twice_keeps_the_chains_digits_in_view(clerk):
    clerk("123\r")
    digits = link(clerk, 1)
    clerk("\r\r")
    assert digits in clerk.text
    assert "rows not keyed: 3" in clerk.text


def test_a_correction_that_changes_nothing_is_said_to_be_unchanged(clerk):
    clerk("123\r-1\r\r")
    assert "ballot 1 unchanged (1/3)" in clerk.text
    assert "saved (1/3)" not in clerk.text


def test_the_summary_is_of_no_ballot_and_shows_its_own_keys(clerk):
    clerk("123\r111\r1*\r")
    assert "Ballot 3" not in clerk.lines[2]
    assert "[VOID]" not in clerk.text
    assert "saved 3 of 3" in clerk.lines[2]
    assert "Enter hand in" in clerk.lines[-1]
    assert "spoiled" not in clerk.text
    assert "Enter alone" not in clerk.text
    clerk("?")
    assert "number of sheets that you counted" in clerk.text
    assert "mark the row" not in clerk.text
    clerk("?7\r")
    assert "Count again" in clerk.text
    assert "pingyi batch correct" in clerk.text


def test_with_numbers_missing_the_summary_says_from_the_start_what_enter_does(clerk):
    clerk("123\rg3\r111\r")
    assert clerk.view.state.mode is Mode.SUMMARY
    assert "Enter alone: key number 2, the first that is missing." in clerk.text


def test_the_number_prompt_shows_its_own_keys_and_help(clerk):
    clerk("123\r")
    before = clerk.lines
    clerk("g")
    assert "* afresh" in clerk.lines[-1]
    assert len(clerk.lines) == len(before)
    assert clerk.lines[3:20] == before[3:20], "nothing moves with the mode"
    clerk("a")
    assert "!! type a ballot number" in clerk.text
    clerk("?")
    assert "12* is ballot 12 keyed afresh" in clerk.text


def test_help_says_which_keys_only_go_back(clerk):
    clerk("?")
    assert "? Esc q go back; any other key goes back and does its work there" in clerk.text


def test_a_half_keyed_ballot_says_where_it_goes_on(clerk):
    clerk("123\r12\x1b").come_back()
    assert "ballot 2 is half keyed: goes on at row 3" in clerk.text
    assert "half keyed" not in clerk("1").text


def test_the_line_that_stays_says_how_far_it_is(clerk):
    clerk("123\r12\x1b")
    assert clerk.ended() == "left batch B1, 1 of 3 saved; next time from ballot 2, row 3"
    assert clerk.ended(TAKEN_OVER) == "batch B1 was taken over by another window of yours; 1 of 3 saved"
    clerk.come_back()("1\r111\r\x1b")
    assert clerk.ended() == "left batch B1, 3 of 3 saved; next time: count the sheets and hand in"
    clerk.come_back()
    clerk.view.drawn()
    clerk("3\r")
    assert clerk.turn.leave
    assert str(ending_words("B1", clerk.view.state, clerk.view.state, 0)) == "batch B1 handed in: 3 ballots"
