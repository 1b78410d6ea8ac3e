"""One visit to my tasks and to the results in a pty: when what is there, and how long keys take."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.home.watched_screen import WatchedScreen

PINGYI = Path(sys.executable).with_name("pingyi")
TASKS, LISTED, RESULTS, COUNTED = "Esc end", "batches wait for you here", "Results: ", "export the tables"
"""Words of the first paint of my tasks, of their list, of the first paint of the results, and of their pages."""
MOST = 30
"""Characters typed before they are erased."""


@dataclass
class Visit:
    """Seconds: from the start, or from the key that asks, until something stands on the screen; and for each key of a
    kind from the key until it is shown."""

    until: dict[str, float] = field(default_factory=dict)
    keys: dict[str, list[float]] = field(default_factory=dict)


def visit(folder: Path, times: int) -> Visit:
    """Open it, type while it is read, then move and look for batches; the same with the results."""
    found = Visit()
    screen = WatchedScreen([PINGYI, "--dir", folder, "--lang", "en", "--as", "chen"])
    try:
        found.until["my tasks: first paint"] = screen.until(lambda: TASKS in screen.text, screen.began)
        found.keys["my tasks: typing while they are read"] = _typed(screen, 2, lambda: LISTED in screen.text)
        found.until["my tasks: the list"] = screen.until(lambda: LISTED in screen.text, screen.began)
        if "_" in screen.row(2):
            screen.changes("\x1b")
        _keys(screen, found, "my tasks", "+-", 2, times)
        found.until["results: first paint"] = screen.shows("*", lambda: RESULTS in screen.text)
        if COUNTED not in screen.text:
            found.keys["results: Esc while they are counted"] = [
                screen.shows("\x1b", lambda: TASKS in screen.text)
            ]
            screen.until(lambda: LISTED in screen.text)
            screen.changes("+")
            found.until["results: the pages"] = screen.shows("*", lambda: COUNTED in screen.text)
        _keys(screen, found, "results", "28", 22, times)
        found.keys["from the results to my tasks"] = [screen.shows("q", lambda: TASKS in screen.text)]
    finally:
        screen.end()
    return found


def _typed(screen: WatchedScreen, row: int, ends: Callable[[], bool]) -> list[float]:
    """Type into what is looked for, a character after the other, until something stands there."""
    found: list[float] = []
    if not ends():
        screen.shows(".", lambda: "_" in screen.row(row))
    while not ends():
        digit = str(len(found) % 10)
        if found and len(found) % MOST == 0:
            screen.send("\x7f" * MOST)
        found.append(_shown(screen, digit, row))
    return found


def _shown(screen: WatchedScreen, digit: str, row: int) -> float:
    return screen.shows(digit, lambda: f"{digit}_" in screen.row(row))


def _keys(screen: WatchedScreen, found: Visit, name: str, moves: str, row: int, times: int) -> None:
    """Move, turn pages, and look for something, again and again."""
    found.keys[f"{name}: a row"] = [screen.changes(moves[at % 2]) for at in range(times)]
    found.keys[f"{name}: a page"] = [screen.changes("39"[at % 2]) for at in range(times)]
    typed = found.keys[f"{name}: typing to find"] = []
    while len(typed) < times:
        screen.changes(".")
        for digit in "12":
            typed.append(_shown(screen, digit, row))
        screen.changes("\x1b")
