"""Claims: who keys which pass of a batch, one file an attempt, first come, first served.

Where accounts are separate the claimant is the owner of the file, whatever stands in it.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator

from store import clock
from store.appraisal import Appraisal
from store.author import account_of, owner_of
from store.faults import Damaged
from store.json_file import create_record, read_record
from store.layout import READABLE_BY_ALL, Layout, PassTag, read_tag
from store.person import same_name
from tally.quick_dataclass import dataclass
from tally.said import Said


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at a pass and the person who took it on."""

    tag: PassTag
    name: str
    owner: int
    """The uid of the file's owner."""

    @property
    def key(self) -> str:
        """The person's name as it is compared."""
        return same_name(self.name)


def read_claims(appraisal: Appraisal) -> tuple[Claim, ...]:
    """Every claim, in the order of their tags."""
    return _claims(appraisal, claimed_tags(appraisal))


def claims_named(appraisal: Appraisal, names: Iterable[str]) -> tuple[Claim, ...]:
    """The claims of names that were listed just now."""
    return _claims(appraisal, _tags(names))


def claims_on(appraisal: Appraisal, batch: str) -> tuple[Claim, ...]:
    """The claims on one batch, looked for by name: an attempt follows one that is claimed or was given back."""
    return _claims(appraisal, _claimed_on(appraisal.layout, batch))


def _claimed_on(layout: Layout, batch: str) -> Iterator[PassTag]:
    for number in (1, 2):
        for attempt in itertools.count(1):
            tag = PassTag(batch, number, attempt)
            if os.path.lexists(layout.claim(tag)):
                yield tag
            elif not os.path.lexists(layout.board(f"returned.{tag}")):
                break


def claimed_tags(appraisal: Appraisal) -> frozenset[PassTag]:
    """Every attempt that is claimed, told from names alone."""
    return frozenset(_tags(os.listdir(appraisal.layout.folder("claims"))))


def claims_with(appraisal: Appraisal, tags: Iterable[PassTag]) -> tuple[Claim, ...]:
    """The claims on these attempts."""
    return _claims(appraisal, tags)


def make_claim(appraisal: Appraisal, tag: PassTag) -> None:
    """Take on an attempt at a pass. Raises FileExistsError where somebody else was faster."""
    record = {"name": appraisal.person.name, "at": clock.now()}
    create_record(appraisal.layout.claim(tag), record, READABLE_BY_ALL)


def _claims(appraisal: Appraisal, tags: Iterable[PassTag]) -> tuple[Claim, ...]:
    return tuple(_read(appraisal, tag) for tag in sorted(tags))


def _tags(names: Iterable[str]) -> Iterator[PassTag]:
    return (tag for name in names if (tag := read_tag(name)) is not None)


def _read(appraisal: Appraisal, tag: PassTag) -> Claim:
    path = appraisal.layout.claim(tag)
    owner = owner_of(path)
    if appraisal.separate_accounts:
        return Claim(tag, account_of(owner), owner)
    name = read_record(path).get("name")
    if not isinstance(name, str) or not name or re.search(r"[/\0]", name) or name.startswith("."):
        raise Damaged(path, Said("it names nobody"))
    return Claim(tag, name, owner)
