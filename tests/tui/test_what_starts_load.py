"""What a plain command imports before it answers: nobody waits for the screens to read a status.

Counts of modules, never times (benchmarks/starting measures those): they are the same on every machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from store.making import PRESETS
from tally.cover_sheets import MOST_BALLOTS
from tally.slips import SlipKind
from tui.commands import explaining, forms, making

OURS = ("tui", "exports", "store", "tally")
SCREENS_AND_TABLES = {"textual", "rich", "tabulate"}
"""10 to 300 ms each."""
LATER = {*SCREENS_AND_TABLES, "tinydb", "wcwidth", "hashlib", "difflib", "email", "socket", "importlib.metadata",
         "asyncio", "subprocess", "multiprocessing"}  # fmt: skip
"""What reading names and describing commands does without."""
LOADED = """
import sys, json
from tui.program import main
sys.argv[0] = "pingyi"
try:
    main()
finally:
    sys.stderr.write("\\n" + json.dumps(sorted(sys.modules)))
"""


def loaded(place, words, language="en"):
    """The names of all modules that are loaded when a call ends."""
    call = [
        sys.executable,
        "-P",
        "-c",
        LOADED,
        "--dir",
        str(place.folder),
        "--lang",
        language,
        *words.split(),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PINGYI_DIR"}
    done = subprocess.run(call, capture_output=True, text=True, env=environment, timeout=300)
    assert "Traceback" not in done.stderr
    return set(json.loads(done.stderr.rpartition("\n")[2]))


def ours(modules):
    return {name for name in modules if name.partition(".")[0] in OURS}


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("status", 57),
        ("status --json", 61),
        ("check", 42),
        ("batch list", 48),
        ("--help", 41),
        ("status extra", 17),
        ("tally --help", 17),
        ("export --help", 20),
        ("verify --help", 17),
        ("rollup --help", 17),
        ("batch add --help", 17),
        ("explain --help", 17),
        ("forms --help", 17),
        ("new --help", 17),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_light_command_loads_little(appraisal, words, most, language):
    modules = loaded(appraisal(batches=(("B1", 3),)), words, language=language)
    assert modules & LATER == set()
    assert len(ours(modules)) <= most, sorted(ours(modules))


@pytest.mark.parametrize("words", ["tally", "tally --json", "verify", "sample", "take-in"])
def test_a_command_that_counts_loads_no_screen_and_no_table(appraisal, words):
    assert loaded(appraisal(batches=(("B1", 3),)), words) & SCREENS_AND_TABLES == set()


def test_what_help_texts_name_is_what_the_rules_know():
    """Written out in the commands, so that a help text need not import the rules."""
    assert ", ".join(PRESETS) == making._PRESETS
    assert forms._MOST_BALLOTS == MOST_BALLOTS
    assert list(explaining._KINDS) == [kind.value for kind in SlipKind]
