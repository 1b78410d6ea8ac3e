"""What the tests of the pure core share: the example scheme, the real ballots, and small makers.

A maker gives the least that a test needs; whatever a test speaks of stands in the test itself.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tally.appraisal_tally import Tally, tally_appraisal
from tally.comparison import OPINION, WHOLE, Comparison, Why, compare
from tally.conditions import parse_condition
from tally.count_sheets import CountSheet
from tally.counted import Counted, count_batches
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet
from tally.readings import PassReadings, Reading, read_pass_file
from tally.rulings import Ruling
from tally.said import Refused
from tally.scheme import (
    Base,
    Decides,
    FallsOn,
    Form,
    Group,
    Keying,
    Kind,
    Layout,
    Measure,
    Panel,
    Rule,
    Scheme,
    Validity,
)
from tally.settling import Settlement, settle
from tally.subjects import Subject, Subjects

_simulated = importlib.util.spec_from_file_location(
    "simulated_bundles", Path(__file__).with_name("simulated_bundles.py")
)
assert _simulated is not None and _simulated.loader is not None
sys.modules["simulated_bundles"] = importlib.util.module_from_spec(_simulated)  # tests import it by name
_simulated.loader.exec_module(sys.modules["simulated_bundles"])

DATA = Path(__file__).resolve().parents[1] / "data"
EXAMPLE = Path(__file__).resolve().parent / "example-scheme.toml"

COAL_RULES = (
    ("rectify", "satisfaction < 60%", None),
    ("basic", "dissatisfied > 1/3 and dissatisfied < 2/3", "secretary"),
    ("incompetent", "dissatisfied > 2/3", "secretary"),
    ("unaffected", "dissatisfied <= 1/3", "secretary"),
)


class Make:
    """Small schemes, bundles and passes."""

    def measure(
        self, id: str, grades: Iterable[int], base: str = "valid", exclude: Iterable[int] = ()
    ) -> Measure:
        return Measure(id, id, frozenset(grades), Base(base), frozenset(exclude))

    def rule(
        self,
        id: str,
        when: str,
        band: str | None = None,
        *,
        kinds: Iterable[str] = ("organization",),
        form: str | None = None,
        groups: Sequence[str] = (),
        on: str = "subject",
    ) -> Rule:
        return Rule(
            id=id,
            kinds=frozenset(map(Kind, kinds)),
            form=form,
            groups=tuple(groups),
            when=parse_condition(when),
            verdict=id,
            consequences=(),
            band=band,
            on=FallsOn(on),
        )

    def form(
        self,
        id: str = "org",
        items: Sequence[str] = ("item",),
        *,
        layout: str = "single",
        kind: str = "organization",
        overall: str | None = None,
        overall_first: bool = False,
        decides: str = "pooled",
    ) -> Form:
        return Form(
            id=id,
            title=id,
            layout=Layout(layout),
            kind=Kind(kind),
            items=tuple(items),
            overall=overall,
            overall_first=overall_first,
            decides=Decides(decides),
            due=None,
            rows_per_page=None,
        )

    def scheme(
        self,
        *,
        grades: int = 4,
        forms: Sequence[Form] = (),
        groups: Mapping[str, bool] | None = None,
        measures: Sequence[Measure] | None = None,
        rules: Sequence[Rule] = (),
        panels: Sequence[Panel] = (),
        validity: Validity | None = None,
        keying: Keying | None = None,
    ) -> Scheme:
        """`groups` maps an id to whether the group is pooled; measures default to the coal bureau's two."""
        if measures is None:
            measures = (self.measure("satisfaction", (1, 2)), self.measure("dissatisfied", (4,)))
        return Scheme(
            title="t",
            unit="u",
            period="2026",
            language="zh",
            grades=tuple(f"grade {place}" for place in range(1, grades + 1)),
            assumed=(),
            forms={form.id: form for form in forms or (self.form(),)},
            groups={
                id_: Group(id_, f"group {id_}", pooled)
                for id_, pooled in (groups or {"masses": True}).items()
            },
            panels={panel.id: panel for panel in panels},
            measures={measure.id: measure for measure in measures},
            rules=tuple(rules),
            validity=validity or Validity(),
            keying=keying or Keying(),
        )

    def coal(self, **others: Any) -> Scheme:
        """The coal bureau's thresholds (domain.md), the band falling on the organization's head."""
        rules = [
            self.rule(id_, when, band, on="head" if band else "subject") for id_, when, band in COAL_RULES
        ]
        return self.scheme(rules=rules, **others)

    def subjects(self, *chosen: Subject) -> Subjects:
        """Without any given: one organization, `b1`, whose head is `Li`."""
        chosen = chosen or (Subject("b1", "Branch 1", Kind.ORGANIZATION, head="Li"),)
        return Subjects({subject.id: subject for subject in chosen})

    def cover(
        self,
        id: str = "B1",
        *,
        form: str = "org",
        subject: str = "b1",
        group: str = "masses",
        collected: int,
        issued: int | None = None,
        first: int = 1,
        roster: Sequence[str] = ("b1",),
    ) -> CoverSheet:
        return CoverSheet(id, form, subject, group, collected, issued, first, tuple(roster))

    def sheet(
        self,
        *,
        form: str = "org",
        subject: str = "b1",
        group: str = "",
        issued: int | None = None,
        collected: int | None = None,
        present: int | None = None,
        eligible: int | None = None,
        set_aside: int = 0,
    ) -> CountSheet:
        return CountSheet(form, subject, group, issued, collected, present, eligible, set_aside)

    def readings(self, by_number: Mapping[int, object]) -> PassReadings:
        """Of each number its marks, "void", a Reading, or a list of these for a number keyed twice."""

        def one(value: object) -> Reading:
            if isinstance(value, Reading):
                return value
            assert isinstance(value, str)
            return Reading("", void=True) if value == "void" else Reading(value)

        return PassReadings.of(
            (number, one(value))
            for number, given in by_number.items()
            for value in (given if isinstance(given, list) else [given])
        )

    def ruling(
        self,
        number: int,
        ballot: int,
        place: int,
        reading: str,
        *,
        reason: str = "",
        by: str = "chen",
        takes_back: int | None = None,
        first: str = "",
        second: str = "",
    ) -> Ruling:
        return Ruling(number, ballot, place, reading, reason, by, "", first, second, takes_back)

    def settle(
        self,
        first: Mapping[int, object],
        second: Mapping[int, object],
        *rulings: Ruling,
        ballots: int,
        rows: int,
        scheme: Scheme | None = None,
    ) -> Settlement:
        """Compare two passes of ballots 1 to `ballots` and settle them by `rulings`."""
        scheme = scheme or self.scheme()
        one, two = self.readings(first), self.readings(second)
        comparison = compare(
            range(1, ballots + 1), rows, one, two, voids_reviewed=scheme.keying.voids_reviewed
        )
        return settle(comparison, one, two, rulings, scheme)

    def settled(self, marks: Sequence[str], scheme: Scheme | None = None) -> Settlement:
        """Ballots on which both passes agree; "void" is a void that nobody has to review."""
        passes = dict(enumerate(marks, start=1))
        rows = next((len(one) for one in marks if one != "void"), 1)
        base = scheme or self.scheme()
        agreed = Scheme(
            **{name: getattr(base, name) for name in Scheme.__dataclass_fields__ if name != "keying"},
            keying=Keying(voids_reviewed=False),
        )
        return self.settle(passes, passes, ballots=len(marks), rows=rows, scheme=agreed)

    def batch(
        self, marks: Sequence[str], scheme: Scheme | None = None, id: str = "B1", **cover: Any
    ) -> BatchCount:
        """One batch whose ballots read `marks`, agreed by both passes."""
        return BatchCount(
            self.cover(id, collected=len(marks), **cover), self.settled(marks, scheme) if marks else None
        )

    def count(
        self,
        scheme: Scheme,
        *batches: BatchCount,
        sheets: Sequence[CountSheet] = (),
        subjects: Subjects | None = None,
    ) -> Counted:
        return count_batches(scheme, subjects or self.subjects(), sheets, batches)

    def tally(
        self,
        scheme: Scheme,
        *batches: BatchCount,
        sheets: Sequence[CountSheet] = (),
        subjects: Subjects | None = None,
    ) -> Tally:
        return tally_appraisal(scheme, subjects or self.subjects(), sheets, batches)


