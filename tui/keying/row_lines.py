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


class RowDrawing:
    """Draws the rows as `plan` puts them, in `room` (cells, lines), of which the last line is for saving.

    A line that is as it was is given again, not made again: on a roster of 300 rows a key changes two.
    """

    def __init__(self, plan: RowPlan, words: RowWords, room: tuple[int, int]) -> None:
        self.plan = plan
        self._words = words
        self._cells, lines = room
        self._on_line: dict[range, list[list[int]]] = {}
        for page in plan.pages:
            places: list[list[int]] = [[] for _ in range(lines - 1)]
            for row in page:
                places[plan.spots[row].line].append(row)
            self._on_line[page] = places
        self._last: dict[int, tuple[_Shown, Line]] = {}

    def lines(self, state: KeyingState) -> list[Line]:
        """The page with the cursor's row."""
        page = self.plan.page_of(state.cursor)
        return [self._line(state, page, place, rows) for place, rows in enumerate(self._on_line[page])]

    def _line(self, state: KeyingState, page: range, place: int, rows: list[int]) -> Line:
        codes = "".join([state.sheet.marks[row] for row in rows])
        shown = (page.start, codes, state.cursor if state.cursor in rows else None)
        last = self._last.get(place)
        if last is not None and last[0] == shown:
            return last[1]
        parts = [(self.plan.spots[row].cell, _spot(self.plan, self._words, state, row)) for row in rows]
        if self.plan.arrangement is Arrangement.GRID:
            parts += _grid_frame(self.plan, self._words, page, place, rows)
        drawn = _joined(parts, self._cells)
        self._last[place] = (shown, drawn)
        return drawn


_Shown = tuple[int, str, int | None]
"""What a line depends on: the page's first row, the marks on the line, the cursor's row where it is there."""


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


def _grid_frame(
    plan: RowPlan, words: RowWords, page: range, place: int, rows: Sequence[int]
) -> list[tuple[int, Line]]:
    """On the first line the items over their columns; on the others the first row's number and subject."""
    if place == 0:
        first = plan.spots[page.start].cell
        return [
            (first + at * plan.column_cells + 1, line(cut(item, plan.column_cells - 1)))
            for at, item in enumerate(words.items)
        ]
    if not rows:
        return []
    name = cut(words.subjects[rows[0] // plan.items], plan.label_cells)
    return [(0, line(f"{pad_left(str(rows[0] + 1), NUMBER)} {name}"))]


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
