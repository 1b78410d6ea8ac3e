"""A backup in one file: a tar whose first member lists every other, and whose last one seals them all.

`MANIFEST.json` says format, time, person, kind and folders, and then, one line a file, path, size and
SHA-256 in the order of the members. `SHA256`, at the end, is the digest of every byte before it; after
it come zeros only. So whatever is changed or missing anywhere is seen, and both writing and reading
hold one file of the appraisal in memory at a time, however many there are.
"""

from __future__ import annotations

import json
import stat
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from store.plain_file import LARGEST
from store.record_fields import WrongField, flag, text, whole

FORMAT = 1
MANIFEST = "MANIFEST.json"
SEAL = "SHA256"
KINDS = ("custody", "all")
LAST_LINE = b"]}"
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Kept:
    """Mode and owner of a file or a folder; names are empty where an account has none."""

    path: str
    mode: int
    uid: int
    gid: int
    owner: str
    group: str
    mtime: int = 0
    """Seconds since 1970; of a folder it is not kept."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself."""

    at: str
    by: str
    kind: str
    separate_accounts: bool
    title: str
    folders: tuple[Kept, ...]


class OtherFormat(ValueError):
    """The manifest was written by another version of the program."""


def head_line(head: Head) -> bytes:
    """The first line of the manifest, up to the list of files."""
    folders = [
        {name: value for name, value in asdict(folder).items() if name != "mtime"} for folder in head.folders
    ]
    fields = {"format": FORMAT, **asdict(head), "folders": folders, "files": []}
    return json.dumps(fields, ensure_ascii=False).encode().removesuffix(LAST_LINE) + b"\n"


def file_line(path: str, size: int, digest: str) -> bytes:
    """A file's line of the manifest, without the comma after it."""
    return json.dumps({"path": path, "size": size, "sha256": digest}, ensure_ascii=False).encode()


def read_head(line: bytes) -> Head:
    """What the first line says. Raises WrongField, OtherFormat."""
    fields = _object(line + LAST_LINE)
    if fields.get("format") != FORMAT:
        raise OtherFormat
    folders = fields.get("folders")
    if not isinstance(folders, list) or text(fields, "kind") not in KINDS:
        raise WrongField("kind")
    return Head(
        at=text(fields, "at"),
        by=text(fields, "by"),
        kind=text(fields, "kind"),
        separate_accounts=flag(fields, "separate_accounts"),
        title=text(fields, "title"),
        folders=tuple(_folder(one) for one in folders),
    )


def read_file_line(line: bytes) -> tuple[str, int, str, bool]:
    """Path, size and digest of a file, and whether another one follows. Raises WrongField."""
    fields = _object(line.removesuffix(b","))
    digest = text(fields, "sha256")
    if len(digest) != 64 or not _HEX.issuperset(digest):
        raise WrongField("sha256")
    return text(fields, "path"), whole(fields, "size", most=LARGEST), digest, line.endswith(b",")


def tar_header(kept: Kept, size: int) -> bytes:
    """The blocks before a member's content."""
    info = tarfile.TarInfo(kept.path)
    info.size, info.mode, info.mtime = size, stat.S_IMODE(kept.mode), kept.mtime
    info.uid, info.gid, info.uname, info.gname = kept.uid, kept.gid, kept.owner, kept.group
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def own_header(name: str, size: int) -> bytes:
    """The block before the manifest or the seal: root's, of no time."""
    return tar_header(Kept(name, 0o600, 0, 0, "", ""), size)


def padding(size: int, unit: int = tarfile.BLOCKSIZE) -> bytes:
    """The zeros that fill up a block."""
    return bytes(-size % unit)


def seal_end(at: int, seal: bytes) -> bytes:
    """The last bytes of a backup from place `at`: the seal, the end of a tar, and its filling up."""
    end = seal + padding(len(seal)) + bytes(2 * tarfile.BLOCKSIZE)
    return end + padding(at + len(end), tarfile.RECORDSIZE)


def _object(content: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise WrongField("manifest") from None
    if not isinstance(fields, dict):
        raise WrongField("manifest")
    return fields


def _folder(fields: object) -> Kept:
    if not isinstance(fields, dict):
        raise WrongField("folders")
    number: Callable[[str], int] = lambda name: whole(fields, name, most=(1 << 32) - 1)  # noqa: E731
    mode = whole(fields, "mode", most=0o7777)
    return Kept(
        text(fields, "path"), mode, number("uid"), number("gid"), text(fields, "owner"), text(fields, "group")
    )
