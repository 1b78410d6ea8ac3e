"""What the sample checks say of each verdict, for the results screen and `pingyi tally`."""

from __future__ import annotations

from collections.abc import Mapping

from exports import checked_words as words
from store.appraisal import Appraisal
from store.check_progress import checks_now
from tally.appraisal_tally import Tally
from tally.residual_check import VerdictKey
from tally.said import Said


def checked_words(appraisal: Appraisal, tally: Tally) -> Mapping[VerdictKey, Said]:
    """A sentence for each verdict of `tally` that a sample check speaks of, by `tally.residual_check.verdict_key`.

    Nothing where no sample was drawn. Raises Refused for whoever may not look, Damaged for files that
    cannot be trusted.
    """
    return words.checked_words([now.result for now in checks_now(appraisal, tally)])
