"""Something read by a thread behind a screen, so that no key waits for it."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from store.collector_off import collector_off
from tally.said import Refused, Said
from tui.views.reading_machine import AT_WORK, Event, Mode, advance, begins
from tui.views.system_words import in_words

T = TypeVar("T")

TURN = 0.0005
"""Seconds after which Python takes the processor from a thread that reads. A key is handed on by several threads,
and with Python's own 5 ms it would wait for as long at each."""


class Phase(Enum):
    """What is done of it now."""

    BUNDLES = "bundles"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Step:
    """How much of a phase is done, and of how much (0: not known)."""

    phase: Phase = Phase.BUNDLES
    done: int = 0
    of: int = 0


Tell = Callable[[Phase, int, int], None]
"""Told how much of how much is done in a phase; raises Stopped where nobody waits for it any more."""


class Stopped(BaseException):
    """Nobody waits for it any more. No Exception, so that nothing on the way takes it for a fault."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of reading: the value, or why there is none."""

    value: T | None = None
    why: Said | None = None


class Reading(Generic[T]):
    """Reads one thing again and again, each time in a thread that begins when the one before has ended.

    What was asked for begins with the next `look`, so that the screen stands before. `drop` is given what was read for
    nobody. Every method is for the thread of the screens.
    """

    def __init__(self, read: Callable[[Tell], T], drop: Callable[[T], None] = lambda _: None) -> None:
        self.mode = Mode.RESTING
        self._read = read
        self._drop = drop
        self._job: _Job[T] | None = None
        self._is_due = False

    @property
    def at_work(self) -> bool:
        """Whether a thread reads for the screen."""
        return self.mode in AT_WORK

    @property
    def step(self) -> Step | None:
        """How far it is; None where nothing is read, or nothing was told yet."""
        return self._job.step if self._job is not None and self.at_work and not self._is_due else None

    def ask(self) -> None:
        """Have it read; once more after that where it is being read, for something was done meanwhile."""
        self._take(Event.ASK)

    def leave(self) -> None:
        """The screen goes away: the thread is asked to stop, and what it still brings is dropped."""
        self._take(Event.LEAVE)
        if self._job is not None:
            self._job.stop()

    def look(self) -> Outcome[T] | None:
        """What has come, once; None before. Raises what nobody foresaw."""
        if self._is_due:
            self._is_due = False
            self._job = _Job(self._read, self._drop, self._job)
            return None
        if self._job is None or not self.at_work or not self._job.ended.is_set():
            return None
        outcome = self._job.outcome()
        self._take(Event.READ if outcome.why is None else Event.FAILED)
        return outcome

    def _take(self, event: Event) -> None:
        if self._is_due and event is Event.ASK:
            return  # nothing of it is read yet
        self._is_due = begins(self.mode, event)
        self.mode = advance(self.mode, event)


class _Job(Generic[T]):
    """One reading in its thread."""

    _running = 0
    _count = threading.Lock()
    _before_any = sys.getswitchinterval()

    def __init__(self, read: Callable[[Tell], T], drop: Callable[[T], None], before: _Job[T] | None) -> None:
        self.step: Step | None = None
        self.ended = threading.Event()
        self._read = read
        self._drop = drop
        self._before = before
        self._lock = threading.Lock()
        self._stopped = False
        self._value: T | None = None
        self._why: Said | None = None
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Nobody waits for it any more."""
        with self._lock:
            self._stopped = True
            value, self._value = self._value, None
        if value is not None:
            self._drop(value)

    def outcome(self) -> Outcome[T]:
        """What came of it, after its end; given once."""
        if self._failure is not None:
            raise self._failure
        value, self._value = self._value, None
        return Outcome(value, self._why)

    def _tell(self, phase: Phase, done: int, of: int) -> None:
        if self._stopped:
            raise Stopped
        self.step = Step(phase, done, of)

    def _run(self) -> None:
        if self._before is not None:
            self._before._thread.join()
            self._before = None
        _Job._take_turns(1)
        value: T | None = None
        try:
            if not self._stopped:
                with collector_off():
                    value = self._read(self._tell)
                    # What was read is looked at for garbage never again: a look at 200,000 objects takes a key's time.
                    gc.freeze()
        except Stopped:
            pass
        except Refused as refused:
            self._why = refused.said
        except OSError as error:
            self._why = in_words(error)
        except Exception as error:  # noqa: BLE001
            self._failure = error  # `look` raises it in the thread of the screens
        finally:
            _Job._take_turns(-1)
        with self._lock:
            kept = not self._stopped
            if kept:
                self._value = value
        if not kept and value is not None:
            self._drop(value)
        self.ended.set()

    @staticmethod
    def _take_turns(more: int) -> None:
        """While any thread reads, turns are short."""
        with _Job._count:
            _Job._running += more
            sys.setswitchinterval(TURN if _Job._running else _Job._before_any)
