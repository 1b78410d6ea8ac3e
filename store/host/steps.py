"""The single steps of `pingyi host setup`: each can be shown as a command, and run.

Groups are made by the host's own programs, called without a shell. Owners and modes are set through a
handle on the very file that was looked at: a command given a path would follow a link that somebody
puts there in between, and root would give away another file.
"""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shlex
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from store.durable_file import replace_durably
from store.host.owners import ACL
from store.layout import ACCOUNTS
from tally.said import Refused, Said

_PROGRAMS = ("/usr/sbin", "/usr/bin", "/sbin", "/bin")
"""Where groupadd and usermod lie, also where a call's PATH has no sbin."""


class Step(Protocol):
    """One thing that `host setup` changes."""

    @property
    def why(self) -> Said:
        """What it changes, in words."""

    @property
    def command(self) -> str:
        """The command that does it, for a shell."""

    def run(self) -> None:
        """Do it. Raises Refused where it cannot be done."""


@dataclass(frozen=True, slots=True)
class AddGroup:
    """Make a group."""

    group: str

    @property
    def why(self) -> Said:
        """There is none."""
        return Said("there is no group {group}", group=self.group)

    @property
    def command(self) -> str:
        """groupadd."""
        return shlex.join(self._argv)

    @property
    def _argv(self) -> tuple[str, ...]:
        return ("groupadd", self.group)

    def run(self) -> None:
        """Call groupadd."""
        _call(self._argv)


@dataclass(frozen=True, slots=True)
class AddMember:
    """Put an account into a group."""

    group: str
    name: str

    @property
    def why(self) -> Said:
        """It is not in it."""
        return Said("{name} is not in the group {group}", name=self.name, group=self.group)

    @property
    def command(self) -> str:
        """usermod."""
        return shlex.join(self._argv)

    @property
    def _argv(self) -> tuple[str, ...]:
        return ("usermod", "--append", "--groups", self.group, self.name)

    def run(self) -> None:
        """Call usermod."""
        _call(self._argv)


@dataclass(frozen=True, slots=True)
class SetFolder:
    """Make a folder, or give one its owner, group and mode."""

    path: Path
    owner: str
    group: str
    mode: int
    why: Said

    @property
    def command(self) -> str:
        """install(1); five digits, since with four it would keep a set-group-ID bit that is there."""
        argv = ("install", "--directory", f"--owner={self.owner}", f"--group={self.group}")
        return shlex.join((*argv, f"--mode={self.mode:05o}", str(self.path)))

    def run(self) -> None:
        """mkdir where there is none, then owner and mode."""
        with _reporting(self.command):
            with contextlib.suppress(FileExistsError):
                self.path.mkdir(mode=0o700)
            _give(self.path, self.owner, self.group, self.mode, folder=True)


@dataclass(frozen=True, slots=True)
class SetFile:
    """Give a file its owner, group and mode."""

    path: Path
    owner: str
    group: str
    mode: int
    why: Said

    @property
    def command(self) -> str:
        """chown and chmod."""
        path = shlex.quote(str(self.path))
        return f"chown --no-dereference {self.owner}:{self.group} {path} && chmod {self.mode:04o} {path}"

    def run(self) -> None:
        """Owner and mode through a handle."""
        with _reporting(self.command):
            _give(self.path, self.owner, self.group, self.mode, folder=False)


@dataclass(frozen=True, slots=True)
class DropAccessList:
    """Remove the access list of a file or folder, which lets in whom the mode keeps out."""

    path: Path

    @property
    def why(self) -> Said:
        """It has one."""
        return Said("{file} has an access list", file=self.path)

    @property
    def command(self) -> str:
        """setfacl."""
        return shlex.join(("setfacl", "--remove-all", "--remove-default", str(self.path)))

    def run(self) -> None:
        """Remove the attributes that hold it."""
        with _reporting(self.command):
            for name in set(ACL) & set(os.listxattr(self.path, follow_symlinks=False)):
                os.removexattr(self.path, name, follow_symlinks=False)


@dataclass(frozen=True, slots=True)
class SayAccounts:
    """Write the file that says that accounts are separate: the last step."""

    root: Path
    text: str
    why: Said

    @property
    def command(self) -> str:
        """printf, chown and chmod."""
        path = shlex.quote(str(self.root / ACCOUNTS))
        return (
            f"printf '%s\\n' {shlex.quote(self.text)} > {path} && chown root:root {path} && chmod 0444 {path}"
        )

    def run(self) -> None:
        """Write it durably, as root."""
        path = self.root / ACCOUNTS
        replace_durably(path, f"{self.text}\n".encode(), 0o444)
        with _reporting(self.command):
            _give(path, "root", "root", 0o444, folder=False)


def _call(argv: tuple[str, ...]) -> None:
    command = shlex.join(argv)
    program = shutil.which(argv[0], path=os.pathsep.join(_PROGRAMS))
    if program is None:
        raise Refused(Said("this host has no program {name} (Debian: apt-get install passwd)", name=argv[0]))
    done = subprocess.run([program, *argv[1:]], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise _failed(command, done.stderr.strip() or str(done.returncode))


def _give(path: Path, owner: str, group: str, mode: int, *, folder: bool) -> None:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | (os.O_DIRECTORY if folder else 0)
    handle = os.open(path, flags)
    try:
        state = os.fstat(handle)
        if not folder and (not stat.S_ISREG(state.st_mode) or state.st_nlink != 1):
            raise Refused(Said("{file} is a link or no plain file; look at it and remove it", file=path))
        os.fchown(handle, pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid)
        os.fchmod(handle, mode)  # after the owner: a change of owner takes special bits away
    finally:
        os.close(handle)


@contextmanager
def _reporting(command: str) -> Iterator[None]:
    """An error of the system is told with the command that met it."""
    try:
        yield
    except OSError as error:
        raise _failed(command, error.strerror or str(error)) from error


def _failed(command: str, reason: str) -> Refused:
    return Refused(
        Said(
            "{command} failed: {reason}; what was done before it stays; mend that, then call pingyi host setup "
            "--apply again",
            command=command,
            reason=reason,
        )
    )
