"""The pages of results: all subjects, or those that typing finds by id or name."""

from __future__ import annotations

from collections.abc import Callable

from tally.said import Said, Translate
from tui.results.sections import Sections
from tui.screen.cells import Line
from tui.screen.key import PASTE, Key
from tui.screen.view import STAY, Turn, View
from tui.views.finding import BEGINS, Find, find_cursor, find_line, has_words
from tui.views.text import TextView

_MOVES = frozenset({"down", "up", "pagedown", "pageup", "home", "end"})


class SubjectPages(TextView):
    """`.` or `f` begins to look for subjects; the lines of the others are left out until Esc."""

    def __init__(
        self, heading: str, sections: Sections, translate: Translate, after: Callable[[], View | None]
    ) -> None:
        super().__init__(heading, (), translate, after)
        self._sections = sections
        self._find = Find()
        self._found = 0
        self._high = 0
        self._show()

    @property
    def typing(self) -> bool:
        """Whether characters go into what is looked for."""
        return self._find.typing

    def press(self, key: Key) -> Turn:
        """Look for subjects, move, or go back."""
        find = self._find
        if find.typing and key.name in ("enter", "ctrl+j"):
            self._find = find.ended()
            return STAY
        if key.name == "escape" and (find.typing or find.words):
            return self._look_for(Find())
        if find.typing and key.name not in _MOVES:
            typed = find.typed(key)
            return Turn(bell=True) if typed is None else self._look_for(typed)
        if key.name != PASTE and key.character in BEGINS:
            self._find = find.begun()
            return STAY
        return super().press(key)

    def cursor(self) -> tuple[int, int] | None:
        """Where a character goes that is looked for."""
        column = find_cursor(self._find, self._translate)
        return None if column is None else (column, self._page + 1)

    def _look_for(self, find: Find) -> Turn:
        changed, self._find = find.words != self._find.words, find
        if changed:
            self._show()
        return STAY

    def _show(self) -> None:
        words, every = self._find.words, self._sections.subjects
        found = [one for one in every if has_words(words, one.text)] if words else every
        self._found = len(found)
        head = () if words else self._sections.head
        self._text = [*head, *(line for one in found for line in one.lines)]
        self._top = 0

    def _place_line(self, place: Said, width: int) -> Line:
        find = self._find
        if not (find.typing or find.words):
            return super()._place_line(place, width)
        every = len(self._sections.subjects)
        parts = [Said("{count} of {all}", count=f"{self._found:,}", all=f"{every:,}")]
        return find_line(find, [*parts, place] if self._text else parts, self._translate, width)

    def _keys(self) -> Said:
        if self._find.typing:
            return Said("Enter keeps it   Backspace erase   Esc all subjects again")
        return Said("+ next page   - previous page   . find   / export the tables   Enter back")
