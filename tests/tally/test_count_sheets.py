"""counts.csv: control totals from the signed count sheet."""

import pytest

from tally.count_sheets import CountSheet, read_count_sheets
from tally.scheme_reader import read_scheme
from tally.subjects import read_subjects

HEADER = "form,subject,group,issued,collected,present,eligible,set_aside\n"


@pytest.fixture(scope="module")
def scheme(example):
    return read_scheme(example).scheme


@pytest.fixture(scope="module")
def subjects(scheme):
    return read_subjects(b"id,name,kind\nb1,B1,organization\nb2,B2,organization\n", scheme)[0]


@pytest.fixture(scope="module")
def read(scheme, subjects):
    def reading(text, file="counts.csv"):
        content = text.encode() if isinstance(text, str) else text
        sheets, findings = read_count_sheets(content, scheme, subjects, file)
        assert {one.level.value for one in findings} <= {"mistake"}
        assert {one.file for one in findings} <= {file}
        return sheets, [(one.line, one.field, str(one.said)) for one in findings]

    return reading


def test_every_field_is_read(read):
    sheets, found = read(HEADER + "window,b1,visitors,52,50,51,60,2\nwindow,b1,,0,0,,,\n")

    assert found == []
    assert sheets == (
        CountSheet("window", "b1", "visitors", issued=52, collected=50, present=51, eligible=60, set_aside=2),
        CountSheet("window", "b1", "", issued=0, collected=0, present=None, eligible=None, set_aside=0),
    )


def test_four_columns_are_enough_in_any_order_with_a_bom(read):
    sheets, found = read("\ufeffcollected,issued,subject,form\n50,,b1,window\n")

    assert found == []
    assert sheets == (CountSheet("window", "b1", "", None, 50, None, None, 0),)


@pytest.mark.parametrize(
    ("line", "field", "says"),
    [
        ("door,b1,,1,1,,,", "form", 'there is no form "door"; there are window, staff'),
        ("window,b9,,1,1,,,", "subject", 'there is no subject "b9"; there are b1, b2'),
        (",b1,,1,1,,,", "form", 'there is no form ""'),
        ("window,b1,guests,1,1,,,", "group", 'there is no rater group "guests"; there are visitors, staff'),
        ("window,b1,visitors,1,1,,,", "group", "stand on line 2 already"),
        ("window,b1,,x,1,,,", "issued", '"x" should be a whole number'),
        ("window,b1,,1,-1,,,", "collected", '"-1" should be a whole number'),
        ("window,b1,,1,1,1.0,,", "present", '"1.0" should be a whole number'),
        ("window,b1,,1,1,,１,", "eligible", "should be a whole number"),
        pytest.param(
            "window,b1,," + "9" * 5000 + ",1,,,", "issued", "should be a whole number", id="endless number"
        ),
        ("window,b1,,1,1,,,two", "set_aside", '"two" should be a whole number'),
        ("window,b1,,9,1,,,2", "set_aside", "more sheets set aside than collected"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(read, line, field, says):
    _, (found,) = read(HEADER + "window,b1,visitors,1,1,,,\n" + line + "\n")

    assert found[:2] == (3, field)
    assert says in found[2]


def test_all_mistakes_are_told_at_once(read):
    _, found = read(HEADER + "door,b9,guests,a,b,c,d,e\nwindow,b1,,1,1,,,\nwindow,b1,,1,1,,,\n")

    fields = ["form", "subject", "group", "issued", "collected", "present", "eligible", "set_aside"]
    assert [one[:2] for one in found] == [*((2, field) for field in fields), (4, "group")]
    assert found[-1][2].endswith("stand on line 3 already")


def test_all_sheets_set_aside_is_possible_and_more_issued_than_collected_too(read):
    assert read(HEADER + "window,b1,,9,2,,,2\nwindow,b2,,1,5,,,\n")[1] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "c.csv: empty"),
        (b"form,subject,issued\n", 'c.csv line 1: column "collected" is missing'),
        (b"form,subject,issued,collected,total\n", 'c.csv line 1: unknown column "total"'),
        (b"form,subject,issued,collected,issued\n", 'c.csv line 1: column "issued" stands twice'),
        (b"form,subject,issued,collected\nwindow,b1,1\n", "c.csv line 2: 3 values"),
        ("form,subject,issued,collected\n窗口,b1,1,1\n".encode("gbk"), "c.csv line 2: not UTF-8"),
        (b'form,subject,issued,collected\n"window,b1,1,1\n', "c.csv line 2: cannot be read as CSV"),
        (b"form,subject,issued,collected\nwindow,b1,\0,1\n", "c.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused(read, refusal, content, says):
    assert refusal(read, content, "c.csv").startswith(says)
