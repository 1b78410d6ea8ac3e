"""The tally of an appraisal, from custody and rulings, for those who may look."""

from __future__ import annotations

from store.access import require
from store.appraisal import Appraisal
from store.reconciling import batch_counts
from tally.appraisal_tally import Tally, tally_appraisal
from tally.batch_life import Action


def tally_of(appraisal: Appraisal) -> Tally:
    """Count, measure and decide. Raises Refused where the person may not look yet."""
    require(appraisal, Action.LOOK)
    return tally_appraisal(appraisal.scheme, appraisal.subjects, appraisal.sheets, batch_counts(appraisal))
