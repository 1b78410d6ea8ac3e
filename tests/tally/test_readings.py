"""A pass: what one clerk read, and a whole pass from a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.cover_sheets import CoverSheet
from tally.readings import Pass, PassReadings, Reading, check_marks, parse_number, read_pass_file

COVER = CoverSheet("B1", "org", "b1", "masses", 3, None, 11, ("b1",))


def read(text, rows=2, grades=4, *, keep_doubled=False):
    content = text.encode() if isinstance(text, str) else text
    return read_pass_file(content, "p.csv", COVER, rows, grades, keep_doubled=keep_doubled)


def test_the_two_passes():
    assert (Pass.FIRST.number, Pass.SECOND.number) == (1, 2)
    assert (Pass.FIRST.other, Pass.SECOND.other) == (Pass.SECOND, Pass.FIRST)


def test_a_pass_keeps_both_readings_of_a_number_that_was_keyed_twice():
    one, two, three = Reading("1"), Reading("2"), Reading("3")
    passed = PassReadings.of([(2, one), (1, two), (2, three)])

    assert dict(passed.by_number) == {2: (one, three), 1: (two,)}
    assert passed.doubled == (2,)


def test_doubled_numbers_stand_in_order():
    assert PassReadings.of([(number, Reading("1")) for number in (9, 2, 2, 9, 5)]).doubled == (2, 9)


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ("14-x", None),
        ("----", None),
        ("123", "3 marks, the ballot has 4 rows"),
        ("12345", "5 marks, the ballot has 4 rows"),
        ("", "0 marks, the ballot has 4 rows"),
        ("1451", 'row 3: "5" is no mark here; use 1 to 4, - (blank) or x (spoiled)'),
        ("0111", 'row 1: "0" is no mark here'),
        ("111_", 'row 4: "_" is no mark here'),
        ("11X1", 'row 3: "X" is no mark here'),
        ("1１11", 'row 2: "１" is no mark here'),
    ],
)
def test_marks_are_checked_row_by_row(marks, says):
    found = check_marks(marks, rows=4, grades=4)

    assert found is None if says is None else str(found).startswith(says)


def test_rows_of_a_void_ballot_may_be_empty():
    assert check_marks("_1__", rows=4, grades=4, may_be_empty=True) is None
    assert str(check_marks("_5__", rows=4, grades=4, may_be_empty=True)).startswith('row 2: "5" is no mark')


def test_a_file_holds_a_ballot_a_line_in_any_order():
    assert read("ballot,row1,row2\n13,1,-\n11,X,4\n12,2,3\n") == (
        (13, Reading("1-")),
        (11, Reading("x4")),
        (12, Reading("23")),
    )


def test_columns_stand_in_any_order_after_a_bom():
    assert read("\ufeffvoid,row2,opinion,ballot,row1\n,2,1,11,1\n1,,,12,\n") == (
        (11, Reading("12", void=False, opinion=True)),
        (12, Reading("__", void=True, opinion=False)),
    )


def test_a_void_ballots_marks_are_kept():
    assert read("ballot,row1,row2,void\n11,1,,1\n12,1,2,1\n") == (
        (11, Reading("1_", void=True)),
        (12, Reading("12", void=True)),
    )


def test_an_opinion_may_be_denied_with_a_nought():
    assert [
        reading.opinion for _, reading in read("ballot,row1,row2,opinion\n11,1,1,0\n12,1,1,\n13,1,1,1\n")
    ] == [
        False,
        False,
        True,
    ]


def test_both_readings_of_a_doubled_number_are_kept_where_that_is_asked_for():
    text = "ballot,row1,row2\n11,1,1\n12,1,1\n11,2,2\n"

    assert read(text, keep_doubled=True) == ((11, Reading("11")), (12, Reading("11")), (11, Reading("22")))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ballot,row1,row2\n11,1,1\n14,1,1\n", "line 3: ballot 14 is not in batch B1 (11 to 13)"),
        ("ballot,row1,row2\n10,1,1\n", "line 2: ballot 10 is not in batch B1 (11 to 13)"),
        ("ballot,row1,row2\n0,1,1\n", "line 2: ballot 0 is not in batch B1"),
        ("ballot,row1,row2\n-11,1,1\n", 'line 2: "-11" is no ballot number'),
        ("ballot,row1,row2\n11.0,1,1\n", 'line 2: "11.0" is no ballot number'),
        ("ballot,row1,row2\n１１,1,1\n", 'line 2: "１１" is no ballot number'),
        ("ballot,row1,row2\n,1,1\n", 'line 2: "" is no ballot number'),
        ("ballot,row1,row2\n11,1,1\n12,1,1\n11,1,1\n", "line 4: ballot 11 stands on line 2 already"),
        ("ballot,row1,row2\n11,1,1\n011,1,1\n", "line 3: ballot 11 stands on line 2 already"),
        ("ballot,row1,row2\n11,1,5\n", 'line 2: ballot 11, row 2: "5" is no mark here; use 1 to 4'),
        ("ballot,row1,row2\n11,0,1\n", 'line 2: ballot 11, row 1: "0" is no mark here'),
        ("ballot,row1,row2\n11,1,12\n", 'line 2: ballot 11, row 2: "12" is no mark here'),
        ("ballot,row1,row2\n11,,1\n", 'line 2: ballot 11, row 1: "" is no mark here'),
        ("ballot,row1,row2\n11,1,_\n", 'line 2: ballot 11, row 2: "_" is no mark here'),
        ("ballot,row1,row2\n11,1,void\n", 'line 2: ballot 11, row 2: "void" is no mark here'),
        ("ballot,row1,row2,void\n11,1,,\n", 'line 2: ballot 11, row 2: "" is no mark here'),
        ("ballot,row1,row2,void\n11,1,1,yes\n", 'line 2: ballot 11: void is "yes"; write 1 or nothing'),
        ("ballot,row1,row2,void\n11,1,1,0\n", 'line 2: ballot 11: void is "0"; write 1 or nothing'),
        ("ballot,row1,row2,void\n11,1,5,1\n", 'line 2: ballot 11, row 2: "5" is no mark here'),
        ("ballot,row1,row2,void\n11,,12,1\n", 'line 2: ballot 11, row 2: "12" is no mark here'),
        ("ballot,row1,row2,opinion\n11,1,1,好\n", 'line 2: ballot 11: opinion is "好"; write 1 or nothing'),
        ("ballot,row1,row2\n11,1\n", "line 2: 2 values, the header has 3 columns"),
        ("ballot,row1\n11,1\n", 'line 1: column "row2" is missing'),
        ("ballot,row1,row2,row3\n", 'line 1: unknown column "row3"'),
        ("ballot,row1,row2,row2\n", 'line 1: column "row2" stands twice'),
        ("row1,row2\n", 'line 1: column "ballot" is missing'),
        ('ballot,row1,row2\n11,1,1\n12,"1,1\n', "line 3: cannot be read as CSV"),
        ("ballot,row1,row2\n11,1,\0\n", "line 2: not a text file"),
        ("ballot,row1,row2\n11,1,满\n".encode("gbk"), "line 2: not UTF-8"),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole_with_file_and_line_and_ballot(refusal, text, says):
    assert refusal(read, text).startswith(f"p.csv {says}")


def test_a_doubled_number_says_what_to_do(refusal):
    assert "--keep-doubled" in refusal(read, "ballot,row1,row2\n11,1,1\n11,1,1\n")


def test_an_endless_number_is_no_ballot_number(refusal):
    said = refusal(read, "ballot,row1,row2\n" + "9" * 5000 + ",1,1\n")

    assert said.startswith("p.csv line 2:")


def test_more_rows_and_grades_are_allowed_where_the_ballot_has_them():
    assert read("ballot,row1,row2,row3\n11,9,8,-\n", rows=3, grades=9) == ((11, Reading("98-")),)


def test_a_number_is_one_of_the_bundle():
    assert parse_number("12", COVER) == 12
    assert str(parse_number("14", COVER)) == "ballot 14 is not in batch B1 (11 to 13)"


@given(st.text(max_size=40))
def test_whatever_is_typed_for_a_number_is_one_of_the_bundle_or_said_to_be_none(text):
    number = parse_number(text, COVER)

    assert number in COVER.numbers if isinstance(number, int) else str(number)
