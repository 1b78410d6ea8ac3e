"""What the tests of the store share: faults at will, and programs run as processes of their own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import store
from store import durable_file


def _beside(name: str) -> ModuleType:
    """A helper module of this folder, which is no package (`--import-mode=importlib`)."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


_faults = _beside("faulty_calls")
_beside("small_appraisal")  # tests import it by name
_sampled = _beside("sampled_appraisal")  # and this one
_writer = _beside("ballot_writer")
_kept = _beside("kept_ballots")
_mounts = _beside("mounts")

LONG = os.environ.get("PINGYI_LONG") == "1"
"""Run the loops at full length: hundreds of kills instead of a dozen."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `fault` or `error` is run with every one."""
    if "fault" in metafunc.fixturenames:
        metafunc.parametrize("fault", list(_faults.Fault), ids=lambda fault: fault.name.lower())
    if "error" in metafunc.fixturenames:
        errors = [fault for fault in _faults.Fault if fault.is_error]
        metafunc.parametrize("error", errors, ids=lambda fault: fault.name.lower())


@pytest.fixture
def faulty_calls() -> Any:
    """A context in which the k-th system call of `store.durable_file` goes wrong."""
    return _faults.InjectFaults(durable_file)


@pytest.fixture
def killed() -> Any:
    """What a simulated SIGKILL raises; not an Exception, so no handler stops it."""
    return _faults.Killed


@pytest.fixture
def long_run() -> bool:
    """Whether PINGYI_LONG=1 asks for the loops at full length."""
    return LONG


@pytest.fixture
def ballot_writer() -> Any:
    """The module of the process that saves ballots; it knows what their paper says."""
    return _writer


@pytest.fixture
def mounts() -> Any:
    """File systems of their own for a test."""
    return _mounts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Any]:
    """A folder of passes and the process that writes them, with all that it acknowledges."""
    made = _kept.Desk(tmp_path / "entry", _writer)
    yield made
    made.end(signal.SIGKILL)


@pytest.fixture
def process() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Runs a program's text with the `store` that is tested, in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        running = subprocess.Popen(
            [sys.executable, "-P", "-c", program, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(store.__file__).parents[1])},
        )
        started.append(running)
        return running

    yield start
    for running in started:
        running.kill()
        running.communicate()


@pytest.fixture(scope="session")
def settled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """50 and 30 sheets, settled; both clerks filled sheets 1 to 10 and misread sheet 33 of B1 alike."""
    folder: Path = _sampled.settle(
        tmp_path_factory.mktemp("settled") / "a",
        batches=(("B1", 50), ("B2", 30)),
        alike={("B1", 33): "21"},
        filled=frozenset(range(1, 11)),
        more=_sampled.ROLES,
    )
    return folder


@pytest.fixture
def folder(settled_once: Path, tmp_path: Path) -> Path:
    """A copy of that appraisal; tests of other things have a folder of their own."""
    shutil.copytree(settled_once, tmp_path / "a")
    return tmp_path / "a"
