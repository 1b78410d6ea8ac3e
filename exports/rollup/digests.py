"""The digests of a package's files against its `SHA256SUMS`, and the check code, without the files themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from exports.check_sums import FILE as SUMS
from exports.check_sums import listed
from tally.said import Said


def check_digests(sums: bytes, digests: Mapping[str, str]) -> Iterator[Said]:
    """Every file that is not what its checksum says, that is missing, or that has none.

    `digests`: SHA-256 of each file by its name in the package (`sent-up/statistics-org.txt`).
    """
    try:
        said = listed(sums)
    except ValueError:
        yield Said("{file} holds a line that is no checksum", file=SUMS)
        return
    for name, digest in said.items():
        if name not in digests:
            if leads_outside(name):
                yield Said("{file} names a file outside of the package: {name}", file=SUMS, name=name[:200])
            else:
                yield Said("{file} is missing", file=name[:200])
        elif digests[name] != digest:
            yield Said("{file} is not what its checksum says", file=name)
    for name in digests:
        if name != SUMS and name not in said:
            yield Said("{file} has no checksum", file=name)


def leads_outside(name: str) -> bool:
    """Whether a name is no plain relative path: absolute, or with `..`, or written in a roundabout way."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or str(path) != name


def code_of(digests: Iterable[str]) -> str:
    """The check code over files whose digests these are: see `exports.check_code`."""
    return hashlib.sha256("".join(digests).encode("ascii")).hexdigest()[:16]


NOTHING = hashlib.sha256(b"").hexdigest()
"""The digest of a file that is not there."""
