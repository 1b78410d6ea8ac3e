"""Drawing the rows of a ballot where the plan puts them. ASCII only, but for the scheme's own labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tally.marks import BLANK, EMPTY, SPOILED
from tally.said import Said, Translate
from tui.keying.row_plan import NUMBER, Arrangement, RowPlan, Sizes, plan_rows
from tui.keying.state import KeyingState
from tui.screen.cells import Line, Look, Span, cut, line, line_width, pad, pad_left, width

LONGEST_GRADE = 16
"""A grade's label is cut beyond this behind its mark; the line of keys has it whole."""


@dataclass(frozen=True, slots=True)
class RowWords:
    """What stands on the ballot: the label of each row, the subjects, the items, the grades."""

    rows: Sequence[str]
    subjects: Sequence[str]
    items: Sequence[str]
    marks: Mapping[str, str]
    """By mark code: the grade's label, and the words for blank and spoiled."""

    def plan(self, room: tuple[int, int], rows_per_page: int | None) -> RowPlan:
        """The arrangement for `room` (cells, lines); one line of it is for saving."""
        sizes = Sizes(
            row_label=max(map(width, self.rows), default=0),
            name=max(map(width, self.subjects), default=0),
            grade_label=min(LONGEST_GRADE, max(map(width, self.marks.values()))),
        )
        items = len(self.items) if len(self.subjects) * len(self.items) == len(self.rows) else 1
        of_a_roster = items if self.subjects and len(self.subjects) > 1 else 1
        return plan_rows(len(self.rows), of_a_roster, sizes, (room[0], room[1] - 1), rows_per_page)


def mark_words(grades: Sequence[str], translate: Translate) -> dict[str, str]:
    """What each mark code is called behind its mark."""
    return {
        **{str(place): label for place, label in enumerate(grades, start=1)},
        BLANK: Said("blank").text(translate),
        SPOILED: Said("spoiled").text(translate),
    }


def row_lines(plan: RowPlan, words: RowWords, state: KeyingState, room: tuple[int, int]) -> list[Line]:
    """The page with the cursor's row, `room` (cells, lines) less the last line, which is for saving."""
    cells, lines = room
    page = plan.page_of(state.cursor)
    parts: list[list[tuple[int, Line]]] = [[] for _ in range(lines - 1)]
    if plan.arrangement is Arrangement.GRID:
        _grid_frame(plan, words, page, parts)
    for row in page:
        spot = plan.spots[row]
        parts[spot.line].append((spot.cell, _spot(plan, words, state, row)))
    return [_joined(one, cells) for one in parts]


def _spot(plan: RowPlan, words: RowWords, state: KeyingState, row: int) -> Line:
    code = state.sheet.marks[row]
    here = row == state.cursor
    mark = Span(f"{'>' if here else ' '}[{' ' if code == EMPTY else code}]", _look(here))
    label = pad(words.marks.get(code, ""), plan.grade_cells)
    if plan.arrangement is Arrangement.GRID:
        return (mark, Span(label))
    number = Span(pad_left(str(row + 1), NUMBER))
    return (number, mark, Span(f" {label} {cut(words.rows[row], plan.label_cells)}"))


def _look(here: bool) -> Look:
    return Look.REVERSE if here else Look.PLAIN


def _grid_frame(plan: RowPlan, words: RowWords, page: range, parts: list[list[tuple[int, Line]]]) -> None:
    """The items over their columns, and each line's first row number and subject."""
    first = plan.spots[page.start].cell
    for place, item in enumerate(words.items):
        over = cut(item, plan.column_cells - 1)
        parts[0].append((first + place * plan.column_cells + 1, line(over)))
    for row in range(page.start, page.stop, plan.items):
        name = cut(words.subjects[row // plan.items], plan.label_cells)
        parts[plan.spots[row].line].append((0, line(f"{pad_left(str(row + 1), NUMBER)} {name}")))


def _joined(parts: list[tuple[int, Line]], cells: int) -> Line:
    found: list[Span] = []
    at = 0
    for cell, spans in sorted(parts, key=lambda part: part[0]):
        if cell > at:
            found.append(Span(" " * (cell - at)))
            at = cell
        found += spans
        at += line_width(spans)
    return tuple(found) if at <= cells else _cut_line(found, cells)


def _cut_line(spans: Sequence[Span], cells: int) -> Line:
    found: list[Span] = []
    left = cells
    for span in spans:
        shown = cut(span.text, left)
        found.append(Span(shown, span.look))
        left -= width(shown)
        if left <= 0:
            break
    return tuple(found)
