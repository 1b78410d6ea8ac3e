"""What the tests of the program share: the installed command, and an appraisal to run it on."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyte
import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
PROGRAM = Path(sys.executable).with_name("pingyi")
PATIENCE = 90
"""Seconds until a test gives up waiting. Long, so that a busy machine fails no test: what comes is seen at once."""
QUIET = 0.2
"""Seconds without a byte after which a program that also rests is taken to have drawn everything. Longer than
it waits between two looks at the clock (0.1), which decide whether an Esc came alone."""


@dataclass
class Answer:
    """What one call of the program gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Place:
    """An appraisal's folder and the program run on it as one person or another."""

    folder: Path
    language: str = "en"
    answers: list[Answer] = field(default_factory=list)

    def __call__(self, *words: object, who: str | None = None, given: str | None = None) -> Answer:
        call = [str(PROGRAM), "--dir", str(self.folder), "--lang", self.language]
        if who is not None:
            call += ["--as", who]
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        environment.pop("PINGYI_DIR", None)
        done = subprocess.run(
            [*call, *map(str, words)],
            capture_output=True,
            text=True,
            input=given or "",
            env=environment,
            timeout=300,
        )
        answer = Answer(done.returncode, done.stdout, done.stderr)
        self.answers.append(answer)
        assert "Traceback" not in answer.err
        return answer

    def ok(self, *words: object, who: str | None = None, given: str | None = None) -> Answer:
        answer = self(*words, who=who, given=given)
        assert answer.status == 0, (words, answer)
        return answer

    def refused(self, *words: object, who: str | None = None, given: str | None = None) -> str:
        """The one line with which the call is refused; nothing in the folder may have changed."""
        before = self.everything()
        answer = self(*words, who=who, given=given)
        assert answer.status == 2, (words, answer)
        assert answer.out == ""
        assert len(answer.err.strip().splitlines()) == 1, answer.err
        assert self.everything() == before, words
        return answer.err.strip()

    def everything(self) -> dict[str, bytes]:
        """Every file but empty lock files, with its content."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.endswith(".lock")
        }

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder.parent / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


def scheme_text(grades: int, rows: int, more: str = "") -> str:
    labels = ", ".join(f'"G{grade}"' for grade in range(1, grades + 1))
    items = ", ".join(f'"item {row}"' for row in range(1, rows + 1))
    return f"""title = "Test"
unit = "Unit"
period = "2026"
language = "en"
grades = [{labels}]

[[forms]]
id = "org"
title = "Form"
layout = "single"
kind = "organization"
items = [{items}]

[[groups]]
id = "all"
label = "Raters"

[measures.satisfaction]
label = "Satisfaction"
grades = [1, 2]
base = "valid"

[[rules]]
id = "rectify"
kind = "organization"
when = "satisfaction < 60%"
verdict = "rectify"
consequences = ["a plan"]
{more}
"""


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Appraisals made by the installed commands, each once; tests get copies."""
    made: dict[object, Path] = {}

    def make(key: object, making: Any) -> Path:
        if key not in made:
            place = Place(tmp_path_factory.mktemp("made") / "appraisal")
            making(place)
            made[key] = place.folder
        return made[key]

    return make


@pytest.fixture
def appraisal(tmp_path, made_once):
    """Makes an appraisal of one organization: `appraisal(grades, rows, more)`."""

    def make(
        grades: int = 4, rows: int = 1, more: str = "", batches: tuple[tuple[str, int], ...] = ()
    ) -> Place:
        def making(place: Place) -> None:
            place.ok("new", "--preset", "school")
            (place.folder / "scheme.toml").write_text(scheme_text(grades, rows, more))
            place.ok("subject", "add", "b1", "Branch", "--kind", "organization", who="olga")
            for batch, size in batches:
                add_batch(place, batch, size)

        return copied(made_once((grades, rows, more, batches), making), tmp_path)

    return make


def add_batch(place: Place, batch: str, size: int) -> None:
    words = ("--form", "org", "--subject", "b1", "--group", "all", "--collected", size)
    place.ok("batch", "add", batch, *words, who="olga")


def copied(made: Path, tmp_path: Path) -> Place:
    shutil.copytree(made, tmp_path / "appraisal")
    return Place(tmp_path / "appraisal")


GRADES = ("满意", "比较满意", "不太满意", "不满意")


@pytest.fixture
def roster(tmp_path, made_once):
    """An appraisal of members with Chinese labels: `roster(members, items)`, batch M1."""

    def make(members: int, items: int, ballots: int = 40, more: str = "", form: str = "") -> Place:
        def making(place: Place) -> None:
            place.ok("new", "--preset", "school")
            labels = ", ".join(f'"{grade}"' for grade in GRADES)
            text = scheme_text(4, items, more).replace('"G1", "G2", "G3", "G4"', labels)
            text = text.replace('layout = "single"', f'layout = "roster"\n{form}')
            text = text.replace('"organization"', '"member"').replace('"item ', '"项目')
            (place.folder / "scheme.toml").write_text(text)
            place.ok("subject", "add", "b1", "支部", "--kind", "organization", who="olga")
            names = [f"张{'建国文'[at % 3]}{'华民军平'[at % 4]}" for at in range(members)]
            lines = [f"m{at},{name},member,b1\n" for at, name in enumerate(names, start=1)]
            place.ok(
                "subject", "import", place.write("m.csv", "id,name,kind,in\n" + "".join(lines)), who="olga"
            )
            add_batch(place, "M1", ballots)

        return copied(made_once((members, items, ballots, more, form), making), tmp_path)

    return make


