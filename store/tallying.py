"""The tally of an appraisal, from custody and rulings, for those who may look."""

from __future__ import annotations

from store.access import require
from store.appraisal import Appraisal
from store.bundle_counting import Told, count_bundles
from tally.appraisal_tally import Tally, tally_sums
from tally.batch_life import Action


def tally_of(appraisal: Appraisal, told: Told | None = None) -> Tally:
    """Count, measure and decide. Raises Refused where the person may not look yet."""
    require(appraisal, Action.LOOK)
    return tally_again(appraisal, told)


def tally_again(appraisal: Appraisal, told: Told | None = None) -> Tally:
    """The same for whoever has asked already whether the person may look."""
    sums = count_bundles(appraisal, told)
    return tally_sums(appraisal.scheme, appraisal.subjects, appraisal.sheets, sums)
