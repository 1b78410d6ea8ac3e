"""Comparing real double entry: every difference that is known, and no other."""

from fractions import Fraction

import pytest

from tally.comparison import WHOLE, Why
from tally.cover_sheets import CoverSheet
from tally.readings import read_pass_file


@pytest.fixture(scope="module")
def cfout1000(real_passes):
    return real_passes("cfout1000", ballots=1000, rows=10, grades=5)


def test_orsay_has_exactly_the_known_differences(orsay):
    known = orsay.errors["comparison"]["mismatch_list"]

    assert len(known) == 237
    assert orsay.differences() == [[ballot, row, one, two] for ballot, row, one, two, _ in known]


def test_orsay_agrees_and_differs_in_the_known_numbers(orsay):
    comparison, known = orsay.comparison, orsay.errors["comparison"]

    assert comparison.ballots == 1733
    for figure in ("compared_ballots", "compared_marks", "mismatched_marks", "mismatched_ballots"):
        assert getattr(comparison, figure) == known[figure]
    assert comparison.agreement == Fraction(*known["agreement"])


def test_orsay_lacks_and_doubles_the_known_ballots(orsay):
    comparison, known = orsay.comparison, orsay.errors["comparison"]

    assert list(comparison.numbers(Why.ONLY_FIRST)) == known["only_in_A"]
    assert list(comparison.numbers(Why.ONLY_SECOND)) == known["only_in_B"]
    assert list(comparison.numbers(Why.IN_NEITHER)) == known["in_neither_pass"]
    assert list(comparison.doubled_first) == [one["ballot"] for one in known["duplicate_numbers_in_A"]]
    assert list(comparison.doubled_second) == [one["ballot"] for one in known["duplicate_numbers_in_B"]]
    assert comparison.numbers(Why.DOUBLED) == (145, 375, 1124, 1356)


def test_orsays_doubled_ballots_show_all_their_readings(orsay):
    shown = {one.ballot: one for one in orsay.comparison.questions if one.why is Why.DOUBLED}
    known = orsay.errors["comparison"]

    for one in known["duplicate_numbers_in_A"]:
        assert shown[one["ballot"]].first == "/".join(one["records"])
    for one in known["duplicate_numbers_in_B"]:
        assert shown[one["ballot"]].second == "/".join(one["records"])


def test_orsay_has_no_other_question(orsay):
    whys = [one.why for one in orsay.comparison.questions]

    assert len(whys) == 237 + 4 + 4 + 1
    assert {one.place for one in orsay.comparison.questions if one.why is not Why.MARKS_DIFFER} == {WHOLE}


def test_orsays_doubled_numbers_are_refused_unless_asked_for(data, orsay, refusal):
    content = (data / "orsay2007.passA.csv").read_bytes()

    said = refusal(read_pass_file, content, "orsay2007.passA.csv", orsay.cover, 12, 6)
    assert said.startswith("orsay2007.passA.csv line 1357: ballot 1356 stands on line 1356 already")


def test_cfout1000_has_the_published_differences_and_no_other(cfout1000):
    known = cfout1000.errors["ten_graded_rows"]

    assert len(known["mismatch_list"]) == 23
    assert cfout1000.differences() == [one[:4] for one in known["mismatch_list"]]
    assert len(cfout1000.comparison.questions) == 23
    for figure in ("compared_marks", "mismatched_marks", "mismatched_ballots"):
        assert getattr(cfout1000.comparison, figure) == known[figure]


def test_cfout1000_differs_as_often_from_the_corrected_list_as_each_operator_erred(cfout1000):
    """Read from the third file, each pass is wrong exactly where the published list says so."""
    corrected = dict(cfout1000.read("cfout1000.corrected.ballots.csv"))
    known = cfout1000.errors["ten_graded_rows"]
    wrong = {"first": 0, "second": 0}
    for side in wrong:
        for number, (reading,) in getattr(cfout1000, side).by_number.items():
            pairs = zip(reading.marks, corrected[number].marks, strict=True)
            wrong[side] += sum(one != other for one, other in pairs)

    assert wrong == {"first": known["B_right"], "second": known["A_right"]}


def test_two_marks_beyond_four_grades_are_refused_by_ballot_and_row(data, refusal):
    cover = CoverSheet("B1", "org", "b1", "masses", 1000, None, 1, ("b1",))
    content = (data / "cfout1000.passB.csv").read_bytes()

    first = refusal(read_pass_file, content, "passB.csv", cover, 10, 4)
    assert first == (
        'passB.csv line 797: ballot 796, row 3: "5" is no mark here; use 1 to 4, - (blank) or x (spoiled)'
    )
    lines = content.decode().splitlines()
    lines[796] = lines[796].replace("5", "x")
    second = refusal(read_pass_file, "\n".join(lines).encode(), "passB.csv", cover, 10, 4)
    assert second.startswith('passB.csv line 920: ballot 919, row 4: "5" is no mark here')
    lines[919] = lines[919].replace(",5,", ",x,")
    assert len(read_pass_file("\n".join(lines).encode(), "passB.csv", cover, 10, 4)) == 1000


def test_cfout1000s_first_pass_stands_within_four_grades(data):
    cover = CoverSheet("B1", "org", "b1", "masses", 1000, None, 1, ("b1",))

    assert len(read_pass_file((data / "cfout1000.passA.csv").read_bytes(), "passA.csv", cover, 10, 4)) == 1000


def test_cfout22_lacks_a_record_in_each_pass_and_differs_twice(real_passes):
    passes = real_passes("cfout22", ballots=1000, rows=1, grades=2)
    comparison, known = passes.comparison, passes.errors

    assert passes.differences() == known["mismatch_list"]
    assert list(comparison.numbers(Why.ONLY_FIRST)) == known["only_in_A"]
    assert list(comparison.numbers(Why.ONLY_SECOND)) == known["only_in_B"]
    assert comparison.compared_ballots == known["published"]["compared"]
    assert len(comparison.questions) == 4
