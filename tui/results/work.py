"""An export at work in a thread of its own, which can be stopped as long as the package is not there."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tally.said import Refused
from tui.exporting import Exported, Phase, Progress
from tui.results.machine import TELLS, Event, Happening, Step
from tui.views.system_words import in_words

PATIENCE = 2.0
"""Seconds that the end of the program waits for a half-written package to be taken away; a file takes
milliseconds to write, and a disk that hangs shall not hold the program."""


class Stopped(Exception):
    """The export was asked to stop, and has done so."""


class ExportWork:
    """One export. `news` tells how far it is; nothing in it calls the screen.

    `before` is an export that was stopped and may not have noticed yet; this one begins when that has ended, so that
    there are never two counts in memory.
    """

    def __init__(self, export: Callable[[Progress], Exported], before: ExportWork | None = None) -> None:
        self._export = export
        self._before = before
        self._lock = threading.Lock()
        self._step: Step | None = None
        self._stop = False
        self._end: Happening | None = None
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="export", daemon=True)

    def begin(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop. It does so after the bundle, the table or the file at hand, unless the package is there."""
        with self._lock:
            self._stop = True

    def news(self) -> Happening | None:
        """What is the case now, None before the first bundle is read; raises what nobody foresaw.

        An export that was asked to stop before it began to write counts as stopped at once: it can only come to
        nothing.
        """
        with self._lock:
            if self._failure is not None:
                raise self._failure
            if self._end is not None:
                return self._end
            if self._stop and not self._is_writing:
                return Happening(Event.GAVE_WAY)
            return None if self._step is None else Happening(TELLS[self._step.phase], self._step)

    def close(self) -> None:
        """The program ends: nothing half-written may stay behind."""
        self.stop()
        if self._is_writing:
            self._thread.join(PATIENCE)

    @property
    def _is_writing(self) -> bool:
        return self._step is not None and self._step.phase is Phase.WRITING

    def _told(self, phase: Phase, done: int, of: int) -> None:
        with self._lock:
            if self._stop:
                raise Stopped
            self._step = Step(phase, done, of)

    def _run(self) -> None:
        if self._before is not None:
            self._before._thread.join()
            self._before = None
        failure: Exception | None = None
        end: Happening | None = None
        try:
            end = Happening(Event.WRITTEN, exported=self._export(self._told))
        except Stopped:
            end = Happening(Event.GAVE_WAY)
        except Refused as refused:
            end = Happening(Event.FAILED, why=refused.said)
        except OSError as error:
            end = Happening(Event.FAILED, why=in_words(error))
        except Exception as error:  # noqa: BLE001
            failure = error  # `news` raises it in the thread of the screens
        with self._lock:
            self._end, self._failure = end, failure
