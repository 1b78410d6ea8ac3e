"""The plain commands that are started, and how long each takes from the call to its end."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PINGYI = Path(sys.executable).with_name("pingyi")
PASS, CLICK = "python -c pass", "python -c 'import click'"
COMMANDS = (
    "status",
    "status --json",
    "check",
    "batch list",
    "take-in",
    "tally",
    "tally --json",
    "sample",
    "differences",
    "explain --batch B1",
    "verify",
    "--help",
    "tally --help",
    "export --help",
    "verify --help",
    "rollup --help",
    "--version",
    "sttaus",
)
"""Each is called as the reviewer of a settled appraisal; the last one is mistyped."""


def call(folder: Path, language: str, words: str) -> list[str]:
    """The arguments of `pingyi` for one of COMMANDS."""
    return ["--dir", str(folder), "--as", "chen", "--lang", language, *words.split()]


def surroundings() -> dict[str, str]:
    """The environment of a call: no folder of the caller's own, and compiled files are used."""
    leave = ("PINGYI_DIR", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    return {**{name: value for name, value in os.environ.items() if name not in leave}, "LC_ALL": "C.UTF-8"}


def medians(folder: Path, language: str, runs: int) -> Mapping[str, float]:
    """Median seconds of each command, of `import click` and of an empty program, taken in turn."""
    python = sys.executable
    programs = {PASS: [python, "-c", "pass"], CLICK: [python, "-P", "-c", "import click"]}
    programs |= {words: [str(PINGYI), *call(folder, language, words)] for words in COMMANDS}
    found: dict[str, list[float]] = {name: [] for name in programs}
    for run in range(runs + 1):
        for name, program in programs.items():
            seconds = _seconds(program)
            if run:  # the first round only warms the disk's cache
                found[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def _seconds(program: Sequence[str]) -> float:
    environment = surroundings()
    began = time.perf_counter()
    done = subprocess.run(program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    seconds = time.perf_counter() - began
    # 1: the answer is no; 2: the mistyped one.
    if done.returncode not in (0, 1, 2) or b"Traceback" in done.stderr:
        raise RuntimeError(f"{program}: {done.returncode} {done.stderr.decode()[-300:]}")
    return seconds
