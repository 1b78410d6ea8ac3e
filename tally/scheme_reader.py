"""From the text of `scheme.toml` to a `Scheme`, with every mistake in it at once.

The format is the one of the example in the documentation (docs/scheme.md). A text with a mistake gives
no scheme; gaps, overlaps and notices come beside a scheme that can be used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from tally.conditions import Condition, ConditionError, parse_condition
from tally.findings import Finding, Level
from tally.known_ids import KnownIds
from tally.marks import MOST_GRADES
from tally.quick_dataclass import dataclass
from tally.said import Said
from tally.scheme import (
    Base,
    Decides,
    FallsOn,
    Fill,
    Form,
    Group,
    Keying,
    Kind,
    Layout,
    Measure,
    Minimum,
    Opinions,
    Panel,
    Roles,
    Rule,
    Scheme,
    Validity,
)
from tally.scheme_check import check_assumed, check_scheme
from tally.table_reader import Notes, TableReader

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
_PERIOD = re.compile(r"\d{4}(?:H[12]|-(?:0[1-9]|1[0-2]))?")
_SYNTAX_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_TOP = [
    "title",
    "unit",
    "period",
    "language",
    "grades",
    "assumed",
    "forms",
    "groups",
    "panels",
    "measures",
    "rules",
    "validity",
    "roles",
    "keying",
]
MOST_ROWS_PER_PAGE = 200

Named = TypeVar("Named", Form, Group, Panel)


@dataclass(frozen=True, slots=True)
class SchemeReading:
    """What a reading gave: the scheme where there was no mistake, and every finding."""

    scheme: Scheme | None
    findings: tuple[Finding, ...]


def read_scheme(text: str, file: str = "scheme.toml") -> SchemeReading:
    """Read a scheme; `file` is the name that findings carry."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        place = _SYNTAX_LINE.search(str(error))
        line = int(place.group(1)) if place else text.count("\n") + 1
        said = Said(
            "not valid TOML here ({reason}); texts stand in quotes, lists in [ ]",
            reason=_SYNTAX_LINE.sub("", str(error)).strip(),
        )
        return SchemeReading(None, (Finding(Level.MISTAKE, file, line, "", said),))
    notes = Notes(file, text)
    scheme = _SchemeReader(document, notes).read()
    check_assumed(document, notes)
    if not any(finding.level is Level.MISTAKE for finding in notes.findings):
        check_scheme(scheme, notes)
    wrong = any(finding.level is Level.MISTAKE for finding in notes.findings)
    return SchemeReading(None if wrong else scheme, _in_order(notes))


def _in_order(notes: Notes) -> tuple[Finding, ...]:
    return tuple(sorted(notes.findings, key=lambda finding: finding.line))


