"""A small appraisal counted by the coal bureau's rules, for the documents that report of it. No test stands here.

The first branch's secretary stands at exactly two thirds, where the plan says nothing; the second branch has no
valid ballot; one member falls below 60 %.
"""

from __future__ import annotations

import gettext
from dataclasses import replace
from fractions import Fraction
from importlib.resources import as_file, files

from exports.circumstances import BatchReport
from exports.double_entry_report import DoubleEntryReport
from exports.how_counted import HowCounted, VoidReason
from tally.appraisal_tally import tally_appraisal
from tally.check_plan import KEYED, plan_check
from tally.comparison import compare
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.draw import Sheet
from tally.readings import PassReadings, Reading
from tally.residual_check import Check, residual_check, verdict_key
from tally.said import in_english
from tally.scheme_reader import read_scheme
from tally.settling import settle
from tally.sheet_check import CheckedSheet, CountedSheet, Findings
from tally.subjects import read_subjects

SUBJECTS = (
    "id,name,kind,in,panel,head,login\n"
    "b1,第一党支部,organization,,branch,赵书记,zhao\n"
    "b2,第二|党支部,organization,,branch,,\n"
    "m1,王建国,member,b1,,,\n"
    "m2,张 伟,member,b1,,,\n"
)
CODE = "3fa9c21b77e012d4"
SEED = "31415926535897932384"


def chinese():
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"]).gettext


LANGUAGES = {"zh": chinese, "en": lambda: in_english}


def preset(name="coal-bureau"):
    return files("store").joinpath("presets", name, "scheme.toml").read_text(encoding="utf-8")


def reports(of, bundles):
    """Bundles as the store would hand them over: (id, form, subject, group, issued, first pass, second or None)."""
    found = []
    for id_, form, subject, group, issued, one, two in bundles:
        roster = ("m1", "m2") if form == "member" else (subject,)
        cover = CoverSheet(id_, form, subject, group, len(one), issued, 1, roster)
        rows = row_count(of.forms[form], cover)
        first, second = (
            PassReadings.of(
                (number, Reading("_" * rows if marks == "V" else marks, marks == "V", number <= 2))
                for number, marks in enumerate(passed, start=1)
            )
            for passed in (one, two or one)
        )
        comparison = compare(cover.numbers, rows, first, second, voids_reviewed=False)
        found.append(
            BatchReport(cover, "wang", "zhao", first, second, settle(comparison, first, second, (), of))
        )
    return found


BUNDLES = (
    ("B1", "org", "b1", "party", 13, ["1", "1", "2", "3"] + ["4"] * 8 + ["V"], None),
    ("B2", "org", "b2", "party", None, ["V", "V"], None),
    ("M1", "member", "b1", "party", 6, ["11", "12", "13", "24", "44"], ["11", "12", "13", "24", "34"]),
)


class Case:
    """A counted appraisal with all that its documents are made of."""

    def __init__(self, bundles=BUNDLES, text=None, language="en", **how):
        self.scheme = read_scheme(preset() if text is None else text).scheme
        self.subjects, _ = read_subjects(SUBJECTS.encode(), self.scheme)
        self.translate = LANGUAGES[language]()
        self.reports = reports(self.scheme, bundles)
        counted = [BatchCount(one.cover, one.settlement) for one in self.reports]
        self.tally = tally_appraisal(self.scheme, self.subjects, (), counted)
        self.double_entry = DoubleEntryReport(self.scheme, self.subjects, self.translate)
        for one in self.reports:
            self.double_entry.add(one)
        self.how = HowCounted(
            as_of="2026-12-10", open=self.tally.open, differing=1, ruled=0, opinions_noted=6, opinions_typed=2,
            voids=(VoidReason("org", "b1", "party", "", 1), VoidReason("org", "b2", "party", "", 2)),
        )  # fmt: skip
        self.how = replace(self.how, **how)

    def key(self, subject, place=0):
        return [verdict_key(one) for one in self.tally.verdicts if one.subject == subject][place]

    def check(self, read=4, wrong=()):
        """A sample check of the first branch's ballots, of which the first `read` of the draw were read."""
        marks = {Sheet("B1", at): one for at, one in enumerate(BUNDLES[0][5][:12], start=1)}
        plan = plan_check(SEED, {KEYED: list(marks)})
        found = {}
        for one in plan.order[:read]:
            off = one.sheet.ballot in wrong
            paper = Reading("2" if off else marks[one.sheet])
            found[one.sheet] = CheckedSheet(
                one.sheet, paper, CountedSheet(marks[one.sheet], False), "sun", "2026-12-11",
                frozenset((1,)) if off else frozenset(), off,
            )  # fmt: skip
        check = Check("C1", "org", "b1", SEED, Fraction(5, 100), plan, "olga", "2026-12-11T09:00:00")
        return residual_check(check, Findings(found), self.tally)
