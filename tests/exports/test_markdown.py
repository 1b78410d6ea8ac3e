"""A document as Markdown: the same tables, and no text of it that becomes markup, HTML or a link."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from exports.cell_text import cell_text
from exports.document import Column, Document, Gap, Grid, Kept, Paragraph, Parts, Share, Sheet
from exports.markdown import escaped, markdown
from exports.plain_text import clean

_SPEC = importlib.util.spec_from_file_location(
    "printed_documents_for_markdown", Path(__file__).with_name("printed_documents.py")
)
printed = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(printed)

GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": True})
TEXT = {"text", "text_special"}
PART = "<!-- -->"
"""GitHub makes a link of an e-mail address whatever stands before its @: only a comment after it helps."""


def bare(text):
    return "".join(text.split())


def words(token: Token) -> str:
    """The text of an inline token; anything in it but text is a fault, save what parts an e-mail address."""
    children = [child for child in token.children if child.content != PART]
    assert {child.type for child in children} <= TEXT, children
    return "".join(child.content for child in children)


def tables(text):
    """Each table as rows of cells."""
    found, tokens = [], GITHUB.parse(text)
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append(words(tokens[at + 1]))
    return found


def only(*blocks):
    return Document("d", (Sheet((), (), tuple(blocks)),))


@settings(max_examples=400, deadline=None)
@given(printed.long_texts)
def test_no_text_becomes_markup_html_or_a_link(text):
    tokens = GITHUB.parse(escaped(text))
    if not clean(text):
        assert not tokens
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], tokens
    assert words(tokens[1]) == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. one", "2) two", "- x", "+ x", "* x", "# x", "> x", "=====", "-----", "***", "___", "~~~", "```", "    code",
        "<b>x</b>", "<!-- x", "&lt;", "&#60;", "[a](http://b.c)", "![a](b)", "[a]: http://b.c", "http://a.b/c", "HTTPS://a.b",
        "www.a.b", "WWW.a.b", "ftp://a.b", "x@y.zz", "mailto:x@y.zz", "~~a~~", "`a`", "**a**", "_a_", "a|b", "|a|\n|-|", "\\*a*", "- [ ] x", "a  \nb",
    ],
)  # fmt: skip
def test_what_markdown_would_take_for_its_own(text):
    tokens = GITHUB.parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert words(tokens[1]) == clean(text)


@settings(max_examples=100, deadline=None)
@given(printed.grids(cells=printed.long_texts))
def test_every_cell_stands_in_its_place(grid):
    found = tables(markdown(only(grid)))
    rows = [[bare(cell_text(cell)) for cell in row] for row in grid.rows]
    assert len(found) == 1
    assert [[bare(cell) for cell in row] for row in found[0][1:]] == rows
    assert [head[0] for head in found[0][0]][:9] == [str(at) for at in range(len(grid.columns))][:9]


def test_an_email_address_is_parted_for_github_links_it_behind_a_backslash_too():
    assert escaped("x@y.zz mailto:a@b.cc @all @ 5") == (
        "x\\@<!-- -->y.zz mailto:a\\@<!-- -->b.cc \\@all \\@ 5"
    )


def test_a_line_to_sign_cannot_end_its_fence():
    tokens = GITHUB.parse(markdown(only(Parts(("````", "<b>")), Parts(("```",)), Paragraph("x"))))
    assert [token.type for token in tokens][:2] == ["fence", "paragraph_open"]
    assert tokens[0].content == "````   <b>\n```\n"


def test_figures_are_set_right_and_shares_have_both():
    grid = Grid(
        (Column("项目", False), Column("满意%"), Column("n")),
        (("a|b", Share(3, 7), None), ("  c", Share(0, 0), 5)),
    )
    assert markdown(only(Paragraph("1. 注"), grid)) == (
        "1\\. 注\n\n"
        "| 项目 |   满意 % |   n |\n"
        "| ---- | -------: | --: |\n"
        "| a\\|b | 3  42.86 |   - |\n"
        "| \u3000c  | 0      - |   5 |\n"
    )


def test_titles_are_headings_and_lines_to_sign_stay_readable():
    document = printed.example("zh")
    text = markdown(document)
    tokens = GITHUB.parse(text)
    heads = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    title = printed.WORDS["zh"]["title"]
    assert heads == [title, "2026", title]
    fences = [token.content for token in tokens if token.type == "fence"]
    assert (
        fences
        == ["监票人: ____________   计票人: ____________(初录) ____________(复录)\n     年   月   日\n"] * 2
    )
    assert len(tables(text)) == 2
    assert len(tables(text)[0][0]) == len(document.sheets[0].blocks[1].columns), "no groups of columns"
    assert text.count("练习") == 2
    assert "\f" not in text


@settings(max_examples=100, deadline=None)
@given(printed.documents)
def test_nothing_is_lost_and_nothing_is_added(document):
    text = markdown(document)
    assert text.endswith("\n")
    tokens = GITHUB.parse(text)
    assert not {token.type for token in tokens} & {
        "html_block",
        "code_block",
        "hr",
        "blockquote_open",
        "ordered_list_open",
    }
    shown = []
    for token in tokens:
        if token.type == "fence":
            shown.append(token.content)
        elif token.type == "inline":
            kinds = {child.type for child in token.children if child.content != PART} - TEXT
            assert kinds <= {"strong_open", "strong_close"}, token
            assert not kinds or "练习" in token.content
            shown.append("".join(child.content for child in token.children if child.content != PART))
    wanted = []

    def blocks(many):
        for block in many:
            match block:
                case Kept():
                    blocks(block.blocks)
                case Paragraph():
                    wanted.append(block.text)
                case Parts():
                    wanted.extend(block.parts)
                case Grid():
                    wanted.extend(cell_text(cell) for row in block.rows for cell in row)
                case Gap():
                    pass

    for sheet in document.sheets:
        wanted += [*sheet.titles, *sheet.facts]
        blocks(sheet.blocks)
    everything, at = bare("".join(shown)), 0
    for one in wanted:
        at = everything.find(bare(clean(one)), at)
        assert at >= 0, one
        at += len(bare(clean(one)))
