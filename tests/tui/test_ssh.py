"""Keying through a real sshd: dropped lines, slow lines, and no way out of the forced session."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from delayed_line import DelayedLine
from ssh_host import EXAMPLE_COMMAND, SshHost, block

PINGYI = Path(sys.executable).with_name("pingyi")
PATIENCE = 90
BALLOTS = ["".join("1234"[(ballot * 3 + row * row) % 4] for row in range(10)) for ballot in range(12)]


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=10, batches=(("C1", len(BALLOTS)),))


@pytest.fixture
def host_of(tmp_path):
    started = []

    def start(forced="", **options):
        folder = tmp_path / f"ssh{len(started)}"
        folder.mkdir()
        started.append(SshHost(folder, forced, **options))
        return started[-1]

    yield start
    for host in started:
        host.end()


def command(place, who="wang", *more):
    return " ".join([str(PINGYI), "--dir", str(place.folder), "--lang", "en", "--as", who, *more])


@pytest.fixture
def host(host_of, place):
    return host_of(command(place))


def login(terminal, host, *more, port=None):
    return terminal("-tt", *host.options(port), *more, host.address, program=shutil.which("ssh"))


def open_batch(desk):
    desk.see("C1")
    desk.type("\r")


def finish(desk, ballots):
    desk.type("".join(f"{marks}\r" for marks in ballots))
    desk.see_confirmed("Sheets counted")
    desk.type(f"{len(BALLOTS)}\r")
    desk.see("handed in")
    desk.type("q")
    assert desk.ended() == 0


def stored_is_what_was_sent(place):
    rows = ",".join(f"row{row}" for row in range(1, 11))
    lines = "".join(f"{number},{','.join(marks)}\n" for number, marks in enumerate(BALLOTS, start=1))
    place.ok("import", "--batch", "C1", place.write("z.csv", f"ballot,{rows}\n{lines}"), who="zhao")
    place.ok("take-in", who="chen")
    (batch,) = place.ok("differences", "--json", who="chen").json["batches"]
    return batch["differences"] == [] and batch["agreement"]["compared_marks"] == 10 * len(BALLOTS)


@pytest.mark.parametrize("how", ["client killed", "server side killed", "cable pulled"])
def test_a_line_that_drops_in_the_middle_loses_nothing(place, host, terminal, how):
    line = DelayedLine(host.port, 0.0)
    desk = login(terminal, host, port=line.port)
    open_batch(desk)
    desk.see("Ballot 1 ")
    desk.type("".join(f"{marks}\r" for marks in BALLOTS[:5]) + BALLOTS[5][:4])
    desk.see("  5>[ ]")
    if how == "client killed":
        os.kill(desk.pid, signal.SIGKILL)
    elif how == "server side killed":
        for session in host.sessions():
            os.kill(session, signal.SIGKILL)
    else:
        line.go_silent()
    again = login(terminal, host, port=line.port)
    until = time.monotonic() + PATIENCE
    open_batch(again)
    while "Ballot 6 " not in again.text:
        # The host may not have noticed yet that the line is gone; it says so, and one tries again.
        assert time.monotonic() < until, again.text
        if "being keyed by wang" in again.text:
            again.type("\r")
        again.read(0.3)
    again.see("  5>[ ]")  # at the same row
    finish(again, [BALLOTS[5][4:], *BALLOTS[6:]])
    assert stored_is_what_was_sent(place)
    line.close()


def test_taking_over_from_a_line_that_is_dead_and_not_yet_noticed(place, host_of, terminal):
    host = host_of(command(place))
    (host.folder / "slow").touch()
    line = DelayedLine(host.port, 0.0)
    desk = login(terminal, host, port=line.port)
    open_batch(desk)
    desk.see("Ballot 1 ")
    desk.type("123")
    desk.see("  4>[ ]")
    line.go_silent()
    again = login(terminal, host, port=line.port)
    open_batch(again)
    again.wait(lambda: "takes over" in again.text or "  4>[ ]" in again.text)
    if "takes over" in again.text:
        again.type("0\r")
    again.see("  4>[ ]")
    line.close()


def test_keys_typed_ahead_over_a_line_of_300_ms_arrive_in_order(place, host, terminal):
    line = DelayedLine(host.port, 0.15)
    desk = login(terminal, host, port=line.port)
    open_batch(desk)
    desk.see("Ballot 1 ")
    for marks in BALLOTS[:3]:
        for key in marks:
            desk.type(key)
            time.sleep(0.02)
        desk.type("\r")
    finish(desk, BALLOTS[3:])
    assert stored_is_what_was_sent(place)
    line.close()


# -- the forced session -------------------------------------------------------------------------

SECRET = "not to be read"


@pytest.fixture(params=["ForceCommand", "authorized_keys"])
def forced(request, host_of, place):
    if request.param == "ForceCommand":
        return host_of(command(place))
    options = block("authorized_keys").split(" ssh-ed25519", 1)[0]
    assert f"{EXAMPLE_COMMAND} --as wang" in options
    return host_of(match=False, key_options=options.replace(f"{EXAMPLE_COMMAND} --as wang", command(place)))


def test_no_command_runs_but_the_program(forced, tmp_path):
    proof = tmp_path / "proof"
    for words in (
        ["touch", str(proof)], ["sh", "-c", f"touch {proof}"], [f"; touch {proof}"], [f"$(touch {proof})"],
        [f"x --version; touch {proof}"], ["cat", "/etc/passwd"],
    ):  # fmt: skip
        answer = forced.call(*words)
        assert answer.returncode == 2, "without a terminal the screens are refused"
        assert "the screens need a terminal" in answer.stderr
        assert answer.stdout == ""
    assert not proof.exists()


def test_the_same_with_a_terminal_shows_the_tasks(forced, terminal, tmp_path):
    proof = tmp_path / "proof"
    desk = terminal(
        "-tt", *forced.options(), forced.address, "touch", str(proof), program=shutil.which("ssh")
    )
    desk.see("You are wang")
    desk.type("q")
    assert desk.ended() == 0
    assert not proof.exists()


def test_no_file_goes_in_or_out(forced, tmp_path):
    secret, got = tmp_path / "secret", tmp_path / "got"
    secret.write_text(SECRET)
    options = forced.options()
    for call in (
        ["scp", *options, f"{forced.address}:{secret}", str(got)],
        ["scp", "-O", *options, f"{forced.address}:{secret}", str(got)],
        ["scp", *options, str(secret), f"{forced.address}:{got}"],
    ):
        done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode != 0, call
    done = subprocess.run(
        ["sftp", *options, forced.address], input=f"get {secret} {got}\n", capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert not got.exists()


def test_nothing_is_forwarded(forced, tmp_path):
    through = forced.call(more=("-W", f"127.0.0.1:{forced.port}"))
    assert through.returncode != 0
    assert "SSH-2.0" not in through.stdout, "through the host to another port"
    backwards = forced.call(more=("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9"))
    assert backwards.returncode == 255
    assert "forwarding failed" in backwards.stderr
    socket_back = forced.call(
        more=("-N", "-o", "ExitOnForwardFailure=yes", "-R", f"{tmp_path}/back:/dev/null")
    )
    assert socket_back.returncode == 255
    assert not (tmp_path / "back").exists()


def test_the_client_sets_nothing_of_the_programs_surroundings(forced, terminal, tmp_path):
    names = (
        "PINGYI_DIR",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "TEXTUAL_DRIVER",
        "BASH_ENV",
        "LD_PRELOAD",
        "LC_NAME",
    )
    wanted = " ".join(f"{name}={tmp_path}/x" for name in names)
    desk = login(terminal, forced, "-o", f"SetEnv={wanted}")
    desk.see("You are wang")
    # Of this host alone: other tests run the program at the same time.
    (session,) = [
        pid for pid in forced.processes() if str(PINGYI).encode() in _read(pid / "cmdline").split(b"\0")
    ]
    there = _read(session / "environ").split(b"\0")
    arrived = [name for name in names if f"{name}={tmp_path}/x".encode() in there]
    assert arrived == ["LC_NAME"], "the locale, which may be sent, and nothing else"
    assert not [one for one in there if one.partition(b"=")[0].decode() in names[:-1]]
    desk.type("q")
    assert desk.ended() == 0


def test_no_key_leads_out_of_the_program(forced, terminal):
    """Suspending, quitting, interrupting: at most the connection ends."""
    for keys in ("\x1a", "\x1c", "\x1d", "\x10", "!sh\r", ":!sh\r", "\x1bx"):
        desk = login(terminal, forced, "-e", "none")
        desk.see("You are wang")
        desk.type(keys)
        desk.settle()
        desk.type("echo $((617*829))\r")
        desk.settle()
        desk.type("\x03")
        # A shell would not end of it, and would have done what was typed before.
        desk.ended()
        assert b"511493" not in desk.sent  # too long to stand in a digest by chance


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed (Debian: tmux)")
def test_tmux_gives_the_same_screen_back_and_no_way_out(host_of, place, terminal, tmp_path):
    config, name = tmp_path / "tmux.conf", f"pingyi-test-{os.getpid()}"
    config.write_text(block("tmux.conf"))
    tmux = f"{shutil.which('tmux')} -L {name} -f {config}"
    host = host_of(f"{tmux} new-session -A -s wang '{command(place)}'")
    try:
        desk = login(terminal, host)
        open_batch(desk)
        desk.see("Ballot 1 ")
        # The keypad in application mode, and tmux's own keys.
        desk.type(b"\x1bOq\x1bOr\x1bOs")
        desk.see("  4>[ ]")
        for keys in ("\x02c", "\x02:", "\x02d", "\x02[", "\x01c"):
            desk.type(keys)
            desk.settle()
        listed = subprocess.run(
            [*tmux.split(), "list-windows", "-a"], capture_output=True, text=True, check=True
        )
        assert len(listed.stdout.splitlines()) == 1
        os.kill(desk.pid, signal.SIGKILL)
        again = login(terminal, host)
        again.see("  4>[ ]")
        again.type("4")
        again.see("  4 [4]")
    finally:
        subprocess.run([*tmux.split(), "kill-server"], check=False, capture_output=True)


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""
