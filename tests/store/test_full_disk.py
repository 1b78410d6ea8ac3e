"""A disk that is full, a limit on the size of files, an fsync that fails: nothing acknowledged is lost.

The file before stays readable, and the refusal says in words what happened.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from store import clock, durable_file
from store.faults import NotSaved, Poisoned
from store.layout import PassTag
from store.pass_events import ENTER, entering
from store.pass_file import PassFile

TAG = PassTag("B1", 1, 1)


@pytest.fixture
def clerk(ballot_writer):
    """Saves ballots of B1 in a folder: `clerk(folder)` opens the pass; `clerk.save(file, number)`."""

    def open_pass(folder):
        return PassFile(folder / f"{TAG}.json", TAG, ballot_writer.CLERK, ballot_writer.ROWS)

    def save(file, *numbers):
        readings = [(number, ballot_writer.reading_of(TAG, number)) for number in numbers]
        file.append([entering(ENTER, number, reading, clock.now()) for number, reading in readings])

    open_pass.save = save
    open_pass.saved = lambda folder: _numbers(open_pass(folder), ballot_writer)
    return open_pass


def _numbers(file, ballot_writer):
    """The numbers that are saved, each once and as its paper says."""
    content = file.read()
    if content is None:
        return []
    for number, readings in content.readings.items():
        assert readings == (ballot_writer.reading_of(TAG, number),)
    assert content.events == content.ballots + 1
    return sorted(content.readings)


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_full_disk(tmp_path, mounts, clerk):
    with mounts.small_disk(tmp_path / "disk", "128k") as disk:
        file = clerk(disk)
        clerk.save(file, 1)
        ballast = disk / "ballast"
        with pytest.raises(OSError), ballast.open("wb", buffering=0) as filling:
            while True:
                filling.write(b"x" * 4096)
        # One page is let go, so that the disk is full in the middle of a ballot and not before it.
        os.truncate(ballast, ballast.stat().st_size - 8192)

        acknowledged = [1]
        with pytest.raises(NotSaved) as refused:
            for number in range(2, 1000):
                clerk.save(file, number)
                acknowledged.append(number)

        assert str(refused.value) == "B1.1.1.json was not saved: the disk is full; call whoever runs the host"
        assert len(acknowledged) > 3
        assert clerk.saved(disk) == acknowledged
        assert _names(disk) == [".B1.1.1.json.lock", "B1.1.1.json", "ballast"]
        ballast.unlink()
        with pytest.raises(Poisoned):
            clerk.save(file, number)
        clerk.save(clerk(disk), number)
        assert clerk.saved(disk) == [*acknowledged, number]


def test_a_disk_without_room_for_another_file(tmp_path, mounts, clerk):
    """No inode is left: the disk is full, though not of bytes."""
    with mounts.mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=1m,nr_inodes=8", "tmpfs") as disk:
        file = clerk(disk)
        clerk.save(file, 1)
        with pytest.raises(OSError):
            for name in range(100):
                (disk / str(name)).touch()

        with pytest.raises(NotSaved, match="the disk is full"):
            clerk.save(file, 2)

        assert clerk.saved(disk) == [1]
        (disk / "0").unlink()
        clerk.save(clerk(disk), 2)
        assert clerk.saved(disk) == [1, 2]


def test_a_disk_that_has_become_read_only(tmp_path, mounts, clerk):
    """As a kernel does it to a disk with errors."""
    with mounts.small_disk(tmp_path / "disk", "1m") as disk:
        file = clerk(disk)
        clerk.save(file, 1)
        with mounts.remounted(disk, "ro"):
            for opened in (file, clerk(disk)):
                with pytest.raises(NotSaved, match="can only be read, not written"):
                    clerk.save(opened, 2)
            assert clerk.saved(disk) == [1]

        clerk.save(clerk(disk), 2)
        assert clerk.saved(disk) == [1, 2]


def test_a_limit_on_the_size_of_files(desk):
    desk.start("--largest", 4096)
    status, said = desk.end()

    assert status == 0
    assert said.startswith("B1.1.1.json was not saved: files may not grow this large here (ulimit -f)")
    assert desk.heard > 10
    saved = desk.heard
    assert desk.check() == saved
    assert _names(desk.folder) == [".B1.1.1.json.lock", "B1.1.1.json"]
    desk.start("--most", 1)
    assert desk.end() == (0, "")
    assert desk.check() == desk.heard == saved + 1


class LosingDisk:
    """What was measured on a full disk: an error from fsync, then success over lost bytes.

    The bytes are lost with the error. It stands in for `os` in store.durable_file.
    """

    def __init__(self, number):
        self._number = number
        self.syncs = 0

    def __getattr__(self, name):
        return getattr(os, name)

    def fsync(self, handle):
        self.syncs += 1
        if self._number:
            path = Path(f"/proc/self/fd/{handle}").readlink()
            path.write_bytes(bytes(path.stat().st_size))
            number, self._number = self._number, 0
            raise OSError(number, os.strerror(number))
        return os.fsync(handle)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EIO, "the disk has failed")]
)
def test_an_fsync_that_fails_and_then_succeeds_over_lost_bytes(tmp_path, clerk, monkeypatch, number, words):
    file = clerk(tmp_path)
    clerk.save(file, 1, 2)
    before = (tmp_path / "B1.1.1.json").read_bytes()
    disk = LosingDisk(number)
    monkeypatch.setattr(durable_file, "os", disk)

    with pytest.raises(NotSaved, match=words):
        clerk.save(file, 3)
    with pytest.raises(Poisoned):
        clerk.save(file, 3)

    assert disk.syncs == 1, "an fsync that failed is not tried again"
    assert (tmp_path / "B1.1.1.json").read_bytes() == before
    assert _names(tmp_path) == [".B1.1.1.json.lock", "B1.1.1.json"], "what it wrote is not kept"
    clerk.save(clerk(tmp_path), 3)
    assert clerk.saved(tmp_path) == [1, 2, 3]


def test_a_folders_fsync_that_fails_and_the_rename_is_lost(tmp_path, clerk, faulty_calls):
    """What can be read after it may be gone after a power cut, so it was not acknowledged."""
    file = clerk(tmp_path)
    clerk.save(file, 1)
    before = (tmp_path / "B1.1.1.json").read_bytes()
    with faulty_calls(12) as calls, pytest.raises(NotSaved):
        clerk.save(clerk(tmp_path), 2)
    assert calls.failed_at == "fsync(folder)"
    assert clerk.saved(tmp_path) == [1, 2]

    (tmp_path / "B1.1.1.json").write_bytes(before)  # the power cut

    assert clerk.saved(tmp_path) == [1]
    clerk.save(clerk(tmp_path), 2)
    assert clerk.saved(tmp_path) == [1, 2]
