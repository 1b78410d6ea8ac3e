"""A diff of two texts as lines of cells: its marks in brackets, so that nothing is told by a look alone."""

from __future__ import annotations

from functools import lru_cache

from tally.opinion_comparison import In, diff, marked
from tui.screen.cells import Line, Look, Span, width

_LOOKS = {In.BOTH: Look.PLAIN, In.FIRST: Look.BOLD, In.SECOND: Look.REVERSE}


@lru_cache(maxsize=64)
def diff_lines(first: str, second: str, cells: int) -> tuple[Line, ...]:
    """`[-in the first only-]` and `{+in the second only+}`, in lines of at most so many cells."""
    lines: list[list[Span]] = [[]]
    used = 0
    for piece in diff(first, second):
        look = _LOOKS[piece.within]
        run = ""
        for character in marked((piece,)):
            wide = width(character)
            if used + wide > cells:
                lines[-1].append(Span(run, look))
                lines.append([])
                run, used = "", 0
            run, used = run + character, used + wide
        lines[-1].append(Span(run, look))
    return tuple(tuple(span for span in one if span.text) for one in lines)


def first_differing(lines: tuple[Line, ...]) -> int:
    """The first of these lines in which the texts differ; 0 where none does."""
    return next((at for at, one in enumerate(lines) if any(span.look is not Look.PLAIN for span in one)), 0)
