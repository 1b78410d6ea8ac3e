"""What an appraisal's folder stands on: real folders that all can pass, and that nobody but root can exchange."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.author import ROOT
from store.host_owners import TOP_FILES, look_at
from store.layout import ACCOUNTS, FOLDERS
from tally.said import Refused, Said


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that is not as blindness needs it: where, what, and the command that mends it."""

    path: Path
    what: Said
    mend: str = ""

    def in_words(self) -> Said:
        """All of it as one sentence."""
        if not self.mend:
            return Said("{file}: {what}", file=self.path, what=self.what)
        return Said("{file}: {what}; to mend it: {command}", file=self.path, what=self.what, command=self.mend)


def require_ground(folder: Path) -> Path:
    """The folder's full path. Raises Refused with the first thing that is wrong with where it stands."""
    for bad in ground_findings(folder):
        raise Refused(bad.in_words())
    return folder.resolve()


def ground_findings(folder: Path) -> Iterator[Bad]:
    """Everything that is wrong with where the folder stands."""
    if folder.is_symlink():
        yield Bad(folder, Said("it is a symbolic link; give the folder itself: --dir {folder}", folder=folder.resolve()))
    root = folder.resolve()
    for parent in root.parents:
        yield from _parent(parent)
    for name in (*FOLDERS, *TOP_FILES, ACCOUNTS):
        path = root / name
        seen = look_at(path)
        if seen is None:
            continue
        if stat.S_ISLNK(seen.kind):
            yield Bad(path, Said("it is a symbolic link; put the real one in its place"))
        elif name in FOLDERS and not seen.is_folder:
            yield Bad(path, Said("it should be a folder"))
        elif name not in FOLDERS and not seen.is_plain:
            yield Bad(path, Said("it should be a plain file with one name"))


def _parent(parent: Path) -> Iterator[Bad]:
    state = parent.stat()
    mode = stat.S_IMODE(state.st_mode)
    shown = shlex.quote(str(parent))
    if not mode & stat.S_IXOTH:
        yield Bad(parent, Said("not everybody can pass through it"), f"chmod o+x {shown}")
    # Whoever may rename in it can put another folder in the place of this one.
    if state.st_uid != ROOT:
        yield Bad(
            parent,
            Said("it is not root's, so its owner can exchange what is in it; keep the appraisal below /srv"),
        )
    shared = mode & stat.S_IWOTH or (mode & stat.S_IWGRP and state.st_gid != ROOT)
    if shared and not mode & stat.S_ISVTX:
        yield Bad(
            parent,
            Said("others than root may write in it, and so exchange what is in it"),
            f"chmod go-w {shown}",
        )
