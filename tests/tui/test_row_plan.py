"""Where the rows of a ballot stand: every row once, on one page, inside the screen, whatever the sizes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.said import in_english
from tui.keying.row_lines import RowDrawing, RowWords, mark_words
from tui.keying.row_plan import Arrangement, Sizes, plan_rows
from tui.keying.state import KeyingState, Mode, Rules, Sheet
from tui.screen.cells import line_width, width

SIZES = Sizes(row_label=6, name=6, grade_label=8)


@settings(max_examples=300, deadline=None)
@given(
    subjects=st.integers(1, 60),
    items=st.integers(1, 12),
    label=st.integers(0, 60),
    name=st.integers(0, 40),
    grade=st.integers(1, 16),
    cells=st.integers(40, 200),
    lines=st.integers(5, 50),
    paper=st.none() | st.integers(1, 40),
)
def test_every_row_has_one_spot_inside_the_screen(subjects, items, label, name, grade, cells, lines, paper):
    rows = subjects * items
    plan = plan_rows(rows, items, Sizes(label, name, grade), (cells, lines), paper)
    assert [row for page in plan.pages for row in page] == list(range(rows)), "in order, none twice"
    for page in plan.pages:
        spots = [plan.spots[row] for row in page]
        assert len(set(spots)) == len(spots), "no two rows in one place"
        for row in page:
            assert 0 <= plan.spots[row].line < lines
            assert plan.spots[row].cell + 4 + plan.grade_cells <= max(cells, 9 + grade + 6)
            assert plan.page_of(row) == page
    assert plan.page_of(rows) == plan.pages[-1], "past the last row the last page stays"


def test_a_short_form_is_a_row_a_line():
    plan = plan_rows(10, 10, Sizes(30, 0, 8), (80, 17))
    assert plan.arrangement is Arrangement.LINES
    assert len(plan.pages) == 1


def test_sixty_names_stand_in_three_columns():
    plan = plan_rows(60, 1, SIZES, (80, 17))
    assert plan.arrangement is Arrangement.COLUMNS
    assert [len(page) for page in plan.pages] == [51, 9]


def test_five_items_of_sixty_members_stand_side_by_side():
    plan = plan_rows(300, 5, SIZES, (80, 17))
    assert plan.arrangement is Arrangement.GRID
    assert [len(page) for page in plan.pages] == [80, 80, 80, 60]
    assert {plan.spots[row].line for row in range(5)} == {1}


def test_a_page_is_never_longer_than_the_papers():
    assert [len(page) for page in plan_rows(60, 1, SIZES, (80, 17), 20).pages] == [20, 20, 20]
    assert [len(page) for page in plan_rows(300, 5, SIZES, (80, 17), 50).pages] == [50] * 6


@pytest.mark.parametrize(("members", "items"), [(60, 1), (60, 5), (12, 4), (3, 12), (1, 10), (1, 60)])
@pytest.mark.parametrize("cells", [80, 40, 120])
def test_what_is_drawn_fits_and_names_every_row(members, items, cells):
    names = [f"欧阳建{at}" for at in range(members)]
    words = RowWords(
        [f"{name} 项目{item}" if items > 1 else name for name in names for item in range(items)],
        names if members > 1 else [],
        [f"项目{item}" for item in range(items)],
        mark_words(["满意", "比较满意", "不太满意", "不满意"], in_english),
    )
    rows = members * items
    plan = words.plan((cells, 18), None)
    for row in range(rows + 1):
        marks = "1234"[row % 4] * row + "_" * (rows - row)
        state = KeyingState(Rules(range(1, 3), rows, 4, True, "apart"), Mode.ROWS, Sheet(1, marks), row, {})
        drawn = RowDrawing(plan, words, (cells, 18)).lines(state)
        texts = ["".join(span.text for span in one) for one in drawn]
        assert len(drawn) == 17
        assert all(line_width(one) <= cells for one in drawn)
        arrows = [text for text in texts if ">[ ]" in text]
        assert len(arrows) == (row < rows), "the row of the cursor, and no other"
        if row < rows:
            name = names[row // items]
            assert name in arrows[0] or plan.label_cells < width(name)
        if 0 < row < rows and plan.page_of(row - 1) == plan.page_of(row):
            assert any(words.marks[marks[row - 1]] in text for text in texts), "the grade's label is readable"
