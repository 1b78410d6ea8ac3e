"""What can go wrong with a file, as refusals that a person can act on."""

from __future__ import annotations

import errno
from pathlib import Path

from tally.said import Refused, Said


class Damaged(Refused):
    """A file exists and cannot be trusted; nothing is repaired or guessed."""

    def __init__(self, path: Path, why: Said) -> None:
        super().__init__(
            Said(
                "file {file} is damaged ({why}); nothing was changed; restore it from a backup",
                file=path.name,
                why=why,
            )
        )
        self.path = path


class NotSaved(Refused):
    """The operating system failed while writing; what was to be saved is not saved."""

    def __init__(self, path: Path, error: OSError) -> None:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            why = Said("the disk is full")
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            why = Said("writing is not permitted")
        else:
            why = Said("the disk reports: {reason}", reason=error.strerror or error)
        super().__init__(Said("{file} was not saved: {why}", file=path.name, why=why))
        self.path = path


class Poisoned(Refused):
    """An earlier write failed, so this handle writes no more until the file is opened anew."""

    def __init__(self, path: Path) -> None:
        super().__init__(Said("{file}: an earlier write failed; leave and open it again", file=path.name))


class Busy(Refused):
    """Somebody else holds the lock."""

    def __init__(self, path: Path) -> None:
        super().__init__(Said("{file} is in use in another window", file=path.name))
