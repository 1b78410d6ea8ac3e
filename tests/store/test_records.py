"""Numbered records: none lost once it is acknowledged, none doubled, none guessed."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import os
import random
import signal
import stat
import time
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.faults import Damaged, NotSaved, Poisoned
from store.locked_storage import LockedStorage
from store.records import Records

APPEND_AND_ACKNOWLEDGE = """
import sys
from pathlib import Path
from store.records import Records
records = Records(Path(sys.argv[1]))
number = len(records.all())
while True:
    number += 1
    records.append(lambda existing: [{"ballot": number, "marks": "1" * 40}])
    print(number, flush=True)
"""

APPEND_MANY = """
import sys
from pathlib import Path
from store.records import Records
records = Records(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(100):
    records.append(lambda existing: [{"by": sys.argv[2], "number": number, "seen": len(existing)}])
"""

APPEND_UNDER_A_LIMIT = """
import resource, sys
from pathlib import Path
from store.faults import NotSaved, Poisoned
from store.records import Records
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
records = Records(Path(sys.argv[1]))
saved = 0
try:
    while True:
        records.append(lambda existing: [{"ballot": saved + 1, "marks": "1" * 40}])
        saved += 1
except NotSaved as failure:
    print(saved, str(failure), sep="|")
try:
    records.append(lambda existing: [{"ballot": 0}])
except Poisoned:
    print("poisoned")
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "B1.1.1.json"


def _ballot(number):
    return {"ballot": number, "marks": "1234-x", "opinion": "办事要快一点"}


def _adding(*numbers):
    """Adds ballots, each only where it is not there yet: what a retry after NotSaved has to do."""

    def make(existing):
        there = {record["ballot"] for record in existing}
        return [_ballot(number) for number in numbers if number not in there]

    return make


def _refusing(existing):
    raise LookupError("a handle that is done with looks at nothing, for what it sees may not be there")


def _ballots(path):
    return [record["ballot"] for record in Records(path).all()]


def _ids(path):
    return list(json.loads(path.read_bytes())["_default"])


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


class TestKeeping:
    def test_without_a_file_there_are_no_records_and_reading_makes_none(self, path):
        assert Records(path).all() == []
        assert not path.exists()

    def test_records_come_back_in_order(self, path):
        records = Records(path)

        records.append(_adding(3, 1))
        records.append(_adding(2))

        assert records.all() == [_ballot(3), _ballot(1), _ballot(2)]

    def test_they_are_numbered_from_one_in_the_order_of_the_file(self, path):
        for number in range(1, 13):
            Records(path).append(_adding(number))

        assert _ids(path) == [str(number) for number in range(1, 13)]
        assert _ballots(path) == list(range(1, 13))

    def test_the_file_is_tinydbs_in_utf8(self, path):
        Records(path).append(_adding(1))

        assert "办事要快一点".encode() in path.read_bytes()
        with TinyDB(path, encoding="utf-8") as database:
            assert [(row.doc_id, dict(row)) for row in database] == [(1, _ballot(1))]

    def test_the_maker_is_given_what_is_there_and_cannot_change_it(self, path):
        records = Records(path)
        records.append(_adding(1))

        def make(existing):
            assert existing == [_ballot(1)]
            existing[0]["ballot"] = 99
            existing.clear()
            return [_ballot(2)]

        records.append(make)

        assert _ballots(path) == [1, 2]
        assert _ids(path) == ["1", "2"]

    def test_a_maker_that_makes_nothing_writes_nothing(self, path):
        records = Records(path)
        records.append(lambda existing: [])
        assert not path.exists()

        records.append(_adding(1))
        before = path.stat()
        records.append(lambda existing: [])

        assert path.stat().st_ino == before.st_ino

    @pytest.mark.parametrize("record", [{"a": {1, 2}}, {"a": float("nan")}, {"a": "\udcff"}])
    def test_a_record_that_cannot_be_written_changes_nothing(self, path, record):
        records = Records(path)
        records.append(_adding(1))
        before = path.read_bytes()

        with pytest.raises((TypeError, ValueError)):
            records.append(lambda existing: [record])

        assert path.read_bytes() == before
        records.append(_adding(2))
        assert _ballots(path) == [1, 2]

    def test_a_maker_that_raises_changes_nothing_and_lets_go_of_the_lock(self, path):
        records = Records(path)
        records.append(_adding(1))

        def refuse(existing):
            raise LookupError("handed in")

        with pytest.raises(LookupError):
            records.append(refuse)

        records.append(_adding(2))
        assert _ballots(path) == [1, 2]

    def test_one_append_is_one_write_however_many_records(self, path, faulty_calls):
        records = Records(path)
        records.append(_adding(1))

        with faulty_calls() as calls:
            records.append(_adding(*range(2, 51)))

        assert calls.made.count("rename") == 1
        assert calls.made.count("fsync(file)") == 1
        assert calls.made.count("fsync(folder)") == 1

    def test_a_whole_imported_pass_comes_back(self, path):
        Records(path).append(_adding(*range(1, 1734)))

        assert _ballots(path) == list(range(1, 1734))

    def test_another_handles_records_are_seen_at_once(self, path):
        one, other = Records(path), Records(path)
        one.append(_adding(1))
        assert other.all() == [_ballot(1)]

        other.append(_adding(2))
        assert one.all() == [_ballot(1), _ballot(2)]

        one.append(_adding(2, 3))
        assert _ballots(path) == [1, 2, 3]
        assert _ids(path) == ["1", "2", "3"]

    def test_no_query_is_answered_from_a_cache(self, path):
        records = Records(path)

        assert records._table._query_cache.capacity == 0


class TestTheFile:
    def test_its_mode_is_the_one_asked_for_under_umask_077(self, path):
        before = os.umask(0o077)
        try:
            Records(path).append(_adding(1))
        finally:
            os.umask(before)

        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        lock = path.with_name(f".{path.name}.lock")
        assert stat.S_IMODE(lock.stat().st_mode) == 0o600

    def test_each_write_is_a_new_file_and_the_lock_file_stays_the_same(self, path):
        records = Records(path)
        lock = path.with_name(f".{path.name}.lock")
        kept_open, locks = [], set()
        for number in range(1, 6):
            records.append(_adding(number))
            kept_open.append(path.open("rb"))  # so that no inode number is given out again
            locks.add(lock.stat().st_ino)
        inodes = {os.fstat(file.fileno()).st_ino for file in kept_open}
        for file in kept_open:
            file.close()

        assert len(inodes) == 5
        assert len(locks) == 1
        assert _names(path.parent) == [lock.name, path.name]

    def test_the_data_file_itself_is_never_locked(self, path, monkeypatch):
        """A lock on what a rename replaces lost 967 of 2,000 updates."""
        locked = []
        real = fcntl.flock

        def flock(handle, how):
            locked.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
            real(handle, how)

        monkeypatch.setattr("store.durable_file.fcntl.flock", flock)
        records = Records(path)
        records.append(_adding(1))
        records.append(_adding(2))

        assert locked == [str(path.with_name(f".{path.name}.lock").resolve())] * 2

    def test_opening_removes_a_stale_temporary_file_and_syncs_what_is_seen(self, path, faulty_calls):
        Records(path).append(_adding(1))
        stale = path.with_name(f".{path.name}.tmp")
        stale.write_bytes(b"half a fi")
        records = Records(path)

        with faulty_calls() as calls:
            records.append(lambda existing: [])

        assert calls.made == ["open", "open", "fsync(file)", "open", "fsync(folder)"]
        assert not stale.exists()
        with faulty_calls() as calls:
            records.append(lambda existing: [])
        assert calls.made == ["open"], "once, on opening"

    def test_reading_leaves_the_folder_as_it_is(self, path):
        path.write_bytes(b'{"_default":{"1":{"ballot":1}}}')

        assert _ballots(path) == [1]
        assert _names(path.parent) == [path.name]


DAMAGED = {
    "empty": b"",
    "blank": b" \n",
    "zeros": b"\0" * 512,
    "cut off": b'{"_default":{"1":{"ballot":1}',
    "garbage after it": b'{"_default":{"1":{"ballot":1}}}}',
    "not UTF-8": b'{"_default":{"1":{"text":"\xff"}}}',
    "GBK": '{"_default":{"1":{"text":"评议"}}}'.encode("gbk"),
    "UTF-16": '{"_default":{"1":{"ballot":1}}}'.encode("utf-16"),
    "BOM": b'\xef\xbb\xbf{"_default":{"1":{"ballot":1}}}',
    "NaN": b'{"_default":{"1":{"ballot":NaN}}}',
    "too deep": b"[" * 200_000,
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "a table that is a list": b'{"_default":[]}',
    "no table": b"{}",
    "no record": b'{"_default":{}}',
    "another table": b'{"_default":{"1":{"ballot":1}},"more":{}}',
    "another table alone": b'{"ballots":{"1":{"ballot":1}}}',
    "a record twice": b'{"_default":{"1":{"ballot":1},"1":{"ballot":2}}}',
    "a field twice": b'{"_default":{"1":{"ballot":1,"ballot":2}}}',
    "the table twice": b'{"_default":{"1":{"ballot":1}},"_default":{"1":{"ballot":2}}}',
    "a gap": b'{"_default":{"1":{"ballot":1},"3":{"ballot":3}}}',
    "from nought": b'{"_default":{"0":{"ballot":1}}}',
    "from two": b'{"_default":{"2":{"ballot":1}}}',
    "a padded number": b'{"_default":{"01":{"ballot":1}}}',
    "a number in two ways": b'{"_default":{"1":{"ballot":1},"01":{"ballot":2}}}',
    "no number": b'{"_default":{"one":{"ballot":1}}}',
    "a record that is null": b'{"_default":{"1":null}}',
    "a record that is a list": b'{"_default":{"1":[]}}',
    "a record that is text": b'{"_default":{"1":""}}',
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_refused_by_name_and_left_as_it_is(path, content):
    path.write_bytes(content)
    records = Records(path)

    with pytest.raises(Damaged, match=r"B1\.1\.1\.json is damaged .*restore it from a backup"):
        records.all()
    with pytest.raises(Damaged):
        records.append(lambda existing: pytest.fail("records were guessed"))

    assert path.read_bytes() == content


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_a_file_cut_anywhere_is_never_read_as_fewer_records(path, cut):
    Records(path).append(_adding(1, 2))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * cut // 40])

    with pytest.raises(Damaged):
        Records(path).all()


class TestStorage:
    def test_only_a_missing_file_is_none(self, path):
        storage = LockedStorage(path)
        assert storage.read() is None

        for content in (b"", b"null", b"{"):
            path.write_bytes(content)
            with pytest.raises(Damaged):
                storage.read()

    def test_a_file_that_cannot_be_read_is_not_taken_for_none(self, path):
        path.mkdir()

        with pytest.raises(OSError):
            LockedStorage(path).read()

    def test_what_is_written_is_read_from_the_disk_again(self, path):
        storage = LockedStorage(path)
        tables = {"_default": {"1": {"b": 1, "a": 2}}}
        with storage.locked():
            storage.write(tables)
        tables["_default"]["1"]["b"] = 99

        first, second = storage.read(), storage.read()

        assert first == second == {"_default": {"1": {"b": 1, "a": 2}}}
        assert first is not second
        assert path.read_bytes() == b'{"_default":{"1":{"b":1,"a":2}}}', "compact, in the order given"

    def test_writing_without_the_lock_is_the_programs_mistake(self, path):
        storage = LockedStorage(path)
        with pytest.raises(RuntimeError):
            storage.write({"_default": {}})
        with storage.locked():
            pass
        with pytest.raises(RuntimeError):
            storage.write({"_default": {}})

        assert not path.exists()

    def test_a_closed_handle_is_used_no_more(self, path):
        storage = LockedStorage(path)
        storage.close()

        with pytest.raises(RuntimeError):
            storage.read()
        with pytest.raises(RuntimeError), storage.locked():
            pass

    def test_a_read_error_poisons_as_well(self, path):
        storage = LockedStorage(path)
        path.mkdir()
        with pytest.raises(OSError):
            storage.read()
        path.rmdir()

        with pytest.raises(Poisoned), storage.locked():
            storage.write({"_default": {"1": {}}})


class TestFaults:
    def test_whichever_call_fails_nothing_is_lost_or_doubled(self, path, faulty_calls, killed, fault):
        """Every call of opening and writing in turn, then opened anew and tried again."""
        hit = []
        for k in itertools.count(1):
            here = path.with_name(f"{k}.json")
            Records(here).append(_adding(1, 2))
            records = Records(here)
            acknowledged = False
            with faulty_calls(k, fault) as calls:
                try:
                    records.append(_adding(3))
                    acknowledged = True
                except (NotSaved, killed):
                    pass
            if not calls.reached:
                break
            hit.append(calls.failed_at)

            assert acknowledged == (fault.name == "SHORT")
            assert _ballots(here) == [1, 2, 3] if acknowledged else _ballots(here) in ([1, 2], [1, 2, 3])

            Records(here).append(_adding(3))
            Records(here).append(_adding(4))

            assert Records(here).all() == [_ballot(number) for number in (1, 2, 3, 4)]
            assert _ids(here) == ["1", "2", "3", "4"]
            assert _names(here.parent).count(f".{here.name}.tmp") == 0
        if fault.name in ("SHORT", "TORN"):
            assert hit == ["write"]
        else:
            opening = ["open", "open", "fsync(file)", "open", "fsync(folder)"]
            writing = ["open", "write", "fchmod", "fsync(file)", "rename", "open", "fsync(folder)"]
            assert hit == opening + writing

    def test_the_first_record_too_is_there_or_not(self, path, faulty_calls, killed, fault):
        for k in itertools.count(1):
            here = path.with_name(f"{k}.json")
            with faulty_calls(k, fault) as calls:
                try:
                    Records(here).append(_adding(1))
                except (NotSaved, killed):
                    assert fault.name != "SHORT"
            if not calls.reached:
                break

            assert _ballots(here) in ([], [1])
            Records(here).append(_adding(1))
            assert _ballots(here) == [1]

    def test_after_an_error_the_handle_writes_no_more(self, path, faulty_calls, error):
        for k in itertools.count(1):
            here = path.with_name(f"{k}.json")
            Records(here).append(_adding(1))
            records = Records(here)
            records.append(_adding(2))
            with faulty_calls(k, error) as calls, contextlib.suppress(NotSaved):
                records.append(_adding(3))
            if not calls.reached:
                break
            if len(calls.made) == 1:
                continue  # the lock could not be had: nothing of the file was touched

            after = here.read_bytes()
            for _ in range(2):
                with pytest.raises(Poisoned, match="leave and open it again"):
                    records.append(_refusing)
            assert here.read_bytes() == after

            Records(here).append(_adding(3))
            assert _ballots(here) == [1, 2, 3]

    def test_an_fsync_that_failed_on_opening_is_not_tried_again(self, path, faulty_calls):
        Records(path).append(_adding(1))
        for at, what in ((3, "fsync(file)"), (5, "fsync(folder)")):
            records = Records(path)
            with faulty_calls(at) as calls:
                with pytest.raises(NotSaved):
                    records.append(_adding(2))
                for _ in range(2):
                    with pytest.raises(Poisoned):
                        records.append(_adding(2))

            assert calls.failed_at == what
            assert calls.made.count(what) == 1
            assert _ballots(path) == [1]

    def test_an_interrupted_write_is_not_trusted_either(self, path, monkeypatch):
        records = Records(path)
        records.append(_adding(1))

        def interrupted(*_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr("store.durable_file.os.fsync", interrupted)
            records.append(_adding(2))

        with pytest.raises(Poisoned):
            records.append(_adding(2))
        assert _names(path.parent) == [f".{path.name}.lock", path.name]
        Records(path).append(_adding(2))
        assert _ballots(path) == [1, 2]

    def test_a_file_size_limit_leaves_all_that_was_acknowledged(self, path, process):
        said, _ = process(APPEND_UNDER_A_LIMIT, path).communicate(timeout=120)

        failure, poisoned = said.splitlines()
        saved, words = failure.split("|")
        assert int(saved) > 20
        assert words.startswith(f"{path.name} was not saved: files may not grow this large here (ulimit -f)")
        assert poisoned == "poisoned"
        assert _ballots(path) == list(range(1, int(saved) + 1))
        assert _names(path.parent) == [f".{path.name}.lock", path.name]
        Records(path).append(_adding(int(saved) + 1))
        assert _ballots(path)[-1] == int(saved) + 1


def test_twenty_kills_lose_nothing_that_was_acknowledged(path, process):
    moments = random.Random(20)
    acknowledged = 0
    for _ in range(20):
        program = process(APPEND_AND_ACKNOWLEDGE, path)
        for _ in range(moments.randint(1, 8)):
            acknowledged = int(program.stdout.readline())
        time.sleep(moments.uniform(0, 0.002))
        program.send_signal(signal.SIGKILL)
        rest, _ = program.communicate()
        whole_lines = [int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
        acknowledged = max([acknowledged, *whole_lines])

        found = _ballots(path)
        assert found == list(range(1, len(found) + 1))
        assert acknowledged <= len(found) <= acknowledged + 1


def test_two_processes_lose_nothing_of_each_others(path, process):
    programs = [process(APPEND_MANY, path, name) for name in ("left", "right")]
    for program in programs:
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        assert program.wait(timeout=120) == 0

    found = Records(path).all()
    assert _ids(path) == [str(number) for number in range(1, 201)]
    assert [record["seen"] for record in found] == list(range(200)), "each was made of all before it"
    for name in ("left", "right"):
        assert [record["number"] for record in found if record["by"] == name] == list(range(100))
