"""`SHA256SUMS`: the checksums of a package's files, as `sha256sum -c` takes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from tally.said import Said

FILE = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\0][^\0]*)")


def sums(files: Mapping[str, bytes]) -> bytes:
    """The checksums of all files but itself, by name."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files) if name != FILE]
    return "".join(lines).encode()


def listed(content: bytes) -> dict[str, str]:
    """The digests by file name. Raises ValueError for a line that is no checksum."""
    found: dict[str, str] = {}
    for line in content.decode(errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found:
            raise ValueError(line)
        found[match[2]] = match[1]
    return found


def check_sums(files: Mapping[str, bytes]) -> Iterator[Said]:
    """Every file that is not what its checksum says, that is missing, or that has none."""
    try:
        digests = listed(files[FILE])
    except ValueError:
        yield Said("{file} holds a line that is no checksum", file=FILE)
        return
    for name, digest in digests.items():
        if name not in files:
            yield Said("{file} is missing", file=name)
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield Said("{file} is not what its checksum says", file=name)
    for name in files:
        if name != FILE and name not in digests:
            yield Said("{file} has no checksum", file=name)