def read_rows(name: str) -> list[dict[str, str]]:
    """The lines of a data file."""
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def truth(name: str) -> Any:
    """A JSON data file."""
    return json.loads((DATA / name).read_text())


class Terminal:
    """The real program in a pty, its screen read by pyte."""

    def __init__(self, words, environment=None, columns=80, rows=24, program=PROGRAM):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        # What a terminal answers to ESC [6n: all before it is drawn.
        self.answers = True
        self.screen.write_process_input = self._answer
        self.received = 0
        self.sent = b""
        """Every byte that came, for what pyte does not show: colours, bells, modes."""
        self.answered = False
        """Whether the terminal has said, since keys were typed last, that all is drawn."""
        self.status: int | None = None
        environment = {
            **os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLUMNS": str(columns), "LINES": str(rows),
            **(environment or {}),
        }  # fmt: skip
        environment.pop("COLORTERM", None)
        self.handle, line = pty.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._line = os.ttyname(line)
        self.pid = os.fork()
        if self.pid == 0:
            os.login_tty(line)
            os.execve(str(program), [str(program), *map(str, words)], environment)
        os.close(line)

    def _answer(self, text: str) -> None:
        if self.answers:
            if text.endswith("R"):
                self.answered = True
            os.write(self.handle, text.encode())

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float) -> int:
        """Take what comes within a time; returns the number of bytes."""
        total, until = 0, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            got = self.read_some(left)
            if not got:
                break
            total += got
        return total

    def read_some(self, seconds: float) -> int:
        """Take what comes at once, waiting so long for it; the number of bytes, 0 for none and for a closed line."""
        if not select.select([self.handle], [], [], seconds)[0]:
            return 0
        try:
            content = os.read(self.handle, 65536)
        except OSError:
            # Whoever waits for something comes back at once; no need to do it a thousand times a second.
            time.sleep(0.01)
            return 0
        self.stream.feed(content)
        self.sent += content
        self.received += len(content)
        return len(content)

    def wait(self, comes: Callable[[], object], seconds: float = PATIENCE, what: str = "it") -> None:
        """Read until something is so."""
        until = time.monotonic() + seconds
        while not comes():
            assert time.monotonic() < until, f"never saw {what!r}:\n{self.text}"
            self.read_some(0.05)

    def see(self, text: str, seconds: float = PATIENCE) -> str:
        """Wait until a text stands on the screen."""
        self.wait(lambda: text in self.text, seconds, text)
        return self.text

    def see_confirmed(self, text: str) -> None:
        """Wait until a text stands on the screen and the program was told so; what is typed from now on counts.

        On screens that hand in or accept something the program drops what came before that (`ESC [6n`).
        """
        self.wait(
            lambda: self.answered and text in self.text, what=f"{text}, and the question whether it is drawn"
        )
        self.settle()

    def type(self, keys: str | bytes) -> None:
        self.answered = False
        os.write(self.handle, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, rows: int) -> None:
        """Change the window, as a person drags its corner."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def hang_up(self) -> None:
        """Close the other end, as a dropped line does."""
        os.close(self.handle)
        self.handle = -1

    def settle(self) -> int:
        """Read until nothing comes and the program rests; returns the bytes that came.

        What the keys so far brought is on the screen then, and what is not there does not come: true of a
        program that runs here, not at the other end of ssh.
        """
        total = looks = 0
        until = time.monotonic() + PATIENCE
        while looks < 2:  # between one look at its threads and the next a key may go from hand to hand
            got = self.read_some(QUIET / 2)
            total += got
            looks = 0 if got or not self.rests() else looks + 1
            assert time.monotonic() < until, f"never came to rest:\n{self.text}"
        return total

    def rests(self) -> bool:
        """Whether the program has read every key and none of its threads runs, wants to run or writes to disk."""
        if self.handle >= 0 and self._unread():
            return False
        try:
            threads = [path.read_text() for path in Path(f"/proc/{self.pid}/task").glob("*/stat")]
        except OSError:  # a thread that ended meanwhile
            return False
        return all(one.rpartition(")")[2].split()[0] in "SZX" for one in threads)

    def _unread(self) -> int:
        """Bytes typed that the program has not read."""
        size = bytearray(4)
        try:
            line = os.open(self._line, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:  # nobody has it open any more
            return 0
        try:
            fcntl.ioctl(line, termios.FIONREAD, size)
        finally:
            os.close(line)
        return int.from_bytes(size, sys.byteorder)

    def ended(self, seconds: float = PATIENCE) -> int:
        """Wait for the program's end; its exit status, 128 + n after a signal that killed it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.handle >= 0:
                self.read(0.05)
            else:
                time.sleep(0.05)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status if self.status >= 0 else 128 - self.status
        raise AssertionError(f"still running:\n{self.text}")

    def close(self) -> None:
        if self.status is None:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        if self.handle >= 0:
            os.close(self.handle)


@pytest.fixture
def terminal():
    """Starts the program in a terminal: `terminal("--dir", ...)`."""
    opened: list[Terminal] = []

    def start(*words, **options) -> Terminal:
        opened.append(Terminal(words, **options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
