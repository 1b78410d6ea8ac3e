"""Who has ruled on a batch, told from file names alone."""

from __future__ import annotations

from pathlib import Path


def ruling_files(folder: Path, batch: str) -> list[Path]:
    """The files of rulings on a batch, one a reviewer, in the order of their names."""
    return [
        path
        for path in sorted(folder.glob(f"{batch}.*.json"))
        if not path.name.endswith(".opinions.json") and not path.name.startswith(".")
    ]


def reviewers_of(folder: Path, batch: str) -> frozenset[str]:
    """The reviewers that have ruled on a batch, in the form in which names are compared."""
    try:
        return frozenset(path.name[len(batch) + 1 : -len(".json")] for path in ruling_files(folder, batch))
    except PermissionError:
        return frozenset()
