"""Reading a backup from the first byte to the last, trusting none of it."""

from __future__ import annotations

import hashlib
import os
import stat
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.backup.format import (
    LAST_LINE,
    MANIFEST,
    SEAL,
    Head,
    Kept,
    OtherFormat,
    padding,
    read_file_line,
    read_head,
    seal_end,
)
from store.backup.places import place_of, shown
from store.record_fields import WrongField
from tally.said import Refused, Said

_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 20
_LONGEST_PAX = 1 << 16
_PAX_FIELDS = frozenset({"path", "uname", "gname", "uid", "gid"})
_LATEST = 1 << 40


class Unfit(Refused):
    """A file that cannot be restored from, and why; nothing was written."""

    def __init__(self, path: Path, why: Said) -> None:
        super().__init__(
            Said("{file} cannot be restored from ({why}); nothing was written", file=path.name, why=why)
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup; `chunks` has to be read to its end, which checks the digest."""

    kept: Kept
    size: int
    chunks: Iterator[bytes]


class BackupFile:
    """A backup being read. Open it with `open_backup`."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle = handle
        self._at = 0
        self._hash = hashlib.sha256()
        self._lines = self._begin()
        try:
            self.head: Head = read_head(self._line())
        except OtherFormat:
            raise self.unfit(Said("it was made by another version of the program")) from None
        except WrongField:
            raise self.unfit(Said("its manifest cannot be read")) from None

    def members(self) -> Iterator[Member]:
        """Every file in its order, from the beginning. Raises Unfit for anything that does not fit."""
        self._lines = self._begin()
        self._line()
        last: tuple[int, str] | None = None
        more = True
        while more:
            try:
                path, size, digest, more = read_file_line(self._line())
            except WrongField:
                raise self.unfit(Said("its manifest cannot be read")) from None
            place = place_of(path)
            if place is None:
                raise self.unfit(Said('"{path}" is no file of an appraisal', path=shown(path)))
            if last is not None and place <= last:
                raise self.unfit(Said("{path} stands in it twice or out of order", path=shown(path)))
            last = place
            kept, there = self._member_header()
            if kept.path != path:
                raise self.unfit(
                    Said("{path} is not in its manifest, or out of order", path=shown(kept.path))
                )
            if there != size:
                raise self.unfit(Said("{path} is not what its manifest says", path=path))
            chunks = self._content(path, size, digest)
            yield Member(kept, size, chunks)
            for _ in chunks:
                raise RuntimeError("a member was not read to its end")
        if self._line() != LAST_LINE or next(self._lines, None) is not None:
            raise self.unfit(Said("its manifest cannot be read"))
        self._check_seal()

    def unfit(self, why: Said) -> Unfit:
        """A refusal that names this file."""
        return Unfit(self.path, why)

    def _begin(self) -> Iterator[bytes]:
        """Go to the beginning, take the manifest, and return its lines."""
        self._at, self._hash = 0, hashlib.sha256()
        kept, size = self._member_header(first=True)
        if kept.path != MANIFEST:
            raise self.unfit(Said("it is no backup of this program"))
        start = self._at
        for _ in self._take(size + len(padding(size))):
            pass
        return self._manifest_lines(start, size)

    def _manifest_lines(self, at: int, left: int) -> Iterator[bytes]:
        pending = b""
        while left:
            chunk = os.pread(self._handle, min(left, 1 << 16), at)
            at, left = at + len(chunk), left - len(chunk)
            *lines, pending = (pending + chunk).split(b"\n")
            yield from lines
            if not chunk or len(pending) > _LONGEST_LINE:
                break
        if pending or left:
            raise self.unfit(Said("its manifest cannot be read"))

    def _line(self) -> bytes:
        line = next(self._lines, None)
        if line is None:
            raise self.unfit(Said("its manifest cannot be read"))
        return line

    def _member_header(self, *, first: bool = False) -> tuple[Kept, int]:
        """The next member: what its header says, and its size. Only plain files may stand in a backup."""
        info = self._block()
        pax: dict[str, str] = {}
        if info.type == tarfile.XHDTYPE and not first:
            if info.size > _LONGEST_PAX:
                raise self.unfit(Said("a header in it cannot be read"))
            content = b"".join(self._take(info.size + len(padding(info.size))))
            pax = self._pax(content[: info.size])
            info = self._block()
        path = pax.get("path", info.name)
        if info.type != tarfile.REGTYPE or info.linkname:
            raise self.unfit(Said("{path} is a link or no plain file", path=shown(path)))
        try:
            uid, gid = int(pax.get("uid", info.uid)), int(pax.get("gid", info.gid))
        except ValueError:
            raise self.unfit(Said("a header in it cannot be read")) from None
        owner, group = pax.get("uname", info.uname), pax.get("gname", info.gname)
        return Kept(path, info.mode, uid, gid, owner, group, int(info.mtime)), info.size

    def _block(self) -> tarfile.TarInfo:
        block = b"".join(self._take(tarfile.BLOCKSIZE))
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.HeaderError, ValueError, IndexError):
            raise self.unfit(Said("a header in it cannot be read")) from None
        if info.size < 0 or not 0 <= info.mtime <= _LATEST:
            raise self.unfit(Said("a header in it cannot be read"))
        return info

    def _pax(self, content: bytes) -> dict[str, str]:
        """The fields of an extended header: `LENGTH NAME=VALUE` and a line end, one after the other."""
        found: dict[str, str] = {}
        while content:
            length, _, _ = content.partition(b" ")
            size = int(length) if length.isdigit() and len(length) < 6 else 0
            name, equals, value = content[len(length) + 1 : size].partition(b"=")
            try:
                field, said = name.decode("ascii"), value.decode("utf-8")
            except ValueError:
                field, said = "", ""
            if field not in _PAX_FIELDS or field in found or not equals or said[-1:] != "\n":
                raise self.unfit(Said("a header in it cannot be read"))
            found[field] = said[:-1]
            content = content[size:]
        return found

    def _content(self, path: str, size: int, digest: str) -> Iterator[bytes]:
        own = hashlib.sha256()
        for chunk in self._take(size):
            own.update(chunk)
            yield chunk
        if own.hexdigest() != digest:
            raise self.unfit(Said("{path} is not what its manifest says", path=path))
        for _ in self._take(len(padding(size))):
            pass

    def _check_seal(self) -> None:
        kept, size = self._member_header()
        if kept.path != SEAL:
            raise self.unfit(Said("{path} is not in its manifest, or out of order", path=shown(kept.path)))
        wanted = self._hash.hexdigest().encode() + b"\n"
        rest = seal_end(self._at, wanted)
        if size != len(wanted) or b"".join(self._take(len(rest))) != rest:
            raise self.unfit(Said("it was changed or cut short after it was made"))
        if os.pread(self._handle, 1, self._at):
            raise self.unfit(Said("something was added to it after it was made"))

    def _take(self, size: int) -> Iterator[bytes]:
        """The next `size` bytes, a piece at a time. Raises Unfit where the file ends before."""
        while size:
            chunk = os.pread(self._handle, min(size, _CHUNK), self._at)
            if not chunk:
                raise self.unfit(Said("it is cut short"))
            self._hash.update(chunk)
            self._at, size = self._at + len(chunk), size - len(chunk)
            yield chunk


@contextmanager
def open_backup(path: Path) -> Iterator[BackupFile]:
    """A backup to be read. Raises Unfit where it is none, OSError where there is no such file."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unfit(path, Said("it is no plain file"))
        if os.pread(handle, len(MANIFEST), 0) != MANIFEST.encode():
            raise Unfit(path, Said("it is no backup of this program"))
        yield BackupFile(path, handle)
    finally:
        os.close(handle)
