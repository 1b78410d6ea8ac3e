"""Lines to sign on."""

from __future__ import annotations

from exports.document import Parts
from tally.said import Said, Translate

_TWO_SCRUTINEERS = Said("Scrutineers: ____________ ____________")
_DATE = Said("Date: ______________")


def box_signatures(translate: Translate) -> Parts:
    """Who signs where ballots are counted out of the box: the scrutineers first."""
    return _parts(
        translate,
        _TWO_SCRUTINEERS,
        Said("Tellers: ____________ ____________"),
        Said("Organizer: ____________"),
        _DATE,
    )


def bundle_signatures(translate: Translate) -> Parts:
    """Who signs for a bundle that is closed."""
    return _parts(translate, _TWO_SCRUTINEERS, Said("Closed by: ____________"), _DATE)


def table_signatures(translate: Translate) -> Parts:
    """Who signs a statistics table."""
    return _parts(
        translate,
        _TWO_SCRUTINEERS,
        Said("Clerks: ____________ (first pass) ____________ (second pass)"),
        Said("Reviewer: ____________"),
        Said("Filled in by: ____________"),
        Said("Responsible (signature): ____________"),
        _DATE,
    )


def _parts(translate: Translate, *every: Said) -> Parts:
    return Parts(tuple(said.text(translate) for said in every))
