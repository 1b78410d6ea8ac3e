"""Arrows point down only, and the core never loads the screens."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "tally": {"tally"},
    "store": {"store", "tally"},
    "exports": {"exports", "tally"},
    "tui": {"tui", "store", "exports", "tally"},
}
LIBRARIES = {"tally": set(), "store": {"tinydb"}, "exports": {"tabulate", "wcwidth", "xlsxwriter"}}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_down(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for path in files:
        for name in imports(path):
            if name in MAY_IMPORT:
                assert name in MAY_IMPORT[package], f"{path.relative_to(ROOT)} imports {name}"
            elif package in LIBRARIES and name not in sys.stdlib_module_names:
                assert name in LIBRARIES[package], f"{path.relative_to(ROOT)} imports {name}"


def test_the_contracts_of_import_linter_are_kept():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "code",
    [
        "import tally.appraisal_tally, store.tallying, exports.package",
        "from tui.program import run; run(['--help'])",
        "from tui.program import run; run(['--dir', '/nowhere', 'status'])",
    ],
)
def test_plain_commands_never_load_textual(code):
    check = f"import sys\n{code}\nassert not [name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')]"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_here_names_a_path_of_a_machine():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".po", ".cfg") or name == ".ci/run":
            text = path.read_text(encoding="utf-8")
            for bad in ("/wo" + "rk/", "/ro" + "ot/"):
                assert bad not in text, f"{name} names {bad}"
