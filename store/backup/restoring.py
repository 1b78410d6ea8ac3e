"""Restoring (恢复) an appraisal from a backup: all of it, as it was, or nothing.

The whole file is read and checked before anything is written. Then it is unpacked beside the folder that
is asked for, checked once more as it lies on the disk, and only then given its name.
"""

from __future__ import annotations

import errno
import grp
import os
import pwd
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from store.backup.format import Kept
from store.backup.places import is_folder, shown
from store.backup.reading import BackupFile, Member, open_backup
from store.backup.writing import sync_folder
from store.chain import START, sha256
from store.faults import Damaged, NotSaved
from store.layout import ACCOUNTS, FOLDERS, SCHEME, read_tag
from store.ledger import read_ledger
from store.plain_file import plain_bytes
from tally.said import Refused, Said

_AT_A_TIME = 16
_CHUNK = 1024
_FILE_MODE = 0o777
_FOLDER_MODE = 0o3777
"""Never set-user-ID; a folder's set-group-ID and sticky bit are part of separate accounts."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and into which folder."""

    folder: Path
    title: str
    at: str
    by: str
    everything: bool
    files: int
    passes: int
    """In custody."""
    records: int
    last_link: str
    unfinished: int
    """Passes that somebody had taken on and that are not in the backup: they are keyed again."""


def restore(file: Path, folder: Path) -> Restored:
    """Restore a backup into a folder that is empty or does not exist.

    Raises Refused where the folder is not free, the file is not whole and sound, or the owners cannot be
    put back; nothing is left behind then.
    """
    target = _free(folder)
    with open_backup(file) as backup:
        count = _look_through(backup)
        staging = target.with_name(f".{target.name}.{os.urandom(4).hex()}.restoring")
        with _removed_on_failure(staging, target):
            _unpack(backup, staging)
            restored = _verified(backup, staging, target, count)
            _sync(staging)
            _finish_folders(backup, staging)
            staging.rename(target)
            sync_folder(target.parent)
    return restored


def _free(folder: Path) -> Path:
    target = folder.resolve()
    if not target.parent.is_dir():
        raise Refused(Said("{file} is no folder", file=target.parent))
    if os.path.lexists(target) and (not target.is_dir() or any(target.iterdir())):
        raise Refused(
            Said("{folder} is not empty; give a folder that does not exist yet or is empty", folder=target)
        )
    return target


def _look_through(backup: BackupFile) -> int:
    """Read every byte and check it, and that this person can put it back; returns the number of files."""
    head = backup.head
    if head.separate_accounts and os.geteuid() != 0:
        raise Refused(
            Said(
                "{file} is of an appraisal with separate accounts; only root can put its owners back (sudo)",
                file=backup.path.name,
            )
        )
    paths = [folder.path for folder in head.folders]
    wrong = next((path for path in paths if not is_folder(path)), None)
    if wrong is not None:
        raise backup.unfit(Said('"{path}" is no folder of an appraisal', path=shown(wrong)))
    if len(paths) != len(set(paths)) or not {".", *FOLDERS} <= set(paths):
        raise backup.unfit(Said("its manifest cannot be read"))
    known = set(paths)
    count = 0
    top = set()
    missing: dict[str, None] = {}
    if head.separate_accounts:
        missing = dict.fromkeys(_nobody(head.folders))
    for member in backup.members():
        parent = member.kept.path.rpartition("/")[0]
        if not parent:
            top.add(member.kept.path)
        elif parent not in known:
            raise backup.unfit(Said('"{path}" is no file of an appraisal', path=shown(member.kept.path)))
        if head.separate_accounts:
            missing |= dict.fromkeys(_nobody([member.kept]))
        for _ in member.chunks:
            pass
        count += 1
    # An `accounts` file that root writes would turn one account into separate ones.
    if SCHEME not in top or (ACCOUNTS in top) != head.separate_accounts:
        raise backup.unfit(Said("its manifest cannot be read"))
    if missing:
        raise Refused(
            Said(
                "these accounts and groups do not exist here: {names}; make them first (useradd, groupadd)",
                names=", ".join(missing),
            )
        )
    return count


def _nobody(every: list[Kept] | tuple[Kept, ...]) -> Iterator[str]:
    """The owners and groups that do not exist here, by name."""
    for kept in every:
        if _uid(kept.owner) is None:
            yield shown(kept.owner) or f"uid {kept.uid}"
        if _gid(kept.group) is None:
            yield shown(kept.group) or f"gid {kept.gid}"


