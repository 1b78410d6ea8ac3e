"""What double entry gave, one batch and several: agreement, differences by kind, each clerk's errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tally.clerk_errors import ClerkErrors, clerk_errors
from tally.clerk_pairs import Codes, PairTotal, pair_totals, same_person
from tally.comparison import OPINION, WHOLE, Comparison
from tally.difference_kinds import Accepted, Difference, Kind, differences, explained_by
from tally.error_rates import cohens_kappa
from tally.final_values import final_values
from tally.readings import Pass, PassReadings
from tally.rulings import Ruling, accepted_slips
from tally.settling import Settlement
from tally.slips import touched


@dataclass(frozen=True, slots=True)
class Charged:
    """One clerk and their errors; `which` is None where they keyed the first pass of one batch and the second
    of another."""

    name: str
    which: Pass | None
    errors: ClerkErrors


@dataclass(frozen=True, slots=True)
class DoubleEntry:
    """The figures of one batch. `kappa` is None where it is not defined or nothing was compared; `clerks`
    are the first pass's and the second's, None before anything is ruled."""

    as_keyed: Comparison
    names: tuple[str, str]
    codes: Codes
    kappa: Fraction | None
    differences: tuple[Difference, ...]
    accepted: tuple[Accepted, ...]
    clerks: tuple[Charged, Charged] | None
    open_ballots: frozenset[int]
    near_open: frozenset[int]
    """Ballots that an accepted slip ties to an open one: as keyed they hold readings of an open place."""

    def is_hidden(self, difference: Difference, *, blind: bool) -> bool:
        """Whether the readings are kept from the reviewer: rulings are blind, and they would tell what a
        pass has at a place that is still open."""
        if not blind:
            return False
        if difference.final is None or difference.ballot in self.near_open:
            return True
        return difference.place == WHOLE and difference.ballot in self.open_ballots

    def by_kind(self) -> dict[Kind, KindCount]:
        """The differences of each kind that there is, in the order of `Kind`."""
        return _by_kind((self,))

    def by_row(self) -> dict[int, int]:
        """How many places had to be read in each row, WHOLE first and OPINION last."""
        found = Counter(one.place for one in self.differences)
        return {place: found[place] for place in sorted(found, key=lambda at: (at == OPINION, at))}


def double_entry(
    names: tuple[str, str],
    as_keyed: Comparison,
    keyed: tuple[PassReadings, PassReadings],
    settlement: Settlement,
    rulings: Iterable[Ruling],
) -> DoubleEntry:
    """The figures of one batch: `keyed` and `as_keyed` are the passes as they were keyed, `settlement` is past
    every slip that `rulings` accept."""
    every = tuple(rulings)
    slips = accepted_slips(every)
    explained, accepted = explained_by(slips, keyed, as_keyed)
    open_ballots = frozenset(one.ballot for one in (*settlement.open_questions, *settlement.open_opinions))
    final = final_values(settlement)
    clerks = None
    if slips or settlement.answers or not settlement.questions:
        first, second = (
            Charged(name, which, clerk_errors(as_keyed, settlement.comparison, final, which))
            for name, which in zip(names, Pass, strict=True)
        )
        clerks = (first, second)
    codes = _pairs(as_keyed, keyed)
    return DoubleEntry(
        as_keyed=as_keyed,
        names=names,
        codes=codes,
        kappa=cohens_kappa(codes),
        differences=differences(as_keyed, keyed, settlement, final, explained, every),
        accepted=accepted,
        clerks=clerks,
        open_ballots=open_ballots,
        near_open=_near(open_ballots, slips),
    )


def _near(open_ballots: frozenset[int], slips: Sequence[Ruling]) -> frozenset[int]:
    near: frozenset[int] = frozenset()
    left = [touched(one.slip) for one in slips if one.slip is not None]
    while tied := [one for one in left if one & (near | open_ballots)]:
        near = near.union(*tied)
        left = [one for one in left if one not in tied]
    return near


def _pairs(as_keyed: Comparison, keyed: tuple[PassReadings, PassReadings]) -> Counter[tuple[str, str]]:
    """How often the passes read each pair of codes, over all marks compared."""
    first, second = (one.by_number for one in keyed)
    alike: list[str] = []
    pairs: Counter[tuple[str, str]] = Counter()
    for number in as_keyed.known_marks:
        one, other = first[number][0].marks, second[number][0].marks
        if one == other:
            alike.append(one)
        else:
            pairs.update(zip(one, other, strict=True))
    for code, count in Counter("".join(alike)).items():
        pairs[code, code] += count
    return pairs


@dataclass(frozen=True, slots=True)
class KindCount:
    """The differences of one kind: how many, how many of them are open, and how often the first pass and the
    second had not what counts in the end (both can, at one place)."""

    places: int = 0
    open: int = 0
    first_off: int = 0
    second_off: int = 0


@dataclass(frozen=True, slots=True)
class SeveralBatches:
    """The figures of several batches together."""

    batches: int
    compared_ballots: int
    compared_marks: int
    mismatched_marks: int
    by_kind: dict[Kind, KindCount]
    clerks: tuple[Charged, ...]
    """By name, each over every batch with a ruling in which they keyed, in whichever pass."""
    pairs: tuple[PairTotal, ...]

    @property
    def agreement(self) -> Fraction | None:
        """The share of compared marks that agree; None where nothing could be compared."""
        if not self.compared_marks:
            return None
        return Fraction(self.compared_marks - self.mismatched_marks, self.compared_marks)


def several(entries: Sequence[DoubleEntry]) -> SeveralBatches:
    """Several batches together; a clerk may have keyed first in one and second in another."""
    clerks: dict[str, Charged] = {}
    for entry in entries:
        for one in entry.clerks or ():
            key = same_person(one.name)
            before = clerks.get(key)
            clerks[key] = (
                one
                if before is None
                else replace(
                    before,
                    which=before.which if before.which is one.which else None,
                    errors=before.errors + one.errors,
                )
            )
    return SeveralBatches(
        batches=len(entries),
        compared_ballots=sum(one.as_keyed.compared_ballots for one in entries),
        compared_marks=sum(one.as_keyed.compared_marks for one in entries),
        mismatched_marks=sum(one.as_keyed.mismatched_marks for one in entries),
        by_kind=_by_kind(entries),
        clerks=tuple(clerks[key] for key in sorted(clerks)),
        pairs=pair_totals((*one.names, one.codes) for one in entries),
    )


def _by_kind(entries: Iterable[DoubleEntry]) -> dict[Kind, KindCount]:
    found: dict[Kind, list[int]] = {}
    for entry in entries:
        for one in entry.differences:
            counts = found.setdefault(one.kind, [0, 0, 0, 0])
            counts[0] += 1
            counts[1] += one.final is None
            counts[2] += one.was_off(Pass.FIRST)
            counts[3] += one.was_off(Pass.SECOND)
    return {kind: KindCount(*found[kind]) for kind in Kind if kind in found}
