"""Refusing network file systems: a lock there may hold nobody off, and two windows overwrite each other.

`flock` over NFS or CIFS depends on the server, the mount and its age; what is synced may lie with another
machine. All that design and tests say of acknowledged ballots holds for a disk of the host itself.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from tally.said import Refused, Said

MOUNTS = Path("/proc/self/mountinfo")

NETWORK = frozenset(
    (
        "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "glusterfs", "gpfs",
        "lustre", "ncp", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "panfs", "prl_fs", "pvfs2", "smb2",
        "smb3", "smbfs", "vboxsf", "vmhgfs",
        *(f"fuse.{kind}" for kind in (
            "beegfs", "ceph", "cephfs", "curlftpfs", "davfs", "gcsfuse", "glusterfs", "gvfsd-fuse", "juicefs",
            "mfs", "moosefs", "rclone", "s3fs", "seafile", "smbnetfs", "sshfs", "vmhgfs-fuse",
        )),
    )
)  # fmt: skip
"""Types, as the kernel names them, whose files lie with another machine or with a virtual one's host."""

_ESCAPE = re.compile(r"\\([0-7]{3})")


def require_local_disk(folder: Path) -> None:
    """Raise Refused where `folder`, or the place where it will be made, is on a network file system.

    One read of a file of the kernel's; where there is none (not Linux) nothing can be told, and nothing
    is refused.
    """
    try:
        mounts = os.fsdecode(MOUNTS.read_bytes())
    except OSError:
        return
    kind = file_system(Path(os.path.realpath(folder)), mounts)
    if kind in NETWORK:
        raise Refused(
            Said(
                "{folder} is on a network file system ({kind}), where ballots can be lost; put the appraisal on a "
                "disk of the host itself",
                folder=folder,
                kind=kind,
            )
        )


def file_system(folder: Path, mounts: str) -> str:
    """The type of the file system that an absolute path without links is on; empty where it is unknown.

    `mounts` is the text of /proc/self/mountinfo. The longest mount point that the path is under counts,
    and of several mounts on one place the last.
    """
    parts = folder.parts
    deepest, found = 0, ""
    for line in mounts.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 5:
            continue
        point = Path(_unescaped(fields[4])).parts
        if len(point) >= deepest and parts[: len(point)] == point:
            deepest, found = len(point), after.split(" ")[0]
    return found


def _unescaped(text: str) -> str:
    r"""A mount point as it is: the kernel writes space, tab, newline and backslash as \040 and the like."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8)), text)
