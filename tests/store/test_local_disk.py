"""Where a folder lies, from the kernel's list of mounts; network file systems are refused by name."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from store import local_disk
from store.local_disk import file_system, require_local_disk
from tally.said import Refused

# As the kernel writes it: /proc before the root it is on, optional fields of any number, escapes.
MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
31 27 0:40 / /home rw,relatime shared:2 master:1 - nfs4 10.0.0.1:/home rw,vers=4.2
32 31 0:41 / /home/wang/local rw - xfs /dev/vdb rw
33 27 0:42 / /srv/with\040space rw - cifs //server/share rw
34 27 0:43 / /srv/with\040space/in\134side rw - btrfs /dev/vdc rw
35 27 0:44 / /mnt/twice rw - ext4 /dev/vdd rw
36 27 0:45 / /mnt/twice rw - fuse.sshfs wang@host:/ rw
37 27 0:46 /sub /mnt/bind rw - 9p hostshare rw,trans=virtio
38 27 0:47 / /mnt/评议 rw - zfs tank/a\040-\040b rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/data/appraisal", "ext4"),
        ("/proc/self", "proc"),
        ("/home", "nfs4"),
        ("/home/wang/appraisal", "nfs4"),
        ("/home/wang/local", "xfs"),
        ("/home/wang/local/appraisal", "xfs"),
        ("/home/wang/localx", "nfs4"),
        ("/homes/wang", "ext4"),
        ("/srv/with space", "cifs"),
        ("/srv/with", "ext4"),
        ("/srv/with space/in\\side/x", "btrfs"),
        ("/mnt/twice/x", "fuse.sshfs"),
        ("/mnt/bind/x", "9p"),
        ("/mnt/评议/2026", "zfs"),
    ],
)
def test_the_longest_mount_point_counts_and_of_two_the_last(folder, kind):
    assert file_system(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    "text", ["", "\n", "no line of it", "1 2 3 - ext4", "1 2 0:1 / /elsewhere rw - nfs x rw"]
)
def test_what_is_not_there_is_unknown(text):
    assert file_system(Path("/srv"), text) == ""


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """The kernel's list, for a test to write."""
    path = tmp_path / "mountinfo"
    monkeypatch.setattr(local_disk, "MOUNTS", path)
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs", "fuse.glusterfs", "afs",
        "ncpfs", "lustre", "vboxsf",
    ],
)  # fmt: skip
def test_a_network_file_system_is_refused_by_name(tmp_path, listed, kind):
    listed.write_text(f"1 0 0:1 / / rw - {kind} server:/x rw\n")

    with pytest.raises(Refused) as refused:
        require_local_disk(tmp_path / "appraisal")

    assert str(refused.value) == (
        f"{tmp_path / 'appraisal'} is on a network file system ({kind}), where ballots can be lost; put the "
        "appraisal on a disk of the host itself"
    )


@pytest.mark.parametrize(
    "kind", ["ext4", "ext3", "xfs", "btrfs", "zfs", "f2fs", "overlay", "tmpfs", "fuseblk", "fuse.mergerfs"]
)
def test_a_disk_of_the_host_is_taken(tmp_path, listed, kind):
    listed.write_text(f"1 0 0:1 / / rw - nfs server:/x rw\n2 1 0:2 / {tmp_path} rw - {kind} /dev/x rw\n")

    require_local_disk(tmp_path)


def test_a_link_to_a_network_file_system_is_followed(tmp_path, listed):
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to(tmp_path / "far")
    listed.write_text(f"1 0 0:1 / / rw - ext4 /dev/x rw\n2 1 0:2 / {tmp_path}/far rw - nfs server:/x rw\n")

    with pytest.raises(Refused, match=r"\(nfs\)"):
        require_local_disk(tmp_path / "near" / "not made yet")


def test_where_nothing_can_be_told_nothing_is_refused(tmp_path, listed):
    require_local_disk(tmp_path)


def test_names_that_are_no_utf8_are_no_hindrance(tmp_path, listed):
    listed.write_bytes(b"1 0 0:1 / / rw - ext4 /dev/x rw\n2 1 0:2 / /mnt/\xb0\xa1 rw - nfs server:/x rw\n")

    require_local_disk(tmp_path)
    assert file_system(Path(os.fsdecode(b"/mnt/\xb0\xa1/x")), os.fsdecode(listed.read_bytes())) == "nfs"


def test_the_kernels_own_list_is_understood(tmp_path):
    """As stat, which asks the kernel, has it; a name that stat does not know by the same word is passed over."""
    told = subprocess.run(
        ["stat", "--file-system", "--format=%T", str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout.strip()
    aliases = {"ext2/ext3": {"ext2", "ext3", "ext4"}, "overlayfs": {"overlay"}}

    kind = file_system(tmp_path.resolve(), os.fsdecode(local_disk.MOUNTS.read_bytes()))

    assert kind in aliases.get(told, {told})
    require_local_disk(tmp_path)


def test_a_mount_is_seen_at_once(tmp_path, mounts):
    with mounts.small_disk(tmp_path / "with space", "64k") as disk:
        kernel = os.fsdecode(local_disk.MOUNTS.read_bytes())
        assert file_system((disk / "deeper").resolve(), kernel) == "tmpfs"
