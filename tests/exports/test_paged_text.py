"""A document on pages: 60 lines of 100 cells, each with its head, nothing torn and nothing lost."""

from __future__ import annotations

import importlib.util
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from exports.cell_text import cell_text
from exports.document import Column, Document, Gap, Grid, Kept, Paragraph, Parts, Ruled, Share, Sheet
from exports.paged_text import PAGE, WIDTH, paged_text
from exports.plain_text import clean, wrap
from tally.said import in_english

_SPEC = importlib.util.spec_from_file_location(
    "printed_documents_for_pages", Path(__file__).with_name("printed_documents.py")
)
printed = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(printed)

GOLDEN = Path(__file__).parent / "golden"
CHINESE = {"page {page} of {pages}": "第{page}页 共{pages}页"}
LANGUAGES = {"zh": lambda text: CHINESE.get(text, text), "en": in_english}
NUMBER = re.compile(r"page \d+ of \d+")


def pages_of(document, translate=in_english):
    text = paged_text(document, translate)
    assert text.endswith("\n")
    return [page.split("\n") for page in text[:-1].split("\n\f")]


def only(*blocks):
    return Document("d", (Sheet((), (), tuple(blocks)),))


def bare(text):
    return "".join(text.split())


def parts_of(lines):
    """The tables among lines: (head cells, body cells), each a column's text without blanks."""
    parts, at = [], 0
    while at < len(lines):
        if not lines[at].startswith("+"):
            at += 1
            continue
        edges = [place for place in range(at, len(lines)) if lines[place] == lines[at]][:3]
        assert len(edges) == 3, lines[at]
        inside = [[line[1:-1].split("|") for line in lines[a + 1 : b]] for a, b in pairwise(edges)]
        count = lines[at].count("+") - 1
        parts.append([tuple(bare("".join(row[c] for row in rows)) for c in range(count)) for rows in inside])
        at = edges[2] + 1
    return parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(language):
    text = paged_text(printed.example(language), LANGUAGES[language])
    path = GOLDEN / f"paged.{language}.txt"
    if os.environ.get("PINGYI_WRITE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()
    assert text.count("***") > 8, "a banner on top and at the bottom of several pages"


@settings(max_examples=80, deadline=None)
@given(printed.documents)
def test_no_line_is_too_wide_and_no_page_too_long(document):
    for page in pages_of(document):
        assert len(page) <= PAGE
        for line in page:
            assert wcswidth(line) <= WIDTH, line
            assert wcswidth(line) >= 0, "nothing that a terminal would obey"
            assert line == line.rstrip()


@settings(max_examples=60, deadline=None)
@given(printed.documents)
def test_every_page_has_the_head_of_its_sheet_and_its_number(document):
    for sheet in document.sheets:
        titled = Sheet(("甲 title", "乙"), ("fact one", "fact two"), sheet.blocks, sheet.banner)
        pages = pages_of(Document("d", (titled,)))
        for number, page in enumerate(pages, start=1):
            head = list(page)
            if sheet.banner:
                assert head.pop(0).strip() == page[-1].strip() == sheet.banner
            assert head[0].strip() == "甲 title"
            assert abs(WIDTH - wcswidth(head[0].lstrip()) - 2 * (len(head[0]) - len(head[0].lstrip()))) <= 1
            assert head[1].strip() == "乙"
            facts = "fact one   fact two" + (f"   page {number} of {len(pages)}" if len(pages) > 1 else "")
            assert head[2] == facts


@settings(max_examples=80, deadline=None)
@given(printed.grids(cells=printed.long_texts))
def test_table_lines_align_and_every_cell_is_found_in_order(grid):
    lines = [line for page in pages_of(only(grid)) for line in page if not NUMBER.fullmatch(line)]
    for line in lines:
        assert not line or line[0] in "+|"
    found = {}
    for head, body in parts_of(lines):
        before = found.setdefault(head, [""] * len(head))
        found[head] = [old + new for old, new in zip(before, body, strict=True)]
    width = {}
    for line in lines:
        if line.startswith("+"):
            width = wcswidth(line)
        assert not line or wcswidth(line) == width
    expected = [
        bare("".join(cell_text(row[c]).replace("|", "/") for row in grid.rows))
        for c in range(len(grid.columns))
    ]
    groups = list(found.values())
    assert all(group[0] == expected[0] for group in groups), "the first column stands in each group"
    assert [column for group in groups for column in group[1:]] == expected[1:]
    heads = [head for group in found for head in group[1:]]
    assert all(head.startswith(str(c)) for c, head in enumerate(heads, start=1))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.one_of(
            printed.plain_blocks, st.builds(Kept, st.lists(printed.plain_blocks, max_size=4).map(tuple))
        ),
        max_size=6,
    )
)
def test_no_text_is_lost(blocks):
    lines = [line for page in pages_of(only(*blocks)) for line in page if not NUMBER.fullmatch(line)]
    wanted = []
    for block in blocks:
        for one in block.blocks if isinstance(block, Kept) else (block,):
            match one:
                case Paragraph():
                    wanted.append(clean(one.text))
                case Parts():
                    wanted += [clean(part) for part in one.parts]
    assert bare("".join(lines)) == bare("".join(wanted))


