"""Packages of every preset and of what is hard on one, made in one go without a folder. No test stands here.

Loaded by path, since tests are no packages.
"""

from __future__ import annotations

import gettext
import importlib.util
import sys
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from exports.circumstances import BatchReport, Circumstances
from exports.gathering import Gathering
from exports.package import package_files
from exports.package_formats import FORMATS
from tally.appraisal_tally import tally_appraisal
from tally.count_sheets import read_count_sheets
from tally.said import Said, in_english
from tally.scheme_reader import read_scheme
from tally.subjects import read_subjects


def beside(name):
    """A module of this folder."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


cases = beside("statistics_cases")


def _translate(language):
    if language == "en":
        return in_english
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"]).gettext


TRANSLATE = {"en": in_english, "zh": _translate("zh")}
OPINIONS = ("=1+1", '"quoted", said', "two\nlines", "好", "@x|y")
ENGLISH = """title = "Appraisal"
unit = "Unit"
period = "2026H2"
language = "en"
grades = ["good", "fair", "poor"]

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
decides = "each"

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

[keying]
voids = "agreed"
"""
"""A group that no sum takes in, several items a member, a rate that can be over 100 %."""
ENGLISH_SUBJECTS = (
    "id,name,kind,in\nb1,First branch,organization,\nb2,Second branch,organization,b1\n"
    "m1,Ann,member,b1\nm2,Bob,member,b1\nm3,Cho,member,b1\nm4,Dan,member,b2\n"
)
ENGLISH_BUNDLES = (
    ("org", "b1", "party", 6, ["111", "122", "1-3", "x23", "333", "V"]),
    ("org", "b1", "guests", 2, ["333", "333", "33x"]),
    ("org", "b2", "guests", None, ["333", "3-3"]),
    ("member", "b1", "masses", 4, ["112233", "11223x", "1-1-1-", "V"]),
    ("member", "b1", "party", 1, ["333333"]),
    ("member", "b1", "guests", 1, ["222222"]),
    ("member", "b2", "party", 3, ["12", "13", "3x"]),
)
ENGLISH_COUNTS = "form,subject,group,issued,collected\norg,b1,masses,3,0\norg,b1,party,6,6\n"
HOSTILE_SUBJECTS = (
    "id,name,kind,in,panel,head,class\n"
    'b1,"=HYPERLINK(""x"")",organization,,branch,"@赵, ""书记""",\n'
    'b2,"第二\n党支部",organization,,branch,+1,\n'
    "m1,𠮷田㐀,member,b1,,,'-1\nm2,\"'=a\",member,b1,,,\n"
)
HOSTILE_BUNDLES = (
    ("org", "b1", "party", 7, "1234-xV"),
    ("org", "b2", "masses", 3, "112"),
    ("member", "b1", "party", 6, ["11", "12", "2x", "33", "44", "V"]),
)


def make(
    text,
    subjects_text,
    bundles,
    counts_text="",
    *,
    practice=False,
    sealed=True,
    formats=(),
    encoding="utf-8",
    opinions=OPINIONS,
):
    """Every file of a package by its name; `bundles` as in `statistics_cases`."""
    scheme = read_scheme(text).scheme
    subjects, findings = read_subjects(subjects_text.encode(), scheme)
    assert not findings, findings
    sheets = read_count_sheets(counts_text.encode(), scheme, subjects)[0] if counts_text else ()
    translate = TRANSLATE[scheme.language]
    gathering = Gathering(scheme, subjects, translate)
    counts = []
    for number, one in enumerate(bundles, start=1):
        more = {"opinions": len(opinions), **(one[5] if len(one) > 5 else {})}
        count = cases.bundle(scheme, subjects, number, *one[:5], **more)
        counts.append(count)
        gathering.add(
            BatchReport(count.cover, "wang", "zhao", settlement=count.settlement),
            opinions if number == 1 else (),
        )
    circumstances = Circumstances(
        separate_accounts=True, practice=practice, sealed=sealed, as_of="2026-12-10",
        remarks=(Said("{count} things do not fit", count=3),), scheme_text=text, subjects_text=subjects_text,
        counts_text=counts_text,
    )  # fmt: skip
    tally = tally_appraisal(scheme, subjects, sheets, counts)
    return package_files(tally, circumstances, gathering, translate, formats=formats, encoding=encoding)


def _preset(name, bundles=None, counts="", subjects=None, **more):
    return make(
        cases.preset(name), subjects or cases.SUBJECTS[name], bundles or cases.BUNDLES[name], counts, **more
    )


_INCOMPLETE = (
    *cases.BUNDLES["coal-bureau"][:4],
    ("org", "b1", "party", None, "12", {"open_ballots": 3, "absent": 1}),
    ("member", "b1", "party", 9, [], {"open_ballots": 2}),
)
CASES = {
    "coal-bureau": lambda: _preset("coal-bureau"),
    "school": lambda: _preset("school"),
    "water-bureau": lambda: _preset("water-bureau"),
    "practice": lambda: _preset("coal-bureau", practice=True, sealed=False),
    "incomplete": lambda: _preset(
        "coal-bureau",
        _INCOMPLETE,
        "form,subject,group,issued,collected,present,eligible,set_aside\norg,mine,masses,14,13,13,15,1\n",
        sealed=False,
    ),
    "english": lambda: make(ENGLISH, ENGLISH_SUBJECTS, ENGLISH_BUNDLES, ENGLISH_COUNTS),
    "hostile": lambda: _preset("coal-bureau", HOSTILE_BUNDLES, subjects=HOSTILE_SUBJECTS),
    "gb18030": lambda: _preset("coal-bureau", encoding="gb18030"),
    "formats": lambda: _preset("coal-bureau", formats=FORMATS),
    "empty": lambda: make(cases.preset("school"), cases.SUBJECTS["school"], (), sealed=False),
}


@cache
def package(name):
    """The files of the case of this name."""
    return CASES[name]()


def write(folder, made):
    """Lay a package down as a folder."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
