"""What can go wrong with a file, as refusals that a person can act on."""

from __future__ import annotations

import errno
from pathlib import Path

from tally.said import Refused, Said


class Damaged(Refused):
    """A file exists and cannot be trusted; nothing is repaired or guessed (design, What must hold, 3)."""

    def __init__(self, path: Path, why: Said) -> None:
        super().__init__(
            Said(
                "file {file} is damaged ({why}); nothing was changed; restore it from a backup",
                file=path.name,
                why=why,
            )
        )
        self.path = path
        self.why = why


class NotSaved(Refused):
    """The operating system failed while writing, so nothing may be said to be saved.

    `why` is the reason alone. Where the very last step failed, syncing the folder, the new content can
    be seen and may still be lost in a power cut: whoever tries again looks at what is there first.
    """

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        self.why = _in_words(error)
        super().__init__(
            Said("{file} was not saved: {why}; call whoever runs the host", file=path.name, why=self.why)
        )


class Poisoned(Refused):
    """An earlier read or write failed, so this handle writes no more until the file is opened anew.

    After an fsync that failed the next one may report success over lost bytes (measured: 259,072 of
    262,144 bytes zero), so nothing that this handle would say can be believed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.why = Said("an earlier write failed")
        super().__init__(Said("{file}: an earlier write failed; leave and open it again", file=path.name))


class Busy(Refused):
    """Somebody else holds the lock, and waiting for them was not asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(Said("{file} is in use in another window", file=path.name))
        self.path = path


def _in_words(error: OSError) -> Said:
    """What the system reports, so that a clerk can pass it on to whoever runs the host."""
    match error.errno:
        case errno.ENOSPC:
            return Said("the disk is full")
        case errno.EDQUOT:
            return Said("this account's disk quota is used up")
        case errno.EFBIG:
            return Said("files may not grow this large here (ulimit -f)")
        case errno.EROFS:
            return Said("the disk can only be read, not written")
        case errno.EACCES | errno.EPERM:
            return Said("writing is not permitted")
        case errno.EIO:
            return Said("the disk has failed (input/output error)")
    return Said("the disk reports: {reason}", reason=error.strerror or error)
