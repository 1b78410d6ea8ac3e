"""Whether a reviewer's chained files hold what the ledger recorded of them: rulings, and readings of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from store.chain import Fields
from store.chained_records import read_chained
from store.faults import Damaged


class Misfit(Enum):
    """How a file does not fit the ledger."""

    SHORT = "short"
    """A record that the ledger knows is not there, or is another one."""
    LONGER = "longer"
    """It goes on after what the ledger knows."""
    UNKNOWN = "unknown"
    """The ledger does not know the file at all."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file that does not fit; `place` is the number of the first record that the ledger does not know."""

    path: Path
    misfit: Misfit
    place: int = 0


def misfits(folder: Path, ledger: list[Fields], belongs: Callable[[str], bool]) -> Iterator[Found | Damaged]:
    """What does not fit of the files in `folder` whose names `belongs` takes, damaged ones among them."""
    recorded = {
        record["file"]: record for record in ledger if record["kind"] == "ruled" and belongs(record["file"])
    }
    for name, record in sorted(recorded.items()):
        path, count = folder / name, record["count"]
        try:
            links = [one.get("link") for one in read_chained(path)]
        except Damaged as damaged:
            yield damaged
            continue
        if links[count - 1 : count] != [record["last_link"]]:
            yield Found(path, Misfit.SHORT)
        elif len(links) > count:
            yield Found(path, Misfit.LONGER, count + 1)
    for path in sorted(folder.glob("*.json")):
        if belongs(path.name) and path.name not in recorded and not path.name.startswith("."):
            yield Found(path, Misfit.UNKNOWN)
