"""A file written whole: what is acknowledged is kept, what fails changes nothing, locks hold."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import os
import signal
import stat
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from store import durable_file
from store.durable_file import (
    create_durably,
    drop_stale,
    hold_lock,
    make_folder,
    replace_durably,
    replace_quickly,
    sync_once,
)
from store.faults import Busy, NotSaved

OLD = b"the old content"
NEW = b"the new content, which is longer than the old"

HOLD = """
import sys
from pathlib import Path
from store.durable_file import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""

HOLD_WRITING = """
import os, signal, sys
from pathlib import Path
from store import durable_file
durable_file.os.fchmod = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
durable_file.replace_durably(Path(sys.argv[1]), b"never finished", 0o640)
"""


@contextmanager
def _umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


class TestReplacing:
    def test_there_is_the_new_content_and_nothing_else(self, tmp_path):
        path = tmp_path / "B1.json"

        replace_durably(path, OLD, 0o640)
        replace_durably(path, NEW, 0o640)

        assert path.read_bytes() == NEW
        assert _names(tmp_path) == ["B1.json"]

    def test_nothing_is_acknowledged_before_the_folder_is_synced(self, tmp_path, faulty_calls):
        with faulty_calls() as calls:
            replace_durably(tmp_path / "B1.json", NEW, 0o640)

        assert calls.made == [
            "open", "write", "fchmod", "fsync(file)", "rename", "open", "fsync(folder)",
        ]  # fmt: skip

    def test_a_quick_replacement_waits_for_no_disk(self, tmp_path, faulty_calls):
        path = tmp_path / "B1.draft"

        with faulty_calls() as calls:
            replace_quickly(path, NEW, 0o640)

        assert calls.made == ["open", "write", "fchmod", "rename"]
        assert path.read_bytes() == NEW

    @pytest.mark.parametrize("mask", [0o077, 0o027, 0o000])
    def test_the_mode_is_the_one_asked_for_whatever_the_umask(self, tmp_path, mask):
        path, quick, new = (tmp_path / name for name in ("a", "b", "c"))

        with _umask(mask):
            replace_durably(path, NEW, 0o640)
            replace_quickly(quick, NEW, 0o640)
            create_durably(new, NEW, 0o440)

        assert (_mode(path), _mode(quick), _mode(new)) == (0o640, 0o640, 0o440)

    def test_every_replacement_is_a_new_file(self, tmp_path):
        path = tmp_path / "B1.json"
        replace_durably(path, OLD, 0o640)

        with path.open("rb") as reader:
            replace_durably(path, NEW, 0o640)

            assert os.fstat(reader.fileno()).st_ino != path.stat().st_ino
            assert reader.read() == OLD

    def test_what_a_killed_writer_left_is_no_hindrance(self, tmp_path):
        path = tmp_path / "B1.json"
        (tmp_path / ".B1.json.tmp").write_bytes(b"x" * 1000)

        replace_durably(path, NEW, 0o640)

        assert path.read_bytes() == NEW
        assert _names(tmp_path) == ["B1.json"]

    def test_a_link_in_the_place_of_the_temporary_file_is_not_followed(self, tmp_path):
        path, other = tmp_path / "B1.json", tmp_path / "other"
        other.write_bytes(OLD)
        (tmp_path / ".B1.json.tmp").symlink_to(other)

        replace_durably(path, NEW, 0o640)

        assert other.read_bytes() == OLD
        assert not path.is_symlink()

    def test_a_temporary_file_that_cannot_be_removed_is_refused(self, tmp_path):
        path = tmp_path / "B1.json"
        path.write_bytes(OLD)
        (tmp_path / ".B1.json.tmp").mkdir()

        with pytest.raises(NotSaved):
            replace_durably(path, NEW, 0o640)

        assert path.read_bytes() == OLD

    def test_a_large_file_is_written_whole(self, tmp_path):
        path = tmp_path / "B1.json"
        content = os.urandom(3_000_000)

        replace_durably(path, content, 0o640)

        assert path.read_bytes() == content

    def test_a_file_may_be_empty(self, tmp_path):
        path = tmp_path / "settled.B1"

        replace_quickly(path, b"", 0o644)

        assert path.read_bytes() == b""

    def test_a_disk_that_takes_nothing_is_an_error_and_no_endless_loop(self, tmp_path, monkeypatch):
        path = tmp_path / "B1.json"
        path.write_bytes(OLD)
        monkeypatch.setattr(durable_file.os, "write", lambda *_: 0)

        with pytest.raises(NotSaved):
            replace_durably(path, NEW, 0o640)

        assert path.read_bytes() == OLD


