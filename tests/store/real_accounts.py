"""Real accounts of the host, and the program as they can run it: for tests of separate accounts.

Loaded by path (see `_beside` in conftest.py), since tests are no packages.
"""

from __future__ import annotations

import grp
import importlib
import importlib.metadata
import os
import pwd
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ENTRANCE = "import sys; sys.argv[0] = 'pingyi'; from tui.program import main; main()"
PACKAGES = ("tui", "store", "exports", "tally")

SCHEME = """title = "Test"
unit = "Unit"
period = "2026"
language = "en"
grades = ["G1", "G2", "G3", "G4"]

[[forms]]
id = "org"
title = "Form"
layout = "single"
kind = "organization"
items = ["item 1", "item 2"]

[[groups]]
id = "all"
label = "Raters"

[measures.satisfaction]
label = "Satisfaction"
grades = [1, 2]
base = "valid"

[[rules]]
id = "rectify"
kind = "organization"
when = "satisfaction < 60%"
verdict = "rectify"
consequences = ["a plan"]
"""


def scheme_with(organizers=(), clerks=(), reviewers=()) -> str:
    """The scheme with these lists of [roles]."""
    lists = {"organizers": organizers, "clerks": clerks, "reviewers": reviewers}
    lines = [
        f"{role} = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}]"
        for role, names in lists.items()
    ]
    return SCHEME + "\n[roles]\n" + "\n".join(lines) + "\n"


def skip_without_root() -> None:
    """Skip where users cannot be made."""
    if os.geteuid() != 0:
        pytest.skip("making accounts needs root")
    for name in ("useradd", "userdel", "groupdel"):
        if shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin") is None:
            pytest.skip(f"this host has no {name} (Debian: passwd)")


def host_tool(*words: str) -> None:
    """useradd and its like; another test may hold the lock of the password file."""
    for _ in range(300):
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode == 0:
            return
        if "lock" not in done.stderr:
            break
        time.sleep(0.2)
    raise AssertionError((words, done.stderr))


@dataclass
class People:
    """Accounts of this test alone, by the name that the test calls them."""

    tag: str = field(default_factory=lambda: os.urandom(3).hex())
    names: dict[str, str] = field(default_factory=dict)

    def add(self, who: str) -> str:
        """One more account; its login name."""
        self.names[who] = f"t{self.tag}{who}"
        host_tool("useradd", "--no-create-home", "--shell", "/bin/sh", self[who])
        return self[who]

    def __getitem__(self, who: str) -> str:
        return self.names[who]

    def credentials(self, who: str) -> dict[str, object]:
        """For subprocess: the account's numbers, and its groups as they are now."""
        entry = pwd.getpwnam(self[who])
        groups = os.getgrouplist(entry.pw_name, entry.pw_gid)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": groups}

    def can(self, who: str, command: str, folder: Path) -> bool:
        """Whether a shell command of theirs succeeds."""
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=folder, capture_output=True, env={"PATH": "/usr/bin:/bin"},
            **self.credentials(who),
        )  # fmt: skip
        return done.returncode == 0


@contextmanager
def people(*who: str) -> Iterator[People]:
    """Accounts that are gone afterwards, with whatever groups they were put into."""
    skip_without_root()
    found = People()
    try:
        for one in who:
            found.add(one)
        yield found
    finally:
        groups = {one.gr_name for one in grp.getgrall() if set(one.gr_mem) & set(found.names.values())}
        for name in found.names.values():
            host_tool("userdel", name)
        for group in sorted(groups):
            if re.fullmatch(r"py[0-9a-f]{8}-[croe]", group):
                host_tool("groupdel", group)


