"""The files in review/: rulings, opinions, and what was read again for checks; whose each is, told from its name."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

CHECK = "+check."
OPINIONS = ".opinions.json"


class ReviewFiles:
    """The files of review/ as they were listed once; whoever goes through all batches hands them on.

    Names begin with the id of a batch, and a `.` or, for checks, a `+`, which no id has. Raises PermissionError
    where the person may not see them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Names in their order, and nothing made of them: a province has twenty thousand.
        self._names = sorted(name for name in os.listdir(folder) if name.endswith(".json") and name[0] != ".")

    def rulings(self, batch: str) -> list[Path]:
        """The files of rulings on a batch, one a reviewer, in the order of their names."""
        return [self._folder / name for name in self._beginning(f"{batch}.") if not name.endswith(OPINIONS)]

    def opinions(self, batch: str) -> list[Path]:
        """The files of opinions that reviewers typed or chose, one a reviewer, in the order of their names."""
        return [self._folder / name for name in self._beginning(f"{batch}.") if name.endswith(OPINIONS)]

    def checks(self, batch: str) -> list[Path]:
        """The files of what was read of a batch for sample checks, one a reader, in the order of their names."""
        return [self._folder / name for name in self._beginning(f"{batch}{CHECK}")]

    def reviewers(self, batch: str) -> frozenset[str]:
        """Who has ruled on a batch or checked it, in the form in which names are compared."""
        ruled = (path.name[len(batch) + 1 : -len(".json")] for path in self.rulings(batch))
        return frozenset(ruled) | frozenset(map(check_reader, self.checks(batch)))

    def _beginning(self, with_: str) -> Iterator[str]:
        for at in range(bisect_left(self._names, with_), len(self._names)):
            if not self._names[at].startswith(with_):
                return
            yield self._names[at]


def is_check_file(name: str) -> bool:
    """Whether a name is that of a file of a check."""
    return CHECK in name


def check_reader(path: Path) -> str:
    """Whose file of a check it is, in the form in which names are compared."""
    return path.name.partition(CHECK)[2].removesuffix(".json")


def has_reviewed(folder: Path, batch: str, key: str) -> bool:
    """Whether a person has ruled on a batch or checked it; their files are looked for by name."""
    return any(os.path.lexists(folder / f"{batch}{of}{key}.json") for of in (".", CHECK))
