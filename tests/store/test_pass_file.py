"""A pass on a failing disk: every call of a save goes wrong in turn, and no ballot is lost or doubled.

`Records` has the same for one record; here it is what a clerk relies on: several ballots in one write
are there all or none, the handle is done with after an error, and whoever looks first and tries again
with a fresh one stores nothing twice.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import json
import os
from functools import partial
from pathlib import Path

import pytest

from store import clock
from store.faults import Damaged, NotSaved, Poisoned
from store.layout import PassTag
from store.pass_events import ENTER, entering
from store.pass_file import PassFile
from store.person import Person
from tally.readings import Reading
from tally.said import Refused

TAG = PassTag("B1", 1, 1)
WANG = Person("wang")

LOCK = ["open"]
SETTLING = ["open", "fsync(file)", "open", "fsync(folder)"]
WRITING = ["open", "write", "fchmod", "fsync(file)", "rename", "open", "fsync(folder)"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"{TAG}.json"


def _open(path):
    return PassFile(path, TAG, WANG, 3)


def _save(path_or_file, *numbers):
    file = _open(path_or_file) if isinstance(path_or_file, Path) else path_or_file
    return file.append([entering(ENTER, number, _reading(number), clock.now()) for number in numbers])


def _save_missing(path, *numbers):
    """What a clerk's session does on coming back: look, and save what is not there."""
    there = _numbers(path)
    missing = [number for number in numbers if number not in there]
    if missing:
        _save(path, *missing)


def _reading(number):
    return Reading(f"{number % 4 + 1}-x", words="办事要快一点")


def _numbers(path):
    """The ballots that are saved, in order; chain, marks and every record are checked."""
    content = _open(path).read()
    if content is None:
        return []
    records = json.loads(path.read_bytes())["_default"]
    assert list(records) == [str(place) for place in range(1, len(records) + 1)]
    kinds = [record["kind"] for record in records.values()]
    assert kinds == ["open", *[ENTER] * (len(kinds) - 1)]
    for number, readings in content.readings.items():
        assert readings == (_reading(number),)
    return [record["ballot"] for record in list(records.values())[1:]]


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_whichever_call_fails_all_ballots_of_a_write_are_there_or_none(path, faulty_calls, killed, fault):
    hit = []
    for k in itertools.count(1):
        here = path.with_name(f"{k}.json")
        _save(here, 1, 2)
        acknowledged = ""
        with faulty_calls(k, fault) as calls, contextlib.suppress(NotSaved, killed):
            acknowledged = _save(here, 3, 4, 5)
        if not calls.reached:
            break
        hit.append(calls.failed_at)

        assert bool(acknowledged) == (fault.name == "SHORT")
        found = _numbers(here)
        assert found == [1, 2, 3, 4, 5] if acknowledged else found in ([1, 2], [1, 2, 3, 4, 5])
        if acknowledged:
            assert _open(here).read().last_link == acknowledged

        _save_missing(here, 3, 4, 5)
        _save(here, 6)

        assert _numbers(here) == [1, 2, 3, 4, 5, 6]
        assert f".{here.name}.tmp" not in _names(here.parent)
    assert hit == (["write"] if fault.name in ("SHORT", "TORN") else LOCK + SETTLING + WRITING)


def test_the_first_ballot_comes_with_the_opening_or_neither_does(path, faulty_calls, killed, fault):
    for k in itertools.count(1):
        here = path.with_name(f"{k}.json")
        with faulty_calls(k, fault) as calls:
            try:
                _save(here, 1, 2)
            except (NotSaved, killed):
                assert fault.name != "SHORT"
        if not calls.reached:
            break

        assert _numbers(here) in ([], [1, 2])
        _save_missing(here, 1, 2)
        assert _numbers(here) == [1, 2]


def test_whichever_call_fails_a_pass_is_handed_in_or_not(path, faulty_calls, killed, fault):
    for k in itertools.count(1):
        here = path.with_name(f"{k}.json")
        _save(here, 1)
        with faulty_calls(k, fault) as calls:
            try:
                _open(here).hand_in(1, 1)
            except (NotSaved, killed):
                assert fault.name != "SHORT"
        if not calls.reached:
            break

        if not _open(here).read().handed_in:
            _open(here).hand_in(1, 1)
        content = _open(here).read()
        assert content.handed_in
        assert content.events == 3
        with pytest.raises(Refused, match="handed in"):
            _save(here, 2)


