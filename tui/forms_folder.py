"""The folder of printed forms: what this program wrote there is written anew, and nothing else is touched.

`forms.sha256` lists what was written, as `sha256sum -c` takes it. A file that is not on it, or that was changed
since (an agenda that somebody filled in), stays as it is and stops the command.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from exports.check_sums import listed
from store.durable_file import replace_durably
from store.plain_file import plain_bytes
from tally.said import Refused, Said

LIST = "forms.sha256"
_READABLE = 0o644


def write_forms(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, or none where one of them would take the place of somebody's own.

    Raises Refused where the folder cannot be made or written, and for such a file; NotSaved for a disk that fails.
    """
    _make(folder)
    known = _known(folder)
    for name, content in files.items():
        there = plain_bytes(folder / name)
        if there is not None and there != content and _digest(there) != known.get(name):
            raise Refused(
                Said(
                    "{file} was not written by this command, or was changed since; move it away, or write elsewhere "
                    "with --out",
                    file=folder / name,
                )
            )
    for name, content in files.items():
        replace_durably(folder / name, content, _READABLE)
    known |= {name: _digest(content) for name, content in files.items()}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(known.items()) if (folder / name).exists()]
    replace_durably(folder / LIST, "".join(lines).encode(), _READABLE)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Refused(Said("{file} is no folder", file=folder)) from None
    except OSError:
        raise _not_writable(folder) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _not_writable(folder)


def _not_writable(folder: Path) -> Refused:
    return Refused(Said("you may not write in {folder}; give another place with --out", folder=folder))


def _known(folder: Path) -> dict[str, str]:
    """The digests of what was written before, by name."""
    content = plain_bytes(folder / LIST)
    try:
        return listed(content) if content is not None else {}
    except ValueError:
        raise Refused(
            Said(
                "{file} holds a line that is no checksum; move it away, or write elsewhere with --out",
                file=folder / LIST,
            )
        ) from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
