"""Notes under a table whose percentages do not add up to 100.00, which says why (domain.md, "Rounding").

Percentages are of valid ballots, each rounded half up by itself; nothing is nudged.
"""

from __future__ import annotations

from collections.abc import Iterable

from exports.document import Paragraph
from exports.statistics.form_view import FormView
from tally.counting import MarkCounts
from tally.said import Said


def adding_up(view: FormView, lines: Iterable[MarkCounts]) -> tuple[Paragraph, ...]:
    """What a reader who adds up the percentages of a line has to know, only where a line asks for it."""
    short = False
    off: list[int] = []
    for marks in lines:
        marked = marks.marked
        base = marked + marks.blank + marks.spoiled
        if not base:
            continue
        short = short or marked < base
        printed = sum([(20_000 * count + base) // (2 * base) for count in marks.grades])
        exact = (20_000 * marked + base) // (2 * base)
        if printed != exact:
            off.append(printed - exact)
    said = []
    if short:
        said.append(
            Said(
                "where a line has abstentions or spoiled rows, the percentages of its grades add up to less than "
                "100.00, for the base is all valid ballots, these included"
            )
        )
    if off:
        by = ", ".join(_hundredths(one) for one in sorted(set(off)))
        where = (
            Said("in 1 line of this table their sum is off by {by}", by=by)
            if len(off) == 1
            else Said("in {number} lines of this table their sum is off by {by}", number=len(off), by=by)
        )
        said.append(
            Said(
                "percentages of a line's valid ballots are rounded each by itself, nothing is adjusted: {where}",
                where=where,
            )
        )
    return tuple(Paragraph(view.t("Note: {sentence}", sentence=one)) for one in said)


def _hundredths(number: int) -> str:
    return f"{'-' if number < 0 else '+'}{abs(number) // 100}.{abs(number) % 100:02d}"
