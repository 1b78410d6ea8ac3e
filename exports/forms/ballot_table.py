"""The rows of a ballot as boxes to tick, as roomy as its pages allow and alike on every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.document import Ruled
from exports.forms.printing import WIDTH, Printing
from exports.plain_text import cells, clean
from exports.ruled_lines import ruled_lines
from tally.cover_sheets import BallotRow
from tally.said import Said, Translate
from tally.scheme import Form, Layout

NUMBER, NAME = 5, 14
NARROWEST_GRADE, WIDEST_GRADE = 6, 16
LABEL, WIDEST_LABEL = 34, 60
"""A label has as many cells before the boxes grow, and never more than that."""
TOGETHER = 12
"""Items of one subject that stand between two lines at most."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows that stand on one page, and the lines that it has for their table."""

    rows: tuple[BallotRow, ...]
    room: int


@dataclass(frozen=True, slots=True)
class BallotTable:
    """How a form's rows are drawn: grades from left to right as the keys 1 to 9."""

    printing: Printing
    form: Form
    translate: Translate

    def tables(self, pages: Sequence[Page]) -> tuple[Ruled, ...]:
        """A table for each page, in the roomiest way in which every page holds its rows.

        Where none does, the tightest: its table then goes on on a further page.
        """
        drawn: tuple[Ruled, ...] = ()
        for height, every in self._ways():
            drawn = tuple(self._table(page.rows, height, every) for page in pages)
            lines = [len(ruled_lines(table).lines) for table in drawn]
            if all(needed <= page.room for needed, page in zip(lines, pages, strict=True)):
                break
        return drawn

    def _ways(self) -> tuple[tuple[int, int], ...]:
        """Lines of a row, and rows between two lines. Only a page that the scheme makes long has a line after
        every fifth row; else the table rather goes on on another page."""
        usual = self._subject_rows() if self._several else 1
        ways = ((3, usual), (2, usual), (1, usual))
        return (*ways, (1, 5)) if self.form.rows_per_page is not None and not self._several else ways

    @property
    def _several(self) -> bool:
        """Whether each subject of a roster has several rows."""
        return self.form.layout is Layout.ROSTER and len(self.form.item_labels) > 1

    def _subject_rows(self) -> int:
        """Rows of one subject that stand between two lines; each row has its own where they are too many for
        that, or where the scheme turns the page in the middle of a subject."""
        items = len(self.form.item_labels)
        return 1 if items > TOGETHER or (self.form.rows_per_page or items) % items else items

    def _table(self, rows: tuple[BallotRow, ...], height: int, every: int) -> Ruled:
        grades = tuple(clean(grade) for grade in self.printing.scheme.grades)
        fixed = (NUMBER, NAME) if self._several else (NUMBER,)
        label, grade = _widths(sum(fixed), len(fixed) + 1 + len(grades), len(grades))
        box = f"[{' ' * (min(grade, 8) - 2)}]" if every > 1 else ""
        tick = " " * ((grade - len(box)) // 2) + box if box else ""
        lines = tuple(
            (*self._labels(row, named=every == 1 or place % every == 0), *(tick for _ in grades))
            for place, row in enumerate(rows)
        )
        heads = tuple(" " * ((grade - cells(one)) // 2) + one for one in grades)
        return Ruled(
            (*self._heads(), *heads), lines, (*fixed, label, *(grade for _ in grades)), height, every
        )

    def _heads(self) -> tuple[str, ...]:
        heads = [Said("row")]
        if self.form.layout is Layout.ROSTER:
            heads.append(Said("name"))
        if self.form.layout is Layout.SINGLE or self._several:
            heads.append(Said("item"))
        return tuple(said.text(self.translate) for said in heads)

    def _labels(self, row: BallotRow, *, named: bool) -> tuple[str, ...]:
        """A row's number, its subject on a roster (once for all its items), and its item."""
        labels = [f"{row.row:>{NUMBER - 1}}"]
        if self.form.layout is Layout.ROSTER:
            labels.append(clean(self.printing.name(row.subject)) if named or not self._several else "")
        if self.form.layout is Layout.SINGLE or self._several:
            labels.append(clean(row.item))
        return tuple(labels)


def _widths(fixed: int, columns: int, grades: int) -> tuple[int, int]:
    """The cells of the label's column and of each grade's: wide boxes first, where the label leaves room."""
    room = WIDTH - (columns + 1) - fixed
    grade = max(NARROWEST_GRADE, min(WIDEST_GRADE, (room - LABEL) // grades))
    return min(room - grade * grades, WIDEST_LABEL), grade
