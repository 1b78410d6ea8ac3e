"""Lines laid on pages: what stays together, and where a table is parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line, left out at the top of a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that stands again where they go on on the next page; `foot` closes each part.

    `lead` are lines that belong in front of the table, once.
    """

    head: Lines
    rows: tuple[Lines, ...]
    foot: Lines = ()
    lead: Lines = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Pieces that stay on one page where a page can hold them."""

    pieces: tuple[Blank | Lines | Table, ...]


Piece = Blank | Lines | Table | Together
"""Lines stay together as well, unless they are more than a page holds."""


class Pages:
    """Pages of at most `room` lines, filled one after the other."""

    def __init__(self, room: int, first: Sequence[str] = ()) -> None:
        self.room = room
        self.pages: list[list[str]] = [list(first)]

    def place(self, pieces: Sequence[Piece]) -> None:
        """Lays pieces down in their order."""
        for piece in pieces:
            match piece:
                case Blank():
                    if self._page and self._left:
                        self._page.append("")
                case Table():
                    self._table(piece)
                case Together():
                    self._together(piece)
                case _:
                    self._lines(piece)

    @property
    def _page(self) -> list[str]:
        return self.pages[-1]

    @property
    def _left(self) -> int:
        return self.room - len(self.pages[-1])

    def _turn(self) -> None:
        if self._page:
            self.pages.append([])

    def _lines(self, lines: Lines) -> None:
        if len(lines) > self._left:
            self._turn()
        while len(lines) > self.room:
            self._page.extend(lines[: self.room])
            lines = lines[self.room :]
            self._turn()
        self._page.extend(lines)

    def _together(self, kept: Together) -> None:
        here = Pages(self.room, self._page)
        here.place(kept.pieces)
        if len(here.pages) > 1:
            whole = Pages(self.room)
            whole.place(kept.pieces)
            if len(whole.pages) == 1:
                self._turn()
                here = whole
        self.pages[-1:] = here.pages

    def _table(self, table: Table) -> None:
        """A table closes at the end of a page and goes on with its heads on the next.

        One that a page can hold is not begun on a page where less than half of its rows would stand.
        """
        head, waiting = self._head_and_rows(table)
        needed = len(table.lead) + len(head) + len(table.foot)
        here = _rows_that_fit(waiting, self._left - needed)
        if here < len(waiting) or needed > self._left:
            whole = needed + sum(map(len, waiting))
            if here == 0 or (whole <= self.room and 2 * here < len(waiting)):
                self._turn()
        self._page.extend(table.lead)
        while True:
            self._page.extend(head)
            count = _rows_that_fit(waiting, self._left - len(table.foot))
            if count == 0 and waiting:  # a row that no page can hold
                room = self._left - len(table.foot)
                waiting[:1] = [waiting[0][:room], waiting[0][room:]]
                count = 1
            for row in waiting[:count]:
                self._page.extend(row)
            self._page.extend(table.foot)
            del waiting[:count]
            if not waiting:
                return
            self._turn()

    def _head_and_rows(self, table: Table) -> tuple[Lines, list[Lines]]:
        """What stands on top of each part, and the rows. Of a head that is higher than a third of a page
        the rest stands once, as the first row."""
        most = self.room // 3
        head, last = table.head[:-1], table.head[-1:]
        if len(head) <= most:
            return table.head, list(table.rows)
        return (*head[:most], *last), [(*head[most:], *last), *table.rows]


def _rows_that_fit(rows: Sequence[Lines], room: int) -> int:
    for place, row in enumerate(rows):
        room -= len(row)
        if room < 0:
            return place
    return len(rows)
