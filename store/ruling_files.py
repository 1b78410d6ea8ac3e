"""Who has ruled on a batch, or read sheets of it again for a check, told from file names alone."""

from __future__ import annotations

import os
from pathlib import Path

CHECK = "+check."


def ruling_files(folder: Path, batch: str) -> list[Path]:
    """The files of rulings on a batch, one a reviewer, in the order of their names."""
    return [
        folder / name
        for name in sorted(os.listdir(folder))
        if name.startswith(f"{batch}.") and name.endswith(".json") and not name.endswith(".opinions.json")
    ]


def every_ruling_file(folder: Path) -> dict[str, list[Path]]:
    """The files of rulings of every batch, by its id, from one listing: for going through all of them."""
    return {batch: [folder / name for name in names] for batch, names in ruling_names(folder).items()}


def ruling_names(folder: Path) -> dict[str, list[str]]:
    """The names of the same files."""
    found: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json") and not name.endswith(".opinions.json") and not name.startswith("."):
            batch, dot, reviewer = name.removesuffix(".json").partition(".")
            if dot and reviewer:
                found.setdefault(batch, []).append(name)
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
