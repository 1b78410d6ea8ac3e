"""A package's CSV files and workbooks in a spreadsheet program: every cell comes back as it was written."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from exports.spreadsheet import csv_bytes, free_text

_SPEC = importlib.util.spec_from_file_location(
    "spreadsheet_program", Path(__file__).with_name("spreadsheet_program.py")
)
program = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = program
_SPEC.loader.exec_module(program)

# By one process, so that LibreOffice, which starts slowly, opens everything once.
pytestmark = pytest.mark.xdist_group("spreadsheets")
PINGYI = Path(sys.executable).with_name("pingyi")

HOSTILE = (
    "=1+1", "+1", "-1", "@x", "＝1+1", "＋1", "－1", "＠x", "\t=1+1", "=HYPERLINK(\"x\")", "'=1+1", "'",
    "007", "1E5", "12月5日", "1/2", "100%", "TRUE", "2-1", "12:30", "1234567890123456", "Dec 1", "'007",
    'a,"b"', "two\r\nlines", "  indented", "trailing  ", "a;b\tc", "，、。", "é", "m112-x", "",
)  # fmt: skip
"""Texts as people write them in opinions and names."""
FIGURES = ("0", "12", "61.20", "100.00", "-3", "0.05", "123456789012345")
CHANGED = ("007", "1E5", "1234567890123456", "12月5日", "1/2", "TRUE", "50%", "1,234", " 7", "+1", "=1+1")
"""What a double click does not leave alone, so no column may hold it."""


# ---- what is opened


def both_encodings(folder: Path, name: str, content: bytes) -> list[Path]:
    """A file in UTF-8 with BOM, and in GB 18030."""
    files = [folder / f"{name}.csv", folder / f"{name}.gb.csv"]
    files[0].write_bytes(content)
    files[1].write_bytes(content.removeprefix(program.BOM).decode().encode("gb18030"))
    return files


@pytest.fixture(scope="module")
def handmade(tmp_path_factory):
    """Files of cells that are hard on a spreadsheet program, by name."""
    folder = tmp_path_factory.mktemp("handmade")
    made = {}
    for name, texts in (("hostile", map(free_text, HOSTILE)), ("figures", FIGURES), ("changed", CHANGED)):
        rows = [(f"s{at}", text, f"m{at}") for at, text in enumerate(texts)]
        made[name] = both_encodings(folder, name, csv_bytes(("id", "text", "marks"), rows))
    return made


# ---- a whole package


def pingyi(folder, *words, who="olga"):
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    environment.pop("PINGYI_DIR", None)
    call = [PINGYI, "--dir", folder, "--lang", "zh", "--as", who, *words]
    done = subprocess.run(list(map(str, call)), capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode in (0, 1), (words, done.stderr)
    return done


@pytest.fixture(scope="module")
def appraisal(tmp_path_factory):
    """The coal bureau's: an organisation and its members, one batch of each, opinions that would run."""
    folder = tmp_path_factory.mktemp("exported") / "appraisal"
    pingyi(folder, "new", "--preset", "coal-bureau")
    scheme = folder / "scheme.toml"
    text = scheme.read_text(encoding="utf-8")
    assert '"2026H2"' in text
    # A period of a month, which a spreadsheet may take for a date.
    scheme.write_text(text.replace('"2026H2"', '"2026-12"'), encoding="utf-8")
    pingyi(folder, "subject", "add", "b1", "=第一|党支部", "--kind", "organization", "--panel", "branch",
           "--head", "@赵书记")  # fmt: skip
    members = folder.parent / "members.csv"
    members.write_text("id,name,kind,in\nm1,王建国,member,b1\nm2,+张 伟,member,b1\n", encoding="utf-8")
    pingyi(folder, "subject", "import", members)
    pingyi(folder, "batch", "add", "B1", "--form", "org", "--subject", "b1", "--group", "party",
           "--collected", 5, "--issued", 6)  # fmt: skip
    pingyi(folder, "batch", "add", "M1", "--form", "member", "--subject", "b1", "--group", "masses",
           "--collected", 3)  # fmt: skip
    keyed = folder.parent / "B1.csv"
    keyed.write_text("ballot,row1,opinion\n1,1,1\n2,1,1\n3,2,\n4,4,\n5,-,\n")
    roster = folder.parent / "M1.csv"
    roster.write_text("ballot,row1,row2\n1,1,1\n2,1,4\n3,x,2\n")
    for who in ("wang", "zhao"):
        pingyi(folder, "import", "--batch", "B1", keyed, who=who)
        pingyi(folder, "import", "--batch", "M1", roster, who=who)
    pingyi(folder, "take-in", who="chen")
    texts = folder.parent / "texts"
    texts.write_text("=1+1\n＝HYPERLINK(\n", encoding="utf-8")
    with texts.open() as given:
        words = [PINGYI, "--dir", folder, "--as", "wang", "opinions", "--batch", "B1"]
        subprocess.run(list(map(str, words)), stdin=given, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def packages(appraisal):
    """The folders of packages exported from it: by encoding, and the one with workbooks."""
    found = {}
    for name, options in (
        ("utf-8", ()),
        ("gb18030", ("--csv-encoding", "gb18030")),
        ("xlsx", ("--format", "xlsx")),
    ):
        found[name] = appraisal.parent / name
        pingyi(appraisal, "export", "--out", found[name], *options, who="chen")
    return found


@pytest.fixture(scope="module")
def office(tmp_path_factory, handmade, packages):
    """LibreOffice having opened everything, in as few starts as can be: what changed, and the workbooks' cells."""
    program.needed()
    started = program.SpreadsheetProgram(tmp_path_factory.mktemp("office"))
    files = [file for made in handmade.values() for file in made]
    for name in ("utf-8", "gb18030"):
        files += tables(packages[name])
    return Opened(
        started.imported_as_text(files),
        started.opened(files),
        started.workbooks([a_workbook(handmade["hostile"][0].parent), *packages["xlsx"].rglob("*.xlsx")]),
    )


@dataclass
class Opened:
    """What LibreOffice made of the files."""

    as_text: list[program.Changed]
    on_a_double_click: list[program.Changed]
    workbooks: dict[Path, dict[tuple[str, str], object]]

    def changed(self, files):
        """The cells of some files that one way of opening or the other changed."""
        return [one for one in (*self.as_text, *self.on_a_double_click) if one.file in files]


def tables(package):
    files = sorted(package.rglob("*.csv"))
    assert {file.name for file in files} >= {"marks.csv", "results.csv", "subjects.csv", "counts.csv"}
    return files


def a_workbook(folder):
    """Not of the program: with a formula, so that one would be found."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"] = "=1+1", "007", 7.5
    book.save(folder / "formula.xlsx")
    return folder / "formula.xlsx"


# ---- the tests


def test_what_a_double_click_changes_is_found(office, handmade):
    """The comparison itself: were it blind, the other tests would say nothing."""
    for file in handmade["changed"]:
        assert [one.text for one in office.on_a_double_click if one.file == file] == list(CHANGED)
        assert [one for one in office.as_text if one.file == file] == []


@pytest.mark.parametrize("name", ["hostile", "figures"])
def test_hard_cells_come_back_and_none_is_run(office, handmade, name):
    assert office.changed(handmade[name]) == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_csv_of_a_package_comes_back(office, packages, encoding):
    assert office.changed(tables(packages[encoding])) == []


def test_every_workbook_of_a_package_comes_back_without_a_formula(office, packages):
    files = sorted(packages["xlsx"].rglob("*.xlsx"))
    assert files
    for file in files:
        cells = program.workbook_cells(file)
        assert cells
        assert not [one for one in cells.values() if isinstance(one, tuple)], "a formula"
        assert office.workbooks[file] == cells, file.name


def test_a_formula_in_a_workbook_is_found(office):
    (cells,) = (cells for file, cells in office.workbooks.items() if file.name == "formula.xlsx")
    assert cells == {("Sheet", "A1"): ("formula", "=1+1"), ("Sheet", "A2"): "007", ("Sheet", "A3"): 7.5}
