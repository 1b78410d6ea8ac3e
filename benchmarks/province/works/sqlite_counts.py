"""One table of SQLite, a line a ballot and row, with an index that holds all columns of the count."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.province.works.counted import Counted

FILE = "marks.db"


def load(package: str, out: str) -> Callable[[], None]:
    """Fill the table from the exported marks, without syncs, and make the index."""

    def work() -> None:
        path = Path(out) / FILE
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute('CREATE TABLE marks (subject TEXT, "group" TEXT, row INTEGER, mark TEXT)')
        connection.executemany("INSERT INTO marks VALUES (?, ?, ?, ?)", _lines(Path(package) / "marks.csv"))
        connection.execute('CREATE INDEX counted ON marks (subject, "group", row, mark)')
        connection.commit()
        connection.close()

    return work


def _lines(path: Path) -> Iterator[tuple[str, str, int, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if not line["void"]:
                for row, mark in enumerate(line["marks"][1:], start=1):
                    yield line["subject"], line["group"], row, mark


def count(out: str) -> Callable[[], Counted]:
    """Count what is loaded."""
    connection = sqlite3.connect(Path(out) / FILE)
    query = 'SELECT subject, "group", row, mark, count(*) FROM marks GROUP BY subject, "group", row, mark'

    def work() -> Counted:
        rows = connection.execute(query).fetchall()
        return Counted(
            lambda: {(subject, group, row, mark): times for subject, group, row, mark, times in rows}
        )

    return work