def test_titles_and_facts_that_no_page_could_hold_stand_once_and_whole():
    title, fact = "题" * 5000, "实 " * 5000
    pages = pages_of(Document("d", (Sheet((title, "end"), (fact,), (Paragraph("body"),)),)))
    text = "\n".join("\n".join(page) for page in pages)
    assert len(pages) > 1
    assert all(page[0].strip("题 ") == "" for page in pages)
    assert all(any(NUMBER.search(line) for line in page) for page in pages)
    assert text.count("题") >= 5000
    assert text.count("实") >= 5000
    assert "body" in text


def test_long_words_fill_lines_by_cells_and_keep_marks_with_their_letter():
    assert wrap("e\u0301" * 30, 10) == ["e\u0301" * 10] * 3
    assert wrap("❤\ufe0f" * 10, 10) == ["❤\ufe0f" * 5] * 2


def test_a_head_that_no_page_could_hold_stands_once_and_whole():
    grid = Grid((Column("项目", False), Column("长" * 3000), Column("n")), (("a", 1, 2), ("b", 3, 4)) * 30)
    pages = pages_of(only(grid))
    assert all(len(page) <= PAGE for page in pages)
    text = "\n".join("\n".join(page) for page in pages)
    assert text.count("长") >= 3000
    rows = [line for line in text.split("\n") if line.startswith(("|a", "|b"))]
    assert len(rows) == 60
    assert all("长" in page[3] for page in pages if any(line.startswith("|a") for line in page))


LABEL = Column("head", False, 4)


def test_a_row_of_several_lines_is_never_torn():
    grid = Grid((LABEL, Column("n")), tuple((f"{n:03}aaaabbbb", n) for n in range(60)))
    pages = pages_of(only(grid))
    assert len(pages) > 2
    for page in pages:
        edges = [at for at, line in enumerate(page) if line.startswith("+")]
        assert len(edges) == 3
        assert (edges[2] - edges[1] - 1) % 3 == 0
        assert page[edges[1] + 1][1:4].isdigit()


def test_the_rows_of_an_item_stay_with_it():
    rows = [(f"  group {n}" if n % 4 else f"{n // 4} item", n) for n in range(120)]
    pages = pages_of(only(Grid((Column("head", False), Column("n")), tuple(rows))))
    assert len(pages) > 2
    for page in pages:
        first = next(at for at, line in enumerate(page) if line.startswith("|head"))
        assert "item" in page[first + 2]
    alone = [("item", 0), *((f"  group {n}", n) for n in range(200))]
    pages = pages_of(only(Grid((Column("head", False), Column("n")), tuple(alone))))
    assert all(len(page) > PAGE - 3 for page in pages[:-1]), "a family larger than a page fills pages"


@pytest.mark.parametrize("lines", range(48, 60))
def test_the_head_of_a_table_never_stands_without_a_row_nor_its_title_alone(lines):
    grid = Grid((LABEL, Column("n")), (("a", 1), ("b", 2), ("c", 3)))
    pages = pages_of(only(*[Paragraph(f"x{n}") for n in range(lines)], Paragraph("the table:"), grid))
    for page in pages:
        edges = [at for at, line in enumerate(page) if line.startswith("+")]
        assert len(edges) in (0, 3)
        assert not edges or edges[2] - edges[1] > 1
        assert page[-1] != "the table:"


def test_what_is_kept_together_moves_to_the_next_page_whole():
    kept = Kept((Gap(), Paragraph("first"), Parts(("sign ____     here",)), Grid((LABEL,), (("a",), ("b",)))))
    for lines in range(40, 62):
        pages = pages_of(only(*[Paragraph(f"x{n}") for n in range(lines)], kept))
        holding = [page for page in pages if "first" in page]
        assert len(holding) == 1
        assert "sign ____     here" in holding[0]
        assert holding[0][-1].startswith("+")
        if holding[0][1] == "first" or holding[0][0] == "first":
            assert lines + 9 > PAGE, "it moved though it had room"
    much = Kept(tuple(Paragraph(f"y{n}") for n in range(130)))
    text = paged_text(only(much), in_english)
    assert [line for line in text.split("\n") if line.strip("\f").startswith("y")] == [
        f"y{n}" for n in range(130)
    ]


def test_shares_rates_and_what_is_not_stated():
    grid = Grid(
        (Column("项目", False), Column("满意%"), Column("不满意"), Column("n")),
        (("a", Share(30, 49), Share(0, 0), None), ("  b", Share(4, 49), Share(100, 100), 7)),
    )
    assert pages_of(only(grid)) == [
        [
            "+----+---------+----------+-+",
            "|项目|  满意  %|不满意   %|n|",
            "+----+---------+----------+-+",
            "|a   |30  61.22|  0      -|-|",
            "|  b | 4   8.16|100 100.00|7|",
            "+----+---------+----------+-+",
        ]
    ]


def test_ruled_tables_go_on_with_their_heads():
    ruled = Ruled(("no.", "name"), tuple((str(n), "") for n in range(40)), (5, 20), 2)
    pages = pages_of(only(ruled))
    assert len(pages) == 3
    assert all(page[2].startswith("|no.") for page in pages)
    assert all(page[-1].startswith("+") for page in pages)
