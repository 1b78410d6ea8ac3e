"""Each program's way of taking one mark, and what 200 marks cost there."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.keying import appraisals
from benchmarks.keying.pty_session import Answer, PtySession

HERE = Path(__file__).parent
GRADES = "1324"
Figure = TypeVar("Figure", int, float)


@dataclass(frozen=True, slots=True)
class Cost:
    """What marks cost on one surface: bytes, pieces of output, and milliseconds to the last byte."""

    name: str
    answers: tuple[Answer, ...]

    @property
    def mean(self) -> float:
        """Bytes a mark in the mean."""
        return sum(one.size for one in self.answers) / len(self.answers)

    @property
    def pieces(self) -> float:
        """Pieces a mark in the mean: reads at the other end of the pty, each right after the write."""
        return sum(one.pieces for one in self.answers) / len(self.answers)

    def size(self, of_a_hundred: int) -> int:
        """The bytes that so many of a hundred marks do not exceed."""
        return _at(sorted(one.size for one in self.answers), of_a_hundred)

    def milliseconds(self, of_a_hundred: int) -> float:
        """The same for the time from the key to the last byte."""
        return _at(sorted(one.seconds for one in self.answers), of_a_hundred) * 1000


def _at(ordered: Sequence[Figure], of_a_hundred: int) -> Figure:
    return ordered[-(-len(ordered) * of_a_hundred // 100) - 1]


@dataclass(frozen=True, slots=True)
class Keyed:
    """What keying in pingyi gave: marks within a page, turns of the page, saves."""

    marks: Cost
    turns: Cost
    saves: Cost


def pingyi_single(folder: Path, marks: int) -> Keyed:
    """Ballots of 10 rows."""
    appraisals.single_form(folder, 10, marks // 10 + 5)
    return _pingyi("pingyi, form of 10 rows", folder, marks, 10, ())


def pingyi_roster(folder: Path) -> Keyed:
    """One ballot of 300 rows: 60 members with 5 items each."""
    appraisals.roster(folder, 60, 5, 5)
    return _pingyi("pingyi, roster of 300 rows", folder, 300, 300, (80, 160, 240))


def _pingyi(name: str, folder: Path, count: int, rows: int, turning: Sequence[int]) -> Keyed:
    session = PtySession(appraisals.keying(folder))
    marks: list[Answer] = []
    turns: list[Answer] = []
    saves: list[Answer] = []
    try:
        session.see("第1号")
        for at in range(1, count + 1):
            answer = session.key(GRADES[at * 7 // 3 % 4])
            (turns if at in turning else marks).append(answer)
            if at % rows == 0:
                saves.append(session.key("\r"))
    finally:
        session.end()
    return Keyed(
        Cost(name, tuple(marks)),
        Cost(f"{name}: turning the page", tuple(turns)),
        Cost(f"{name}: saving", tuple(saves)),
    )


def vim(marks: int) -> Cost | None:
    """Replace mode, the ruler on, lines of 70 characters; nothing is written to disk."""
    if shutil.which("vim") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        grid = Path(folder, "grid.txt")
        grid.write_text("\n".join("." * 70 for _ in range(20)), encoding="ascii")
        session = PtySession(["vim", "-u", "NONE", "-N", "-n", "-c", "set ruler", grid])
        try:
            session.see("All", quiet=0.3)
            answers = []
            for at in range(marks):
                if at % 60 == 0:
                    session.key("\x1bj0R" if at else "R", quiet=1.2)
                answers.append(session.key(GRADES[at % 4]))
        finally:
            session.end()
    return Cost("vim R, ruler", tuple(answers))


def visidata(marks: int) -> Cost | None:
    """`e 1 Enter j` on a table; nothing is written to disk."""
    program = Path(sys.executable).with_name("vd")
    if not program.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "grid.csv")
        table.write_text("mark,item\n" + "".join(f"0,item {at}\n" for at in range(1, 400)), encoding="ascii")
        session = PtySession([program, table], {"HOME": folder})
        try:
            session.see("item 1", quiet=1.0)
            answers = tuple(session.key(f"e{GRADES[at % 4]}\rj", quiet=0.12) for at in range(marks))
        finally:
            session.end()
    return Cost("visidata, e 1 Enter j", answers)


def python_program(name: str, file: str, marks: int, ready: str) -> Cost:
    """One of the small peers of this folder."""
    session = PtySession([sys.executable, HERE / file])
    try:
        session.see(ready)
        answers = tuple(session.key(GRADES[at % 4]) for at in range(marks))
    finally:
        session.end()
    return Cost(name, answers)


def all_frames(keyed: Sequence[Keyed]) -> int:
    """The most bytes of any frame."""
    return max(
        one.size for each in keyed for cost in (each.marks, each.turns, each.saves) for one in cost.answers
    )
