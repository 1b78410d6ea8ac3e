"""The files of the appraisal, and what one case does with them: a file goes wrong, is read, and is put back.

A case exchanges one file (or, with chains and digests made to fit again, the files that vouch for it). Whoever
reads it works or refuses in words; every other file, and that one, keeps every byte.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fuzz_readers import READERS, People, Reader
from fuzzed_appraisal import make

from tally.said import Refused

PATIENCE = 60
"""Seconds after which a case is said to hang; the slowest takes half a second, on a busy machine some."""


class Hung(BaseException):
    """Something waited; no handler of the program's may take it for its own."""


@dataclass
class Trouble:
    """One way in which a reader failed: with an exception, by hanging, or by changing a file."""

    reader: str
    what: str
    case: str
    count: int = 1


@dataclass
class Place:
    """The appraisal in a folder, with what every file holds when nothing is wrong."""

    root: Path
    troubles: dict[tuple[str, str], Trouble] = field(default_factory=dict)
    cases: int = 0
    refusals: int = 0
    """How often a reader refused; the others read what they were given."""

    def __post_init__(self) -> None:
        self.folder = self.root / "appraisal"
        make(self.folder, self.root)
        self.content = {path: path.read_bytes() for path in sorted(self._files())}
        self.modes = {path: stat.S_IMODE(path.stat().st_mode) for path in self.content}
        self.signs = _state(self.folder)
        self.people = People(self.folder)

    def path(self, name: str) -> Path:
        return self.folder / name

    def _files(self) -> list[Path]:
        return [
            Path(folder, name)
            for folder, _, names in os.walk(self.folder)
            for name in names
            if not (name.startswith(".") and name.endswith(".lock"))
        ]

    def try_case(self, what: str, changed: dict[Path, bytes | Callable[[Path], None]], readers: Iterable[str], *,
                 names: str = "", must_refuse: Iterable[str] = ()) -> None:  # fmt: skip
        """Put `changed` in place, run the readers, look at every file, put everything back.

        `names`: what a refusal or finding has to say, of the readers in `must_refuse`.
        """
        self.cases += 1
        for path, content in changed.items():
            self._put(path, content)
        signs = {path: _sign(path) for path in changed}
        opened_anew = any(path.parent == self.folder for path in changed)
        people = People(self.folder) if opened_anew else self.people
        for name in readers:
            told = self._run(READERS[name], people, what)
            if told is not None and name in must_refuse and names not in told:
                self._trouble(name, f"did not name {names}", f"{what}: {told[:200]}")
            if READERS[name].adds:
                self._look(READERS[name], signs, what)
        self._look(READERS["status"], signs, what)
        for path in changed:
            self._put_back(path)

    def _run(self, reader: Reader, people: People, what: str) -> str | None:
        """What was told: a refusal, or what the reader gave."""
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        try:
            return str(reader.work(people))
        except Refused as refused:
            self.refusals += 1
            return str(refused.said)
        except (Exception, Hung) as error:  # noqa: BLE001 - every other one is what is looked for
            last = traceback.extract_tb(error.__traceback__)[-1]
            ours = [one for one in traceback.extract_tb(error.__traceback__) if "/tests/" not in one.filename]
            mine = [
                one
                for one in ours
                if any(f"/{part}/" in one.filename for part in ("store", "tally", "exports", "tui"))
            ]
            at = (mine or ours or [last])[-1]
            where = f"{type(error).__name__} in {'/'.join(Path(at.filename).parts[-2:])}:{at.lineno}"
            self._trouble(reader.name, where, f"{what}: {str(error)[:200]}")
            return None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, reader: Reader, changed: dict[Path, object], what: str) -> None:
        """Nothing that was there is changed; nothing is added but by who may add."""
        now = _state(self.folder)
        for path, sign in changed.items():
            # Who holds a pass writes that into the lock file; it is no record.
            if _sign(path) != sign and not path.name.endswith(".lock"):
                self._trouble(reader.name, f"changed the fuzzed {path.name}", what)
        fuzzed = {str(path) for path in changed}
        for name, sign in self.signs.items():
            if name not in fuzzed and now.get(name) != sign:
                self._trouble(reader.name, f"changed {Path(name).name}", what)
                self._put_back(Path(name))
        for name in now.keys() - self.signs.keys() - fuzzed:
            if any(name.startswith(f"{one}/") for one in fuzzed):
                continue
            if not reader.adds:
                self._trouble(reader.name, f"added {Path(name).name}", what)
            Path(name).unlink()

    def whole(self) -> bool:
        """Whether every file holds what it held at first, byte for byte."""
        return {path: path.read_bytes() for path in self._files()} == self.content

    def _put(self, path: Path, content: bytes | Callable[[Path], None]) -> None:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        if callable(content):
            content(path)
        else:
            path.write_bytes(content)

    def _put_back(self, path: Path) -> None:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        if path in self.content:
            path.write_bytes(self.content[path])
            path.chmod(self.modes[path])
            self.signs[str(path)] = _sign(path)

    def _trouble(self, reader: str, what: str, case: str) -> None:
        found = self.troubles.setdefault((reader, what), Trouble(reader, what, case, 0))
        found.count += 1

    def report(self) -> str:
        """Every trouble, the first case of each."""
        return "\n".join(
            f"{one.reader}: {one.what} ({one.count} times), first: {one.case}"
            for one in self.troubles.values()
        )


def _sign(path: Path) -> object:
    """What changes when a file is written: None where there is nothing."""
    try:
        state = path.lstat()
    except OSError:
        return None
    return (state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns)


def _state(folder: Path) -> dict[str, object]:
    """The sign of every file below a folder, lock files aside."""
    found: dict[str, object] = {}
    folders = [str(folder)]
    for one in folders:
        with os.scandir(one) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif not entry.name.endswith(".lock"):
                    state = entry.stat(follow_symlinks=False)
                    found[entry.path] = (state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns)
    return found


def _hung(*_: object) -> None:
    raise Hung


def watch() -> None:
    """From now on a case that waits too long is ended."""
    signal.signal(signal.SIGALRM, _hung)


def seeded(name: str) -> Random:
    """The generator of one kind of file: the same cases every time."""
    return Random(f"pingyi {name}")
