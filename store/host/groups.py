"""The four groups of an appraisal with separate accounts, and the file that says that accounts are separate."""

from __future__ import annotations

import grp
import hashlib
import json
import pwd
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from store.author import ROOT
from store.faults import Damaged
from store.json_file import record_in
from store.layout import ACCOUNTS
from store.plain_file import plain_bytes
from tally.said import Refused, Said
from tally.scheme import Roles

FORMAT = 1
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups' names. Organizers stand in the reviewers' group too, for reading."""

    clerks: str
    reviewers: str
    organizers: str
    everyone: str

    def members(self, roles: Roles) -> dict[str, tuple[str, ...]]:
        """Who belongs in each group by the scheme, in the order of their names."""
        clerks, reviewers, organizers = set(roles.clerks), set(roles.reviewers), set(roles.organizers)
        return {
            self.clerks: tuple(sorted(clerks)),
            self.reviewers: tuple(sorted(reviewers | organizers)),
            self.organizers: tuple(sorted(organizers)),
            self.everyone: tuple(sorted(clerks | reviewers | organizers)),
        }


def groups_of(root: Path) -> Groups:
    """The groups that the `accounts` file names; where there is none, or an empty one: named after the folder.

    Raises Damaged where the file is not root's or names no groups.
    """
    path = root / ACCOUNTS
    content = plain_bytes(path)
    if content is None or not content.strip():
        short = "py" + hashlib.sha256(str(root).encode()).hexdigest()[:8]
        return Groups(*(f"{short}-{role}" for role in "croe"))
    if path.lstat().st_uid != ROOT:
        raise Damaged(path, Said("it is not root's"))
    record = record_in(content, path)
    if record.get("format") != FORMAT:
        raise Refused(
            Said("{file} was written by another version of the program; use that one", file=path.name)
        )
    names = record.get("groups")
    if (
        not isinstance(names, dict)
        or set(names) != set(Groups.__slots__)
        or len(set(names.values())) != len(names)
        or not all(isinstance(name, str) and _NAME.fullmatch(name) for name in names.values())
    ):
        raise Damaged(path, Said("it does not name the four groups"))
    return Groups(**names)


def accounts_text(groups: Groups) -> str:
    """What stands in the `accounts` file, one line."""
    return json.dumps({"format": FORMAT, "groups": asdict(groups)})


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in a group: by its list, or because it is the group of their login."""

    listed: frozenset[str]
    by_login: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Everybody in it."""
        return self.listed | self.by_login


NOBODY = Members(frozenset(), frozenset())


def group_exists(group: str) -> bool:
    """Whether the host has a group of this name."""
    try:
        grp.getgrnam(group)
    except KeyError:
        return False
    return True


def members_of(group: str) -> Members:
    """Who is in a group now, under any name of it; nobody where there is no such group."""
    try:
        found = grp.getgrnam(group)
    except KeyError:
        return NOBODY
    # A second name for the same number would let people in whom the first does not list.
    listed = {
        *found.gr_mem,
        *(name for one in grp.getgrall() if one.gr_gid == found.gr_gid for name in one.gr_mem),
    }
    by_login = {one.pw_name for one in pwd.getpwall() if one.pw_gid == found.gr_gid}
    return Members(frozenset(listed), frozenset(by_login))
