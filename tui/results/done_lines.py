"""The page at the end of an export: where the package lies, what it is worth, and how to check it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from tally.said import Said, Translate
from tui.exporting import Exported
from tui.screen.cells import Line, Look, Span, cut, line, width, wrap

CHECK = "pingyi verify"


def done_lines(
    exported: Exported, message: str, translate: Translate, wide: int, high: int
) -> Sequence[Line]:
    """The page for a window of `wide` x `high` cells.

    The path stands on lines of its own with nothing before it, so that a copy with the mouse takes nothing else.
    """
    path = _shown(exported.folder.absolute())
    where = [line(one) for one in broken(path, wide)]
    check = [line(one) for one in broken(f"{CHECK} {shlex.quote(path)}", wide)]
    found = [
        line(Span(cut(Said("The package is there").text(translate), wide), Look.BOLD)),
        line(),
        *_words(Said("It lies in this folder (select the path with the mouse to copy it):"), translate, wide),
        *where,
        line(),
        *_words(
            Said("status: OFFICIAL (sealed)")
            if exported.sealed
            else Said("status: UNOFFICIAL (not sealed), for checking only"),
            translate,
            wide,
        ),
        *_words(
            Said("The count is complete.")
            if exported.complete
            else Said("the count is not complete; every table says so"),
            translate,
            wide,
        ),
        line(),
        *_words(
            Said("This checks it, here or on another machine, with nothing but the package:"), translate, wide
        ),
        *check,
    ]
    foot = [
        line(Span(cut(message, wide), Look.BOLD)) if message else line(),
        line(cut(Said("Enter back to the results").text(translate), wide - 1)),
    ]
    found = found[: high - len(foot)]
    return [*found, *[line()] * (high - len(foot) - len(found)), *foot]


def broken(text: str, cells: int) -> list[str]:
    """A text broken where the window ends and nowhere else, with nothing added."""
    lines, used = [""], 0
    for character in text:
        wide = width(character)
        if used + wide > cells:
            lines.append("")
            used = 0
        lines[-1] += character
        used += wide
    return lines


def _words(said: Said, translate: Translate, wide: int) -> list[Line]:
    return [line(one) for one in wrap(said.text(translate), wide)]


def _shown(path: Path) -> str:
    """The path; a character that a terminal cannot show, or that would order it about, as an escape."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in str(path)
    )
