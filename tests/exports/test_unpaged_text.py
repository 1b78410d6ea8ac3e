"""Blocks without pages: every kind of block is printed, and a table stands as far in as the sentence before it."""

from __future__ import annotations

from wcwidth import wcswidth

from exports.document import Column, Gap, Grid, Kept, Paragraph, Parts, Ruled
from exports.unpaged_text import unpaged_lines

GRID = Grid((Column("名", figures=False), Column("n")), (("甲", 1), ("乙\x1b[2J", 20)))


def test_a_table_stands_under_the_sentence_before_it():
    lines = unpaged_lines([Paragraph("one", 4), GRID, Gap(), GRID])
    assert lines == [
        "    one",
        "    +--+--+", "    |名| n|", "    +--+--+", "    |甲| 1|", "    |乙|20|", "    +--+--+",
        "",
        "+--+--+", "|名| n|", "+--+--+", "|甲| 1|", "|乙|20|", "+--+--+",
    ]  # fmt: skip


def test_a_sentence_is_broken_with_its_indent_and_a_table_in_groups_of_columns():
    lines = unpaged_lines([Paragraph("一二三四五六七八九十", 2, 2)], width=14)
    assert lines == ["  一二三四五六", "    七八九十"]
    wide = Grid(
        (Column("a", figures=False), *[Column(f"column{at}") for at in range(9)]), (("x", *range(9)),)
    )
    assert max(map(wcswidth, unpaged_lines([Paragraph("p", 4), wide], width=40))) <= 40


def test_what_is_kept_together_and_what_is_to_be_written_in_is_printed_too():
    box = Ruled(("to fill in",), (("",),), (12,), height=2)
    lines = unpaged_lines([Kept((Paragraph("kept"), Parts(("sign: ____   date: ____", "b")), box))])
    assert lines == [
        "kept", "sign: ____   date: ____   b",
        "+------------+", "|to fill in  |", "+------------+", "|            |", "|            |", "+------------+",
    ]  # fmt: skip
