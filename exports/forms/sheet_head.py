"""The head that every page of these papers has: title, unit, period, what is assumed, and that it is practice."""

from __future__ import annotations

from exports.document import Block, Sheet
from exports.forms.plan_caveat import plan_caveats
from exports.forms.printing import Printing
from exports.period_words import period_in_words
from exports.plain_text import clean
from tally.said import Said, Translate
from tally.scheme import Form

LINE = "____________"
"""A line to write on."""


def sheet(
    printing: Printing,
    translate: Translate,
    title: str,
    blocks: tuple[Block, ...],
    *,
    facts: tuple[str, ...] = (),
    form: Form | None = None,
) -> Sheet:
    """A sheet with the usual head; `facts` stand after unit and period."""
    scheme = printing.scheme
    usual = (
        Said("Unit: {unit}", unit=clean(scheme.unit)),
        Said("Period: {period}", period=period_in_words(scheme.period)),
    )
    return Sheet(
        titles=(clean(title), clean(scheme.title)),
        facts=(
            *(said.text(translate) for said in usual),
            *(clean(fact) for fact in facts),
            *(said.text(translate) for said in plan_caveats(scheme, form)),
        ),
        blocks=blocks,
        banner=Said("*** PRACTICE ***").text(translate) if printing.practice else "",
    )
