"""How many sheets and marks may still be wrong after the sample check, for the rows of one subject.

The unit is the sheet: marks on one sheet are not independent, so a bound on marks is made from one on
sheets, each wrong sheet not found being taken as wrong in every row asked about.

The risk is that of one set of rows. As in risk-limiting audits, several subjects checked by the same
sheets each have it for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tally.said import Said
from tally.strata_bound import Seen, Stratum, method, sheets_at_most

RISK = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet read again: the rows that the settled ballot has wrong, in the caller's numbering.

    `whole`: it is void in the count and valid on paper, or the other way round; then every row is wrong.
    """

    stratum: str
    wrong_rows: frozenset[int] = frozenset()
    whole: bool = False

    def marks_wrong(self, rows: frozenset[int]) -> int:
        """How many marks in `rows` are wrong."""
        return len(rows if self.whole else self.wrong_rows & rows)


@dataclass(frozen=True, slots=True)
class ResidualErrors:
    """What the check shows of one set of rows: found wrong, and at most wrong in all at the risk.

    The bounds speak of the count as it stood at the draw and include what was found.
    """

    population: int
    read: int
    sheets_wrong: int
    marks_wrong: int
    sheets_at_most: int
    marks_at_most: int
    risk: Fraction
    method: Said

    @property
    def sheets_left_at_most(self) -> int:
        """Wrong sheets that remain at most once those found have been corrected."""
        return self.sheets_at_most - self.sheets_wrong

    @property
    def marks_left_at_most(self) -> int:
        """Wrong marks that remain at most once those found have been corrected."""
        return self.marks_at_most - self.marks_wrong


def residual_errors(
    strata: Sequence[Stratum], read: Sequence[SheetRead], rows: Iterable[int], risk: Fraction = RISK
) -> ResidualErrors:
    """The bounds on wrong sheets and on wrong marks in `rows`, valid at whatever sheet reading stops.

    `read` is in the draw's order, and of each stratum it must hold the first sheets of that order without
    a gap: a sheet left out because of what it may show makes the bound worthless. Raises ValueError for an
    unknown or doubled stratum, more sheets than it has, no rows, or a risk not between 0 and 1.
    """
    asked = rows_asked(rows)
    seen = seen_of(strata, read, asked)
    sheets_wrong = sum(one.wrong for one in seen.values())
    marks_wrong = sum(sheet.marks_wrong(asked) for sheet in read)
    at_most = sheets_at_most(strata, seen, risk)
    return ResidualErrors(
        population=sum(stratum.population for stratum in strata),
        read=len(read),
        sheets_wrong=sheets_wrong,
        marks_wrong=marks_wrong,
        sheets_at_most=at_most,
        marks_at_most=marks_wrong + (at_most - sheets_wrong) * len(asked),
        risk=risk,
        method=method(strata, seen, risk),
    )


def verdict_stands(bound: int, sheets_to_change: int | None) -> bool:
    """Whether at most `bound` wrong sheets are too few to change a verdict.

    `sheets_to_change` is the least number of sheets that would have to read otherwise for the verdict to
    change, None where no number would. For the count as it was drawn from `bound` is `sheets_at_most`; for
    one in which the sheets found wrong have been corrected it is `sheets_left_at_most`.
    """
    return sheets_to_change is None or bound < sheets_to_change


def rows_asked(rows: Iterable[int]) -> frozenset[int]:
    """The rows of one question. Raises ValueError for none: there is no error to bound."""
    asked = frozenset(rows)
    if not asked:
        raise ValueError("no rows to speak of")
    return asked


def seen_of(strata: Sequence[Stratum], read: Sequence[SheetRead], rows: frozenset[int]) -> dict[str, Seen]:
    """What was read of each stratum, by its name. Raises ValueError where it cannot be."""
    wrong: dict[str, list[bool]] = {stratum.name: [] for stratum in strata}
    if len(wrong) < len(strata):
        raise ValueError("two strata have one name")
    for sheet in read:
        if sheet.stratum not in wrong:
            raise ValueError(f"stratum {sheet.stratum!r} is not among those drawn from")
        wrong[sheet.stratum].append(sheet.marks_wrong(rows) > 0)
    for stratum in strata:
        if (
            stratum.population
            and stratum.planned is not None
            and not 1 <= stratum.planned <= stratum.population
        ):
            raise ValueError(f"{stratum.planned} of {stratum.population} sheets planned")
        if len(wrong[stratum.name]) > stratum.population:
            raise ValueError(f"{len(wrong[stratum.name])} of {stratum.population} sheets read")
    return {
        stratum.name: Seen(
            len(wrong[stratum.name]),
            sum(wrong[stratum.name]),
            sum(wrong[stratum.name][: stratum.planned or 0]),
        )
        for stratum in strata
    }