@pytest.mark.parametrize("replace", [replace_durably, replace_quickly])
def test_whichever_call_fails_the_file_is_the_old_one_or_the_new_one(
    tmp_path, faulty_calls, killed, fault, replace
):
    hit = []
    for k in itertools.count(1):
        folder = tmp_path / str(k)
        folder.mkdir()
        path = folder / "B1.json"
        path.write_bytes(OLD)
        acknowledged = False
        with faulty_calls(k, fault) as calls:
            try:
                replace(path, NEW, 0o640)
                acknowledged = True
            except (NotSaved, killed):
                pass
        if not calls.reached:
            break
        hit.append(calls.failed_at)

        assert path.read_bytes() in (OLD, NEW)
        assert path.read_bytes() == NEW or not acknowledged
        assert acknowledged == (fault.name == "SHORT")
        if fault.is_error:
            assert _names(folder) == ["B1.json"], "the temporary file is removed"

        replace(path, NEW, 0o640)

        assert path.read_bytes() == NEW
        assert _names(folder) == ["B1.json"]
        assert _mode(path) == 0o640
    assert set(hit) >= {"write"}
    if fault.name not in ("SHORT", "TORN"):
        assert set(hit) >= {"open", "write", "fchmod", "rename"}
        assert (hit[-1] == "fsync(folder)") == (replace is replace_durably)


@pytest.mark.parametrize(("at", "what"), [(4, "fsync(file)"), (7, "fsync(folder)")])
@pytest.mark.parametrize("write", [replace_durably, create_durably])
def test_a_failed_fsync_is_never_tried_again(tmp_path, faulty_calls, write, at, what):
    with faulty_calls(at) as calls, pytest.raises(NotSaved):
        write(tmp_path / "B1.json", NEW, 0o640)

    assert calls.failed_at == what
    assert calls.made.count(what) == 1
    assert calls.made[-1] == what


