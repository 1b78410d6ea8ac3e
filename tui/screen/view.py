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

    def drawn(self) -> None:
        """The lines stand on the screen."""
        ...

    def close(self) -> None:
        """The view goes away, or the program ends: let go of what is held."""
        ...
