"""Lines to read: results, tables, help. Moves by line and by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tally.said import Said, Translate
from tui.screen.cells import Line, Look, Span, cut, line
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View


class TextView(RestingView):
    """A page of prepared lines, with a heading."""

    def __init__(
        self,
        heading: str,
        lines: Sequence[str],
        translate: Translate,
        after: Callable[[], View | None],
        hint: Said | None = None,
    ) -> None:
        self._heading = heading
        self._text = list(lines)
        self._translate = translate
        self._after = after
        self._hint = hint
        self._top = 0
        self._page = 20

    @property
    def typing(self) -> bool:
        """Whether characters are text now and no keys."""
        return False

    def press(self, key: Key) -> Turn:
        """Move, or go back."""
        last = max(0, len(self._text) - self._page)
        match key.name if key.name in _NAMES else key.character:
            case "down" | "2":
                self._top = min(last, self._top + 1)
            case "up" | "8":
                self._top = max(0, self._top - 1)
            case "pagedown" | "+" | " " | "3" | "n":
                self._top = min(last, self._top + self._page)
            case "pageup" | "-" | "9" | "p":
                self._top = max(0, self._top - self._page)
            case "home" | "7":
                self._top = 0
            case "end" | "1":
                self._top = last
            case "enter" | "ctrl+j" | "escape" | "q":
                view = self._after()
                return Turn(view=view, leave=view is None)
            case _:
                return Turn(bell=True)
        return STAY

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The page at the present place."""
        self._page = height - 3
        shown = self._text[self._top : self._top + self._page]
        found: list[Line] = [line(Span(cut(self._heading, width), Look.BOLD))]
        found += [line(cut(one, width)) for one in shown]
        found += [()] * (self._page - len(shown))
        place = Said(
            "lines {first} to {last} of {all}",
            first=self._top + 1,
            last=self._top + len(shown),
            all=len(self._text),
        )
        found.append(self._place_line(place, width))
        found.append(line(cut(self._keys().text(self._translate), width - 1)))
        return found

    def _place_line(self, place: Said, width: int) -> Line:
        return line(cut(place.text(self._translate), width))

    def _keys(self) -> Said:
        return self._hint or Said("+ next page   - previous page   Enter back")


_NAMES = ("down", "up", "pagedown", "pageup", "home", "end", "enter", "ctrl+j", "escape")
