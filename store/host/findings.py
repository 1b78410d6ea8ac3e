"""One thing about a host that is not as blindness needs it: where, what, and the command that mends it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from tally.said import Said


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that is not as it should be."""

    path: Path
    what: Said
    mend: str = ""
    """For a shell; empty where no command can mend it."""

    def in_words(self) -> Said:
        """All of it as one sentence."""
        if not self.mend:
            return Said("{file}: {what}", file=self.path, what=self.what)
        return Said(
            "{file}: {what}; to mend it: {command}", file=self.path, what=self.what, command=self.mend
        )


def access_list(path: Path) -> Bad:
    """A file or folder has an access list."""
    command = shlex.join(("setfacl", "--remove-all", "--remove-default", str(path)))
    return Bad(path, Said("it has an access list, which may let in whom its mode keeps out"), command)


def to_be_moved_out(path: Path, what: Said) -> Bad:
    """Something has no business where it lies. It is moved out, not removed: it may be evidence."""
    command = shlex.join(("mv", "--no-clobber", "--", str(path))) + " ~root/"
    return Bad(path, what, command)