class RealPasses:
    """One of the data sets of tests/data: two keyings of the same ballots as one bundle."""

    def __init__(self, name: str, ballots: int, rows: int, grades: int) -> None:
        self.name = name
        self.rows = rows
        self.grades = grades
        self.cover = CoverSheet("B1", "org", "b1", "masses", ballots, None, 1, ("b1",))
        self.errors = json.loads((DATA / f"{name}.errors.json").read_text("utf-8"))
        self.first = PassReadings.of(self.read(f"{name}.passA.csv"))
        self.second = PassReadings.of(self.read(f"{name}.passB.csv"))
        self.comparison: Comparison = compare(
            self.cover.numbers, rows, self.first, self.second, voids_reviewed=True
        )

    def read(self, file: str) -> tuple[tuple[int, Reading], ...]:
        content = (DATA / file).read_bytes()
        return read_pass_file(content, file, self.cover, self.rows, self.grades, keep_doubled=True)

    def differences(self) -> list[list[object]]:
        return [
            [one.ballot, one.place, one.first, one.second]
            for one in self.comparison.questions
            if one.why is Why.MARKS_DIFFER
        ]


@pytest.fixture(scope="session")
def make() -> Make:
    """Makers of small schemes, bundles and passes."""
    return Make()


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real ballots."""
    return DATA


@pytest.fixture(scope="session")
def example() -> str:
    """The normative example of scheme.toml."""
    return EXAMPLE.read_text("utf-8")


@pytest.fixture(scope="session")
def orsay() -> RealPasses:
    """1,733 real ballots of 12 rows in six grades, keyed twice with known errors."""
    return RealPasses("orsay2007", ballots=1733, rows=12, grades=6)


@pytest.fixture(scope="session")
def orsay_truth() -> dict[int, str]:
    """The marks of each real ballot, by number."""
    lines = (DATA / "orsay2007.ballots.csv").read_text("utf-8").splitlines()[1:]
    return {int(number): "".join(marks) for number, *marks in (line.split(",") for line in lines)}


@pytest.fixture(scope="session")
def orsay_rulings(orsay: RealPasses, orsay_truth: dict[int, str]) -> tuple[Ruling, ...]:
    """What a reviewer rules who reads the real ballots; ballot 417, in neither pass, was not found."""
    found = []
    for number, question in enumerate(orsay.comparison.questions, start=1):
        true = orsay_truth[question.ballot]
        if question.why is Why.IN_NEITHER:
            reading = "absent"
        elif question.place == WHOLE:
            reading = true
        else:
            assert question.place != OPINION
            reading = true[question.place - 1]
        reason = "" if reading in question.values else "misread-alike"
        found.append(Ruling(number, question.ballot, question.place, reading, reason, "chen", ""))
    return tuple(found)


@pytest.fixture(scope="session")
def real_passes() -> type[RealPasses]:
    """Reads any of the data sets."""
    return RealPasses


@pytest.fixture(scope="session")
def refusal() -> Any:
    """The sentence with which a call is refused."""

    def said(call: Any, *given: Any, **named: Any) -> str:
        with pytest.raises(Refused) as caught:
            call(*given, **named)
        return str(caught.value)

    return said


@pytest.fixture(scope="session")
def fractions_to_24() -> tuple[Fraction, ...]:
    """Every fraction from 0 to 1 with a denominator up to 24, ascending."""
    return tuple(sorted({Fraction(n, d) for d in range(1, 25) for n in range(d + 1)}))
