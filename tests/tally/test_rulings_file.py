"""Rulings read from the paper against a printed list."""

import pytest

from tally.comparison import OPINION, WHOLE, compare
from tally.readings import Reading
from tally.rulings import ProposedRuling
from tally.rulings_file import read_rulings_file
from tally.scheme import Keying

FIRST = {1: "1111", 2: "1234", 3: "void", 5: "1111", 6: Reading("1111", opinion=True), 7: "1122"}
SECOND = {1: "1111", 2: "12x-", 3: "void", 4: "4444", 5: ["1111", "2222"], 6: "1111", 7: "1221"}


@pytest.fixture(scope="module")
def read(make):
    cover = make.cover(collected=8)
    comparison = compare(cover.numbers, 4, make.readings(FIRST), make.readings(SECOND), voids_reviewed=True)

    def reading(text, keying=None):
        content = text if isinstance(text, bytes) else ("ballot,row,reading,reason\n" + text).encode()
        return read_rulings_file(content, "r.csv", cover, comparison, 4, 4, keying or Keying())

    return reading


def test_a_row_is_ruled_on_by_its_number(read):
    assert read("2,3,3,\n2,4,X,two-marks\n") == (
        ProposedRuling(2, 3, "3"),
        ProposedRuling(2, 4, "x", "two-marks"),
    )


def test_an_empty_row_is_the_whole_ballot(read):
    assert read("3,,VOID,signed\n4,,absent,\n5,,2222,\n8,,1-x4,found\n") == (
        ProposedRuling(3, WHOLE, "void", "signed"),
        ProposedRuling(4, WHOLE, "absent"),
        ProposedRuling(5, WHOLE, "2222"),
        ProposedRuling(8, WHOLE, "1-x4", "found"),
    )


def test_an_opinion_is_ruled_on_by_its_word(read):
    assert read("6,opinion,Yes,\n") == (ProposedRuling(6, OPINION, "yes"),)


def test_the_column_of_reasons_may_be_missing_and_columns_stand_in_any_order(read):
    assert read(b"\xef\xbb\xbfreading,ballot,row\n3,2,3\n") == (ProposedRuling(2, 3, "3"),)


def test_a_whole_ballot_that_differs_in_some_rows_becomes_rulings_on_these_rows(read):
    assert read("2,,123-,\n") == (ProposedRuling(2, 3, "3"), ProposedRuling(2, 4, "-"))
    assert read("7,,1221,\n") == (ProposedRuling(7, 2, "2"), ProposedRuling(7, 4, "1"))


def test_a_whole_ballot_carries_its_reason_to_each_row(read):
    assert read("2,,1211,erased\n") == (
        ProposedRuling(2, 3, "1", "erased"),
        ProposedRuling(2, 4, "1", "erased"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2,3,3,\n9,1,1,\n", "line 3: ballot 9 is not in batch B1 (1 to 8)"),
        ("zwei,1,1,\n", 'line 2: "zwei" is no ballot number'),
        ("2,5,1,\n", 'line 2: ballot 2: row "5" should be 1 to 4, opinion, or empty for the whole ballot'),
        ("2,0,1,\n", 'line 2: ballot 2: row "0" should be 1 to 4'),
        ("2,all,1,\n", 'line 2: ballot 2: row "all" should be'),
        pytest.param("2," + "9" * 5000 + ",1,\n", "line 2: ballot 2: row", id="endless number"),
        ("2,1,1,\n", "line 2: ballot 2, row 1: both passes agree on this row"),
        ("1,,1111,\n", "line 2: ballot 1: both passes have this ballot; rule on the rows that differ"),
        ("1,,1112,erased\n", "line 2: ballot 1: both passes have this ballot"),
        ("2,,2234,erased\n", "line 2: ballot 2: both passes have this ballot"),
        ("2,,void,signed\n", "line 2: ballot 2: both passes have this ballot"),
        ("2,,absent,\n", "line 2: ballot 2: both passes have this ballot"),
        ("1,opinion,yes,\n", "line 2: ballot 1: both passes agree on whether there is an opinion"),
        ("2,3,5,\n", 'line 2: ballot 2, row 3: "5" is no mark here'),
        ("2,3,,\n", 'line 2: ballot 2, row 3: "" is no mark here'),
        ("2,3,1,\n", "line 2: ballot 2, row 3: neither clerk keyed this; give a reason"),
        ("2,,1211,\n", "line 2: ballot 2, row 3: neither clerk keyed this; give a reason"),
        ("3,,void,\n", "line 2: ballot 3: a void ballot needs a reason"),
        ("5,,absent,gone\n", "line 2: ballot 5: both clerks had this sheet in hand"),
        ("8,,11,\n", 'line 2: ballot 8: a whole ballot reads "void", "absent" or its 4 marks: 2 marks'),
        ("6,opinion,1,\n", 'line 2: ballot 6: an opinion reads "yes" or "no", not "1"'),
        ("2,3,3,\n2,3,x,\n", "line 3: ballot 2, row 3: the same place is ruled on twice"),
        ("2,,123-,\n2,3,x,\n", "line 3: ballot 2, row 3: the same place is ruled on twice"),
        ("2,3,x,\n2,,123-,\n", "line 3: ballot 2"),
        ("2,,123-,\n2,,12x-,\n", "line 3: ballot 2"),
        ("4,,absent,\n4,,4444,\n", "line 3: ballot 4: the same place is ruled on twice"),
        ("2,3,3\n", "line 2: 3 values, the header has 4 columns"),
        ('2,3,"3,\n', "line 2: cannot be read as CSV"),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole_with_line_ballot_and_row(read, refusal, text, says):
    assert refusal(read, text).startswith(f"r.csv {says}")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"ballot,row\n", 'line 1: column "reading" is missing'),
        (b"ballot,row,reading,by\n", 'line 1: unknown column "by"'),
        (b"ballot,row,reading,row\n", 'line 1: column "row" stands twice'),
        ("ballot,row,reading,reason\n2,3,1,涂改\n".encode("gbk"), "line 2: not UTF-8"),
    ],
)
def test_a_file_that_is_no_table_of_rulings_is_refused(read, refusal, content, says):
    assert refusal(read, content).startswith(f"r.csv {says}")


def test_rules_of_the_scheme_hold_for_a_file_too(read):
    assert read("3,,void,\n", Keying(voids_reviewed=False)) == (ProposedRuling(3, WHOLE, "void"),)
