"""A screen that takes its time to open: a bar while a thread makes it ready, and then the screen itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tally.said import Said, Translate
from tui.screen.cells import Line, Look, Span, cut, line, wrap
from tui.screen.key import Key
from tui.screen.view import Turn, View
from tui.views.loading_bar import loading_line
from tui.views.reading import Reading, Tell


class OpeningView:
    """Esc goes back while it opens; why it could not be opened stands there until a key goes back.

    `make` makes the screen, in a thread; `after` is what comes where it is left before.
    """

    def __init__(
        self,
        heading: Said,
        make: Callable[[Tell], View],
        translate: Translate,
        after: Callable[[], View | None],
    ) -> None:
        self._heading = heading
        self._translate = translate
        self._after = after
        self._reading = Reading(make, lambda view: view.close())
        self._why: Said | None = None
        self._refused = False
        self.view: View | None = None
        """The screen, once it is there; it has every key then."""
        self._reading.ask()

    def press(self, key: Key) -> Turn:
        """Hand it on, or go back."""
        if self.view is not None:
            return self.view.press(key)
        if self._reading.at_work and key.name != "escape" and key.character != "q":
            self._refused = True
            return Turn(bell=True)
        self._reading.leave()
        back = self._after()
        return Turn(view=back, leave=back is None)

    def works(self) -> bool:
        """While it opens, and while work goes on behind the screen."""
        return self.view.works() if self.view is not None else self._reading.at_work

    def look(self) -> None:
        """Take the screen when it is there."""
        if self.view is not None:
            self.view.look()
            return
        outcome = self._reading.look()
        if outcome is not None:
            self.view, self._why = outcome.value, outcome.why

    def close(self) -> None:
        """The program ends."""
        self._reading.leave()
        if self.view is not None:
            self.view.close()

    def waits_for_drawing(self) -> bool:
        """As the screen says."""
        return self.view is not None and self.view.waits_for_drawing()

    def drawn(self) -> None:
        """As the screen says."""
        if self.view is not None:
            self.view.drawn()

    def cursor(self) -> tuple[int, int] | None:
        """As the screen says."""
        return self.view.cursor() if self.view is not None else None

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The heading and the bar, or why it could not be opened; then the screen."""
        if self.view is not None:
            return self.view.lines(width, height)
        words = wrap("!! " + self._why.text(self._translate), width) if self._why is not None else []
        body = [line(Span(one, Look.BOLD)) for one in words] or [
            loading_line(self._reading.step, self._translate, width)
        ]
        if self._why is not None:
            hint = Said("any key goes back")
        elif self._refused:
            hint = Said("!! not now: it is being read; Esc goes back")
        else:
            hint = Said("Esc goes back")
        head = [line(Span(cut(self._heading.text(self._translate), width), Look.BOLD)), line()]
        found = [*head, *body][: height - 1]
        return [
            *found,
            *[line()] * (height - 1 - len(found)),
            line(cut(hint.text(self._translate), width - 1)),
        ]
