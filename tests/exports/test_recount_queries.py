"""The query and the formulas of docs/recount.md, exactly as they stand there, on packages of every kind."""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from exports.spreadsheet import csv_bytes

_SPEC = importlib.util.spec_from_file_location(
    "exported_packages", Path(__file__).with_name("exported_packages.py")
)
exported = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = exported
_SPEC.loader.exec_module(exported)
program = exported.beside("spreadsheet_program")

# By one process: LibreOffice starts slowly, and opens everything once.
pytestmark = pytest.mark.xdist_group("recounts")
DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = ((DOCS / name).read_text(encoding="utf-8") for name in ("recount.md", "recount.zh.md"))
UTF_8 = [name for name in exported.CASES if name != "gb18030"]


def blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


(QUERY,) = blocks(ENGLISH, "sql")


def test_both_documents_have_the_same_query_formulas_and_commands():
    for kind in ("sql", "text", "sh"):
        assert blocks(ENGLISH, kind) == blocks(CHINESE, kind)


# ---- the query


def answer(folder):
    """What the query shows of a package's folder, in which it runs."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with duckdb.connect() as connection:
            return connection.sql(QUERY).fetchall()
    finally:
        os.chdir(before)


@pytest.mark.parametrize("name", UTF_8)
def test_the_query_counts_what_the_program_counted(name, tmp_path):
    assert answer(exported.write(tmp_path, exported.package(name))) == []


@pytest.mark.parametrize("name", [name for name in UTF_8 if name != "empty"])
def test_a_changed_mark_shows_in_every_line_that_it_changes(name, tmp_path):
    made = dict(exported.package(name))
    lines = made["marks.csv"].decode().split("\r\n")
    at = next(at for at, line in enumerate(lines) if line.endswith(","))
    form, subject, group, number, marks, _ = lines[at].split(",")
    to = "2" if marks[1] != "2" else "1"
    lines[at] = f"{form},{subject},{group},{number},m{to}{marks[2:]},"
    made["marks.csv"] = "\r\n".join(lines).encode()

    shown = answer(exported.write(tmp_path, made))

    said = {(line[:5]): line[5:7] for line in shown}
    for code, more in ((f"m{marks[1]}", -1), (f"m{to}", 1)):
        one = next(value for key, value in said.items() if key[2:] == ("1", group, code))
        assert int(one[1]) == int(one[0]) + more
    assert {key[0] for key in said} == {form}


CHANGES = {
    "count": ("14", "15"),
    "base": ("24", "25"),
    "percent": ("58.33", "58.34"),
    "valid": ("24", "23"),
    "organization": ("mine", "b1"),
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_figure_of_the_results_is_shown(column, tmp_path):
    made = dict(exported.package("coal-bureau"))
    rows = list(csv.reader(io.StringIO(made["results.csv"].decode("utf-8-sig"), newline="")))
    at = rows[0].index(column)
    row = next(row for row in rows if row[1] == "mine" and row[6] == "party" and row[12] == "m1")
    before, after = CHANGES[column]
    assert row[at] == before
    row[at] = after
    made["results.csv"] = csv_bytes(rows[0], rows[1:])

    (shown,) = answer(exported.write(tmp_path, made))

    assert shown[:5] == ("org", "mine", row[4], "party", "m1")


def test_a_line_left_out_of_the_results_is_shown(tmp_path):
    made = dict(exported.package("coal-bureau"))
    lines = made["results.csv"].split(b"\r\n")
    made["results.csv"] = b"\r\n".join([*lines[:7], *lines[8:]])

    assert len(answer(exported.write(tmp_path, made))) == 1


def test_it_counts_thousands_of_ballots(tmp_path):
    draw = random.Random(6)
    subjects = "id,name,kind,in\n" + "".join(
        f"b{at},Branch {at},organization,\n"
        + "".join(f"m{at}x{member},Member {member},member,b{at}\n" for member in range(5))
        for at in range(12)
    )
    bundles = []
    for at in range(12):
        for form, rows in (("org", 3), ("member", 10)):
            for group, size in (("party", 100), ("masses", 61), ("guests", 37)):
                marks = ["".join(draw.choices("123-x", (60, 25, 9, 4, 2), k=rows)) for _ in range(size)]
                bundles.append((form, f"b{at}", group, size, [*marks, "V"]))
    made = exported.make(exported.ENGLISH, subjects, bundles, opinions=())
    assert made["marks.csv"].count(b"\r\n") > 4_800

    assert answer(exported.write(tmp_path, made)) == []


def test_a_package_in_gb18030_is_converted_as_the_document_says(tmp_path):
    folder = exported.write(tmp_path / "PACKAGE", exported.package("gb18030"))
    with pytest.raises(duckdb.Error):
        answer(folder)
    (commands,) = (block for block in blocks(ENGLISH, "sh") if "iconv" in block)

    subprocess.run(["sh", "-e", "-c", commands], cwd=tmp_path, check=True, timeout=60)

    assert answer(tmp_path / "in-utf8") == []


# ---- the formulas


FORMULAS = {
    (sheet, cell): value
    for block in blocks(ENGLISH, "text")
    for sheet, cell, value in re.findall(r"^(\w+)!([A-Z]+\d+) +(.+)$", block, flags=re.MULTILINE)
}
SUMS = {"english": "guests", "changed": "guests"}
"""The group that no sum takes in."""
ONE = {
    "coal-bureau": ("org", "mine", "*", 1),
    "english": ("member", "b1", "masses", 3),
    "hostile": ("member", "b1", "party", 2),
    "changed": ("org", "b1", "party", 2),
}
"""Form, subject, group and row of the one figure that is counted in each workbook."""


def put(book, sheet, cell, down=1, right=1):
    """Write a formula of the document where it says, and copy it."""
    value = FORMULAS[sheet, cell]
    page = book[sheet]
    top = page[cell]
    for row in range(top.row, top.row + down):
        for column in range(top.column, top.column + right):
            to = f"{get_column_letter(column)}{row}"
            page[to] = Translator(value, origin=cell).translate_formula(to)


def workbook(name, made):
    """What a person has made who followed the document."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in ("marks", "results"):
        page = book.create_sheet(title)
        rows = csv.reader(io.StringIO(made[f"{title}.csv"].decode("utf-8-sig"), newline=""))
        for at, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                if re.fullmatch(r"\d+(\.\d+)?", text):
                    # As a spreadsheet program opens the file: figures are numbers, the rest is text.
                    page.cell(at, column).value = float(text) if "." in text else int(text)
                elif text:
                    page.cell(at, column).value = text
                    page.cell(at, column).data_type = "s"
    marks, results = book["marks"], book["results"]
    rows = max(len(str(cell.value or "m")) - 1 for cell in marks["E"][1:])
    for row in range(1, rows + 1):
        marks.cell(1, 6 + row).value = row
    assert (FORMULAS["marks", "G1"], FORMULAS["marks", "H1"]) == ("1", "2")
    put(book, "marks", "G2", down=marks.max_row - 1, right=rows)
    one = book.create_sheet("one")
    for cell, value in zip(("A1", "A2", "A3", "A4"), ONE[name], strict=True):
        assert ("one", cell) in FORMULAS
        one[cell] = value
    for at, code in enumerate(codes(made), start=6):
        one.cell(at, 1).value = code
    for cell in ("B1", "B2", "B3", "E6"):
        put(book, "one", cell)
    for cell in ("B6", "C6"):
        put(book, "one", cell, down=len(codes(made)))
    for cell in ("R2", "S2", "T2", "U2"):
        put(book, "results", cell, down=results.max_row - 1)
    put(book, "results", "W1")
    results["X2"] = SUMS.get(name)
    return book


