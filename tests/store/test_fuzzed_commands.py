"""The installed command on files gone wrong: an exit status of its own, one line, never a traceback, never a wait."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

# By one process, so that what they share is made once.
pytestmark = pytest.mark.xdist_group("fuzzed commands")

PROGRAM = Path(sys.executable).with_name("pingyi")


def _beside(name: str) -> ModuleType:
    """A helper module of this folder, which is no package (`--import-mode=importlib`)."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


mutations = _beside("mutations")
fuzzed_appraisal = _beside("fuzzed_appraisal")

NASTY = ("a folder", "a pipe", "a link to itself", "64 MB and a byte", "brackets", "not UTF-8", "4,096 NULs",
         "a field with a huge number", "a name twice", "a surrogate", "infinite", "quotes")  # fmt: skip
EACH = int(os.environ.get("PINGYI_FUZZ_EACH", "3"))
"""How many of these a kind of file is tried with here; all of them with PINGYI_FUZZ_EACH=12."""

CALLS = (
    ("scheme.toml", "olga", ("status",)),
    ("subjects.csv", "chen", ("tally",)),
    ("counts.csv", "chen", ("export",)),
    ("batches/A1.001.json", "olga", ("batch", "list")),
    ("claims/A1.1.1", "olga", ("status",)),
    ("board/taken-in.A1.1.1", "chen", ("differences",)),
    ("entry/zhao/A2.2.1.json", "chen", ("take-in",)),
    ("entry/wang/A1.1.1.json", "chen", ("verify",)),
    ("entry/wang/A1.opinions.json", "wang", ("opinions", "--batch", "A1")),
    ("custody/A1.1.1.json", "chen", ("differences",)),
    ("ledger/00000002.json", "chen", ("verify",)),
    ("review/A1.chen.json", "chen", ("rule", "--batch", "A1", "r.csv")),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("commands")
    fuzzed_appraisal.make(root / "appraisal", root)
    return root / "appraisal"


def _call(folder: Path, who: str, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    environment.pop("PINGYI_DIR", None)
    environment.pop("PINGYI_DEBUG", None)
    call = [str(PROGRAM), "--dir", str(folder), "--lang", "en", "--as", who, *words]
    # A call that waits is ended; the longest takes a few seconds.
    return subprocess.run(
        call, capture_output=True, text=True, input="", env=environment, cwd=folder.parent, timeout=300
    )


def _everything(folder: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and not path.name.endswith(".lock")
        and path.stat().st_size < 1 << 20
    }


@pytest.mark.parametrize(("name", "who", "words"), CALLS, ids=[name for name, _, _ in CALLS])
def test_it_names_the_file_in_one_line_and_changes_nothing(folder, name, who, words):
    path = folder / name
    whole, mode = path.read_bytes(), path.stat().st_mode
    draw = Random(f"pingyi commands {name}")
    for what in draw.sample(NASTY, EACH):
        path.unlink()
        try:
            if what in mutations.THINGS:
                mutations.THINGS[what](path)
            else:
                path.write_bytes(mutations.NONSENSE[what])
            before = _everything(folder)

            answer = _call(folder, who, words)

            assert answer.returncode in (1, 2), (what, answer)
            assert "Traceback" not in answer.stderr + answer.stdout, (what, answer)
            assert len(answer.stderr.splitlines()) == (answer.returncode == 2), (what, answer)
            assert path.name in answer.stderr + answer.stdout, (what, answer)
            assert _everything(folder) == before, what
        finally:
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()
            path.write_bytes(whole)
            path.chmod(mode)