class _SchemeReader:
    def __init__(self, document: Mapping[str, Any], notes: Notes) -> None:
        self.document = document
        self.notes = notes

    def read(self) -> Scheme:
        top = TableReader(self.notes, (), self.document, _TOP)
        period = top.text("period")
        if period and not _PERIOD.fullmatch(period):
            top.wrong("period", Said("should be a year, a half-year or a month: 2026, 2026H2 or 2026-12"))
        grades = top.texts("grades", required=True)
        given = self.document.get("grades")
        if (grades or given == []) and not 2 <= len(grades) <= MOST_GRADES:
            top.wrong("grades", Said("should be 2 to {most} grades", most=MOST_GRADES))
        if len(set(grades)) != len(grades):
            top.wrong("grades", Said("names a grade twice"))
        forms = self._named("forms", self._form, required=True)
        groups = self._named("groups", self._group, required=True)
        panels = self._named("panels", lambda at, table: self._panel(at, table, forms, groups))
        measures = self._measures(len(grades))
        rules = self._rules(forms, groups, measures)
        return Scheme(
            title=top.text("title"),
            unit=top.text("unit"),
            period=period,
            language=top.one_of("language", "zh", "en"),
            grades=grades,
            assumed=top.texts("assumed"),
            forms=KnownIds(Said("form"), forms),
            groups=KnownIds(Said("rater group"), groups),
            panels=panels,
            measures=measures,
            rules=rules,
            validity=self._validity(),
            roles=self._roles(),
            keying=self._keying(),
        )

    def _tables(self, key: str, *, required: bool = False) -> list[Mapping[str, Any]]:
        value = self.document.get(key)
        if value is None or (value == [] and required):
            if required:
                self.notes.mistake((key,), Said("missing; write at least one [[{key}]]", key=key))
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.notes.mistake((key,), Said("should be written as [[{key}]], one for each", key=key))
            return []
        return value

    def _section(self, key: str, known: str) -> TableReader:
        value = self.document.get(key, {})
        if not isinstance(value, dict):
            self.notes.mistake((key,), Said("should be a table, [{key}]", key=key))
            value = {}
        return TableReader(self.notes, (key,), value, known.split())

    def _named(
        self, key: str, make: Callable[[int, Mapping[str, Any]], Named], *, required: bool = False
    ) -> dict[str, Named]:
        found: dict[str, Named] = {}
        for at, table in enumerate(self._tables(key, required=required)):
            one = make(at, table)
            if one.id and one.id in found:
                self.notes.mistake((key, at, "id"), Said('"{id}" stands twice; ids are unique', id=one.id))
            found.setdefault(one.id, one)
        return found

    def _id(self, reader: TableReader) -> str:
        value = reader.text("id")
        if value and not ID.fullmatch(value):
            reader.wrong(
                "id", Said('"{id}" should be a letter, then letters, digits, _ or -, at most 32', id=value)
            )
        return value

    def _form(self, at: int, table: Mapping[str, Any]) -> Form:
        reader = TableReader(
            self.notes,
            ("forms", at),
            table,
            [
                "id",
                "title",
                "layout",
                "kind",
                "items",
                "overall",
                "overall_at",
                "decides",
                "due",
                "rows_per_page",
            ],
        )
        overall = reader.optional_text("overall")
        items = reader.texts("items", required=overall is None)
        if "items" in table and not items and overall is None and isinstance(table["items"], list):
            reader.wrong("items", Said("empty; a form needs at least one item or an overall row"))
        if len(set(items)) != len(items):
            reader.wrong("items", Said("names an item twice"))
        decides = reader.choice("decides", Decides, Decides.OVERALL if overall else Decides.POOLED)
        if decides is Decides.OVERALL and overall is None:
            reader.wrong(
                "decides",
                Said('the form has no overall row; write overall = "...", or decides = "pooled" or "each"'),
            )
        due = table.get("due")
        day: date | None = None
        if due is not None:
            try:
                day = due if type(due) is date else date.fromisoformat(str(due))
            except ValueError:
                reader.wrong("due", Said('should be a day, as in "2026-12-31"'))
        return Form(
            id=self._id(reader),
            title=reader.text("title"),
            layout=reader.choice("layout", Layout, None) or Layout.SINGLE,
            kind=reader.choice("kind", Kind, None) or Kind.ORGANIZATION,
            items=items,
            overall=overall,
            overall_first=reader.one_of("overall_at", "last", "first") == "first",
            decides=decides or Decides.POOLED,
            due=day,
            rows_per_page=reader.integer("rows_per_page", least=1, most=MOST_ROWS_PER_PAGE),
        )

    def _group(self, at: int, table: Mapping[str, Any]) -> Group:
        reader = TableReader(self.notes, ("groups", at), table, ("id", "label", "pooled"))
        return Group(self._id(reader), reader.text("label"), reader.flag("pooled", default=True))

    def _panel(
        self, at: int, table: Mapping[str, Any], forms: Mapping[str, Form], groups: Mapping[str, Group]
    ) -> Panel:
        reader = TableReader(self.notes, ("panels", at), table, ("id", "form", "raters", "minimum"))
        if "raters" not in table:
            reader.wrong("raters", Said("missing; write how many raters the panel has"))
        minimum = table.get("minimum", {})
        minimums: list[Minimum] = []
        if not isinstance(minimum, dict):
            reader.wrong("minimum", Said("should be written as {{ group = 10 }}"))
            minimum = {}
        for group, number in minimum.items():
            path = ("panels", at, "minimum", group)
            if group not in groups:
                self.notes.mistake(
                    path,
                    Said(
                        'there is no {what} "{id}"; there are {known}',
                        what=Said("rater group"),
                        id=group,
                        known=", ".join(groups) or "-",
                    ),
                )
            if isinstance(number, dict):
                inner = TableReader(self.notes, path, number, ("at_least", "all_up_to"))
                if "at_least" not in number:
                    inner.wrong("at_least", Said("missing; write a number"))
                at_least = inner.integer("at_least", least=1, most=100_000)
                minimums.append(
                    Minimum(group, at_least or 1, inner.integer("all_up_to", least=1, most=100_000))
                )
            elif isinstance(number, bool) or not isinstance(number, int) or number < 1:
                self.notes.mistake(
                    path, Said("should be a number of raters, or {{ at_least = 20, all_up_to = 30 }}")
                )
            else:
                minimums.append(Minimum(group, number, None))
        return Panel(
            id=self._id(reader),
            form=reader.known_id("form", forms, Said("form"), required=True) or "",
            raters=reader.integer("raters", least=1, most=1_000_000) or 1,
            minimum=tuple(minimums),
        )

    def _measures(self, grades: int) -> dict[str, Measure]:
        tables = self.document.get("measures", {})
        if not isinstance(tables, dict):
            self.notes.mistake(("measures",), Said("should be written as [measures.NAME], one for each"))
            return {}
        found: dict[str, Measure] = {}
        for id_, table in tables.items():
            path = ("measures", id_)
            if not isinstance(table, dict):
                self.notes.mistake(path, Said("should be written as [measures.NAME], one for each"))
                continue
            if not ID.fullmatch(id_):
                self.notes.mistake(
                    path, Said('"{id}" should be a letter, then letters, digits, _ or -, at most 32', id=id_)
                )
            reader = TableReader(self.notes, path, table, ("label", "grades", "base", "exclude"))
            counted = reader.grades("grades", grades, required=True)
            base = reader.choice("base", Base, Base.VALID) or Base.VALID
            exclude = reader.grades("exclude", grades, required=False)
            if exclude and base not in (Base.VALID, Base.MARKED):
                reader.wrong("exclude", Said('goes with base "valid" or "marked" only'))
            if counted & exclude:
                reader.wrong("exclude", Said("leaves a grade out of the base that the measure counts"))
            found[id_] = Measure(id_, reader.text("label"), counted, base, exclude)
        return found

    def _rules(
        self, forms: Mapping[str, Form], groups: Mapping[str, Group], measures: Mapping[str, Measure]
    ) -> tuple[Rule, ...]:
        rules: list[Rule] = []
        for at, table in enumerate(self._tables("rules")):
            reader = TableReader(
                self.notes,
                ("rules", at),
                table,
                ["id", "kind", "form", "groups", "when", "verdict", "consequences", "band", "on"],
            )
            id_ = self._id(reader)
            if id_ and any(rule.id == id_ for rule in rules):
                reader.wrong("id", Said('"{id}" stands twice; ids are unique', id=id_))
            kinds = self._kinds(reader, table)
            form = reader.known_id("form", forms, Said("form"), required=False)
            if form and kinds and forms[form].kind not in kinds:
                reader.wrong("form", Said('the form "{form}" grades another kind of subject', form=form))
            on = reader.choice("on", FallsOn, FallsOn.SUBJECT) or FallsOn.SUBJECT
            if on is FallsOn.HEAD and Kind.MEMBER in kinds:
                reader.wrong(
                    "on", Said('only an organization has a head; leave out on, or kind = "organization"')
                )
            rules.append(
                Rule(
                    id=id_,
                    kinds=kinds,
                    form=form,
                    groups=reader.known_ids("groups", groups, Said("rater group")),
                    when=self._when(reader, measures),
                    verdict=reader.text("verdict"),
                    consequences=reader.texts("consequences"),
                    band=reader.optional_text("band"),
                    on=on,
                )
            )
        self._one_measure_a_band(rules)
        return tuple(rules)

    def _kinds(self, reader: TableReader, table: Mapping[str, Any]) -> frozenset[Kind]:
        value = table.get("kind")
        names = value if isinstance(value, list) else [value]
        known = {kind.value: kind for kind in Kind}
        kinds = [known.get(str(name)) for name in names]
        if not kinds or None in kinds:
            reader.wrong("kind", Said('should be "organization" or "member", or a list of both'))
        return frozenset(kind for kind in kinds if kind is not None)

    def _when(self, reader: TableReader, measures: Mapping[str, Measure]) -> Condition:
        text = reader.text("when")
        if not text:
            return Condition(())
        try:
            condition = parse_condition(text)
        except ConditionError as error:
            reader.wrong("when", error.said)
            return Condition(())
        for measure in condition.measures:
            if measure not in measures:
                reader.wrong(
                    "when",
                    Said(
                        'there is no {what} "{id}"; there are {known}',
                        what=Said("measure"),
                        id=measure,
                        known=", ".join(measures) or "-",
                    ),
                )
        for comparison in condition.comparisons:
            if comparison.threshold > 1:
                reader.wrong(
                    "when",
                    Said(
                        "{number} is more than the whole (1 = 100%); did you mean {number}%?",
                        number=comparison.threshold,
                    ),
                )
        return condition

    def _one_measure_a_band(self, rules: list[Rule]) -> None:
        """Rules of a band are over one measure and for the same subjects (docs/scheme.md)."""
        first: dict[str, Rule] = {}
        for at, rule in enumerate(rules):
            if rule.band is None or not rule.when.comparisons:
                continue
            if len(rule.when.measures) > 1:
                self.notes.mistake(
                    ("rules", at, "when"),
                    Said("a rule of a band is over one measure; this one names several"),
                )
                continue
            other = first.setdefault(rule.band, rule)
            if rule.when.measures != other.when.measures:
                self.notes.mistake(
                    ("rules", at, "when"),
                    Said(
                        'the other rules of band "{band}" are over {measure}; a band is over one measure',
                        band=rule.band,
                        measure=other.when.measures[0],
                    ),
                )
            if (rule.kinds, rule.form, rule.groups, rule.on) != (
                other.kinds,
                other.form,
                other.groups,
                other.on,
            ):
                self.notes.mistake(
                    ("rules", at, "band"),
                    Said(
                        'kind, form, groups and on have to be the same in all rules of band "{band}"',
                        band=rule.band,
                    ),
                )

    def _validity(self) -> Validity:
        reader = self._section("validity", "over_issued blank_ballot")
        return Validity(
            over_issued_invalid=reader.one_of("over_issued", "invalid", "report") == "invalid",
            blank_ballot_void=reader.one_of("blank_ballot", "valid", "void") == "void",
        )

    def _roles(self) -> Roles:
        reader = self._section("roles", "organizers clerks reviewers")
        return Roles(reader.texts("organizers"), reader.texts("clerks"), reader.texts("reviewers"))

    def _keying(self) -> Keying:
        reader = self._section("keying", "opinions rulings third_value voids fill numbering")
        return Keying(
            opinions=reader.choice("opinions", Opinions, Opinions.APART) or Opinions.APART,
            rulings_blind=reader.one_of("rulings", "blind", "open") == "blind",
            third_value_needs_second_reviewer=(
                reader.one_of("third_value", "reason", "second-reviewer") == "second-reviewer"
            ),
            voids_reviewed=reader.one_of("voids", "reviewed", "agreed") == "reviewed",
            fill=reader.choice("fill", Fill, Fill.FIRST) or Fill.FIRST,
            numbered_by_stamp=reader.one_of("numbering", "slips", "stamp") == "stamp",
        )
