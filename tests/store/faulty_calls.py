"""System calls that fail when they are told to: the disk full, the disk broken, the process killed.

`FaultyCalls` stands in for `os` inside `store.durable_file` alone, counts the calls that change or
sync something, and lets the k-th of them go wrong. A test takes k = 1, 2, 3 … until k is not reached:

    for k in itertools.count(1):
        with faulty_calls(k, Fault.FULL) as calls:
            ...
        if not calls.reached:
            break
"""

from __future__ import annotations

import enum
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

COUNTED = ("open", "write", "fchmod", "fsync", "rename", "link", "mkdir")


class Killed(BaseException):
    """The process has died here: no handler of the program's may do anything after it."""


class Fault(enum.Enum):
    """What goes wrong at the k-th call."""

    BROKEN = "EIO"
    FULL = "ENOSPC"
    QUOTA = "EDQUOT"
    READ_ONLY = "EROFS"
    TOO_LARGE = "EFBIG"
    SHORT = "half is written, and that is told"
    TORN = "half is written, then the disk is full"
    KILLED_BEFORE = "killed before the call"
    KILLED_AFTER = "killed after the call"

    @property
    def is_error(self) -> bool:
        """Whether the program is told of a failure and lives on."""
        return self.number is not None

    @property
    def number(self) -> int | None:
        """The number of the error that the program is told; None where it is told none."""
        if self is Fault.TORN:
            return errno.ENOSPC
        return getattr(errno, self.value) if self.value.isupper() else None


class FaultyCalls:
    """`os`, with a fault at the `at`-th counted call (0 for none) and a record of the calls made.

    With `lasting` every counted call from there on fails, as on a disk that stays full.
    """

    def __init__(self, at: int, fault: Fault, *, lasting: bool = False) -> None:
        self._at = at
        self._lasting = lasting
        self._fault = fault
        self._counted = ("write",) if fault in (Fault.SHORT, Fault.TORN) else COUNTED
        self._count = 0
        self._dead = False
        self.made: list[str] = []
        """Every counted call that was tried, an fsync with what it was of."""
        self.failed_at: str | None = None
        """The call that the fault hit."""

    @property
    def reached(self) -> bool:
        return self.failed_at is not None

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name in COUNTED:
            return lambda *arguments: self._call(name, real, arguments)
        if name == "unlink":
            return lambda *arguments: self._while_alive(real, arguments)
        return real

    def _while_alive(self, real: Any, arguments: tuple[Any, ...]) -> Any:
        if self._dead:
            raise Killed
        return real(*arguments)

    def _call(self, name: str, real: Any, arguments: tuple[Any, ...]) -> Any:
        if self._dead:
            raise Killed
        label = name
        if name == "fsync":
            label = "fsync(folder)" if stat.S_ISDIR(os.fstat(arguments[0]).st_mode) else "fsync(file)"
        self.made.append(label)
        if name in self._counted:
            self._count += 1
            if self._count == self._at or (self._lasting and self.reached):
                self.failed_at = self.failed_at or label
                return self._fail(real, arguments)
        return real(*arguments)

    def _fail(self, real: Any, arguments: tuple[Any, ...]) -> Any:
        match self._fault:
            case Fault.SHORT:
                return _write_half(*arguments)
            case Fault.TORN:
                _write_half(*arguments)
            case Fault.KILLED_AFTER:
                real(*arguments)
        if self._fault.number is not None:
            raise OSError(self._fault.number, os.strerror(self._fault.number))
        self._dead = True
        raise Killed


def _write_half(handle: int, content: memoryview) -> int:
    return os.write(handle, content[: max(1, len(content) // 2)])


class InjectFaults:
    """What the fixture `faulty_calls` hands to a test: call it for a context in which calls go wrong."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    @contextmanager
    def __call__(
        self, at: int = 0, fault: Fault = Fault.BROKEN, *, lasting: bool = False
    ) -> Iterator[FaultyCalls]:
        calls = FaultyCalls(at, fault, lasting=lasting)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self._module, "os", calls)
            yield calls
