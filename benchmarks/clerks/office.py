"""The people of an appraisal: they sit down at the program's real screens, type together, and leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from time import monotonic

from benchmarks.clerks import appraisal, kept, paper, processes
from benchmarks.clerks.delays import delays_of, key_delays, percentile
from benchmarks.clerks.desk import Desk
from benchmarks.clerks.shown_keys import ShownAnything, ShownMarks
from benchmarks.clerks.stage import Shares, Stage
from benchmarks.clerks.typing_loop import type_together

REVIEWED = 100
"""Sheets of a batch that is reviewed: two differences each."""
REVIEWING = 1 / 3
"""Keys a second of a reviewer, who has to find the sheet."""
_LEAST = 50
"""Sheets of a clerk's batch, where the keys of a run do not need more."""
_FIRST_SHEET = "第1号"


class Office:
    """An appraisal, and everybody who sits down at it, is given keys and gets up again."""

    def __init__(self, folder: Path, seed: int, clerks: int, reviewers: int, alone: int, keys: int) -> None:
        """`keys`: how many a clerk will type at the most."""
        self.folder = folder
        self._seed = seed
        sheets = max(_LEAST, keys // (paper.ROWS + 1) + 2)
        # Both passes of a batch are keyed at once, by two neighbours.
        self._batch = {f"c{at}": f"K{at // 2 + 1}" for at in range(clerks)}
        self._batch |= {f"alone{at}": f"A{at}" for at in range(alone)}
        self._reviewed = {f"r{at}": f"R{at}" for at in range(reviewers)}
        appraisal.make(
            folder,
            seed,
            self._batch,
            dict.fromkeys(self._batch.values(), sheets),
            self._reviewed or ["r0"],
            dict.fromkeys(self._reviewed.values(), REVIEWED),
        )

    @contextmanager
    def sitting(self, clerks: Sequence[str], reviewers: int = 0) -> Iterator[Sitting]:
        """Everybody before their first screen; what they typed is held against the disk when they have left."""
        desks = Sitting(self)
        try:
            desks.sit_down(clerks)
            desks.sit_down_to_review(list(self._reviewed)[:reviewers])
            yield desks
        finally:
            desks.end()

    def clerk(self, name: str) -> Desk:
        """Open the keying screen."""
        batch = self._batch[name]
        command = appraisal.screen(self.folder, name, "key", batch)
        return Desk(name, batch, command, paper.clerks_codes(self._seed, batch), ShownMarks(), self._seed)

    def reviewer(self, name: str) -> Desk:
        """Open the ruling screen."""
        batch = self._reviewed[name]
        command = appraisal.screen(self.folder, name, "review", batch)
        codes = paper.reviewers_codes(self._seed, batch, REVIEWED)
        return Desk(name, batch, command, codes, ShownAnything(), self._seed)

    def departures(self, clerks: Sequence[Desk], reviewers: Sequence[Desk]) -> list[str]:
        """Of everybody whose marks on the disk are not those that were typed: who, and where."""
        found = []
        for desk in clerks:
            codes = [key.code for key in desk.typed]
            found.append((desk, kept.clerks_departure(self.folder, desk.name, desk.batch, codes)))
        for desk in reviewers:
            codes = [key.code for key in desk.typed]
            readings = paper.reviewers_readings(self._seed, desk.batch, REVIEWED)
            departure = kept.reviewers_departure(self.folder, desk.name, desk.batch, codes, readings)
            found.append((desk, departure))
        return [f"{desk.name}, batch {desk.batch}: {what}" for desk, what in found if what is not None]


class Sitting:
    """Those who sit at it now."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.clerks: list[Desk] = []
        self.reviewers: list[Desk] = []
        self.starting = 0.0
        """Seconds until the last one of the clerks who sat down together saw a whole screen."""

    def sit_down(self, names: Sequence[str]) -> None:
        """Open their screens at once and wait for all of them."""
        began = monotonic()
        new = [self._office.clerk(name) for name in names]
        self.clerks += new
        for desk in new:
            desk.see(_FIRST_SHEET, patience=120, quiet=0.02)
        self.starting = monotonic() - began

    def sit_down_to_review(self, names: Sequence[str]) -> None:
        """The same for reviewers."""
        new = [self._office.reviewer(name) for name in names]
        self.reviewers += new
        for desk in new:
            desk.see(_FIRST_SHEET, patience=120, quiet=0.02)

    def type(self, rate: float, seconds: float) -> Stage:
        """All type; the reviewers at their own rate."""
        everybody = [*self.clerks, *self.reviewers]
        before = {desk.name: (len(desk.typed), desk.received, desk.unasked) for desk in everybody}
        pids, reviewing = [desk.pid for desk in self.clerks], [desk.pid for desk in self.reviewers]
        began = monotonic()
        used = (
            processes.processor_seconds(pids),
            processes.processor_seconds(reviewing),
            processes.busy_seconds(),
        )
        rates = [(desk, rate) for desk in self.clerks] + [(desk, REVIEWING) for desk in self.reviewers]
        typed = type_together(rates, seconds)
        spent = monotonic() - began
        clerks = processes.processor_seconds(pids) - used[0]
        reviewers = processes.processor_seconds(reviewing) - used[1]
        busy = processes.busy_seconds() - used[2]
        others = max(0.0, busy - clerks - reviewers - typed.own_processor)
        keys = [key for desk in self.clerks for key in desk.typed[before[desk.name][0] :]]
        received = sum(desk.received - before[desk.name][1] for desk in self.clerks)
        return Stage(
            len(self.clerks),
            rate,
            seconds,
            tuple(keys),
            key_delays(keys),
            delays_of(key for desk in self.reviewers for key in desk.typed[before[desk.name][0] :]),
            received / len(keys),
            sum(not key.shown for key in keys),
            sum(desk.unasked - before[desk.name][2] for desk in self.clerks),
            Shares(clerks / spent, reviewers / spent, typed.own_processor / spent, others / spent),
            percentile(typed.lateness, 99) * 1000,
            tuple(processes.memory_of(desk.pid) for desk in self.clerks),
        )

    def leave(self) -> list[str]:
        """Everybody leaves; then what they typed is held against the disk. Returns every departure."""
        everybody = [*self.clerks, *self.reviewers]
        for desk in everybody:
            desk.leave()
        wrong = [f"{desk.name} left with status {status}" for desk in everybody if (status := desk.left())]
        return wrong + self._office.departures(self.clerks, self.reviewers)

    def end(self) -> None:
        """No program stays behind."""
        for desk in (*self.clerks, *self.reviewers):
            desk.end()


def keys_typed(rates: Sequence[float], seconds: float) -> int:
    """How many keys one clerk types at the most."""
    return sum(ceil(rate * seconds * 1.2) + 2 for rate in rates)
