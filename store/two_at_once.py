"""Two pieces of work at once, where there is a second processor: one here, one in a forked process.

Both have to give the same whether they run at once or one after the other; only the time differs.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn, TypeVar

A = TypeVar("A")
B = TypeVar("B")


def both(here: Callable[[], A], there: Callable[[], B], shared: Sequence[object] = ()) -> tuple[A, B]:
    """What both give.

    `there` runs in a process of its own, so nothing that it changes is seen here but what it returns; `shared` are
    objects that its result may hold and that are not sent, for both processes have them. Where the process cannot
    be made, is killed, or `there` raises something in it, `there` runs here after all.
    """
    if not _can_fork():
        return here(), there()
    try:
        # Nameless, in memory, and read back once: a pipe would hold the result a second time.
        between = os.fdopen(os.memfd_create("two at once", os.MFD_CLOEXEC), "r+b")
    except OSError:
        return here(), there()
    with between:
        try:
            child = os.fork()
        except OSError:
            return here(), there()
        if child == 0:
            _work(there, between, shared)
        try:
            mine = here()
        finally:
            _, ended = os.waitpid(child, 0)
        if ended == 0:
            between.seek(0)
            return mine, _Received(between, shared).load()
    return mine, there()


def _can_fork() -> bool:
    """Whether a fork is safe and of use: one thread (a screen has several), and more than one processor."""
    return threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def _work(there: Callable[[], object], between: BinaryIO, shared: Sequence[object]) -> NoReturn:
    """Do the child's work and end it, whatever happens, without what the parent does when it ends."""
    status = 1
    try:
        _Sent(between, shared).dump(there())
        between.flush()
        status = 0
    finally:
        # Not even a traceback: the parent does the work itself, and says what is wrong with it.
        os._exit(status)


class _Sent(pickle.Pickler):
    def __init__(self, file: BinaryIO, shared: Sequence[object]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._places = {id(one): at for at, one in enumerate(shared)}

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401
        """The place of a shared object instead of what it holds. Asked for objects of classes, not for each text."""
        place = self._places.get(id(value))
        return NotImplemented if place is None else (_Place, (place,))


@dataclass(frozen=True, slots=True)
class _Place:
    """Stands for a shared object on the way."""

    number: int


class _Received(pickle.Unpickler):
    def __init__(self, file: BinaryIO, shared: Sequence[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def find_class(self, module: str, name: str) -> object:
        """A class by its name; for the stand-in what gives the shared object of a place."""
        if (module, name) == (_Place.__module__, _Place.__qualname__):
            return self._shared.__getitem__
        return super().find_class(module, name)
