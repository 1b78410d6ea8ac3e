"""From the call to the first full paint of a screen, in a pty of 80 x 24, beside a bare Textual app."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.keying.pty_session import PtySession
from benchmarks.starting.calls import PINGYI, surroundings
from benchmarks.starting.modules import Modules, of_screen

BARE = Path(__file__).parents[1] / "keying" / "bare_textual.py"
BARE_NAME, HOME, KEY, RESULTS = "a bare Textual app", "pingyi", "pingyi key", "the results, from their key"
_SEEN = {"zh": ("Esc", "第1号", "Enter"), "en": ("Esc", "Ballot 1", "Enter")}
"""What stands on my tasks, on keying and on the results, in the last line that is drawn."""


def medians(settled: Path, open_: Path, language: str, runs: int) -> Mapping[str, float]:
    """Median seconds of each screen, taken in turn; results: from the key on my tasks to the last byte."""
    home, keying, results = _SEEN[language]
    found: dict[str, list[float]] = {BARE_NAME: [], HOME: [], KEY: [], RESULTS: []}
    for run in range(runs + 1):
        bare = PtySession([sys.executable, BARE], surroundings())
        seconds = {BARE_NAME: bare.see("ready")}
        bare.end()
        session = PtySession([PINGYI, *_home(settled, language)], surroundings())
        seconds[HOME] = session.see(home)
        answer = session.key("*", patience=20, quiet=0.3)
        if results.encode() not in answer.content:
            raise RuntimeError("the results were not drawn in one go")
        seconds[RESULTS] = answer.seconds
        session.end()
        session = PtySession([PINGYI, *_key(open_, language)], surroundings())
        seconds[KEY] = session.see(keying)
        session.end()
        if run:  # the first round only warms the disk's cache
            for name, each in found.items():
                each.append(seconds[name])
    return {name: statistics.median(each) for name, each in found.items()}


def modules(settled: Path, open_: Path, language: str, left: Path) -> Mapping[str, Modules]:
    """What each of them has loaded when it is left."""
    home, keying, _ = _SEEN[language]
    return {
        BARE_NAME: of_screen([str(BARE)], "ready", "\x11", left),
        HOME: of_screen(_home(settled, language), home, "q", left),
        KEY: of_screen(_key(open_, language), keying, "q", left),
        RESULTS: of_screen(_home(settled, language), home, "*qqq", left),
    }


def _home(folder: Path, language: str) -> list[str]:
    return ["--dir", str(folder), "--as", "chen", "--lang", language]


def _key(folder: Path, language: str) -> list[str]:
    return ["--dir", str(folder), "--as", "wang", "--lang", language, "key", "--batch", "B1"]