def test_after_an_error_the_handle_saves_no_more_until_it_is_opened_anew(path, faulty_calls, error):
    for k in itertools.count(1):
        here = path.with_name(f"{k}.json")
        file = _open(here)
        _save(file, 1)
        with faulty_calls(k, error) as calls, contextlib.suppress(NotSaved):
            _save(file, 2, 3)
        if not calls.reached:
            break
        if calls.made == LOCK:
            continue  # nothing of the file was touched

        after = here.read_bytes()
        for attempt in (partial(_save, file, 2, 3), partial(file.hand_in, 1, 1), file.settle):
            with pytest.raises(Poisoned, match="leave and open it again"):
                attempt()
        assert here.read_bytes() == after

        _save_missing(here, 2, 3)
        assert _numbers(here) == [1, 2, 3]


def test_a_disk_that_stays_broken_costs_nothing_that_was_saved(path, faulty_calls, error):
    for k in itertools.count(1):
        here = path.with_name(f"{k}.json")
        _save(here, 1, 2)
        with faulty_calls(k, error, lasting=True) as calls:
            for _ in range(3):
                with contextlib.suppress(NotSaved, Poisoned):
                    _save_missing(here, 3, 4)
                    assert not calls.reached or _numbers(here) == [1, 2, 3, 4]
        if not calls.reached:
            break

        assert _numbers(here) in ([1, 2], [1, 2, 3, 4])
        _save_missing(here, 3, 4)
        assert _numbers(here) == [1, 2, 3, 4]


def test_a_file_that_cannot_be_read_is_neither_begun_afresh_nor_written(path, monkeypatch):
    _save(path, 1, 2)
    file = _open(path)

    def broken(self):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", broken)
        for attempt in (file.read, lambda: _save(_open(path), 3)):
            with pytest.raises(OSError, match="Input/output error"):
                attempt()
    with pytest.raises(Poisoned):
        _save(file, 3)

    assert _numbers(path) == [1, 2]
    _save_missing(path, 3)
    assert _numbers(path) == [1, 2, 3]


def test_a_damaged_file_is_left_as_it_is(path):
    _save(path, 1, 2)
    damaged = path.read_bytes()[:-20]
    path.write_bytes(damaged)

    for attempt in (_open(path).read, lambda: _save(path, 3)):
        with pytest.raises(Damaged, match=r"restore it from a backup"):
            attempt()

    assert path.read_bytes() == damaged


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOLCK, errno.EDQUOT])
def test_a_lock_that_cannot_be_had_saves_nothing(path, monkeypatch, number):
    _save(path, 1)

    def no_lock(*_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", no_lock)
        with pytest.raises(NotSaved):
            _save(path, 2)

    assert _numbers(path) == [1]
    _save_missing(path, 2)
    assert _numbers(path) == [1, 2]


def test_a_temporary_file_that_cannot_be_removed_is_in_nobodys_way(path, monkeypatch, faulty_calls):
    _save(path, 1)

    def stays(*_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with faulty_calls(9) as calls:
        calls.unlink = stays
        with pytest.raises(NotSaved):
            _save(path, 2)

    assert calls.failed_at == "fsync(file)"
    assert f".{path.name}.tmp" in _names(path.parent)
    assert _numbers(path) == [1]
    _save_missing(path, 2)
    assert _numbers(path) == [1, 2]
    assert f".{path.name}.tmp" not in _names(path.parent)


class TestSettling:
    def test_what_is_there_is_synced_once_and_not_again_with_the_first_save(self, path, faulty_calls):
        _save(path, 1)
        file = _open(path)

        with faulty_calls() as calls:
            file.settle()
            assert calls.made == LOCK + SETTLING
            _save(file, 2)

        assert calls.made == LOCK + SETTLING + LOCK + WRITING

    def test_where_nothing_is_there_it_makes_nothing(self, path, faulty_calls):
        with faulty_calls() as calls:
            _open(path).settle()

        assert calls.made == LOCK
        assert not path.exists()

    def test_whatever_fails_nobody_is_told_that_it_is_saved(self, path, faulty_calls, error):
        _save(path, 1)
        for k in itertools.count(1):
            with faulty_calls(k, error) as calls, contextlib.suppress(NotSaved):
                _open(path).settle()
                assert not calls.reached
            if not calls.reached:
                break
        assert k == 6 or error.name == "TORN", "it writes nothing"
        assert _numbers(path) == [1]
