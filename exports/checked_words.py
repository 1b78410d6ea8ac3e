"""What stands beside a verdict once its sheets were checked, and whether the checks may stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tally.rates import rate_text
from tally.residual_check import CheckResult, VerdictBound, VerdictKey, verdict_key
from tally.said import Said


def checked_words(results: Sequence[CheckResult]) -> Mapping[VerdictKey, Said]:
    """A sentence for each verdict that the latest check of its sheets speaks of."""
    found: dict[VerdictKey, Said] = {}
    for result in latest(results):
        for bound in result.verdicts:
            found[verdict_key(bound.verdict)] = Said(
                "checked: at most {wrong} of {sheets} sheets wrong ({level}), {read} sheets read; {so}",
                wrong=bound.sheets_at_most,
                sheets=len(result.check.plan.order),
                level=confidence_text(result),
                read=result.read,
                so=standing_words(result, bound),
            )
    return found


def standing_words(result: CheckResult, bound: VerdictBound) -> Said:
    """Whether a verdict stands by a check, or what it takes."""
    if result.changed is not None:
        return Said("the count has changed since the draw; it has to be drawn again")
    if bound.stands and bound.sheets_to_change is None:
        return Said("stands: no number of wrong sheets would change it")
    if bound.stands:
        return Said("stands")
    if bound.still_to_read is None and bound.sheets_to_change is not None:
        if result.check.plan.size is not None:
            return Said(
                "this sample is too small to show it; correct what was found wrong, or draw a larger one"
            )
        return Said("reading on cannot show it; correct what was found wrong first")
    return Said(
        "not shown yet: about {sheets} more sheets, if none of them is wrong", sheets=bound.still_to_read
    )


def confidence_text(result: CheckResult) -> str:
    """The level of confidence: 1 less the risk."""
    return rate_text(Fraction(1) - result.check.risk)


def latest(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """The last check of each population; an earlier one is told, and decides nothing any more."""
    last = {(one.check.form, one.check.subject): one for one in results}
    return tuple(one for one in results if last[one.check.form, one.check.subject] is one)


def all_may_stop(results: Sequence[CheckResult]) -> bool:
    """Whether every verdict that was checked stands and nothing is open; False where nothing was drawn."""
    return bool(results) and all(one.may_stop for one in latest(results))
