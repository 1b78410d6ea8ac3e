"""Packages of units to be added up: random marks under one scheme, everything else made by the program itself."""

from __future__ import annotations

import csv
import gettext
import io
import random
import re
from importlib.metadata import version
from importlib.resources import as_file, files

from exports import csv_encoding
from exports.check_code import check_code
from exports.check_sums import FILE as SUMS
from exports.check_sums import sums
from exports.csv_encoding import UTF_8
from exports.data_package import FILE as DESCRIPTOR
from exports.data_package import PackageFacts, data_package
from exports.how_counted import FILE as CIRCUMSTANCES
from exports.how_counted import HowCounted, VoidReason, how_counted_json
from exports.recount import recount
from exports.settled_csv import BATCHES, MARKS
from exports.spreadsheet import csv_bytes, free_text
from exports.statistics_files import statistics_files
from tally.counting import OpenWork
from tally.said import in_english

SCHEME = """# the scheme of the county
title = "Appraisal 2026"
unit = "UNIT"   # each unit writes its own
period = "2026H2"
language = "en"
grades = ["good", "fair", "poor"]
assumed = ["measures.satisfaction.base"]

[[forms]]
id = "org"
title = "Organizations"
layout = "single"
kind = "organization"
items = ["promises", "service"]
overall = "overall"

[[forms]]
id = "member"
title = "Members"
layout = "roster"
kind = "member"
items = ["duty", "example"]

[[groups]]
id = "party"
label = "Party members"

[[groups]]
id = "masses"
label = "Employees, and others"

[[groups]]
id = "guests"
label = "Guests"
pooled = false

[measures.satisfaction]
label = "satisfaction"
grades = [1, 2]
base = "valid"

[measures.turnout]
label = "turnout"
grades = [1]
base = "issued"

[[rules]]
id = "rectify"
kind = ["organization", "member"]
when = "satisfaction < 60%"
verdict = "rectify"
consequences = ["a plan"]

[[rules]]
id = "poor"
band = "head"
kind = "organization"
form = "org"
when = "satisfaction > 1/3 and satisfaction < 1/2"
verdict = "warned"

[[rules]]
id = "fine"
band = "head"
kind = "organization"
form = "org"
when = "satisfaction >= 1/2"
verdict = "fine"
"""
SUBJECTS = ("id", "name", "kind", "in", "panel", "head", "class", "eligible")
COUNTS = ("form", "subject", "issued", "collected", "group", "present", "eligible", "set_aside")


def translator(language):
    if language == "en":
        return in_english
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"], fallback=True).gettext


TRANSLATE = {"zh": translator("zh"), "en": in_english}


def unit_files(
    unit="Unit A",
    *,
    seed=1,
    branches=2,
    members=2,
    ballots=4,
    scheme=SCHEME,
    groups=("party", "masses", "guests"),
    sealed=True,
    practice=False,
    open_ballots=0,
    separate=False,
    issued=True,
    mismatch=0,
    day="2026-12-10",
    encoding=UTF_8,
):
    """Every file of a unit's package by its name."""
    draw = random.Random(seed)
    text = scheme.replace("UNIT", unit.replace("\\", "\\\\").replace('"', '\\"'))
    grades = len(re.search(r"grades = \[(.*?)\]", text)[1].split(","))
    codes = [str(place) for place in range(1, grades + 1)] + ["-", "x"]
    subjects, marks, batches, voids = [], [], [], []
    for at in range(branches):
        branch = f"b{at}"
        subjects.append((branch, free_text(f"{unit} {at}"), "organization", "", "", "", "", 9))
        roster = [f"m{at}x{number}" for number in range(members)]
        subjects += [(one, f"Member {one}", "member", branch, "", "", "", "") for one in roster]
        for form, on_it, rows in (("org", (branch,), 3), ("member", roster, 2 * members)):
            for group in groups if on_it else ():
                number = draw.randint(1, ballots)
                void, blank = draw.randint(0, 1) if number > 1 else 0, 0
                for place in range(number):
                    is_void = place < void
                    row = "" if is_void else "m" + "".join(draw.choices(codes, k=rows))
                    blank += bool(row) and not row.strip("m-")
                    marks.append((form, branch, group, len(marks) + 1, row, "1" if is_void else ""))
                if void:
                    voids.append(VoidReason(form, branch, group, "illegible", void))
                waiting = open_ballots if (at, form, group) == (0, "org", groups[0]) else 0
                batches.append(
                    (f"B{len(batches)}", form, branch, group, 1, number + waiting,
                     number + waiting + draw.randint(0, 2) if issued else None, 0, waiting, void, blank, 0, "",
                     " ".join(on_it))
                )  # fmt: skip
    counts = []
    if mismatch:
        _, form, branch, group, _, collected, *_ = batches[0]
        counts.append((form, branch, collected + mismatch + 1, collected + mismatch, group, "", "", 0))
    how = HowCounted(
        as_of=day, sealed=sealed, practice=practice, separate_accounts=separate, differing=seed, ruled=seed,
        open=OpenWork(ballots=open_ballots), voids=tuple(voids), opinions_noted=2, opinions_typed=1,
    )  # fmt: skip
    made = {
        "marks.csv": csv_bytes(MARKS, marks),
        "batches.csv": csv_bytes(BATCHES, batches),
        "scheme.toml": text.encode(),
        "subjects.csv": csv_bytes(SUBJECTS, subjects),
        "counts.csv": csv_bytes(COUNTS, counts),
        CIRCUMSTANCES: how_counted_json(how),
    }
    again = recount(made)
    translate = TRANSLATE[again.tally.scheme.language]
    made |= statistics_files(again.tally, how, check_code(made), translate)
    facts = PackageFacts("appraisal", again.tally.scheme.title, day, version("pingyi"), grades, encoding)
    return finished(made, facts, translate)


def finished(made, facts, translate):
    written = {
        name: csv_encoding.written(name, content, facts.encoding) if name.endswith(".csv") else content
        for name, content in made.items()
    }
    written[DESCRIPTOR] = data_package(written, facts, translate)
    written[SUMS] = sums(written)
    return dict(sorted(written.items()))


def changed(made, **new):
    """A package with some files replaced (`results_csv=` for results.csv), its checksums made anew."""
    made = {name: content for name, content in made.items() if name != SUMS}
    made |= {name.replace("_csv", ".csv").replace("_toml", ".toml"): content for name, content in new.items()}
    made[SUMS] = sums(made)
    return dict(sorted(made.items()))


def write(folder, made):
    """Lay a package down as a folder."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def rows_of(content):
    """The rows of a CSV file by their columns."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
