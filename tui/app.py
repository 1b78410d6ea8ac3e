"""Running a view on the terminal: whether there is one, and how the program ends."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from tally.said import Said, Translate
from tui.privacy import forget_surroundings

if TYPE_CHECKING:
    from tui.screen.view import View


GARBAGE = 700
"""New objects between two looks for garbage while a screen is open. A key leaves some fifty that only a look
can free (Textual's strips point at themselves), so looks have to be many and short, of a millisecond or two:
with 50,000 every 600th key waited 25 to 100 ms for one, and the process held 3 MB more."""


class NoScreen(Exception):
    """There is no terminal to draw on; `said` names the plain commands."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.text())
        self.said = said


def check_terminal() -> None:
    """Raise NoScreen where there is no terminal, or one that cannot place a cursor."""
    plain = Said("plain commands work here: pingyi import, rule, status, tally, export (pingyi --help)")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NoScreen(Said("the screens need a terminal; {plain}", plain=plain))
    if os.environ.get("TERM", "dumb") == "dumb":
        raise NoScreen(Said("this terminal (TERM=dumb) cannot show screens; {plain}", plain=plain))


def run_view(view: View, translate: Translate) -> int:
    """Show a view until it leaves; returns the exit status (128 + n after signal n)."""
    check_terminal()
    # Before textual is imported, which reads its settings once.
    forget_surroundings()
    # The kitty protocol makes digits out of Chinese phrases that an input method commits, animations and
    # smooth scrolling cost bytes on a slow line.
    os.environ.update(TEXTUAL_DISABLE_KITTY_KEY="1", TEXTUAL_ANIMATIONS="none", TEXTUAL_SMOOTH_SCROLL="0")
    # No colour is sent anyhow; with it Textual puts default colours around every piece of text.
    os.environ.pop("NO_COLOR", None)
    from tui.textual_app import PingyiApp

    app = PingyiApp(view, translate)
    # What is imported stays: the collector need never look at it again, so no key waits for that.
    gc.freeze()
    gc.set_threshold(GARBAGE)
    try:
        app.run(mouse=False)
    finally:
        app.surface.view.close()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
