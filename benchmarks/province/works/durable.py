"""The floor of writing durably: the same bytes as so many new files, each synced, and its folder after it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.large_appraisal import CLERKS

NOTICE = "saved."
"""How many ballots a clerk has saved: a notice on the board that is not synced."""


def of_import(folder: str, number: str) -> Callable[[], None]:
    """What importing the first or second pass of every batch left: the pass, its claim, its notes on the board."""
    root = Path(folder)
    there = [root / "entry" / CLERKS[int(number) - 1], root / "claims", root / "board"]
    return _written_anew(
        root, [path for one in there for path in one.iterdir() if f".{number}.1" in path.name]
    )


def of_taking_in(folder: str) -> Callable[[], None]:
    """What taking everything in left: copies in custody, records of the ledger, notes on the board."""
    root = Path(folder)
    paths = [path for name in ("custody", "ledger") for path in (root / name).iterdir()]
    noted = [path for path in (root / "board").iterdir() if not path.name.startswith(("handed-in.", NOTICE))]
    return _written_anew(root, paths + noted)


def _written_anew(root: Path, paths: list[Path]) -> Callable[[], None]:
    contents = [
        (path.parent.name, path.name, path.read_bytes())
        for path in paths
        if path.is_file() and not path.name.endswith(".lock")
    ]

    def work() -> None:
        # Beside the appraisal, on the same disk.
        with tempfile.TemporaryDirectory(dir=root.parent) as out:
            folders = {name: f"{out}/{name}" for name in {name for name, _, _ in contents}}
            for folder in folders.values():
                os.mkdir(folder)
            opened = {name: os.open(folder, os.O_DIRECTORY) for name, folder in folders.items()}
            for folder, name, content in contents:
                file = os.open(f"{folders[folder]}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                os.write(file, content)
                if not name.startswith(NOTICE):
                    os.fsync(file)
                    os.fsync(opened[folder])
                os.close(file)
            for one in opened.values():
                os.close(one)

    return work
