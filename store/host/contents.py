"""Whose files lie in the folders of an appraisal with separate accounts, and in which modes.

A file counts for what its owner may say; one of another owner has no business there, whatever is in it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from store.host.findings import Bad, access_list, to_be_moved_out
from store.host.groups import Groups
from store.host.owners import PRIVATE, look_at
from store.layout import CLOSED, READABLE_BY_ALL, READABLE_BY_GROUP
from tally.said import Said
from tally.scheme import Roles


@dataclass(slots=True)
class Contents:
    """The folders as whoever asks can see them; `unseen` gathers what they may not look into."""

    root: Path
    groups: Groups
    roles: Roles
    unseen: list[Path] = field(default_factory=list)

    def listed(self, folder: Path) -> list[Path]:
        """What lies in a folder, in order; nothing where one may not look, or there is no folder."""
        try:
            return sorted(folder.iterdir())
        except PermissionError:
            self.unseen.append(folder)
        except (FileNotFoundError, NotADirectoryError):
            pass  # told where the folders themselves are looked at
        return []


def content_findings(contents: Contents) -> Iterator[Bad]:
    """Every file that is another's, of another kind or of another mode than belongs there."""
    groups = contents.groups
    organizers, reviewers = {"root", *contents.roles.organizers}, {"root", *contents.roles.reviewers}
    everyone = {"root", *contents.roles.clerks} | reviewers | organizers
    for name, owners, group, mode in (
        ("batches", organizers, groups.organizers, READABLE_BY_ALL),
        ("board", everyone, groups.everyone, READABLE_BY_ALL),
        ("claims", set(contents.roles.clerks), groups.clerks, READABLE_BY_ALL),
        ("custody", reviewers, groups.reviewers, CLOSED),
        ("review", reviewers, groups.reviewers, READABLE_BY_GROUP),
        ("ledger", reviewers | organizers, groups.reviewers, CLOSED),
    ):
        for path in contents.listed(contents.root / name):
            yield from _file(path, owners, group, mode)
    yield from _exported(contents, contents.root / "export", reviewers | organizers)
    yield from _entries(contents)


def _file(path: Path, owners: set[str], group: str, mode: int) -> Iterator[Bad]:
    seen = look_at(path)
    if seen is None:
        return  # it was there a moment ago: a temporary file, or a draft
    if seen.owner not in owners:
        yield to_be_moved_out(path, Said("it is {who}'s, who may not write there", who=seen.owner))
        return
    hidden = path.name.startswith(".")
    if hidden and path.suffix == ".tmp":
        return  # being written
    if not seen.is_plain:
        yield to_be_moved_out(path, Said("it is a link or no plain file"))
        return
    mode = PRIVATE if hidden and path.suffix == ".lock" else mode
    if (seen.group, seen.mode) != (group, mode):
        shown = shlex.quote(str(path))
        yield Bad(
            path,
            Said(
                "it is {seen}; it should be {wanted}",
                seen=seen.shown,
                wanted=f"{seen.owner}:{group} {mode:04o}",
            ),
            f"chgrp --no-dereference {group} {shown} && chmod {mode:04o} {shown}",
        )
    if seen.acl:
        yield access_list(path)


def _entries(contents: Contents) -> Iterator[Bad]:
    """The clerks' own folders. A clerk cannot list them all, and is told so."""
    entry = contents.root / "entry"
    clerks = set(contents.roles.clerks)
    found = contents.listed(entry)
    for path in found:
        if path.name not in clerks:
            yield to_be_moved_out(path, Said("the scheme has no clerk of that name"))
    for clerk in sorted(clerks):
        for path in contents.listed(entry / clerk):
            yield from _file(path, {clerk}, contents.groups.reviewers, READABLE_BY_GROUP)


def _exported(contents: Contents, folder: Path, owners: set[str]) -> Iterator[Bad]:
    """Packages: closed to clerks by the folder that they lie in, so only whose they are matters."""
    for path in contents.listed(folder):
        seen = look_at(path)
        if seen is None:
            continue
        if seen.owner not in owners:
            yield to_be_moved_out(path, Said("it is {who}'s, who may not write there", who=seen.owner))
        elif seen.is_link or (not seen.is_folder and not seen.is_plain):
            yield to_be_moved_out(path, Said("it is a link or no plain file"))
        elif seen.mode & 0o002:
            yield Bad(path, Said("everybody may write it"), shlex.join(("chmod", "o-w", str(path))))
        elif seen.is_folder:
            yield from _exported(contents, path, owners)
