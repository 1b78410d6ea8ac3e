"""What so many clerks at one rate gave."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.clerks.delays import Delays, KeyDelays
from benchmarks.clerks.processes import Memory
from benchmarks.clerks.shown_keys import Keystroke


@dataclass(frozen=True, slots=True)
class Shares:
    """Processors kept busy in the mean, of those there are: by the clerks' screens, the reviewers', the
    harness, and everything else (the kernel's own threads, other people)."""

    clerks: float
    reviewers: float
    harness: float
    others: float

    @property
    def own(self) -> float:
        """Without everything else: on a host that others use too, only this tells how full these keys make it."""
        return self.clerks + self.reviewers + self.harness

    @property
    def every(self) -> float:
        """All of it."""
        return self.own + self.others


@dataclass(frozen=True, slots=True)
class Stage:
    """So many clerks at one rate (keys a second each) for so long."""

    clerks: int
    rate: float
    seconds: float
    keys: tuple[Keystroke, ...]
    delays: KeyDelays
    reviewers: Delays | None
    bytes_a_key: float
    never_shown: int
    unasked: int
    shares: Shares
    late_p99: float
    """Milliseconds after its time that a key was written: the harness's own delay."""
    memory: tuple[Memory, ...]
