"""Reading a file that somebody else may have put there: plain, not a link, of a sane size, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from store.faults import Damaged
from tally.said import Said

LARGEST = 64 * 1024 * 1024
"""No file of an appraisal is this long."""


def plain_bytes(path: Path | str, *, owner: int | None = None, only_link: bool = False) -> bytes | None:
    """The bytes of a plain file, or None where there is none; a pipe is never waited for.

    Raises Damaged for a link, a folder, a device, a pipe, a file that is too long, one of another
    account than `owner` (a uid), and with `only_link` one that has a second name elsewhere.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except PermissionError:
        raise Damaged(Path(path), Said("you may not read it; ask who runs the host")) from None
    except OSError:
        raise Damaged(Path(path), Said("it is a link or no plain file")) from None
    try:
        state = os.fstat(handle)
        # No name at all: its owner has put a newer one in its place since it was opened, as each save does.
        if not stat.S_ISREG(state.st_mode) or (only_link and state.st_nlink > 1):
            raise Damaged(Path(path), Said("it is a link or no plain file"))
        if state.st_size > LARGEST:
            raise Damaged(Path(path), Said("it is too long"))
        if owner is not None and state.st_uid != owner:
            raise Damaged(Path(path), Said("it belongs to another account than its claim"))
        return _read(handle, state.st_size)
    finally:
        os.close(handle)


def _read(handle: int, size: int) -> bytes:
    """The bytes of an open file that was `size` long a moment ago; asking for no more than there is keeps it fast."""
    content = os.read(handle, size + 1)
    if len(content) == size:
        return content
    parts = [content]
    while part := os.read(handle, 65536):  # shortened, grown, or longer than one read gives
        parts.append(part)
    return b"".join(parts)


def require_plain(path: Path) -> None:
    """Raise Damaged where a link, a folder or a pipe has the file's name, before anybody waits for it."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except PermissionError:
        raise Damaged(path, Said("you may not read it; ask who runs the host")) from None
    if not stat.S_ISREG(mode):
        raise Damaged(path, Said("it is a link or no plain file"))
