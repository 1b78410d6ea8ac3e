"""CSV files: columns in any order, BOM or none, and nothing guessed."""

import codecs

import pytest

from tally.csv_table import decode_utf8, read_csv

REQUIRED = ("id", "name", "kind")
OPTIONAL = ("in", "panel")


def values(content):
    if isinstance(content, str):
        content = content.encode()
    return [record.values for record in read_csv(content, "s.csv", REQUIRED, OPTIONAL)]


def test_every_line_is_a_record_with_its_number():
    records = read_csv(b"id,name,kind\na,b,c\n\nd,e,f\n", "s.csv", REQUIRED)

    assert [(one.line, one["id"], one["kind"]) for one in records] == [(2, "a", "c"), (4, "d", "f")]


def test_a_bom_is_no_part_of_the_first_column():
    assert values(codecs.BOM_UTF8 + "id,name,kind\n一,二,三\n".encode()) == values("id,name,kind\n一,二,三\n")


def test_columns_stand_in_any_order_and_optional_ones_may_be_missing():
    (record,) = read_csv(b" kind ,in,id,name\nc,p,a,b\n", "s.csv", REQUIRED, OPTIONAL)

    assert [record[column] for column in ("id", "name", "kind", "in", "panel")] == ["a", "b", "c", "p", ""]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_and_a_last_line_without_one(end):
    assert values(end.join(["id,name,kind", "a,b,c"])) == [{"id": "a", "name": "b", "kind": "c"}]


def test_values_are_trimmed_and_quotes_keep_commas_and_line_ends():
    text = 'id,name,kind\n a , "b" ,c\n"1,2","x ""y""","two\nlines"\nd,e,f\n'

    assert values("id,name,kind\n a , b ,c\n") == [{"id": "a", "name": "b", "kind": "c"}]
    records = read_csv(text.replace(' "b" ', "b").encode(), "s.csv", REQUIRED)
    assert records[1].values == {"id": "1,2", "name": 'x "y"', "kind": "two\nlines"}
    assert [one.line for one in records] == [2, 3, 5]


def test_lines_without_any_value_are_left_out():
    assert values("id,name,kind\n,,\n \n\na,b,c\n,,,,\n") == [{"id": "a", "name": "b", "kind": "c"}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "s.csv: empty; its first line names the columns: id,name,kind"),
        ("id,name\n", 's.csv line 1: column "kind" is missing'),
        ("id,name,kind,id\n", 's.csv line 1: column "id" stands twice'),
        ("id,name,kind,in,in\n", 's.csv line 1: column "in" stands twice'),
        ("id,nmae,kind\n", 's.csv line 1: unknown column "nmae"; did you mean name?'),
        (
            "id,name,kind,colour\n",
            's.csv line 1: unknown column "colour"; known are id, name, kind, in, panel',
        ),
        ("id,name,kind,\n", 's.csv line 1: unknown column ""; known are'),
        ("ID,name,kind\n", 's.csv line 1: unknown column "ID"'),
        ("id;name;kind\n", 's.csv line 1: unknown column "id;name;kind"'),
        ("id,name,kind\na,b,c\na,b\n", "s.csv line 3: 2 values, the header has 3 columns"),
        ("id,name,kind\na,b,c,d\n", "s.csv line 2: 4 values, the header has 3 columns"),
        ('id,name,kind\na,"b,c\nd,e,f\n', "s.csv line 2: cannot be read as CSV"),
        ('id,name,kind\na,b,c\nd,"e"x,f\n', "s.csv line 3: cannot be read as CSV"),
        ("id,name,kind\na,\0,c\n", "s.csv line 2: not a text file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_line(refusal, text, says):
    assert refusal(values, text).startswith(says)


def test_a_nul_byte_is_refused_with_what_to_do(refusal):
    said = refusal(values, "id,name,kind\na,\0,c\n")

    assert "NUL" in said
    assert "save it as CSV UTF-8" in said


def test_quotes_that_do_not_close_are_refused_where_they_open(refusal):
    assert "check its quotes" in refusal(values, 'id,name,kind\na,b,c\nd,"e,f\ng,h,i\n')
    assert refusal(values, 'id,name,kind\na,b,c\nd,"e,f\ng,h,i\n').startswith("s.csv line 3:")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("id,name,kind\na,李,c\n".encode("gbk"), 2),
        ("id,name,kind\na,b,c\n\n李,b,c\n".encode("gbk"), 4),
        ("名称,name,kind\n".encode("gbk"), 1),
        (codecs.BOM_UTF8 + b"id,name,kind\na,\xff,c\n", 2),
        (codecs.BOM_UTF8 + b"id,name,kind\n" + "李,b,c\n".encode("gbk"), 2),
        ("id,name,kind\n".encode("utf-16"), 1),
    ],
)
def test_another_encoding_is_refused_on_the_line_where_it_shows(refusal, content, line):
    said = refusal(values, content)

    assert said.startswith(f"s.csv line {line}: not UTF-8")
    assert 'save it as "CSV UTF-8"' in said


def test_text_of_other_files_is_decoded_alike(refusal):
    assert decode_utf8(codecs.BOM_UTF8 + "满意".encode(), "scheme.toml") == "满意"
    assert refusal(decode_utf8, "a\n满意".encode("gbk"), "scheme.toml").startswith(
        "scheme.toml line 2: not UTF-8"
    )
