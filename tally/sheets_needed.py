"""How many sheets a check needs: stated before the draw, or still to come.

Both suppose that no further sheet is found wrong; one that is makes it more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tally.residual_errors import RISK, SheetRead, rows_asked, seen_of
from tally.strata_bound import Seen, Stratum, fewer_shown


def planned_sizes(
    populations: Sequence[int], sheets_to_change: int, risk: Fraction = RISK
) -> tuple[int, ...]:
    """How many sheets of each stratum to state before the draw, in proportion to `populations`.

    The least sizes in that proportion after which the verdict stands if none of their sheets is found wrong; 0 where none need
    be read. Raises ValueError unless `sheets_to_change` is at least 1.
    """
    if sheets_to_change < 1:
        raise ValueError(f"fewer than {sheets_to_change} wrong sheets")
    total = sum(populations)

    def sizes(sheets: int) -> tuple[int, ...]:
        return tuple(-(-sheets * population // total) for population in populations)

    def shown_by(sheets: int) -> bool:
        strata, seen = [], {}
        for number, (population, size) in enumerate(zip(populations, sizes(sheets), strict=True)):
            strata.append(Stratum(str(number), population, size or None))
            seen[str(number)] = Seen(size, 0, 0)
        return fewer_shown(strata, seen, risk, sheets_to_change)

    low, high = 0, total
    while low < high:
        middle = (low + high) // 2
        if shown_by(middle):
            high = middle
        else:
            low = middle + 1
    return sizes(low) if total else (0,) * len(populations)


def sheets_still_to_read(
    strata: Sequence[Stratum],
    read: Sequence[SheetRead],
    rows: Iterable[int],
    coming: Sequence[str],
    sheets_to_change: int | None,
    risk: Fraction = RISK,
) -> int | None:
    """How many of the `coming` sheets are to be read until the verdict stands, if none of them is wrong.

    `coming` names the stratum of each sheet not yet read, in the draw's order. None where even all of
    them would not do. `sheets_to_change` is compared with all wrong sheets, so where those found have been
    corrected in the count, add their number to it. Raises ValueError as `residual_errors`.
    """
    seen = seen_of(strata, read, rows_asked(rows))
    planned = {stratum.name: stratum.planned for stratum in strata}

    def shown_after(more: int) -> bool:
        then = dict(seen)
        for name in coming[:more]:
            one = then[name]
            then[name] = Seen(one.read + 1, one.wrong, one.wrong_in_plan)
        return sheets_to_change is None or fewer_shown(strata, then, risk, sheets_to_change)

    if not set(coming) <= set(planned):
        raise ValueError(f"strata {sorted(set(coming) - set(planned))} are not among those drawn from")
    if not shown_after(len(coming)):
        return None
    # In one stratum a right sheet never raises the bound. Over several, read very unevenly, it may by one
    # now and then; the number bisected shows it even so, though a lesser one may have for a moment.
    low, high = 0, len(coming)
    while low < high:
        middle = (low + high) // 2
        if shown_after(middle):
            high = middle
        else:
            low = middle + 1
    return low
