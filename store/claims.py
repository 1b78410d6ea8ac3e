"""Claims: who keys which pass of a batch, one file an attempt, first come, first served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store import clock
from store.faults import Damaged
from store.json_file import create_record, read_record
from store.layout import READABLE_BY_ALL, PassTag, read_tag
from store.person import Person, same_name
from tally.said import Said


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at a pass and the person who took it on."""

    tag: PassTag
    name: str

    @property
    def key(self) -> str:
        """The person's name as it is compared."""
        return same_name(self.name)


def read_claims(folder: Path) -> tuple[Claim, ...]:
    """Every claim, in the order of their tags."""
    found = []
    for path in folder.iterdir():
        tag = read_tag(path.name)
        if tag is not None:
            found.append(_read(path, tag))
    return tuple(sorted(found, key=lambda claim: claim.tag))


def claims_on(folder: Path, batch: str) -> tuple[Claim, ...]:
    """The claims on one batch."""
    found = []
    for path in folder.glob(f"{batch}.*"):
        tag = read_tag(path.name)
        if tag is not None and tag.batch == batch:
            found.append(_read(path, tag))
    return tuple(sorted(found, key=lambda claim: claim.tag))


def make_claim(folder: Path, tag: PassTag, person: Person) -> None:
    """Take on an attempt at a pass. Raises FileExistsError where somebody else was faster."""
    create_record(folder / str(tag), {"name": person.name, "at": clock.now()}, READABLE_BY_ALL)


def _read(path: Path, tag: PassTag) -> Claim:
    name = read_record(path).get("name")
    if not isinstance(name, str) or not name:
        raise Damaged(path, Said("it names nobody"))
    return Claim(tag, name)
