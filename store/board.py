"""The board: what everybody may know of an appraisal, in file names and tiny files. Never a mark.

`saved.B1.1.1` holds how many ballots are saved; `handed-in.`, `taken-in.` and `returned.` files say
what happened to a pass; `settled.B1` whether anything of a batch is still to be read from the paper;
`sealed.N` and `reopened.N` count up.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.durable_file import create_durably, replace_quickly
from store.json_file import create_record, read_record
from store.layout import READABLE_BY_ALL, PassTag, read_tag


@dataclass(frozen=True, slots=True)
class Board:
    """The board at one moment, read from its file names."""

    handed_in: frozenset[PassTag] = frozenset()
    taken_in: frozenset[PassTag] = frozenset()
    returned: frozenset[PassTag] = frozenset()
    saved: frozenset[PassTag] = frozenset()
    settled: frozenset[str] = frozenset()
    seals: int = 0
    reopenings: int = 0
    folder: Path = field(default_factory=Path)

    @property
    def sealed(self) -> bool:
        """Whether the appraisal is sealed now."""
        return self.seals > self.reopenings

    def ballots_saved(self, tag: PassTag) -> int:
        """How many ballots of a pass are saved; 0 where its clerk has saved none."""
        if tag not in self.saved:
            return 0
        try:
            return int((self.folder / f"saved.{tag}").read_text())
        except (ValueError, FileNotFoundError):
            return 0


def read_board(folder: Path) -> Board:
    """Everything on the board, by one listing of the folder."""
    tags: dict[str, set[PassTag]] = {"handed-in": set(), "taken-in": set(), "returned": set(), "saved": set()}
    settled = set()
    seals = reopenings = 0
    for path in folder.iterdir():
        kind, _, rest = path.name.partition(".")
        if kind in tags:
            tag = read_tag(rest)
            if tag is not None:
                tags[kind].add(tag)
        elif kind == "settled":
            settled.add(rest)
        elif kind == "sealed":
            seals += 1
        elif kind == "reopened":
            reopenings += 1
    return Board(
        handed_in=frozenset(tags["handed-in"]),
        taken_in=frozenset(tags["taken-in"]),
        returned=frozenset(tags["returned"]),
        saved=frozenset(tags["saved"]),
        settled=frozenset(settled),
        seals=seals,
        reopenings=reopenings,
        folder=folder,
    )


def note_saved(folder: Path, tag: PassTag, ballots: int) -> None:
    """Say how many ballots of a pass are saved. A convenience, so it is not synced."""
    replace_quickly(folder / f"saved.{tag}", str(ballots).encode(), READABLE_BY_ALL)


def note_pass(folder: Path, kind: str, tag: PassTag, record: dict[str, Any]) -> None:
    """Say that a pass was handed in, taken in or returned; saying it again changes nothing."""
    try:
        create_record(folder / f"{kind}.{tag}", record, READABLE_BY_ALL)
    except FileExistsError:
        return


def note_settled(folder: Path, batch: str, *, settled: bool) -> None:
    """Say whether anything of a batch is still to be read from the paper."""
    path = folder / f"settled.{batch}"
    if not settled:
        path.unlink(missing_ok=True)
    elif not path.exists():
        replace_quickly(path, b"", READABLE_BY_ALL)


def note_seal(folder: Path, kind: str, number: int, record: dict[str, Any]) -> None:
    """Say that the appraisal was sealed or reopened for the `number`-th time."""
    content = json.dumps(record, ensure_ascii=False).encode()
    create_durably(folder / f"{kind}.{number:03d}", content, READABLE_BY_ALL)


def returns(folder: Path) -> list[dict[str, Any]]:
    """Every returned pass, with its tag, reason, reviewer and time."""
    found = []
    for path in sorted(folder.glob("returned.*")):
        tag = read_tag(path.name.partition(".")[2])
        if tag is not None:
            found.append({**read_record(path), "tag": tag})
    return found
