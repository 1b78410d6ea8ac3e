"""The floors: reading files, hashing them, `json.load` of them, listing their names."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

TALLY_READS = ("batches", "custody", "ledger", "review")
"""The folders that a tally has to read whole."""
TOLD_BY_NAMES = ("batches", "board", "claims")
"""The folders whose names tell the progress."""


def load(folder: str, *names: str) -> Callable[[], None]:
    """`json.load` of each JSON file of these folders, one after the other, nothing kept."""

    def work() -> None:
        for name in names:
            with os.scandir(Path(folder) / name) as there:
                for one in there:
                    if one.name.endswith(".json") and one.name[0] != ".":
                        with open(one.path, "rb") as file:
                            json.load(file)

    return work


def hash_files(folder: str) -> Callable[[], None]:
    """The SHA-256 of every file below a folder."""

    def work() -> None:
        for root, _, names in os.walk(folder):
            for name in names:
                with open(f"{root}/{name}", "rb") as file:
                    hashlib.file_digest(file, "sha256")

    return work


def list_names(folder: str, *names: str) -> Callable[[], None]:
    """A bare `os.listdir` of these folders."""

    def work() -> None:
        for name in names:
            os.listdir(Path(folder) / name)

    return work


def stat_files(folder: str, *names: str) -> Callable[[], None]:
    """The same with a stat of each file."""

    def work() -> None:
        for name in names:
            with os.scandir(Path(folder) / name) as there:
                for one in there:
                    one.stat()

    return work


def warm(folder: str) -> Callable[[], None]:
    """Every file below a folder read once, so that all that is measured finds them in memory alike."""
    return hash_files(folder)
