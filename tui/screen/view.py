"""What the one widget shows: a view makes lines and takes keys. A view holds no rule of the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.screen.cells import Line
from tui.screen.key import Key

WIDTH, HEIGHT = 80, 24
"""Every view fits a terminal of this size."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from a key: another view (None: the same one), the end, a bell."""

    view: View | None = None
    leave: bool = False
    bell: bool = False


STAY = Turn()


class View(Protocol):
    """One screen as a value: lines for a size, and what a key does."""

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """At most `height` lines of at most `width` cells."""
        ...

    def press(self, key: Key) -> Turn:
        """Handle a key before the next one is looked at."""
        ...

    def waits_for_drawing(self) -> bool:
        """Whether it has to be told (`drawn`) when its lines stand before the person."""
        ...

    def drawn(self) -> None:
        """The lines stand on the person's screen: the terminal itself has said so."""
        ...

    def cursor(self) -> tuple[int, int] | None:
        """The cell (column, line) where text goes in, for the window of an input method."""
        ...

    def works(self) -> bool:
        """Whether work goes on behind it, so that it is asked to `look` and drawn again while nothing is keyed."""
        ...

    def look(self) -> None:
        """Take what the work behind it tells."""
        ...

    def close(self) -> None:
        """The view goes away, or the program ends: let go of what is held."""
        ...


class RestingView:
    """What most views have in common: nothing waits for the screen, no text goes in, no work goes on behind it,
    nothing is held."""

    def waits_for_drawing(self) -> bool:
        """Nothing waits."""
        return False

    def drawn(self) -> None:
        """Nothing waits."""

    def cursor(self) -> tuple[int, int] | None:
        """No text goes in."""
        return None

    def works(self) -> bool:
        """Only a key changes anything."""
        return False

    def look(self) -> None:
        """Nothing goes on."""

    def close(self) -> None:
        """Nothing is held."""
