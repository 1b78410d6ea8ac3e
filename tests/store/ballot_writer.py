"""A clerk as a process: saves ballot after ballot through PassFile and acknowledges each one.

    python ballot_writer.py FOLDER [options]

It looks at what is saved and goes on from there, pass after pass. When PassFile has returned, and not
before, one line for each ballot, `BATCH NUMBER LINK`, is written to --acknowledge (a descriptor).
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import random
import resource
import signal
import sys
import termios
from pathlib import Path

from store import clock, durable_file
from store.layout import PassTag
from store.pass_events import ENTER, entering
from store.pass_file import PassFile
from store.person import Person
from tally.readings import Reading
from tally.said import Refused

CLERK = Person("wang")
BALLOTS = 50
ROWS = 40


def reading_of(tag: PassTag, number: int) -> Reading:
    """What the paper of a ballot says; anybody can tell it again from its number."""
    paper = random.Random(f"{tag} {number}")
    return Reading("".join(paper.choices("1234-x", k=ROWS)), opinion=paper.random() < 0.1)


def main() -> None:
    asked = _asked()
    if asked.terminal:
        # The terminal becomes this process's own, so that closing its other end hangs it up.
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if asked.deaf:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if asked.largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.largest, asked.largest))
    if asked.forget_folder:
        assert callable(durable_file.sync_folder)
        durable_file.sync_folder = lambda folder: None
    folder = Path(asked.folder)
    durable_file.make_folder(folder, 0o750)
    saved = 0
    try:
        last = max((int(path.name[1:].partition(".")[0]) for path in folder.glob("B*.json")), default=1)
        for batch in range(last, 10_000):
            tag = PassTag(f"B{batch}", 1, 1)
            saved += _key_a_pass(folder, tag, asked, saved)
            if asked.most and saved >= asked.most:
                return
    except Refused as refused:
        print(refused, flush=True)


def _key_a_pass(folder: Path, tag: PassTag, asked: argparse.Namespace, before: int) -> int:
    file = PassFile(folder / f"{tag}.json", tag, CLERK, ROWS)
    if not asked.unsettled:
        file.settle()
    content = file.read()
    there = content.ballots if content is not None else 0
    if asked.look and there:
        _acknowledge(asked, [f"{tag.batch} {there} {content.last_link}"])
    numbers = list(range(there + 1, BALLOTS + 1))
    at_once = random.Random(f"{tag} {there}")
    saved = 0
    while numbers and not (asked.most and before + saved >= asked.most):
        count = at_once.choice((1, 1, 1, 1, 3)) if asked.several else 1
        now, numbers = numbers[:count], numbers[count:]
        link = file.append([entering(ENTER, number, reading_of(tag, number), clock.now()) for number in now])
        saved += len(now)
        _acknowledge(asked, [f"{tag.batch} {number} {link if number == now[-1] else '-'}" for number in now])
    return saved


def _acknowledge(asked: argparse.Namespace, lines: list[str]) -> None:
    os.write(asked.acknowledge, "".join(f"{line}\n" for line in lines).encode())
    if asked.terminal:
        # What a screen does with every ballot. On a dead line it fails.
        with contextlib.suppress(OSError) if asked.deaf else contextlib.nullcontext():
            os.write(sys.stdout.fileno(), f"saved {lines[-1]}\r\n".encode())
    if asked.stop:
        os.kill(os.getpid(), signal.SIGSTOP)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--acknowledge", type=int, default=1)
    parser.add_argument("--most", type=int, default=0, help="end after so many ballots")
    parser.add_argument("--several", action="store_true", help="now and then three ballots in one write")
    parser.add_argument("--stop", action="store_true", help="SIGSTOP after each acknowledgement")
    parser.add_argument("--look", action="store_true", help="acknowledge what is found saved, too")
    parser.add_argument("--unsettled", action="store_true", help="a mutant: go on without settling")
    parser.add_argument("--terminal", action="store_true", help="make standard input the own terminal")
    parser.add_argument("--deaf", action="store_true", help="hear no hang-up")
    parser.add_argument("--largest", type=int, default=0, help="files may not grow beyond so many bytes")
    parser.add_argument("--forget-folder", action="store_true", help="a mutant: the folder is not synced")
    return parser.parse_args()


if __name__ == "__main__":
    main()
