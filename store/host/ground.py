"""What an appraisal's folder stands on: real folders that all can pass, and that nobody but root can exchange."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from store.author import ROOT
from store.host.findings import Bad
from store.host.owners import TOP_FILES, look_at
from store.layout import ACCOUNTS, FOLDERS
from store.local_disk import require_local_disk
from tally.said import Refused, Said


def require_ground(folder: Path) -> Path:
    """The folder's full path. Raises Refused with the first thing that is wrong with where it stands."""
    for bad in ground_findings(folder):
        raise Refused(bad.in_words())
    return folder.resolve()


def ground_findings(folder: Path) -> Iterator[Bad]:
    """Everything that is wrong with where the folder stands."""
    if folder.is_symlink():
        yield Bad(
            folder,
            Said("it is a symbolic link; give the folder itself: --dir {folder}", folder=folder.resolve()),
        )
    root = folder.resolve()
    for parent in root.parents:
        yield from _parent(parent)
    for place in (root, *(root / name for name in FOLDERS)):
        try:
            require_local_disk(place)
        except Refused as refused:
            yield Bad(place, refused.said)
    for name in (*FOLDERS, *TOP_FILES, ACCOUNTS):
        path = root / name
        seen = look_at(path)
        if seen is None:
            continue
        if seen.is_link:
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
