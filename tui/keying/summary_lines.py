"""The summary after the last ballot: what is keyed, missing and void, held against the cover sheet."""

from __future__ import annotations

from collections.abc import Sequence

from tally.said import Said, Translate
from tui.keying.state import KeyingState
from tui.screen.cells import Line, cut, line

MOST_NUMBERS = 12
"""Numbers that are written out; more are told by how many there are."""


def summary_lines(state: KeyingState, translate: Translate, cells: int) -> list[Line]:
    """The figures, and what to do next."""
    missing = state.missing
    voids = sorted(number for number, reading in state.keyed.items() if reading.void)
    figures = [
        Said("Some numbers are missing.")
        if missing
        else Said("All numbers of this batch have been gone through."),
        Said("on the cover sheet: {collected}", collected=len(state.rules.numbers)),
        Said("keyed: {keyed}", keyed=len(state.keyed)),
        Said("missing: {numbers}", numbers=_numbers(missing)),
        Said("void: {numbers}", numbers=_numbers(voids)),
    ]
    to_do = [
        Said("Count the sheets of the bundle once and type the number, then Enter."),
        Said("To correct a ballot: - and its number."),
    ]
    if missing:
        to_do.insert(
            0, Said("Enter alone: key number {number}, the first that is missing.", number=missing[0])
        )

    def drawn(every: Sequence[Said]) -> list[Line]:
        return [line("  " + cut(said.text(translate), cells - 2)) for said in every]

    return [line(), *drawn(figures), line(), *drawn(to_do)]


def _numbers(numbers: Sequence[int]) -> str:
    if not numbers:
        return "-"
    shown = ", ".join(str(number) for number in numbers[:MOST_NUMBERS])
    return shown + (f" ... ({len(numbers)})" if len(numbers) > MOST_NUMBERS else "")
