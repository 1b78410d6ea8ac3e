"""Keystrokes an hour and corrections a thousand marks."""

from __future__ import annotations

from fractions import Fraction

from tally.pace import ClerkFigures, Pace, in_sum


def figures(pace, marks=0):
    return ClerkFigures("wang", 3, 3, marks, pace)


def test_keys_an_hour_are_of_the_time_without_pauses():
    assert figures(Pace(keys=100, tenths=450)).keys_an_hour == 8000
    assert figures(Pace(keys=1, tenths=0)).keys_an_hour is None


def test_corrections_are_of_a_thousand_marks_and_rounded_half_up():
    assert figures(Pace(corrections=3), 400).corrections_a_thousand == Fraction(15, 2)
    assert figures(Pace(corrections=3), 400).corrections_text == "7.5"
    assert figures(Pace(corrections=1), 8000).corrections_text == "0.1"
    assert figures(Pace(), 0).corrections_text == "-"


def test_several_ballots_add_up():
    assert in_sum([Pace(5, 10, 1), Pace(6, 20, 0)]) == Pace(11, 30, 1)
    assert in_sum([]) == Pace()
