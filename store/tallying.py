"""The tally of an appraisal, from custody and rulings, for those who may look."""

from __future__ import annotations

from collections.abc import Callable

from store.access import require
from store.appraisal import Appraisal
from store.reconciling import batch_counts
from tally.appraisal_tally import Tally, tally_appraisal
from tally.batch_life import Action

Told = Callable[[int, int], None]
"""Told how many batches of how many are read."""


def tally_of(appraisal: Appraisal, told: Told | None = None) -> Tally:
    """Count, measure and decide. Raises Refused where the person may not look yet."""
    require(appraisal, Action.LOOK)
    return tally_appraisal(
        appraisal.scheme, appraisal.subjects, appraisal.sheets, batch_counts(appraisal, told)
    )