def codes(made):
    return list(dict.fromkeys(line["mark"] for line in table(made, "results.csv")))


def table(made, name):
    return list(csv.DictReader(io.StringIO(made[name].decode("utf-8-sig"), newline="")))


def changed_mark():
    made = dict(exported.package("english"))
    assert made["marks.csv"].count(b",m122,") == 1
    made["marks.csv"] = made["marks.csv"].replace(b",m122,", b",m132,")
    return made


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """The workbooks as LibreOffice computes them, by name, with the packages that they are of."""
    program.needed()
    folder = tmp_path_factory.mktemp("recounted")
    packages = {name: changed_mark() if name == "changed" else exported.package(name) for name in ONE}
    for name, made in packages.items():
        workbook(name, made).save(folder / f"{name}.xlsx")
    call = [program.PROGRAM, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
            "--outdir", str(folder / "out"), *(str(folder / f"{name}.xlsx") for name in ONE)]  # fmt: skip
    done = subprocess.run(call, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return {
        name: (made, openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True))
        for name, made in packages.items()
    }


def test_the_formulas_of_one_figure_give_what_the_results_say(computed):
    for name, (form, subject, group, row) in ONE.items():
        made, book = computed[name]
        if name == "changed":
            continue
        one = book["one"]
        said = [
            line
            for line in table(made, "results.csv")
            if (line["form"], line["organization"], line["group"] or "*", line["row"])
            == (form, subject, group, str(row))
        ]
        assert len(said) == len(codes(made)) > 4
        assert one["B3"].value == int(said[0]["valid"])
        assert one["B2"].value == int(said[0]["void"])
        for at, line in enumerate(said, start=6):
            assert one.cell(at, 1).value == line["mark"]
            assert one.cell(at, 2).value == int(line["count"])
            assert f"{one.cell(at, 3).value:.2f}" == line["percent"]
        (wide,) = (
            line
            for line in table(made, "statistics.csv")
            if (line["form"], line["subject"], line["group"] or "*", line["row"])
            == (form, said[0]["subject"], group, str(row))
        )
        assert f"{one['E6'].value:.2f}" == wide["satisfaction_percent"]


def test_the_formulas_of_every_line_find_no_difference(computed):
    for name in ONE:
        if name == "changed":
            continue
        made, book = computed[name]
        page = book["results"]
        assert page["W1"].value == 0, name
        for at, line in enumerate(table(made, "results.csv"), start=2):
            found = [page.cell(at, column).value for column in (18, 19, 20, 21)]
            percent = "" if found[2] in (None, "") else f"{found[2]:.2f}"
            assert (str(found[0]), str(found[1]), percent) == (line["count"], line["base"], line["percent"])
            assert found[3] in (None, "")


def test_the_formulas_find_a_changed_mark(computed):
    _, book = computed["changed"]
    page = book["results"]
    found = {
        (page.cell(row, 7).value, page.cell(row, 13).value)
        for row in range(2, page.max_row + 1)
        if page.cell(row, 21).value == "differs"
    }

    # The lines of that row; those that add up rows hold what the file says.
    assert found == {("party", "m2"), ("party", "m3"), (None, "m2"), (None, "m3")}
    assert page["W1"].value == 4
