"""The tests of the write path are worth something: each weakening of it makes the tests named here fail.

The package `store` is copied, one text in it replaced, and pytest run on the copy. A text that is not
found any more fails loudly: rewrite the mutant with the code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import store

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutant:
    """What is replaced in which file, and every test that has to notice."""

    name: str
    file: str
    changes: tuple[tuple[str, str], ...]
    noticed_by: tuple[str, ...]


DURABLE = "test_durable_file.py::TestReplacing::"
RECORDS = "test_records.py::TestKeeping::"
NOTHING_BEFORE_THE_SYNC = f"{DURABLE}test_nothing_is_acknowledged_before_the_folder_is_synced"
ANOTHER_HANDLE = f"{RECORDS}test_another_handles_records_are_seen_at_once"
TWO_PROCESSES = "test_records.py::test_two_processes_lose_nothing_of_each_others"
LOST_BYTES = "test_full_disk.py::test_an_fsync_that_fails_and_then_succeeds_over_lost_bytes"

MUTANTS = (
    Mutant(
        "no fsync",
        "durable_file.py",
        (("        if sync:\n            os.fsync(handle)\n", ""),),
        (NOTHING_BEFORE_THE_SYNC, f"{LOST_BYTES}[5-the disk has failed]"),
    ),
    Mutant(
        "no directory fsync",
        "durable_file.py",
        (
            (
                "os.O_DIRECTORY | os.O_CLOEXEC)\n    try:\n        os.fsync(handle)\n",
                "os.O_DIRECTORY | os.O_CLOEXEC)\n    try:\n        pass\n",
            ),
        ),
        (
            NOTHING_BEFORE_THE_SYNC,
            "test_full_disk.py::test_a_folders_fsync_that_fails_and_the_rename_is_lost",
            "test_pass_file.py::TestSettling::test_what_is_there_is_synced_once_and_not_again_with_the_first_save",
        ),
    ),
    Mutant(
        "no fchmod",
        "durable_file.py",
        (("        os.fchmod(handle, mode)\n", ""),),
        (
            f"{DURABLE}test_the_mode_is_the_one_asked_for_whatever_the_umask[63]",
            "test_records.py::TestTheFile::test_its_mode_is_the_one_asked_for_under_umask_077",
        ),
    ),
    Mutant(
        "lock on the data file",
        "locked_storage.py",
        (
            (
                "with hold_lock(self._lock_path):",
                "with hold_lock(self._path if self._path.exists() else self._lock_path):",
            ),
        ),
        ("test_records.py::TestTheFile::test_the_data_file_itself_is_never_locked", TWO_PROCESSES),
    ),
    Mutant(
        "cached read()",
        "locked_storage.py",
        (
            (
                "        self._require_open()\n        with self._poisoned_by_errors():\n            try:\n",
                "        self._require_open()\n"
                '        if getattr(self, "_cached", None) is not None:\n            return self._cached\n'
                "        with self._poisoned_by_errors():\n            try:\n",
            ),
            (
                "        return tables_in(content, self._path)\n",
                "        self._cached = tables_in(content, self._path)\n        return self._cached\n",
            ),
        ),
        (
            TWO_PROCESSES,
            "test_records.py::TestStorage::test_what_is_written_is_read_from_the_disk_again",
        ),
    ),
    Mutant(
        "automatic ids",
        "records.py",
        (
            (
                "            records.update(enumerate(map(dict, fresh), start=count + 1))\n",
                "            records.update((self._get_next_id(), dict(record)) for record in fresh)\n",
            ),
        ),
        (ANOTHER_HANDLE, TWO_PROCESSES),
    ),
    Mutant(
        "None on bad JSON",
        "locked_storage.py",
        (
            (
                "        return tables_in(content, self._path)\n",
                "        try:\n            return tables_in(content, self._path)\n"
                "        except Damaged:\n            return None\n",
            ),
        ),
        (
            "test_records.py::TestStorage::test_only_a_missing_file_is_none",
            "test_records.py::test_a_damaged_file_is_refused_by_name_and_left_as_it_is[cut off]",
            "test_records.py::test_a_damaged_file_is_refused_by_name_and_left_as_it_is[empty]",
            "test_pass_file.py::test_a_damaged_file_is_left_as_it_is",
        ),
    ),
    Mutant(
        "an fsync tried again",
        "durable_file.py",
        (
            (
                "        if sync:\n            os.fsync(handle)\n",
                "        if sync:\n            try:\n                os.fsync(handle)\n"
                "            except OSError:\n                os.fsync(handle)\n",
            ),
        ),
        (
            f"{LOST_BYTES}[5-the disk has failed]",
            "test_durable_file.py::test_a_failed_fsync_is_never_tried_again[replace_durably-4-fsync(file)]",
        ),
    ),
    Mutant(
        "writing on after an error",
        "locked_storage.py",
        (("            self._poisoned = True\n", "            pass\n"),),
        (
            "test_pass_file.py::test_after_an_error_the_handle_saves_no_more_until_it_is_opened_anew[broken]",
            f"{LOST_BYTES}[28-the disk is full]",
        ),
    ),
    Mutant(
        "what a crash left is not synced",
        "locked_storage.py",
        (("                sync_once(self._path)\n", "                pass\n"),),
        (
            "test_records.py::TestTheFile::test_opening_removes_a_stale_temporary_file_and_syncs_what_is_seen",
            "test_pass_file.py::TestSettling::test_what_is_there_is_synced_once_and_not_again_with_the_first_save",
        ),
    ),
)


@pytest.fixture(scope="module")
def run_tests():
    """Run tests on a copy of the store: exit status, those that failed, and what pytest said."""

    def run(folder, tests):
        where = {**os.environ, "PYTHONPATH": str(folder)}
        loaded = subprocess.run(
            [sys.executable, "-P", "-c", "import store; print(store.__file__)"],
            capture_output=True,
            text=True,
            env=where,
            check=True,
        )
        assert Path(loaded.stdout.strip()).parent == folder / "store", "the copy is not what is tested"
        done = subprocess.run(
            [
                sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", "--tb=line", "-rf",
                *(f"tests/store/{test}" for test in tests),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env=where,
        )  # fmt: skip
        failed = {name.removeprefix("tests/store/") for name in _failed(done.stdout)}
        return done.returncode, failed, done.stdout + done.stderr

    return run


def _failed(said):
    """Node ids in pytest's summary; an id may have spaces, and a reason may follow it."""
    return [
        line.removeprefix("FAILED ").partition(" - ")[0]
        for line in said.splitlines()
        if line.startswith("FAILED")
    ]


def _copy(folder):
    shutil.copytree(
        Path(store.__file__).parent, folder / "store", ignore=shutil.ignore_patterns("__pycache__")
    )
    return folder


def test_the_unchanged_copy_passes(tmp_path, run_tests):
    tests = sorted({test for mutant in MUTANTS for test in mutant.noticed_by})

    status, failed, said = run_tests(_copy(tmp_path), tests)

    assert (status, failed) == (0, set()), said
    assert f"{len(tests)} passed" in said


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_weakened_store_is_noticed(tmp_path, run_tests, mutant):
    path = _copy(tmp_path) / "store" / mutant.file
    text = path.read_text(encoding="utf-8")
    for old, new in mutant.changes:
        assert text.count(old) == 1, f"rewrite this mutant, {mutant.file} has no such text now: {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")

    status, failed, said = run_tests(tmp_path, mutant.noticed_by)

    assert status == 1, said
    assert failed == set(mutant.noticed_by), said
