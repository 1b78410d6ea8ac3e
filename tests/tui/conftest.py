"""What the tests of the program share: the installed command, and an appraisal to run it on."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
PROGRAM = Path(sys.executable).with_name("pingyi")


@dataclass
class Answer:
    """What one call of the program gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Place:
    """An appraisal's folder and the program run on it as one person or another."""

    folder: Path
    language: str = "en"
    answers: list[Answer] = field(default_factory=list)

    def __call__(self, *words: object, who: str | None = None, given: str | None = None) -> Answer:
        call = [str(PROGRAM), "--dir", str(self.folder), "--lang", self.language]
        if who is not None:
            call += ["--as", who]
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        environment.pop("PINGYI_DIR", None)
        done = subprocess.run(
            [*call, *map(str, words)],
            capture_output=True,
            text=True,
            input=given or "",
            env=environment,
            timeout=120,
        )
        answer = Answer(done.returncode, done.stdout, done.stderr)
        self.answers.append(answer)
        assert "Traceback" not in answer.err
        return answer

    def ok(self, *words: object, who: str | None = None, given: str | None = None) -> Answer:
        answer = self(*words, who=who, given=given)
        assert answer.status == 0, (words, answer)
        return answer

    def refused(self, *words: object, who: str | None = None, given: str | None = None) -> str:
        """The one line with which the call is refused; nothing in the folder may have changed."""
        before = self.everything()
        answer = self(*words, who=who, given=given)
        assert answer.status == 2, (words, answer)
        assert answer.out == ""
        assert len(answer.err.strip().splitlines()) == 1, answer.err
        assert self.everything() == before, words
        return answer.err.strip()

    def everything(self) -> dict[str, bytes]:
        """Every file but empty lock files, with its content."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.endswith(".lock")
        }

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder.parent / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


def scheme_text(grades: int, rows: int, more: str = "") -> str:
    labels = ", ".join(f'"G{grade}"' for grade in range(1, grades + 1))
    items = ", ".join(f'"item {row}"' for row in range(1, rows + 1))
    return f"""title = "Test"
unit = "Unit"
period = "2026"
language = "en"
grades = [{labels}]

[[forms]]
id = "org"
title = "Form"
layout = "single"
kind = "organization"
items = [{items}]

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
{more}
"""


@pytest.fixture
def appraisal(tmp_path):
    """Makes an appraisal of one organization: `appraisal(grades, rows, more)`."""

    def make(
        grades: int = 4, rows: int = 1, more: str = "", batches: tuple[tuple[str, int], ...] = ()
    ) -> Place:
        place = Place(tmp_path / "appraisal")
        place.ok("new", "--preset", "school")
        (place.folder / "scheme.toml").write_text(scheme_text(grades, rows, more))
        place.ok("subject", "add", "b1", "Branch", "--kind", "organization", who="olga")
        for batch, size in batches:
            place.ok(
                "batch",
                "add",
                batch,
                "--form",
                "org",
                "--subject",
                "b1",
                "--group",
                "all",
                "--collected",
                size,
                who="olga",
            )
        return place

    return make


def read_rows(name: str) -> list[dict[str, str]]:
    """The lines of a data file."""
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def truth(name: str) -> Any:
    """A JSON data file."""
    return json.loads((DATA / name).read_text())
