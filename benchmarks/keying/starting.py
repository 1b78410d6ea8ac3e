"""From the call to the first full screen."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.keying import appraisals
from benchmarks.keying.pty_session import PtySession

HERE = Path(__file__).parent


def starts(folder: Path, times: int) -> dict[str, float]:
    """Median seconds of `pingyi key`, of a bare Textual app and of `python -c pass`, taken in turn."""
    appraisals.single_form(folder, 10, 5)
    found: dict[str, list[float]] = {"pingyi key": [], "bare Textual app": [], "python -c pass": []}
    for at in range(times + 1):
        session = PtySession(appraisals.keying(folder))
        first = session.see("第1号")
        session.end()
        session = PtySession([sys.executable, HERE / "bare_textual.py"])
        second = session.see("ready")
        session.end()
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        third = time.perf_counter() - began
        if at:  # the first round only warms the disk's cache
            for name, seconds in zip(found, (first, second, third), strict=True):
                found[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in found.items()}
