"""What the store hands over beside a tally: each bundle on its way, and how the count was made.

`exports` reads no folder of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from tally.comparison import Comparison
from tally.cover_sheets import CoverSheet
from tally.double_entry import DoubleEntry, double_entry
from tally.readings import PassReadings
from tally.residual_check import CheckResult
from tally.rulings import Ruling
from tally.said import Said
from tally.settling import Settlement
from tally.slip_offers import Offer


@dataclass(frozen=True, slots=True)
class BatchReport:
    """One batch on its way: who keyed it, and what comparing and ruling gave (None before custody).

    `first`, `second` and `settlement` are past every accepted slip; `as_keyed` and `keyed` are the passes as
    they were keyed, None where no slip was accepted (they are the same then). `offers`: the explanations
    that open differences suggest.
    """

    cover: CoverSheet
    first_by: str
    second_by: str
    first: PassReadings | None = None
    second: PassReadings | None = None
    settlement: Settlement | None = None
    rulings: tuple[Ruling, ...] = ()
    as_keyed: Comparison | None = None
    keyed: tuple[PassReadings, PassReadings] | None = None
    offers: tuple[Offer, ...] = ()

    def double_entry(self) -> DoubleEntry | None:
        """The figures of the batch; None until both passes are in custody."""
        if self.settlement is None or self.first is None or self.second is None:
            return None
        return double_entry(
            (self.first_by, self.second_by),
            self.as_keyed or self.settlement.comparison,
            self.keyed or (self.first, self.second),
            self.settlement,
            self.rulings,
        )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an appraisal says of a count beside its ballots.

    `as_of`: the day (YYYY-MM-DD) of the ledger's last entry, never the clock's, empty without one;
    `sealed`: the count is official; `practice`: it is an exercise, and every page says so;
    `remarks`: returned passes, corrected cover sheets and supplements, to be told under the tables;
    `checks`: what sample checks found; `scheme_text`: the scheme.toml as it stands; `counts_text`, `subjects_text`:
    the files beside it.
    """

    separate_accounts: bool
    practice: bool
    sealed: bool
    as_of: str
    remarks: tuple[Said, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    scheme_text: str = ""
    subjects_text: str = ""
    counts_text: str = ""
