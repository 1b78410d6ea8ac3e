"""Who has ruled on a batch, or read sheets of it again for a check, told from file names alone."""

from __future__ import annotations

from pathlib import Path

CHECK = "+check."


def ruling_files(folder: Path, batch: str) -> list[Path]:
    """The files of rulings on a batch, one a reviewer, in the order of their names."""
    return [
        path
        for path in sorted(folder.glob(f"{batch}.*.json"))
        if not path.name.endswith(".opinions.json") and not path.name.startswith(".")
    ]


def every_ruling_file(folder: Path) -> dict[str, list[Path]]:
    """The files of rulings of every batch, by its id, from one listing: for going through all of them."""
    found: dict[str, list[Path]] = {}
    for name in sorted(path.name for path in folder.iterdir()):
        if name.endswith(".json") and not name.endswith(".opinions.json") and not name.startswith("."):
            batch, dot, reviewer = name.removesuffix(".json").partition(".")
            if dot and reviewer:
                found.setdefault(batch, []).append(folder / name)
    return found


def check_files(folder: Path, batch: str) -> list[Path]:
    """The files of what was read of a batch for sample checks, one a reader, in the order of their names.

    Their names begin with the batch's id and a `+`, which no id has.
    """
    return sorted(folder.glob(f"{batch}{CHECK}*.json"))


def is_check_file(name: str) -> bool:
    """Whether a name is that of such a file."""
    return CHECK in name


def check_reader(path: Path) -> str:
    """Whose file of a check it is, in the form in which names are compared."""
    return path.name.partition(CHECK)[2].removesuffix(".json")


def reviewers_of(folder: Path, batch: str) -> frozenset[str]:
    """The reviewers that have ruled on a batch or checked it, in the form in which names are compared."""
    try:
        return frozenset(
            path.name[len(batch) + 1 : -len(".json")] for path in ruling_files(folder, batch)
        ) | frozenset(map(check_reader, check_files(folder, batch)))
    except PermissionError:
        return frozenset()
