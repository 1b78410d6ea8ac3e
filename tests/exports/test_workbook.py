"""Documents as a workbook, read back by openpyxl: real numbers, texts that stay texts, the same bytes."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import sys
import time
import zipfile
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.cell_text import cell_text, share_columns
from exports.document import Column, Document, Gap, Grid, Kept, Paragraph, Parts, Rate, Ruled, Share, Sheet
from exports.plain_text import clean
from exports.workbook import workbook
from exports.worksheet_names import worksheet_name
from tally.rates import share_text
from tally.said import Refused

openpyxl = pytest.importorskip("openpyxl")
unescape = pytest.importorskip("openpyxl.utils.escape").unescape
pytest.importorskip("xlsxwriter")

_SPEC = importlib.util.spec_from_file_location(
    "printed_documents_for_workbooks", Path(__file__).with_name("printed_documents.py")
)
printed = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(printed)


def read(content):
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=False)


def only(*blocks, titles=("t",)):
    return Document("d", (Sheet(titles, (), tuple(blocks)),))


def rows_of(page):
    """Cells as a spreadsheet shows them: openpyxl leaves the escapes of `_x0041_` in."""
    return [
        [unescape(cell) if isinstance(cell, str) else cell for cell in row]
        for row in page.iter_rows(values_only=True)
    ]


def expected_row(grid, row):
    shares, cells = share_columns(grid), []
    for place, cell in enumerate(row):
        if isinstance(cell, Share):
            percent = share_text(cell.count, cell.base)
            cells += [cell.count, None if percent is None else float(percent)]
            continue
        match cell:
            case Rate():
                cells.append(float(cell.shown) if cell.value is not None else None)
            case str():
                cells.append(clean(cell) or None)
            case _:
                cells.append(cell)
        if place in shares:
            cells.append(None)
    return cells


def test_numbers_are_numbers_and_what_is_not_stated_is_empty():
    grid = Grid(
        (Column("项目", False), Column("发出"), Column("满意%"), Column("满意率")),
        (
            ("=1+1", 52, Share(30, 49), Rate(Fraction(30, 49), "61.22")),
            ("  0042", None, Share(0, 0), Rate(None, "-")),
            ("007", 10**16, Share(2, 2), Rate(Fraction(59996, 100000), "59.996")),
        ),
    )
    page = read(workbook([only(grid)])).worksheets[0]
    assert rows_of(page) == [
        ["t", None, None, None, None],
        ["项目", "发出", "满意", "满意 %", "满意率"],
        ["=1+1", 52, 30, 61.22, 61.22],
        ["0042", None, 0, None, None],
        ["007", "10000000000000000", 2, 100, 59.996],
    ]
    assert [cell.number_format for cell in page[3][1:]] == ["0", "0", "0.00", "0.00"]
    assert [cell.number_format for cell in page[5][2:]] == ["0", "0.00", "0.000"]
    assert page["A3"].data_type == "s", "a text that begins with = is no formula"
    assert page.freeze_panes == "B3"
    assert page.print_title_rows == "$2:$2"
    assert page.page_setup.paperSize == 9


def test_wide_grids_are_printed_across_and_columns_are_as_wide_as_their_cells():
    document = printed.example("zh")
    first, second = read(workbook([document])).worksheets
    assert first.page_setup.orientation == "landscape"
    assert second.page_setup.orientation == "portrait"
    assert first.column_dimensions["A"].width >= 21
    assert 5 < first.column_dimensions["B"].width < 10
    assert first.page_setup.fitToHeight == 0
    assert [page.title for page in (first, second)] == [
        "1 党组织创先争优活动群众评议统计表",
        "2 党组织创先争优活动群众评议统计表",
    ]
    texts = [row[0] for row in rows_of(first) if isinstance(row[0], str)]
    assert texts[0] == texts[-1] == "*** 练习 ***"
    assert texts[1:3] == list(document.sheets[0].titles)
    assert texts[-3] == "监票人: ____________   计票人: ____________(初录) ____________(复录)"


@settings(max_examples=40, deadline=None)
@given(printed.grids())
def test_every_cell_is_read_back(grid):
    page = read(workbook([only(grid)])).worksheets[0]
    rows = rows_of(page)[2 : 2 + len(grid.rows)]
    wanted = [expected_row(grid, row) for row in grid.rows]
    width = max(map(len, wanted), default=0)
    shown = [[None if cell == "" else cell for cell in row[:width]] for row in rows]
    assert [[cell.lstrip(" ") if isinstance(cell, str) else cell for cell in row] for row in shown] == wanted
    for row in page.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.hyperlink is None


@settings(max_examples=40, deadline=None)
@given(printed.documents)
def test_nothing_is_lost_and_the_file_is_whole(document):
    content = workbook([document, document])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            ElementTree.fromstring(file.read(name))
    book = read(content)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    everything = "".join(
        "".join(str(cell).split())
        for page in book.worksheets
        for row in rows_of(page)
        for cell in row
        if cell
    )
    at = 0

    def find(text):
        nonlocal at
        wanted = "".join(clean(text).split())
        at = everything.find(wanted, at)
        assert at >= 0, text
        at += len(wanted)

    def blocks(many):
        for block in many:
            match block:
                case Kept():
                    blocks(block.blocks)
                case Paragraph():
                    find(block.text)
                case Parts():
                    for part in block.parts:
                        find(part)
                case Ruled():
                    for row in block.rows:
                        for text in row:
                            find(text)
                case Grid():
                    for row in block.rows:
                        find(cell_text(row[0]) if isinstance(row[0], str) else "")
                case Gap():
                    pass

    for sheet in document.sheets:
        for text in sheet.facts:
            find(text)
        blocks(sheet.blocks)


@pytest.mark.parametrize(
    "text", ["<r>x</r>", "<r><t>x</t></r>", "_x0041_", "a\x00b\x0bc", "http://a.b", "mailto:x@y.zz", "internal:A1", "{=1}", "1e5", "\ud800x", "\ufffex", "𠮷"]
)  # fmt: skip
def test_texts_that_break_a_workbook(text):
    page = read(
        workbook([only(Paragraph(text), Grid((Column(text, False),), ((text,),)), titles=(text,))])
    ).worksheets[0]
    shown = [row[0].lstrip(" ") for row in rows_of(page)]
    assert shown == [clean(text)] * 4
    assert all(row[0].data_type == "s" and row[0].hyperlink is None for row in page.iter_rows())


@pytest.mark.parametrize("text", ["x" * 70_000, "𠮷" * 40_000, "汉字" * 16_500])
def test_a_text_too_long_for_a_cell_goes_on_below(text):
    grid = Grid((Column("a", False), Column("b", False)), (("1", text), ("2", "end")))
    page = read(workbook([only(Paragraph(text), grid)])).worksheets[0]
    cells = [cell for row in rows_of(page) for cell in row if cell]
    assert all(len(cell.encode("utf-16-le")) <= 2 * 32_767 for cell in cells)
    whole = "".join(cell.removesuffix("...").removeprefix(f"{page.cell(1, 2).coordinate}") for cell in cells)
    assert sum(whole.count(sign) for sign in set(text)) >= 2 * len(text)
    last = next(cell for cell in cells if cell.endswith("..."))
    rest = [cell for cell in cells[cells.index(last) + 1 :] if cell not in ("2", "end")]
    assert last[:-3] + "".join(rest).split(": ", 1)[1] == text


@pytest.fixture
def elsewhere(monkeypatch):
    """Another time zone and another mask for new files."""
    before = os.umask(0o077)
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    os.umask(before)
    monkeypatch.undo()
    time.tzset()


MADE = workbook([printed.example("en")])


def test_the_same_documents_give_the_same_bytes(elsewhere):
    assert workbook([printed.example("en")]) == MADE
    with zipfile.ZipFile(io.BytesIO(MADE)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        core = file.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}


@given(st.integers(1, 10**4), printed.long_texts)
def test_names_of_worksheets(number, title):
    name = worksheet_name(number, title)
    assert name.startswith(str(number))
    assert len(name.encode("utf-16-le")) <= 62
    assert not set(name) & set("[]:*?/\\'")
    assert name == name.strip()


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(Refused, match=r"pip install XlsxWriter"):
        workbook([printed.example("en")])
