"""Who owns what where accounts are separate, in which mode: the table of docs/host.md, and what is there now."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from store.host.groups import Groups
from store.layout import COUNTS, PRACTICE, SCHEME, SUBJECTS

TOP_FILES = (SCHEME, SUBJECTS, COUNTS, PRACTICE)
"""Described once, then changed by root only."""
TOP_LOCKS = (f".{SUBJECTS}.lock", f".{COUNTS}.lock")
PRIVATE = 0o600
"""The mode of a lock file."""
ACL = ("system.posix_acl_access", "system.posix_acl_default")
"""Where Linux keeps access lists, which can let in whom the mode keeps out."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A folder or a file as it should be."""

    path: Path
    owner: str
    group: str
    mode: int
    folder: bool = True

    @property
    def shown(self) -> str:
        """Owner, group and mode, as people read them."""
        return f"{self.owner}:{self.group} {self.mode:04o}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A folder or a file as it is; a link is looked at itself."""

    kind: int
    """`stat.S_IFMT` of it."""
    owner: str
    group: str
    mode: int
    links: int
    acl: bool

    @property
    def shown(self) -> str:
        """Owner, group and mode, as people read them."""
        return f"{self.owner}:{self.group} {self.mode:04o}"

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.kind)

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self.kind)

    @property
    def is_plain(self) -> bool:
        """Whether it is a file with this one name."""
        return stat.S_ISREG(self.kind) and self.links == 1


def look_at(path: Path) -> Seen | None:
    """What is there now; None where nothing is. Raises PermissionError where one may not look."""
    try:
        state = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        acl = not set(ACL).isdisjoint(os.listxattr(path, follow_symlinks=False))
    except OSError:
        acl = False  # a file system without them
    return Seen(
        kind=stat.S_IFMT(state.st_mode),
        owner=_account_name(state.st_uid),
        group=_group_name(state.st_gid),
        mode=stat.S_IMODE(state.st_mode),
        links=state.st_nlink,
        acl=acl,
    )


def wanted_top(root: Path) -> tuple[Wanted, ...]:
    """The appraisal's folder itself and the files beside the scheme, as far as there are any."""
    files = [
        Wanted(root / name, "root", "root", mode, folder=False)
        for names, mode in ((TOP_FILES, 0o644), (TOP_LOCKS, PRIVATE))
        for name in names
        if name == SCHEME or os.path.lexists(root / name)
    ]
    return (Wanted(root, "root", "root", 0o755), *files)


def wanted_folders(root: Path, groups: Groups) -> tuple[Wanted, ...]:
    """The folders in it that everybody shares; sticky, so that only a file's owner removes it."""
    closed = ("custody", "review", "ledger", "export")
    return (
        Wanted(root / "batches", "root", groups.organizers, 0o3775),
        Wanted(root / "board", "root", groups.everyone, 0o3775),
        Wanted(root / "claims", "root", groups.clerks, 0o3775),
        Wanted(root / "entry", "root", groups.reviewers, 0o751),
        *(Wanted(root / name, "root", groups.reviewers, 0o3770) for name in closed),
    )


def wanted_entries(root: Path, groups: Groups, clerks: Iterable[str]) -> tuple[Wanted, ...]:
    """Each clerk's own folder: reviewers read it, other clerks do not get in."""
    return tuple(
        Wanted(root / "entry" / clerk, clerk, groups.reviewers, 0o2750) for clerk in sorted(set(clerks))
    )


def _account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _group_name(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)
