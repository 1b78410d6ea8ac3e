"""How wide the columns of text may be where the figures leave room for them on one page."""

from __future__ import annotations

from collections.abc import Sequence

from exports.plain_text import cells


def text_widths(room: int, wanted: Sequence[tuple[Sequence[str], int, int]]) -> tuple[int, ...]:
    """A width for each column of text: its texts, the least and the most cells it may have.

    They share `room` cells, each with no more than its widest text needs; where the least of all is more than
    that, the figures are parted on several tables anyway, and each has its most.
    """
    widest = [min(most, max([least, *map(cells, set(texts))])) for texts, least, most in wanted]
    if sum(min(width, least) for width, (_, least, _) in zip(widest, wanted, strict=True)) > room:
        return tuple(widest)
    while sum(widest) > room:
        # The column that is furthest above its least gives way.
        spare = [width - least for width, (_, least, _) in zip(widest, wanted, strict=True)]
        widest[spare.index(max(spare))] -= 1
    return tuple(widest)
