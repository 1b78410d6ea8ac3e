"""The least number of sheets that would have to read otherwise for a verdict to differ.

A wrong sheet may have other marks in any of the verdict's rows, be void instead of valid, or valid
instead of void. A void sheet's rows count nowhere, so they are one more class of marks, which weighs
nothing; on one sheet at most `rows` marks change class.
"""

from __future__ import annotations

from tally.least_change import Constraint, Target
from tally.margins import Case, least_of


def sheet_margin(case: Case, rows: int, void: int) -> int | None:
    """Sheets that would have to read otherwise for the outcome of `case` to differ, or a lower bound.

    `rows`: the verdict's rows on one sheet, at least 1. `void`: the void sheets, which may turn out to
    be valid. Exact with one row; with more it lets any `rows` marks share a sheet, so it is never above
    the true number. None where no reading leads to another outcome.
    """
    now = case.vector(case.marks)
    if not case.rates() or not sum(now):
        # No rate now: one sheet may make one.
        return 1 if sum(now) or void else None
    none_valid: Target = (Constraint((-1,) * len(now), 0, strict=False),)
    targets = [tuple(_with_void(one) for one in target) for target in (*case.targets(), none_valid)]
    marks = least_of((*now, void * rows), targets)
    return None if marks is None else -(-marks // rows)


def _with_void(constraint: Constraint) -> Constraint:
    return Constraint((*constraint.weights, 0), constraint.constant, constraint.strict, constraint.absent)
