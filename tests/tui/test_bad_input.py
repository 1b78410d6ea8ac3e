"""Bad input: one line that says what to do, exit status 2, nothing changed, never a traceback."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=3, batches=(("B1", 3),))


def test_a_folder_without_an_appraisal(tmp_path, appraisal):
    place = appraisal()
    (place.folder / "scheme.toml").unlink()
    assert "pingyi new" in place.refused("status")


def test_every_other_command_stops_at_a_scheme_with_mistakes_and_check_lists_all(place):
    path = place.folder / "scheme.toml"
    path.write_text(path.read_text().replace('base = "valid"', 'base = "vlid"').replace("< 60%", "<< 60%"))

    for command in (("status",), ("tally",), ("export",), ("take-in",), ("batch", "list"), ("differences",)):
        assert "scheme.toml line" in place.refused(*command, who="chen")
    checked = place("check")
    assert checked.status == 1
    assert 'measures.satisfaction.base: "vlid" is not known' in checked.out
    assert "rules[1].when" in checked.out
    assert checked.out.count("MISTAKE") == 2


def test_a_scheme_that_is_no_toml_is_told_with_its_line(place):
    (place.folder / "scheme.toml").write_text('title = "x"\ngrades = [\n')
    assert "line" in place("check").out
    place.refused("status")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "empty"),
        ("ballot,row1,row2\n", 'column "row3" is missing'),
        ("ballot,row1,row2,row3,row4\n", 'unknown column "row4"; did you mean row'),
        ("ballot,row1,row1,row2,row3\n", 'column "row1" stands twice'),
        ("ballot,row1,row2,row3\n4,1,1,1\n", "line 2: ballot 4 is not in batch B1 (1 to 3)"),
        ("ballot,row1,row2,row3\n1,1,1,1\n1,1,1,1\n", "line 3: ballot 1 stands on line 2 already"),
        ("ballot,row1,row2,row3\n1,1,1\n", "line 2: 3 values, the header has 4 columns"),
        ("ballot,row1,row2,row3\n1,1,1,5\n", 'line 2: ballot 1, row 3: "5" is no mark here'),
        ("ballot,row1,row2,row3\n1,1,1,12\n", 'row 3: "12" is no mark here'),
        ("ballot,row1,row2,row3\n1,1,1,\n", 'row 3: "" is no mark here'),
        ("ballot,row1,row2,row3\nx,1,1,1\n", '"x" is no ballot number'),
        ("ballot,row1,row2,row3,void\n1,1,1,1,y\n", 'void is "y"'),
        ("票号,row1,row2,row3\n1,1,1,1\n".encode("gbk"), "not UTF-8"),
        ('ballot,row1,row2,row3\n"1,1,1,1\n', "check its quotes"),
    ],
)
def test_a_pass_file_with_a_mistake(place, content, told):
    assert told in place.refused("import", "--batch", "B1", place.write("pass.csv", content), who="wang")


def test_a_byte_order_mark_and_any_order_of_columns_are_fine(place):
    text = "\ufeffrow3,void,ballot,row1,row2\r\n1,,2,x,-\r\n3,1,1,1,2\r\n4,,3,4,4\r\n"
    place.ok("import", "--batch", "B1", place.write("pass.csv", text), who="wang")


def test_files_that_are_not_there_or_no_files(place, tmp_path):
    assert "there is no file" in place.refused("import", "--batch", "B1", tmp_path / "none.csv", who="wang")
    assert "--batch" in place.refused("import", "--batch", "B1", tmp_path, who="wang")
    assert "no folder" in place.refused("verify", tmp_path / "none")


def test_a_damaged_file_is_named_and_nothing_is_repaired(place):
    place.ok("import", "--batch", "B1", place.write("a.csv", "ballot,row1,row2,row3\n1,1,1,1\n"), who="wang")
    path = place.folder / "entry" / "wang" / "B1.1.1.json"
    path.write_bytes(path.read_bytes()[:-9])
    said = place.refused("take-in", "--batch", "B1", who="chen")
    assert "B1.1.1.json is damaged" in said
    assert "backup" in said


def test_a_changed_mark_in_a_clerks_file_breaks_its_chain(place):
    place.ok("import", "--batch", "B1", place.write("a.csv", "ballot,row1,row2,row3\n1,1,1,1\n"), who="wang")
    path = place.folder / "entry" / "wang" / "B1.1.1.json"
    path.write_bytes(path.read_bytes().replace(b'"111"', b'"444"'))
    assert "does not fit its chain" in place.refused("take-in", "--batch", "B1", who="chen")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_one_may_not_write(place):
    (place.folder / "entry").chmod(0o555)
    place.refused("import", "--batch", "B1", place.write("a.csv", "ballot,row1,row2,row3\n"), who="wang")


def test_a_file_where_a_folder_should_be(place):
    (place.folder / "entry" / "wang").write_text("")
    said = place.refused(
        "import", "--batch", "B1", place.write("a.csv", "ballot,row1,row2,row3\n"), who="wang"
    )
    assert "folder" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tallly",), "tally"),
        (("status", "--nothing"), "--nothing"),
        (("batch", "add"), "ID"),
        (
            ("batch", "add", "B2", "--form", "x", "--subject", "b1", "--group", "all", "--collected", "3"),
            'no form "x"',
        ),
        (
            ("batch", "add", "b1", "--form", "org", "--subject", "b1", "--group", "all", "--collected", "3"),
            "already",
        ),
        (
            ("batch", "add", "2x", "--form", "org", "--subject", "b1", "--group", "all", "--collected", "3"),
            "letter",
        ),
        (
            (
                "batch",
                "add",
                "B2",
                "--form",
                "org",
                "--subject",
                "b1",
                "--group",
                "all",
                "--collected",
                "many",
            ),
            "whole",
        ),
        (
            ("batch", "add", "B2", "--form", "org", "--subject", "zz", "--group", "all", "--collected", "3"),
            "zz",
        ),
        (("subject", "add", "b1", "Twice", "--kind", "organization"), "already"),
        (("subject", "add", "007", "Bond", "--kind", "member"), "letter"),
        (("subject", "add", "m1", "M", "--kind", "member", "--in", "nowhere"), "nowhere"),
        (
            ("counts", "set", "--form", "org", "--subject", "b1", "--issued", "a", "--collected", "3"),
            "whole number",
        ),
        (("key", "--batch", "B9"), "terminal"),
        (("return", "--batch", "B1", "--pass", "first", "--reason", "x"), "nothing to return"),
        (("reopen", "--reason", "x"), "not sealed"),
        (("seal",), "not complete"),
        (("seal", "--incomplete"), "--reason"),
        (("opinions", "--batch", "B1"), "custody"),
        (("rule", "--batch", "B1", "none.csv"), "custody"),
        (("new", "--preset", "school"), "already"),
        (("new", "--preset", "mine"), "coal-bureau"),
    ],
)
def test_calls_that_are_wrong(place, words, told):
    assert told in place.refused(*words, who="olga")


def test_a_name_that_cannot_be_one(place):
    assert "../x" in place.refused("status", who="../x")


def test_rulings_with_mistakes_change_nothing(place):
    one = place.write("a.csv", "ballot,row1,row2,row3\n1,1,2,3\n2,1,1,1\n")
    two = place.write("b.csv", "ballot,row1,row2,row3\n1,1,2,4\n2,1,1,1\n")
    place.ok("import", "--batch", "B1", one, who="wang")
    place.ok("import", "--batch", "B1", two, who="zhao")
    place.ok("take-in", who="chen")
    for line, told in (
        ("1,1,1,", "an agreed row is not ruled on here"),
        ("1,3,5,", "no mark here"),
        ("1,3,2,", "give a reason"),
        ("2,,void,signed", "rule on the rows that differ"),
        ("3,,12,", "3 marks"),
        ("9,1,1,", "not in batch"),
        ("1,7,1,", "should be 1 to 3"),
    ):
        content = (
            f"ballot,row,reading,reason\n1,3,3,\n{line}\n"
            if line != "1,3,2,"
            else f"ballot,row,reading,reason\n{line}\n"
        )
        if line == "1,3,5,":
            content = f"ballot,row,reading,reason\n{line}\n"
        assert told in place.refused("rule", "--batch", "B1", place.write("r.csv", content), who="chen"), line


def test_a_mistake_in_subjects_csv_is_told_with_line_and_column(place):
    (place.folder / "subjects.csv").write_text("id,name,kind\nb1,B,organisation\n")
    assert 'subjects.csv line 2, kind: "organisation" is not known' in place.refused("status")
    assert place("check").status == 1


def test_chinese_errors_are_chinese(appraisal):
    place = appraisal()
    place.language = "zh"
    (place.folder / "subjects.csv").write_text("id,name,kind\nb1,B,organisation\n")
    assert 'subjects.csv 第2行 kind: "organisation" 不认识, 应为 organization, member' in place.refused(
        "status"
    )
