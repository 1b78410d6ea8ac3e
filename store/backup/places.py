"""What may stand in a backup, and in which order: the order in which it is copied (`store/backup.py`)."""

from __future__ import annotations

from store.layout import ACCOUNTS, COUNTS, FOLDERS, PRACTICE, SCHEME, SUBJECTS

TOP = (SCHEME, SUBJECTS, COUNTS, ACCOUNTS, PRACTICE)
"""The files of the appraisal's folder itself."""
ORDER = ("review", "", "batches", "board", "ledger", "custody", "entry", "claims")
"""The folders in the order of copying; the empty name stands for TOP."""
_LONGEST_NAME = 255


def place_of(path: str) -> tuple[int, str] | None:
    """Where a file stands in the order of a backup; None where no appraisal has a file of that name.

    So nothing absolute, nothing with `..`, nothing hidden and no folder but the program's own gets in.
    """
    folder, _, name = path.rpartition("/")
    top, _, clerk = folder.partition("/")
    if not folder:
        return (ORDER.index(""), path) if path in TOP else None
    if not _is_name(name) or top not in ORDER or not top:
        return None
    if top == "entry":
        return (ORDER.index(top), path) if _is_name(clerk) else None
    return (ORDER.index(top), path) if folder == top else None


def is_folder(path: str) -> bool:
    """Whether an appraisal has a folder of that path; `.` is the appraisal's own."""
    top, _, clerk = path.partition("/")
    return path == "." or path in FOLDERS or (top == "entry" and _is_name(clerk))


def shown(path: str) -> str:
    """A path from a stranger's file, fit for a line on a terminal."""
    return "".join(character if character.isprintable() else "?" for character in path[:80])


def _is_name(name: str) -> bool:
    return (
        name.isprintable()
        and name[:1] not in ("", ".")
        and "/" not in name
        and len(name.encode()) <= _LONGEST_NAME
    )
