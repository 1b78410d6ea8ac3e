"""What double entry gave over all bundles, in figures: no name, no ballot, no reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from exports.error_figures import kappa_text
from tally.clerk_errors import ClerkErrors
from tally.clerk_pairs import same_person
from tally.difference_kinds import Kind
from tally.double_entry import DoubleEntry, KindCount
from tally.error_rates import cohens_kappa


@dataclass(frozen=True, slots=True)
class DoubleEntryFigures:
    """The figures of the bundles of which both passes are in custody, as keyed, before any explanation.

    `clerks`: how many people keyed; `kappa`: Cohen's, over all marks compared, None where it is not defined;
    `errors`: of the first passes and of the second ones, by the settled values, each over the bundles in which
    anything is ruled on or nothing differs; None before there is one.
    """

    bundles: int = 0
    clerks: int = 0
    compared_ballots: int = 0
    compared_marks: int = 0
    differing_marks: int = 0
    kappa: Fraction | None = None
    by_kind: Mapping[Kind, KindCount] = field(default_factory=dict)
    errors: tuple[ClerkErrors, ClerkErrors] | None = None

    @property
    def agreement(self) -> Fraction | None:
        """The share of compared marks that agree; None where nothing could be compared."""
        if not self.compared_marks:
            return None
        return Fraction(self.compared_marks - self.differing_marks, self.compared_marks)

    @property
    def kappa_text(self) -> str:
        """Kappa as it is printed; empty where it is not defined."""
        return "" if self.kappa is None else kappa_text(self.kappa)


class FiguresGathered:
    """Adds bundles up to their figures, one at a time."""

    def __init__(self) -> None:
        self._clerks: set[str] = set()
        self._codes: Counter[tuple[str, str]] = Counter()
        self._kinds: dict[Kind, KindCount] = {}
        self._errors: tuple[ClerkErrors, ClerkErrors] | None = None
        self._bundles = self._ballots = self._marks = self._differing = 0

    def add(self, entry: DoubleEntry) -> None:
        """Add one bundle."""
        self._bundles += 1
        self._ballots += entry.as_keyed.compared_ballots
        self._marks += entry.as_keyed.compared_marks
        self._differing += entry.as_keyed.mismatched_marks
        self._clerks.update(same_person(name) for name in entry.names if name)
        self._codes.update(entry.codes)
        self._add_kinds(entry.by_kind())
        if entry.clerks is not None:
            first, second = (one.errors for one in entry.clerks)
            self._add_errors((first, second))

    def merge(self, other: FiguresGathered) -> None:
        """Add what other bundles were added up to."""
        self._bundles += other._bundles
        self._ballots += other._ballots
        self._marks += other._marks
        self._differing += other._differing
        self._clerks |= other._clerks
        self._codes.update(other._codes)
        self._add_kinds(other._kinds)
        if other._errors is not None:
            self._add_errors(other._errors)

    def _add_kinds(self, kinds: Mapping[Kind, KindCount]) -> None:
        for kind, count in kinds.items():
            self._kinds[kind] = _sum(self._kinds.get(kind, KindCount()), count)

    def _add_errors(self, errors: tuple[ClerkErrors, ClerkErrors]) -> None:
        before = self._errors or (ClerkErrors(), ClerkErrors())
        self._errors = before[0] + errors[0], before[1] + errors[1]

    def figures(self) -> DoubleEntryFigures:
        """The figures of what was added."""
        return DoubleEntryFigures(
            bundles=self._bundles,
            clerks=len(self._clerks),
            compared_ballots=self._ballots,
            compared_marks=self._marks,
            differing_marks=self._differing,
            kappa=cohens_kappa(self._codes) if self._marks else None,
            by_kind={kind: self._kinds[kind] for kind in Kind if kind in self._kinds},
            errors=self._errors,
        )


def _sum(one: KindCount, other: KindCount) -> KindCount:
    return KindCount(
        one.places + other.places,
        one.open + other.open,
        one.first_off + other.first_off,
        one.second_off + other.second_off,
    )
