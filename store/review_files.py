"""Who has ruled on a batch, or read sheets of it again for a check, told from file names alone."""

from __future__ import annotations

import os
from bisect import bisect_left
from pathlib import Path

CHECK = "+check."


def ruling_files(folder: Path, batch: str) -> list[Path]:
    """The files of rulings on a batch, one a reviewer, in the order of their names."""
    return [
        folder / name
        for name in sorted(os.listdir(folder))
        if name.startswith(f"{batch}.") and name.endswith(".json") and not name.endswith(".opinions.json")
    ]


class RulingFiles:
    """The files of rulings on all batches as they were listed once: for going through all of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Names in their order, and nothing made of them: a province has twenty thousand.
        self._names = sorted(
            name
            for name in os.listdir(folder)
            if name.endswith(".json") and not name.endswith(".opinions.json") and name[0] != "."
        )

    def on(self, batch: str) -> list[Path]:
        """Those on one batch, one a reviewer, in the order of their names."""
        found = []
        for at in range(bisect_left(self._names, f"{batch}."), len(self._names)):
            if not self._names[at].startswith(f"{batch}."):
                break
            found.append(self._folder / self._names[at])
        return found


def check_files(folder: Path, batch: str) -> list[Path]:
    """The files of what was read of a batch for sample checks, one a reader, in the order of their names.

    Their names begin with the batch's id and a `+`, which no id has.
    """
    return [
        folder / name
        for name in sorted(os.listdir(folder))
        if name.startswith(f"{batch}{CHECK}") and name.endswith(".json")
    ]


def is_check_file(name: str) -> bool:
    """Whether a name is that of such a file."""
    return CHECK in name


def check_reader(path: Path) -> str:
    """Whose file of a check it is, in the form in which names are compared."""
    return path.name.partition(CHECK)[2].removesuffix(".json")


def has_reviewed(folder: Path, batch: str, key: str) -> bool:
    """Whether a person has ruled on a batch or checked it; their files are looked for by name."""
    return any(os.path.lexists(folder / f"{batch}{of}{key}.json") for of in (".", CHECK))


def every_reviewer(folder: Path) -> dict[str, frozenset[str]]:
    """Who has ruled on or checked each batch, from one listing: for going through all of them."""
    found: dict[str, set[str]] = {}
    for name in os.listdir(folder):
        batch, check, reader = name.removesuffix(".json").partition(CHECK)
        if not check:
            batch, _, reader = batch.partition(".")
        if (
            reader
            and name.endswith(".json")
            and not name.startswith(".")
            and not name.endswith(".opinions.json")
        ):
            found.setdefault(batch, set()).add(reader)
    return {batch: frozenset(who) for batch, who in found.items()}


def reviewers_of(folder: Path, batch: str) -> frozenset[str]:
    """The reviewers that have ruled on a batch or checked it, in the form in which names are compared."""
    try:
        return frozenset(
            path.name[len(batch) + 1 : -len(".json")] for path in ruling_files(folder, batch)
        ) | frozenset(map(check_reader, check_files(folder, batch)))
    except PermissionError:
        return frozenset()
