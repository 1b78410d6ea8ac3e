"""A private sshd on a loopback port, set up with the very block that docs/host.md gives."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs" / "host.md"
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
EXAMPLE_COMMAND = "/usr/local/bin/pingyi --dir /srv/pingyi/2026"
"""The forced command as the document writes it."""


def block(kind: str) -> str:
    """The fenced block of a kind (`sshd_config`, `authorized_keys`, `tmux.conf`) in docs/host.md."""
    found = re.search(rf"```{kind}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert found, kind
    return found[1]


class SshHost:
    """An sshd of the test's own. `ssh` gives a client's call; `end` kills everything."""

    def __init__(self, folder: Path, forced: str, *, match: bool = True, key_options: str = "") -> None:
        if SSHD is None or shutil.which("ssh") is None:
            pytest.skip("sshd and ssh are not installed (Debian: openssh-server, openssh-client)")
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self.folder = folder
        self.user = getpass.getuser()
        for name in ("host_key", "client_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        public = (folder / "client_key.pub").read_text()
        (folder / "authorized_keys").write_text(f"{key_options} {public}".lstrip())
        self.port = _free_port()
        (folder / "sshd_config").write_text(self._config(forced if match else ""))
        self._log = (folder / "sshd.log").open("w")
        self.process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", folder / "sshd_config"], stderr=self._log, start_new_session=True
        )
        self._wait()

    def _config(self, forced: str) -> str:
        lines = [
            f"ListenAddress 127.0.0.1:{self.port}",
            f"HostKey {self.folder}/host_key",
            f"AuthorizedKeysFile {self.folder}/authorized_keys",
            f"PidFile {self.folder}/sshd.pid",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "PermitRootLogin yes",
            "AcceptEnv LANG LC_*",
            "Subsystem sftp internal-sftp",
        ]
        if forced:
            given = block("sshd_config").replace(EXAMPLE_COMMAND, forced)
            assert forced in given
            # A short breath, so that a pulled cable is noticed within the test's time.
            given = given.replace("ClientAliveInterval 15", "ClientAliveInterval 1")
            lines.append(re.sub(r"Match Group \S+", f"Match User {self.user}", given))
        return "\n".join(lines) + "\n"

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as one:
                if one.recv(3) == b"SSH":
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        pytest.fail(f"sshd does not start: {(self.folder / 'sshd.log').read_text()[-300:]}")

    def options(self, port: int | None = None) -> list[str]:
        """What ssh, scp and sftp have to be told."""
        return [
            "-F", "none", "-i", str(self.folder / "client_key"), "-o", f"Port={port or self.port}",
            "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.folder}/known",
            "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", "ControlMaster=no",
        ]  # fmt: skip

    @property
    def address(self) -> str:
        """Whom to call."""
        return f"{self.user}@127.0.0.1"

    def call(
        self, *words: str, more: tuple[str, ...] = (), given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """One call of ssh without a terminal."""
        return subprocess.run(
            ["ssh", *self.options(), *more, self.address, *words],
            input=given, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def sessions(self) -> list[int]:
        """The processes that serve one connection each."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def processes(self) -> list[Path]:
        """Everything that runs in the sessions: the folders of /proc."""
        parents = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                with contextlib.suppress(OSError):
                    parents[folder] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        found, of = [], {self.process.pid}
        while of:
            children = [folder for folder, parent in parents.items() if parent in of]
            found += children
            of = {int(folder.name) for folder in children}
        return found

    def end(self) -> None:
        """Kill the server and every session."""
        for child in self.sessions() if self.process.poll() is None else []:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self._log.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
