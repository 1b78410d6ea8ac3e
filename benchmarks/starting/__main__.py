"""`python -m benchmarks.starting`: how long each command and screen takes to start, and what it loads for that."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from tabulate import tabulate

from benchmarks.large_appraisal import Size, Stage, make
from benchmarks.starting import calls, screens
from benchmarks.starting.modules import Modules, of_call

SIZE = Size(ballots=200, rows=20, subjects=4, groups=2, bundle=50)
REACH = 6.0
"""Times `python -c pass` that REACHED may take, without textual and tabulate."""
REACHED = ("status", "check", "tally --help")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.starting")
    parser.add_argument("--runs", type=int, default=15, help="starts of each")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="the language of the program")
    parser.add_argument("--json", type=Path, help="write the figures to a file too")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}; pingyi is {_installed()}; "
          f"{SIZE.ballots} ballots x {SIZE.rows} rows, --lang {given.lang}, medians of {given.runs}\n")  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        settled, open_, left = Path(place) / "settled", Path(place) / "open", Path(place) / "modules"
        make(settled, SIZE)
        make(open_, SIZE, stage=Stage.REGISTERED)
        seconds = calls.medians(settled, given.lang, given.runs)
        loaded = {words: of_call(calls.call(settled, given.lang, words), left) for words in calls.COMMANDS}
        shown = screens.medians(settled, open_, given.lang, given.runs)
        drawn = screens.modules(settled, open_, given.lang, left)
    commands = _figures(seconds, calls.PASS, loaded)
    _print("from the call to its end", calls.PASS, commands)
    for words in REACHED:
        ratio = float(str(commands[words]["ratio"]))
        print(f"{words}: {ratio:.2f} of {REACH:g} x {calls.PASS}{'' if ratio <= REACH else '   NOT REACHED'}")
    print()
    views = _figures(shown, screens.BARE_NAME, drawn)
    _print("to the first full screen", screens.BARE_NAME, views)
    if given.json:
        figures = {"runs": given.runs, "language": given.lang, "commands": commands, "screens": views}
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _figures(
    seconds: Mapping[str, float], base: str, loaded: Mapping[str, Modules]
) -> dict[str, dict[str, object]]:
    """By name: milliseconds, times the base, and the modules where they were asked for."""
    return {
        name: {
            "ms": round(one * 1000, 2),
            "ratio": round(one / seconds[base], 3),
            **({"modules": asdict(loaded[name])} if name in loaded else {}),
        }
        for name, one in seconds.items()
    }


def _print(heading: str, base: str, figures: Mapping[str, Mapping[str, object]]) -> None:
    rows = []
    for name, one in figures.items():
        modules = one.get("modules")
        told = list(modules.values()) if isinstance(modules, dict) else ["", "", ()]
        rows.append([name, f"{one['ms']:.1f}", f"{one['ratio']:.2f}", told[0], told[1], " ".join(told[2])])
    print(
        tabulate(
            rows,
            [heading, "ms", f"x {base}", "modules", "ours", "of these"],
            colalign=("left", "right", "right", "right", "right", "left"),
            disable_numparse=True,
        )
        + "\n"
    )


def _installed() -> str:
    """Whether the installed program is the wheel, compiled, or this tree: the second may be compiled at every start."""
    found = subprocess.run(
        [sys.executable, "-P", "-c", "import tui; print(tui.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    return "installed" if "site-packages" in found else "an editable install (see benchmarks/README.md)"


if __name__ == "__main__":
    main()