@lru_cache(maxsize=1024)
def _uid(name: str) -> int | None:
    try:
        return pwd.getpwnam(name).pw_uid
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _gid(name: str) -> int | None:
    try:
        return grp.getgrnam(name).gr_gid
    except (KeyError, ValueError):
        return None


@contextmanager
def _removed_on_failure(staging: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        shutil.rmtree(staging, ignore_errors=True)
        if isinstance(error, OSError):
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                raise Refused(
                    Said(
                        "{folder} is not empty; give a folder that does not exist yet or is empty",
                        folder=target,
                    )
                ) from None
            raise NotSaved(target, error) from error
        raise


def _unpack(backup: BackupFile, staging: Path) -> None:
    staging.mkdir(mode=0o700)
    for folder in sorted(backup.head.folders, key=lambda kept: kept.path):
        if folder.path != ".":
            (staging / folder.path).mkdir(mode=0o700)
    for member in backup.members():
        _write(member, staging / member.kept.path, separate=backup.head.separate_accounts)


def _write(member: Member, path: Path, *, separate: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        for chunk in member.chunks:
            file.write(chunk)
        handle = file.fileno()
        if separate:
            os.fchown(handle, *_ids(member.kept))
        os.fchmod(handle, member.kept.mode & _FILE_MODE)
        file.flush()
        os.utime(handle, (member.kept.mtime, member.kept.mtime))


def _ids(kept: Kept) -> tuple[int, int]:
    uid, gid = _uid(kept.owner), _gid(kept.group)
    if uid is None or gid is None:
        raise RuntimeError(f"{kept.path}: its owner was looked up before")
    return uid, gid


def _verified(backup: BackupFile, staging: Path, target: Path, count: int) -> Restored:
    """Hold custody against the ledger, as both lie on the disk now."""
    try:
        records = read_ledger(staging / "ledger")
        taken = {record["tag"]: record["sha256"] for record in records if record["kind"] == "taken-in"}
        there = {path.name for path in (staging / "custody").iterdir()}
        for name in sorted(there ^ {f"{tag}.json" for tag in taken}):
            raise backup.unfit(Said("custody and ledger do not agree on {path}", path=shown(name)))
        for tag, digest in taken.items():
            if sha256(plain_bytes(staging / "custody" / f"{tag}.json") or b"") != digest:
                raise backup.unfit(Said("{path} is not what was taken in", path=f"custody/{tag}.json"))
    except Damaged as damaged:
        raise backup.unfit(Said("{path}: {why}", path=damaged.path.name, why=damaged.why)) from None
    closed = {record["tag"] for record in records if record["kind"] in ("taken-in", "returned")}
    claims = {path.name for path in (staging / "claims").iterdir() if read_tag(path.name) is not None}
    keyed = {path.stem for path in (staging / "entry").glob("*/*.json")}
    head = backup.head
    return Restored(
        folder=target,
        title=head.title,
        at=head.at,
        by=head.by,
        everything=head.kind == "all",
        files=count,
        passes=len(taken),
        records=len(records),
        last_link=str(records[-1]["link"]) if records else START,
        unfinished=len(claims - closed - keyed),
    )


def _sync(staging: Path) -> None:
    """Make every file durable: several at a time, so that the disk writes them together."""
    with ThreadPoolExecutor(_AT_A_TIME) as several:
        for folder, _, names in os.walk(staging):
            for start in range(0, len(names), _CHUNK):
                part = names[start : start + _CHUNK]
                for _ in several.map(_sync_file, [Path(folder, name) for name in part]):
                    pass


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _finish_folders(backup: BackupFile, staging: Path) -> None:
    """Owners and modes of the folders, the inner ones first, and all of them durable."""
    for folder in sorted(backup.head.folders, key=lambda kept: kept.path.count("/"), reverse=True):
        if folder.path != ".":
            _finish_folder(folder, staging / folder.path, separate=backup.head.separate_accounts)
    own = next(folder for folder in backup.head.folders if folder.path == ".")
    _finish_folder(own, staging, separate=backup.head.separate_accounts)


def _finish_folder(kept: Kept, path: Path, *, separate: bool) -> None:
    sync_folder(path)
    if separate:
        os.chown(path, *_ids(kept), follow_symlinks=False)
    path.chmod(kept.mode & _FOLDER_MODE)
