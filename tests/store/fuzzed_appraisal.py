"""A small appraisal with every kind of file in it, made by the program itself, in one process."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

from store.appraisal import open_appraisal
from store.keying_session import begin_keying
from tally.readings import Reading
from tui import program

SCHEME = """title = "Test"
unit = "Unit"
period = "2026H2"
language = "en"
grades = ["good", "fair", "poor"]
assumed = ["grades", "measures.satisfaction.base", "some text"]

[[forms]]
id = "org"
title = "Form"
layout = "single"
kind = "organization"
items = ["speed", "manner"]
overall = "overall"
due = "2026-12-31"

[[forms]]
id = "member"
title = "Members"
layout = "roster"
kind = "member"
items = ["work"]
decides = "each"

[[groups]]
id = "all"
label = "Raters"

[[groups]]
id = "guests"
label = "Guests"
pooled = false

[[panels]]
id = "p1"
form = "org"
raters = 5
minimum = { all = 3 }

[measures.satisfaction]
label = "Satisfaction"
grades = [1, 2]
base = "valid"

[measures.poor]
label = "Poor"
grades = [3]
base = "collected"

[[rules]]
id = "rectify"
kind = "organization"
when = "satisfaction < 60%"
verdict = "rectify"
consequences = ["a plan"]
band = "main"

[[rules]]
id = "pass"
kind = "organization"
when = "satisfaction >= 60%"
verdict = "pass"
band = "main"

[[rules]]
id = "talk"
kind = "member"
form = "member"
groups = ["all"]
when = "poor > 1/3"
verdict = "a talk"

[validity]
over_issued = "invalid"
blank_ballot = "valid"

[roles]
organizers = ["olga"]
clerks = ["wang", "zhao", "li"]
reviewers = ["chen"]

[keying]
rulings = "open"
"""
SUBJECTS = "id,name,kind,in,panel,head,class,login,eligible\nb1,Branch,organization,,p1,Head,one,,9\nm1,Ma,member,b1,,,,,\nm2,Mo,member,b1,,,,mo,\n"
PASSES = {
    "a1.csv": "ballot,row1,row2,row3,void,opinion\n1,1,2,3,,1\n2,3,3,3,,\n3,1,-,x,,1\n",
    "a2.csv": "ballot,row1,row2,row3,void,opinion\n1,1,2,1,,1\n2,3,3,3,,\n3,,,,1,1\n",
    "m1.csv": "ballot,row1,row2\n1,1,2\n2,3,3\n",
    "r.csv": "ballot,row,reading,reason\n1,3,2,misread-alike\n",
}


def run(folder: Path, who: str, *words: object, given: str = "") -> tuple[int, str, str]:
    """The command line in this process: its exit status and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    call = ["--dir", str(folder), "--lang", "en", "--as", who, *map(str, words)]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _standard_input(given):
        status = program.run(call)
    return status, out.getvalue(), err.getvalue()


@contextlib.contextmanager
def _standard_input(text: str) -> Iterator[None]:
    import sys

    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def make(folder: Path, beside: Path) -> None:
    """The appraisal: batches in every state, passes given back, opinions, a seal and a reopening."""

    def ok(who: str, *words: object, given: str = "") -> None:
        status, out, err = run(folder, who, *words, given=given)
        assert status in (0, 1), (words, status, out, err)

    for name, text in PASSES.items():
        (beside / name).write_text(text)
    ok("olga", "new", "--preset", "school")
    (folder / "scheme.toml").write_text(SCHEME)
    (folder / "subjects.csv").write_text(SUBJECTS)
    ok(
        "olga",
        "counts",
        "set",
        "--form",
        "org",
        "--subject",
        "b1",
        "--group",
        "all",
        "--issued",
        9,
        "--collected",
        9,
    )
    org = ("--form", "org", "--subject", "b1", "--group", "all", "--collected")
    for batch in ("A1", "A2", "A3", "A4"):
        ok("olga", "batch", "add", batch, *org, 3)
    ok(
        "olga",
        "batch",
        "add",
        "M1",
        "--form",
        "member",
        "--subject",
        "b1",
        "--group",
        "all",
        "--collected",
        2,
    )
    ok(
        "olga",
        "batch",
        "add",
        "A5",
        "--supplement",
        "A1",
        "--collected",
        1,
        "--first",
        4,
        "--reason",
        "found later",
    )
    ok("olga", "batch", "correct", "A3", "--collected", 2, "--reason", "miscounted")
    ok("olga", "batch", "withdraw", "A4", "--reason", "wrong box")
    ok("wang", "import", "--batch", "A1", beside / "a1.csv")
    ok("zhao", "import", "--batch", "A1", beside / "a2.csv")
    ok("li", "import", "--batch", "M1", beside / "m1.csv")
    ok("chen", "take-in")
    ok("chen", "return", "--batch", "M1", "--pass", "first", "--reason", "wrong box")
    ok("li", "import", "--batch", "M1", beside / "m1.csv")
    ok("zhao", "import", "--batch", "M1", beside / "m1.csv")
    ok("chen", "take-in")
    ok("chen", "rule", "--batch", "A1", beside / "r.csv")
    ok("wang", "opinions", "--batch", "A1", given="more buses\n")
    ok("chen", "opinions", "--batch", "A1", given="more light\n")
    with begin_keying(open_appraisal(folder, "wang"), "A2") as session:
        session.save(1, Reading("123"))
        session.save(2, Reading("11x", opinion=True))
    ok("zhao", "import", "--batch", "A2", beside / "a2.csv")
    ok("olga", "seal", "--incomplete", "--reason", "the day is over")
    ok("olga", "reopen", "--reason", "a sheet was found")
    entry = folder / "entry" / "wang"
    (entry / "A2.1.1.draft").write_text(
        json.dumps({"ballot": 3, "marks": "1__", "void": False, "opinion": True, "words": "", "row": 1})
    )
    (entry / "A1.opinions.draft").write_text(json.dumps({"ballot": 1, "text": "half a te"}))
    sheets = {str(number): {"marks": "12x", "opinion": "", "signature": ""} for number in (1, 2, 3)}
    (folder / "practice.json").write_text(
        json.dumps({"language": "en", "sheets": {"A1": sheets, "A2": sheets}})
    )