class TestCreating:
    def test_there_is_the_file_and_nothing_else(self, tmp_path):
        path = tmp_path / "00000001.json"

        create_durably(path, NEW, 0o440)

        assert path.read_bytes() == NEW
        assert path.stat().st_nlink == 1
        assert _names(tmp_path) == ["00000001.json"]

    def test_nothing_is_acknowledged_before_the_folder_is_synced(self, tmp_path, faulty_calls):
        with faulty_calls() as calls:
            create_durably(tmp_path / "B1.json", NEW, 0o440)

        assert calls.made == ["open", "write", "fchmod", "fsync(file)", "link", "open", "fsync(folder)"]

    def test_a_file_is_never_overwritten(self, tmp_path):
        path = tmp_path / "B1.json"
        create_durably(path, OLD, 0o440)

        with pytest.raises(FileExistsError) as refused:
            create_durably(path, NEW, 0o440)

        assert refused.value.filename == str(path)
        assert path.read_bytes() == OLD
        assert _names(tmp_path) == ["B1.json"]

    def test_of_many_at_once_one_creates_it_whole(self, tmp_path):
        path = tmp_path / "B1.1.1"
        contents = [bytes([65 + place]) * 100_000 for place in range(8)]
        start = threading.Barrier(len(contents))
        created = []

        def create(content):
            start.wait()
            try:
                create_durably(path, content, 0o440)
            except FileExistsError:
                return
            created.append(content)

        threads = [threading.Thread(target=create, args=(content,)) for content in contents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert created == [path.read_bytes()]
        assert _names(tmp_path) == ["B1.1.1"]

    def test_what_a_killed_creator_left_does_not_pass_for_the_file(self, tmp_path):
        path = tmp_path / "B1.json"
        (tmp_path / f".B1.json.{os.getpid()}.tmp").write_bytes(OLD)

        create_durably(path, NEW, 0o440)

        assert path.read_bytes() == NEW

    def test_whichever_call_fails_the_file_is_whole_or_not_there(self, tmp_path, faulty_calls, killed, fault):
        hit = []
        for k in itertools.count(1):
            folder = tmp_path / str(k)
            folder.mkdir()
            path = folder / "B1.json"
            acknowledged = False
            with faulty_calls(k, fault) as calls:
                try:
                    create_durably(path, NEW, 0o440)
                    acknowledged = True
                except (NotSaved, killed):
                    pass
            if not calls.reached:
                break
            hit.append(calls.failed_at)

            assert acknowledged == (fault.name == "SHORT")
            assert path.exists() or not acknowledged
            if fault.is_error:
                assert _names(folder) in ([], ["B1.json"]), "the temporary file is removed"

            try:
                create_durably(path, NEW, 0o440)
            except FileExistsError:
                assert acknowledged or calls.failed_at in ("link", "open", "fsync(folder)")

            assert path.read_bytes() == NEW
            assert _mode(path) == 0o440
        if fault.name not in ("SHORT", "TORN"):
            assert hit == ["open", "write", "fchmod", "fsync(file)", "link", "open", "fsync(folder)"]


class TestSyncing:
    def test_the_file_is_synced_and_then_its_folder(self, tmp_path, faulty_calls):
        path = tmp_path / "B1.json"
        path.write_bytes(OLD)

        with faulty_calls() as calls:
            sync_once(path)

        assert calls.made == ["open", "fsync(file)", "open", "fsync(folder)"]
        assert path.read_bytes() == OLD

    def test_whatever_fails_is_told(self, tmp_path, faulty_calls):
        path = tmp_path / "B1.json"
        path.write_bytes(OLD)
        for k in range(1, 5):
            with faulty_calls(k) as calls, pytest.raises(NotSaved):
                sync_once(path)

            assert calls.reached

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(NotSaved):
            sync_once(tmp_path / "B1.json")

    def test_dropping_what_is_not_there_is_no_error(self, tmp_path):
        drop_stale(tmp_path / "B1.json")

        assert _names(tmp_path) == []


class TestMakingAFolder:
    def test_its_name_is_synced(self, tmp_path, faulty_calls):
        with faulty_calls() as calls, _umask(0o027):
            make_folder(tmp_path / "wang", 0o750)

        assert calls.made == ["mkdir", "open", "fsync(folder)"]
        assert _mode(tmp_path / "wang") == 0o750

    def test_one_that_is_there_is_left_alone(self, tmp_path):
        (tmp_path / "wang").mkdir(0o700)

        make_folder(tmp_path / "wang", 0o750)

        assert _mode(tmp_path / "wang") == 0o700

    def test_whatever_fails_is_told_and_can_be_tried_again(self, tmp_path, faulty_calls, error):
        for k in itertools.count(1):
            with faulty_calls(k, error) as calls, contextlib.suppress(NotSaved):
                make_folder(tmp_path / str(k), 0o750)
                assert not calls.reached
            if not calls.reached:
                break
            assert _names(tmp_path) == [], "it would pass for one that is synced"
            make_folder(tmp_path / str(k), 0o750)
            (tmp_path / str(k)).rmdir()
        assert k == 4 or error.name == "TORN"

    @pytest.mark.parametrize("inside", ["file", "file/wang"])
    def test_a_file_in_its_place_is_told(self, tmp_path, inside):
        (tmp_path / "file").write_bytes(OLD)

        with pytest.raises(NotSaved):
            make_folder(tmp_path / inside, 0o750)


class TestLocking:
    def test_the_lock_file_is_the_owners_alone_and_stays(self, tmp_path):
        lock = tmp_path / ".B1.json.lock"

        with _umask(0), hold_lock(lock):
            first = lock.stat().st_ino
        with hold_lock(lock):
            assert lock.stat().st_ino == first

        assert _mode(lock) == 0o600
        assert lock.stat().st_size == 0

    def test_a_held_lock_is_busy_for_who_does_not_wait(self, tmp_path):
        lock = tmp_path / ".lock"

        with hold_lock(lock):
            with pytest.raises(Busy), hold_lock(lock, wait=False):
                pytest.fail("the lock was held twice")
            with pytest.raises(Busy), hold_lock(lock, wait=False):
                pytest.fail("being refused let go of the lock")
        with hold_lock(lock, wait=False):
            pass

    def test_who_waits_gets_it_in_the_end(self, tmp_path, process):
        lock = tmp_path / ".lock"
        other = process(HOLD, lock)
        assert other.stdout.readline() == "held\n"
        got = threading.Event()

        def wait():
            with hold_lock(lock):
                got.set()

        waiting = threading.Thread(target=wait)
        waiting.start()

        assert not got.wait(0.1)
        other.communicate("go\n")
        waiting.join(5)
        assert got.is_set()

    def test_a_dead_sessions_hold_ends_with_it(self, tmp_path, process):
        lock = tmp_path / ".lock"
        other = process(HOLD, lock)
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Busy), hold_lock(lock, wait=False):
            pass

        other.send_signal(signal.SIGKILL)
        other.wait()

        with hold_lock(lock, wait=False):
            pass

    def test_an_error_in_the_body_lets_go_and_passes_as_it_is(self, tmp_path):
        lock = tmp_path / ".lock"
        with pytest.raises(BlockingIOError), hold_lock(lock):
            raise BlockingIOError(errno.EAGAIN, "of the body")
        with hold_lock(lock, wait=False):
            pass

    def test_a_link_is_not_followed(self, tmp_path):
        (tmp_path / ".lock").symlink_to(tmp_path / "elsewhere")

        with pytest.raises(NotSaved), hold_lock(tmp_path / ".lock"):
            pass

        assert not (tmp_path / "elsewhere").exists()

    def test_a_system_that_cannot_lock_is_told(self, tmp_path, monkeypatch):
        def no_locks(*_):
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

        monkeypatch.setattr(fcntl, "flock", no_locks)

        with pytest.raises(NotSaved), hold_lock(tmp_path / ".lock"):
            pytest.fail("there is no lock")

    def test_it_does_not_outlive_into_a_program_that_is_started(self, tmp_path):
        lock = tmp_path / ".lock"
        with hold_lock(lock):
            held = [
                int(link.name)
                for link in Path("/proc/self/fd").iterdir()
                if os.path.realpath(link) == str(lock.resolve())
            ]

            assert [os.get_inheritable(handle) for handle in held] == [False]