@contextmanager
def ground() -> Iterator[Path]:
    """A folder that everybody can pass, gone afterwards; pytest's own are closed."""
    skip_without_root()
    folder = Path(tempfile.mkdtemp(prefix="pingyi-test-", dir="/var/tmp"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


@dataclass
class Answer:
    """What one call of the program gave."""

    status: int
    out: str
    err: str


@dataclass
class Program:
    """The program that is tested, where every account can read it."""

    argv: tuple[str, ...]
    packages: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "PYTHONPATH": str(self.packages),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
        }

    def __call__(
        self, folder: Path, *words: object, people: People | None = None, who: str | None = None,
        umask: int = 0o022, more: dict[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        """One call as an account; as root without one."""
        done = subprocess.run(
            [*self.argv, "--lang", "en", "--dir", str(folder), *map(str, words)],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/", umask=umask, timeout=300,
            env={**self.environment, **(more or {})},
            **(people.credentials(who) if people is not None and who is not None else {}),
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def ok(self, folder: Path, *words: object, **how) -> Answer:
        answer = self(folder, *words, **how)
        assert answer.status == 0, (words, answer)
        return answer

    def refused(self, folder: Path, *words: object, **how) -> str:
        """The line with which it is refused; nothing has changed."""
        before = everything(folder)
        answer = self(folder, *words, **how)
        assert answer.status == 2, (words, answer)
        assert everything(folder) == before, words
        return answer.err


def copied_program(target: Path) -> Program:
    """A copy of the program and of what it needs: the environment of a test run is mostly closed to others."""
    skip_without_root()
    target.mkdir()
    for name in _needed("pingyi"):
        for file in importlib.metadata.files(name) or ():
            if ".." not in file.parts and "__pycache__" not in file.parts and file.locate().is_file():
                (target / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.locate(), target / file)
    for package in PACKAGES:
        source = Path(importlib.import_module(package).__file__ or "").parent
        shutil.copytree(
            source, target / package, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    _open(target)
    python = _python(target)
    # Compiled once, since every call of a test is a new process.
    subprocess.run([python, "-m", "compileall", "-q", target], check=True)
    _open(target)
    return Program((python, "-P", "-c", ENTRANCE), target)


def _open(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _needed(name: str) -> set[str]:
    """A distribution and all that it requires."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if one in found:
            continue
        try:
            requires = importlib.metadata.requires(one) or ()
        except importlib.metadata.PackageNotFoundError:
            continue  # required on other systems only
        found.add(one)
        waiting += [re.match(r"[\w.-]+", line)[0] for line in requires if "extra ==" not in line]
    return found


def _python(packages: Path) -> str:
    """A Python that everybody may run; that of a test run can lie in root's home."""
    version = f"python3.{sys.version_info.minor}"
    for path in (
        sys.executable,
        sys._base_executable,
        f"/usr/bin/{version}",
        "/usr/bin/python3",
        "/usr/local/bin/python3",
    ):
        try:
            done = subprocess.run(
                [path, "-P", "-c", "import sys, tui.program; sys.exit(sys.version_info < (3, 11))"],
                env={"PYTHONPATH": str(packages), "PYTHONDONTWRITEBYTECODE": "1"}, cwd="/",
                capture_output=True, user=65534, group=65534, extra_groups=[],
            )  # fmt: skip
        except OSError:
            continue
        if done.returncode == 0:
            return path
    pytest.skip("no Python of this host can be run by everybody")


def let_in(path: Path, uid: int, *, default: bool = False) -> None:
    """Put an account into the access list of a file or folder, as `setfacl --modify user:UID:rwx` does."""
    mode = path.stat().st_mode
    owner, group, other = mode >> 6 & 7, mode >> 3 & 7, mode & 7
    nobody = 0xFFFFFFFF
    entries = [
        (0x01, owner, nobody),
        (0x02, 7, uid),
        (0x04, group, nobody),
        (0x10, group, nobody),
        (0x20, other, nobody),
    ]
    content = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(path, f"system.posix_acl_{'default' if default else 'access'}", content)
    except OSError as error:
        pytest.skip(f"no access lists here: {error}")


def everything(folder: Path) -> dict[str, tuple[object, ...]]:
    """Every file and folder with owner, group, mode and content; lock files are no content."""
    found = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        state = path.lstat()
        if path.name.endswith(".lock"):
            continue
        content = path.read_bytes() if stat.S_ISREG(state.st_mode) else b""
        found[str(path.relative_to(folder))] = (state.st_uid, state.st_gid, oct(state.st_mode), content)
    return found


def make_appraisal(
    program: Program, folder: Path, roles: dict[str, tuple[str, ...]], batches=("B1",)
) -> None:
    """An appraisal as one account (root's) registers it, before accounts are made separate."""
    program.ok(folder, "new", "--preset", "school")
    (folder / "scheme.toml").write_text(SCHEME)
    program.ok(folder, "--as", "olga", "subject", "add", "b1", "Branch", "--kind", "organization")
    for batch in batches:
        program.ok(folder, "--as", "olga", "batch", "add", batch, *cover(3))
    (folder / "scheme.toml").write_text(scheme_with(**roles))


def cover(sheets: int) -> tuple[object, ...]:
    """The rest of a cover sheet."""
    return ("--form", "org", "--subject", "b1", "--group", "all", "--collected", sheets)


def pass_of(ground: Path, name: str, *marks: str) -> Path:
    """A file of a pass that everybody can read."""
    path = ground / name
    lines = [f"{number},{','.join(one)}\n" for number, one in enumerate(marks, start=1)]
    path.write_text("ballot,row1,row2\n" + "".join(lines))
    path.chmod(0o644)
    return path
