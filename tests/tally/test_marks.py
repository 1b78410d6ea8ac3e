"""Mark codes."""

import pytest

from tally.marks import grade_codes, is_blank_ballot, row_codes


def test_grades_are_coded_by_their_place():
    assert grade_codes(2) == ("1", "2")
    assert grade_codes(9) == tuple("123456789")


def test_a_keyed_row_bears_a_grade_or_is_blank_or_spoiled():
    assert row_codes(3) == {"1", "2", "3", "-", "x"}


@pytest.mark.parametrize(
    ("marks", "blank"),
    [("-", True), ("----", True), ("--1-", False), ("-x", False), ("_", False), ("", False)],
)
def test_a_blank_ballot_bears_no_mark_in_any_row(marks, blank):
    assert is_blank_ballot(marks) is blank