def test_a_writer_killed_before_the_rename_leaves_the_old_file(tmp_path, process):
    path = tmp_path / "B1.json"
    path.write_bytes(OLD)

    assert process(HOLD_WRITING, path).wait() == -signal.SIGKILL

    assert path.read_bytes() == OLD
    assert _names(tmp_path) == [".B1.json.tmp", "B1.json"]
    drop_stale(path)
    assert _names(tmp_path) == ["B1.json"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "this account's disk quota is used up"),
        (errno.EFBIG, "files may not grow this large here (ulimit -f)"),
        (errno.EACCES, "writing is not permitted"),
        (errno.EPERM, "writing is not permitted"),
        (errno.EROFS, "the disk can only be read, not written"),
        (errno.EIO, "the disk has failed (input/output error)"),
        (errno.ENODEV, "the disk reports: No such device"),
    ],
)
def test_a_failure_is_said_in_words(tmp_path, number, words):
    failure = NotSaved(tmp_path / "B1.json", OSError(number, os.strerror(number)))

    assert str(failure.said) == f"B1.json was not saved: {words}; call whoever runs the host"
    assert str(failure.why) == words


def test_every_word_of_a_failure_can_be_translated(tmp_path):
    said = NotSaved(tmp_path / "B1.json", OSError(errno.ENOSPC, "x")).said
    chinese = {
        "{file} was not saved: {why}; call whoever runs the host": "{file} 没有保存: {why}; 请叫管理员",
        "the disk is full": "磁盘已满",
    }

    assert said.text(lambda template: chinese[template]) == "B1.json 没有保存: 磁盘已满; 请叫管理员"
