"""Adding up the packages of units: exact in any order and any grouping, and nothing added that may not be."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
import os
from collections import Counter
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from exports.check_code import check_code, in_groups
from exports.document import Share
from exports.rollup.gathering import Gathering, Named
from exports.rollup.measures import percent_of
from exports.rollup.package import write_rolled_up
from exports.rollup.recounting import recount
from exports.rollup.results_reading import ResultLines, read_results
from exports.rollup.roll import read_roll
from exports.rollup.scheme_cache import Schemes
from exports.rollup.scheme_toml import scheme_toml
from exports.rollup.table import units_document
from exports.rollup.unit_package import PackageFiles, read_unit
from tally.rates import percent_text
from tally.said import Refused
from tally.scheme import Roles
from tally.scheme_reader import read_scheme

GOLDEN = Path(__file__).parent / "golden"
_spec = importlib.util.spec_from_file_location("unit_packages", Path(__file__).with_name("unit_packages.py"))
packages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(packages)
SCHEME, TRANSLATE, changed = packages.SCHEME, packages.TRANSLATE, packages.changed

unit = cache(packages.unit_files)


def digests(made):
    return PackageFiles(made, {name: hashlib.sha256(content).hexdigest() for name, content in made.items()})


def gathered(made, **named):
    """`made`: packages by the name under which they are given."""
    gathering, schemes = Gathering(Named(**named)), Schemes()
    for where, files_ in made.items():
        gathering.add(where, read_unit(digests(files_), schemes))
    return gathering


def rolled(made, roll=(), language="en", **named):
    """The files of the sum."""
    found = {}
    write_rolled_up(
        gathered(made, **named).finish(roll, TRANSLATE[language]),
        TRANSLATE[language],
        lambda name, pieces: found.__setitem__(name, b"".join(pieces)),
    )
    return found


def refusal(made, **named):
    with pytest.raises(Refused) as refused:
        gathered(made, **named)
    return refused.value.said.text()


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def totals(made):
    """What a sum says over all units: every number of results, statistics, verdicts and units, added up."""
    found = Counter()
    for row in table(made["results.csv"]):
        line = row["form"], row["item"], row["group"]
        found["count", *line, row["mark"]] += int(row["count"])
        for column in ("issued", "collected", "valid", "void"):
            if row["mark"] == "m1":
                found[column, *line] += int(row[column])
    for row in table(made["statistics.csv"]):
        for measure in ("satisfaction", "turnout"):
            for part in ("numerator", "denominator"):
                key = f"{measure}_{part}"
                found[key, row["form"], row["item"], row["group"]] += int(row[key])
    for row in table(made["verdicts.csv"]):
        found["verdicts", row["form"], row["rule"], row["band"], row["status"]] += int(row["subjects"])
    for row in table(made["units.csv"]):
        if row["status"] != "missing" and "-" not in row["id"]:
            found["subjects", row["form"]] += int(row["subjects"])
    return +found


def from_the_marks(made):
    """The same counts taken from `marks.csv` and `batches.csv` of appraisals, without any table of the program."""
    found = Counter()
    items = {"org": ("promises", "service", "overall"), "member": ("duty", "example")}
    pooled = ("party", "masses")
    for files_ in made:
        for row in table(files_["marks.csv"]):
            groups = (row["group"], *([""] if row["group"] in pooled else []))
            for group in groups:
                labels = items[row["form"]]
                for at, code in enumerate(row["marks"].removeprefix("m")):
                    for item in (labels[at % len(labels)], ""):
                        found["count", row["form"], item, group, f"m{code}"] += 1
                for item in (*labels, ""):
                    found["void" if row["void"] else "valid", row["form"], item, group] += 1
        for row in table(files_["batches.csv"]):
            for group in (row["group"], *([""] if row["group"] in pooled else [])):
                for item in (*items[row["form"]], ""):
                    found["collected", row["form"], item, group] += int(row["collected"])
                    found["issued", row["form"], item, group] += int(row["issued"])
    return found


# -- what is added up


def test_sums_are_those_of_the_settled_marks_and_of_each_sheet_once():
    made = {f"p{seed}": unit(f"Unit {seed}", seed=seed, branches=3, members=2) for seed in range(4)}
    said = totals(rolled(made))
    counted = from_the_marks(made.values())
    assert {key: said[key] for key in counted} == dict(counted)
    assert said["subjects", "org"] == 12 and said["subjects", "member"] == 24


def test_a_verdict_is_counted_once_for_each_subject():
    made = {f"p{seed}": unit(f"Unit {seed}", seed=seed, branches=3) for seed in range(3)}
    counted = Counter()
    for files_ in made.values():
        for row in table(files_["verdicts.csv"]):
            counted["verdicts", row["form"], row["rule"], row["band"], row["status"]] += 1
    said = totals(rolled(made))
    assert {key: number for key, number in said.items() if key[0] == "verdicts"} == dict(counted)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_the_sum_is_the_same_in_any_order_and_any_grouping(data):
    made = {f"p{seed}": unit(f"Unit {seed}", seed=seed) for seed in range(6)}
    flat = totals(rolled(made))
    left = dict(data.draw(st.permutations(sorted(made.items()))))
    level = 0
    while len(left) > 1:
        level += 1
        size = data.draw(st.integers(1, len(left)))
        names = list(left)
        groups = [names[at : at + size] for at in range(0, len(names), size)]
        left = {
            f"l{level}.{at}": rolled({name: left[name] for name in group}, unit=f"Body {level}.{at}")
            for at, group in enumerate(groups)
        }
        if size == 1 and level > 3:
            left = {"top": rolled(left, unit="Top")}
    (top,) = left.values()
    assert totals(top) == flat
    leaves = {row["check_code"] for row in table(top["units.csv"]) if row["unit"].startswith("Unit")}
    assert leaves == {in_groups(check_code(files_)) for files_ in made.values()}


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_the_packages_makes_no_difference_to_a_byte(order):
    made = {f"p{seed}": unit(f"Unit {seed}", seed=seed) for seed in range(4)}
    made["p9"] = unit("Unit 9", seed=9, scheme=MORE_GROUPS)
    names = [*(f"p{seed}" for seed in order)]
    names.insert(order[0], "p9")
    assert rolled({name: made[name] for name in names}) == rolled(made)


def test_a_number_that_a_unit_does_not_state_is_not_stated_in_the_sum():
    made = {"a": unit("A"), "b": unit("B", issued=False)}
    found = rolled(made)
    rows = table(found["statistics.csv"])
    assert {row["issued"] for row in rows if row["name"] == "B"} == {""}
    assert all(row["issued"] for row in rows if row["name"] == "A")
    text = found["sent-up/statistics-org.txt"].decode()
    assert 'Not stated by 1 units: "issued"; so it is not in the total.' in text
    again = rolled({"sum": found, "c": unit("C")})
    assert {row["issued"] for row in table(again["statistics.csv"]) if row["name"].startswith("2 ")} == {""}


# -- who is in it


def test_each_unit_is_official_or_not_and_complete_or_not():
    made = {
        "a": unit("A"),
        "b": unit("B", sealed=False),
        "c": unit("C", open_ballots=2),
        "d": unit("D", mismatch=1),
        "e": unit("E", separate=True),
    }
    rows = {row["unit"]: row for row in table(rolled(made)["units.csv"])}
    assert [(name, row["status"], row["complete"]) for name, row in sorted(rows.items())] == [
        ("A", "official", "yes"), ("B", "unofficial", "yes"), ("C", "official", "no"), ("D", "official", "no"),
        ("E", "official", "yes"),
    ]  # fmt: skip
    assert {name for name, row in rows.items() if row["accounts"] == "separate"} == {"E"}
    up = {
        row["unit"]: row for row in table(rolled({"x": rolled(made, unit="X"), "f": unit("F")})["units.csv"])
    }
    assert (up["X"]["status"], up["X"]["complete"]) == ("unofficial", "no")
    assert (up["C"]["id"], up["C"]["complete"]) == ("u0002-u0003", "no")


def test_units_missing_from_the_roll_are_listed_and_carried_up():
    made = {"a": unit("Unit A"), "b": unit("Unit B")}
    roll = read_roll("Unit A\nＵｎｉｔ  C\n\nUnit D\n".encode(), "roll.txt")
    gathering = gathered(made)
    assert gathering.missing(roll) == ("Ｕｎｉｔ C", "Unit D")
    assert gathering.not_on(roll) == ("Unit B",)
    found = rolled(made, roll, unit="X")
    assert [row["unit"] for row in table(found["units.csv"]) if row["status"] == "missing"] == [
        "Ｕｎｉｔ C",
        "Unit D",
    ]
    assert (
        "Missing, though on the roll (2): Ｕｎｉｔ C; Unit D" in found["sent-up/statistics-org.txt"].decode()
    )
    up = gathered({"x": found})
    assert up.missing(("Unit A", "Unit B", "Unit C", "X")) == ("Unit C",)
    assert up.not_on(("Unit A",)) == ("Unit B",)
    assert up.not_on(("Other",)) == ("X",)
    rows = {row["unit"]: row for row in table(rolled({"x": found})["units.csv"])}
    assert rows["X"]["complete"] == "no" and rows["Unit D"]["id"] == "u0001-m0002"


def test_a_roll_is_a_list_of_lines_or_a_table():
    assert read_roll("\ufeffA, B\n C \n".encode(), "r.txt") == ("A, B", "C")
    assert read_roll("编号,单位\n1,甲\n2,乙\n".encode(), "r.csv") == ("甲", "乙")
    assert read_roll(b'"A, B"\nC\n', "r.csv") == ("A, B", "C")
    for content, words in (
        (b"A\nB\n a\n", "stands twice"),
        (b"\n", "names no unit"),
        (b"\xff\xfe", "not UTF-8"),
    ):
        with pytest.raises(Refused, match=words):
            read_roll(content, "r.txt")


def test_the_same_unit_or_the_same_package_twice_is_refused():
    a, b = unit("Unit A"), unit("Unit B")
    assert refusal({"x": a, "y": unit("unit  a", seed=5)}) == "unit a stands in x already"
    assert "in x already" in refusal({"x": a, "y": a})
    inside = rolled({"a": a, "b": b}, unit="County")
    code = in_groups(check_code(a)).replace(" ", "")
    assert (
        refusal({"county": inside, "a": a}) == f"the count of Unit A (check code {code}) is in county already"
    )
    assert refusal({"a": a, "county": inside}) == f"the count of County (check code {code}) is in a already"
    other = rolled({"b": b}, unit="Other county")
    assert "is in county already" in refusal({"county": inside, "other": other})


def test_a_unit_whose_name_also_stands_below_another_is_pointed_out():
    inside = rolled({"a": unit("Unit A")}, unit="County")
    gathering = gathered({"county": inside, "again": unit("Unit A", seed=7)})
    assert [said.text() for said in gathering.names_below_as_well()] == [
        "Unit A is also among the units of County: is it counted twice?"
    ]


def test_names_and_titles_of_a_sum():
    a = unit("A")
    b = unit("B", scheme=SCHEME.replace("Appraisal 2026", "Other"))
    scheme = read_scheme(rolled({"a": a})["scheme.toml"].decode()).scheme
    assert (scheme.title, scheme.unit, scheme.period) == ("Appraisal 2026", "1 units together", "2026H2")
    scheme = read_scheme(rolled({"a": a, "b": b})["scheme.toml"].decode()).scheme
    assert (scheme.title, scheme.unit) == ("Appraisals of several units", "2 units together")
    scheme = read_scheme(rolled({"a": a, "b": b}, title="T", unit='"C"\\\n')["scheme.toml"].decode()).scheme
    assert (scheme.title, scheme.unit) == ("T", '"C"\\')


# -- what may not be added up


OTHER = {
    "the language": ('language = "en"', 'language = "zh"'),
    "the grades": ('"good", "fair"', '"good", "so-so"'),
    "the grades: [good, fair, poor] / [fair, good, poor]": ('"good", "fair"', '"fair", "good"'),
    "the forms": (
        "[[groups]]", '[[forms]]\nid = "also"\ntitle = "A"\nlayout = "single"\nkind = "member"\nitems = ["i"]\n\n[[groups]]'
    ),
    'form "member", title': ('"Members"', '"Persons"'),
    'form "member", layout': ('layout = "roster"', 'layout = "single"'),
    'form "org", items': ('"promises", "service"', '"service", "promises"'),
    'form "org", overall: overall / in all': ('overall = "overall"', 'overall = "in all"'),
    'form "org", overall_at': ('overall = "overall"', 'overall = "overall"\noverall_at = "first"'),
    'form "org", decides': ('overall = "overall"', 'overall = "overall"\ndecides = "pooled"'),
    'rater group "party", label': ('"Party members"', '"The Party"'),
    'rater group "guests", pooled: false / true': ("pooled = false", "pooled = true"),
    "the measures": ("measures.turnout]", "measures.turnup]"),
    'measure "satisfaction", label': ('label = "satisfaction"', 'label = "content"'),
    'measure "satisfaction", grades': ("grades = [1, 2]", "grades = [1]"),
    'measure "turnout", base': ('base = "issued"', 'base = "collected"'),
    'measure "satisfaction", exclude': ('base = "valid"', 'base = "valid"\nexclude = [3]'),
    "the rules": ('id = "fine"', 'id = "good"'),
    'rule "rectify", when': ("satisfaction < 60%", "satisfaction < 60.0001%"),
    'rule "rectify", kind': ('["organization", "member"]', '"member"'),
    'rule "rectify", consequences': ('["a plan"]', '["a plan", "a talk"]'),
    'rule "rectify", on': ('kind = ["organization", "member"]\n', 'kind = "organization"\non = "head"\n'),
    'rule "fine", verdict': ('verdict = "fine"', 'verdict = "good"'),
    'rule "rectify", groups': ('verdict = "rectify"', 'verdict = "rectify"\ngroups = ["party"]'),
    "validity, over_issued": ("[[rules]]", '[validity]\nover_issued = "report"\n\n[[rules]]'),
    "validity, blank_ballot": ("[[rules]]", '[validity]\nblank_ballot = "void"\n\n[[rules]]'),
    "the period": ("2026H2", "2026-12"),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHER)
def test_other_rules_are_refused_with_what_differs_and_with_whom(what):
    old, new = OTHER[what]
    assert old in SCHEME
    other = packages.unit_files("B", scheme=SCHEME.replace(old, new, 1), members=0 if "layout" in what else 2)
    said = refusal({"first": unit("A"), "second": other})
    if 'rule "rectify", on' in what:
        what = 'rule "rectify", kind'  # comes first
    assert said.startswith(f"its rules are not those of first: {what}"), said


MORE_GROUPS = SCHEME.replace("[[groups]]", '[[groups]]\nid = "also"\nlabel = "Also"\n\n[[groups]]', 1)
ALIKE = {
    "title": ("Appraisal 2026", "Another title"),
    "assumed": ('["measures.satisfaction.base"]', '["a sentence of its own"]'),
    "panels": ("[measures.satis", '[[panels]]\nid = "p"\nform = "org"\nraters = 3\n\n[measures.satis'),
    "due": ('items = ["promises", "service"]', 'items = ["promises", "service"]\ndue = "2026-12-31"'),
    "keying": ("[[rules]]", '[keying]\nnumbering = "stamp"\n\n[[rules]]'),
    "spelling": ("satisfaction < 60%", "satisfaction<0.6"),
    "roles": ("[[rules]]", '[roles]\nclerks = ["wang"]\n\n[[rules]]'),
}


@pytest.mark.parametrize("what", ALIKE)
def test_what_changes_no_number_may_differ(what):
    old, new = ALIKE[what]
    assert old in SCHEME
    made = {"a": unit("A"), "b": packages.unit_files("B", scheme=SCHEME.replace(old, new, 1))}
    assert len(gathered(made)) == 2


def test_a_group_that_only_one_unit_has_is_kept():
    a, b = unit("A"), packages.unit_files("B", scheme=MORE_GROUPS, groups=("also", "party"))
    found = rolled({"a": a, "b": b})
    groups = {row["group"] for row in table(found["results.csv"]) if row["name"] == "B"}
    assert groups == {"", "also", "party"}
    assert list(read_scheme(found["scheme.toml"].decode()).scheme.groups) == [
        "also",
        "guests",
        "masses",
        "party",
    ]
    assert recount(found, TRANSLATE) == ()


def test_units_of_other_periods_are_taken_where_the_person_says_the_period():
    made = {"a": unit("A"), "b": unit("B", scheme=SCHEME.replace("2026H2", "2026-12"))}
    found = rolled(made, period="2026")
    assert read_scheme(found["scheme.toml"].decode()).scheme.period == "2026"
    assert {row["unit"]: row["period"] for row in table(found["units.csv"])} == {
        "A": "2026H2",
        "B": "2026-12",
    }


def test_a_practice_is_no_appraisal():
    assert refusal({"a": unit("A", practice=True)}) == "it is a practice, no appraisal"


# -- packages as they come


def broken(name, change):
    made = dict(unit("A"))
    made[name] = change(made[name])
    return made


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: broken("marks.csv", lambda it: it + b"x"), "marks.csv is not what its checksum says"),
        (lambda: {**unit("A"), "more.txt": b""}, "more.txt has no checksum"),
        (lambda: {n: c for n, c in unit("A").items() if n != "sent-up/verdicts.txt"}, "sent-up/verdicts.txt is missing"),
        (lambda: {n: c for n, c in unit("A").items() if n != "SHA256SUMS"}, "SHA256SUMS is missing"),
        (lambda: broken("SHA256SUMS", lambda it: it + b"nonsense\n"), "SHA256SUMS holds a line that is no checksum"),
        (lambda: broken("SHA256SUMS", lambda it: it + b"0" * 64 + b"  ../../etc/passwd\n"),
         "SHA256SUMS names a file outside of the package: ../../etc/passwd"),
        (lambda: broken("SHA256SUMS", lambda it: it + b"0" * 64 + b"  ./marks.csv\n"), "outside of the package"),
        (lambda: changed(unit("A"), results_csv=b"nothing"), "results.csv line 1: not what pingyi export writes"),
        (lambda: changed(unit("A"), verdicts_csv=b"nothing"), "verdicts.csv line 1: not what pingyi export writes"),
        (lambda: changed(unit("A"), **{"circumstances.json": b"{}"}), "circumstances.json is not what"),
        (lambda: changed(unit("A"), **{"circumstances.json": unit("A")["circumstances.json"].replace(
            b"2026-12-10", b"../../../x")}), "circumstances.json is not what"),
        (lambda: changed(unit("A"), scheme_toml=b"title = "), "scheme.toml"),
        (lambda: changed(unit("A"), scheme_toml=SCHEME.replace("UNIT", "U" * 201).encode()), "1 to 200 characters"),
    ],
)  # fmt: skip
def test_a_damaged_package_is_refused_with_what_is_wrong(made, words):
    assert words in refusal({"a": made()})


def lines(content):
    return content.decode("utf-8-sig").split("\r\n")


def with_lines(content, change):
    """A CSV file with its lines changed."""
    return b"\xef\xbb\xbf" + "\r\n".join(change(lines(content))).encode()


@pytest.mark.parametrize("quoted", [False, True])
def test_every_line_of_results_has_to_be_one(quoted):
    scheme = SCHEME if quoted else SCHEME.replace("Employees, and others", "Employees")
    made = packages.unit_files("A", scheme=scheme)
    assert (b'"' in made["results.csv"]) is quoted
    known = ResultLines(read_scheme(scheme).scheme)
    whole = lines(made["results.csv"])
    read_results(made["results.csv"], known)
    for at in (1, 2, 7, len(whole) // 2, len(whole) - 2):
        for change in (
            lambda it, at=at: it[:at] + it[at + 1 :],
            lambda it, at=at: [*it[:at], it[at], *it[at:]],
            lambda it, at=at: [*it[:at], it[at].rpartition(",")[0], *it[at + 1 :]],
            lambda it, at=at: [*it[:at], it[at] + ",1", *it[at + 1 :]],
            lambda it, at=at: [*it[:at], it[at].replace(",m", ",n"), *it[at + 1 :]],
            lambda it, at=at: [*it[:at], "z" + it[at], *it[at + 1 :]],
        ):
            with pytest.raises(Refused, match=r"results\.csv"):
                read_results(with_lines(made["results.csv"], change), known)
    with pytest.raises(Refused, match=r"results.csv line 7"):
        read_results(with_lines(made["results.csv"], lambda it: [*it[:9], "x", *it[10:]]), known)


def test_sums_that_contradict_each_other_are_refused():
    made = unit("A")

    def swapped(it):
        cells = it[1].split(",")
        cells[14] = str(int(cells[14]) + 1)
        return [it[0], ",".join(cells), *it[2:]]

    words = refusal({"a": changed(made, results_csv=with_lines(made["results.csv"], swapped))})
    assert words == 'results.csv: the lines of form "org" do not add up'

    def other_base(it):
        return [it[0], *(",".join([*line.split(",")[:15], "999", "1.00"]) for line in it[1:6]), *it[6:]]

    words = refusal({"a": changed(made, results_csv=with_lines(made["results.csv"], other_base))})
    assert words == 'results.csv: the lines of form "org" do not add up'

    def other_sheets(it):
        """One member of a roster whose sheets are said to be more than those of the others."""
        found = []
        for line in it:
            cells = next(csv.reader([line]), [])
            if cells[:2] == ["member", "m0x1"] and cells[6] == "":
                cells[8] = str(int(cells[8]) + 1)
                line = ",".join(cells)
            found.append(line)
        return found

    words = refusal({"a": changed(made, results_csv=with_lines(made["results.csv"], other_sheets))})
    assert words == "results.csv: the sheets of b0 are given in two ways"


def test_a_package_in_gb18030_is_the_same_count():
    plain, coded = unit("A"), packages.unit_files("A", encoding="gb18030")
    assert plain["results.csv"] != coded["results.csv"]
    one, two = rolled({"a": plain}), rolled({"a": coded})
    assert one == two


HOSTILE = [
    "=1+1",
    "'=x",
    'quoted "A", B',
    "line\nend",
    "-",
    "@x",
    "\u202eabc",
    "\ud55c\u2028x",
    "名称" * 90,
    "\x1b[31mred",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_texts_through_two_sums(name):
    escaped = json.dumps(name)[1:-1].replace('\\"', '"')
    made = packages.unit_files("A")
    scheme = SCHEME.replace('"UNIT"', json.dumps(name, ensure_ascii=False)).replace("\x7f", "")
    assert escaped
    made = changed(made, scheme_toml=scheme.encode())
    up = rolled({"x": rolled({"a": made}, unit="X"), "b": unit("B")})
    names = [row["unit"] for row in table(up["units.csv"]) if row["id"] == "u0002-u0001"]
    assert len(set(names)) == 1
    assert not names[0].startswith(("=", "+", "-", "@", "\t"))
    assert "\n" not in names[0] and "\x1b" not in names[0] and "\u202e" not in names[0]
    assert recount(up, TRANSLATE) == ()


def test_a_sum_that_would_carry_a_formula_up_is_made_safe_or_refused():
    found = rolled({"a": unit("A")}, unit="X")
    evil = changed(found, **{"units.csv": found["units.csv"].replace(b",A,", b",=cmd(),")})
    up = rolled({"x": evil})
    assert b",'=cmd()," in up["units.csv"] and b",=cmd()" not in up["units.csv"]
    for old, new in (
        (b"2026H2", b"=cmd()"),
        (b"official", b"=cmd()"),
        (b"u0001", b"=u0001"),
        (b"org,2", b"org,=1"),
    ):
        evil = changed(found, **{"units.csv": found["units.csv"].replace(old, new)})
        assert "units.csv line 2: not what pingyi rollup writes" in refusal({"x": evil})


# -- schemes


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.text(max_size=20)] * 2), min_size=2, max_size=4), st.booleans())
def test_a_scheme_read_by_its_own_lines_is_the_scheme(own, literal):
    schemes = Schemes()
    for title, name in own:
        quoted = [json.dumps(one, ensure_ascii=False).replace("\x7f", "\\u007f") for one in (title, name)]
        if literal and "'" not in title and title.isprintable():
            quoted[0] = f"'{title}'"
        text = SCHEME.replace('"Appraisal 2026"', quoted[0]).replace('"UNIT"', quoted[1])
        scheme = read_scheme(text).scheme
        if scheme is None:
            with pytest.raises(Refused):
                schemes.read(text.encode())
        else:
            assert schemes.read(text.encode()).scheme == scheme


def test_a_scheme_that_differs_in_its_own_lines_alone_is_read_once():
    schemes = Schemes()
    one = schemes.read(SCHEME.encode())
    two = schemes.read(SCHEME.replace("UNIT", "Other").replace("2026H2", "2027").encode())
    assert one.shared is two.shared
    assert (two.unit, two.period) == ("Other", "2027")
    assert schemes.read(SCHEME.replace("60%", "61%").encode()).shared is not one.shared


@pytest.mark.parametrize(
    "text",
    [
        SCHEME.replace('title = "Appraisal 2026"', 'title = """\nperiod = "2020"\nunit = "x"\n"""'),
        SCHEME.replace('title = "Appraisal 2026"', ""),
        SCHEME.replace('title = "Appraisal 2026"', 'title = "a"\ntitle = "b"'),
        SCHEME.replace("2026H2", "2026H3"),
        SCHEME.replace('unit = "UNIT"', "unit = 5"),
        SCHEME.replace('unit = "UNIT"', 'unit = "\\q"'),
        SCHEME.replace('unit = "UNIT"', 'unit = " "'),
    ],
)
def test_own_lines_that_are_not_plain_are_read_with_the_rest(text):
    schemes = Schemes()
    schemes.read(SCHEME.encode())
    scheme = read_scheme(text).scheme
    if scheme is None:
        with pytest.raises(Refused):
            schemes.read(text.encode())
    else:
        assert schemes.read(text.encode()).scheme == scheme


@pytest.mark.parametrize("preset", ["coal-bureau", "school", "water-bureau"])
def test_a_preset_reads_back_from_the_text_of_a_sum(preset):
    text = files("store").joinpath("presets", preset, "scheme.toml").read_text(encoding="utf-8")
    common = gathered_scheme(text)
    assert read_scheme(scheme_toml(common)).scheme == common
    one = read_scheme(text).scheme
    assert (common.grades, common.measures, common.rules) == (one.grades, one.measures, one.rules)


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), st.fractions(0, 1, max_denominator=999)
)
def test_any_label_and_threshold_reads_back_from_the_text_of_a_sum(label, threshold):
    quoted = json.dumps(label, ensure_ascii=False).replace("\x7f", "\\u007f")
    text = SCHEME.replace('"Party members"', quoted).replace(
        "60%", f"{threshold.numerator}/{threshold.denominator}"
    )
    if read_scheme(text).scheme is None:
        return
    common = gathered_scheme(text)
    assert read_scheme(scheme_toml(common)).scheme == common


def gathered_scheme(text):
    from exports.rollup.common_scheme import CommonScheme

    scheme = read_scheme(text).scheme
    common = CommonScheme(scheme).scheme(title="T", unit="U", period="2026", language=scheme.language)
    assert common.roles == Roles() or scheme.roles != Roles()
    return common


@given(st.integers(0, 3000), st.integers(0, 3000), st.lists(st.sampled_from(
    [Fraction(3, 5), Fraction(1, 3), Fraction(2, 3), Fraction(1, 2), Fraction(0), Fraction(1)]), max_size=3))  # fmt: skip
def test_percentages_are_those_of_an_appraisal(numerator, denominator, cuts):
    said = percent_text(Fraction(numerator, denominator), cuts) if denominator else None
    assert percent_of(numerator, denominator, cuts) == said


@pytest.mark.parametrize("numerator", [59_999, 60_000, 60_001, 33_333, 33_334])
def test_a_percentage_never_stands_on_the_other_side_of_a_threshold(numerator):
    cuts = [Fraction(3, 5), Fraction(1, 3)]
    said = percent_of(numerator, 100_000, cuts)
    assert said == percent_text(Fraction(numerator, 100_000), cuts)
    assert all((Fraction(said) / 100 < cut) == (Fraction(numerator, 100_000) < cut) for cut in cuts)


# -- the package


def test_a_sum_is_made_again_out_of_its_own_figures():
    made = {f"p{seed}": unit(f"Unit {seed}", seed=seed, sealed=seed != 1) for seed in range(3)}
    found = rolled(made, ("Unit 0", "Unit 7"), unit="County")
    assert recount(found, TRANSLATE) == ()
    up = rolled({"county": found, "p5": unit("Unit 5", seed=5)}, unit="City")
    assert recount(up, TRANSLATE) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("sent-up/statistics-org.txt", b"total", b"sum", "statistics-org.txt line"),
        ("units.csv", b"Unit 1,", b"Unit 9,", "units' figures give"),
        ("verdicts.csv", b",does-not-apply,", b",applies,", "verdicts.csv"),
        ("statistics.csv", b",good,", b",bad,", "statistics.csv line 2"),
        ("results.csv", b",Party members,", b",The Party,", "results.csv line"),
        ("circumstances.json", b'"sealed": true', b'"sealed": false', "circumstances.json line"),
        ("scheme.toml", b"60%", b"61%", "units' figures give"),
        ("subjects.csv", b"u0002", b"u0009", "subjects.csv line"),
        ("datapackage.json", b"sha256:", b"sha256:0", "datapackage.json line"),
    ],
)
def test_a_changed_figure_of_a_sum_is_found(name, old, new, words):
    made = {f"p{seed}": unit(f"Unit {seed}", seed=seed) for seed in range(3)}
    found = rolled(made, unit="County")
    assert old in found[name]
    forged = changed(found, **{name: found[name].replace(old, new)})
    assert any(words in said.text() for said in recount(forged, TRANSLATE)), recount(forged, TRANSLATE)


def test_a_sum_has_the_files_and_the_code_of_a_package():
    found = rolled({"a": unit("A"), "b": unit("B")}, unit="County")
    assert list(found) and set(found) == {
        "SHA256SUMS", "circumstances.json", "datapackage.json", "results.csv", "scheme.toml",
        "sent-up/statistics-member.txt", "sent-up/statistics-org.txt", "statistics.csv", "subjects.csv", "units.csv",
        "verdicts.csv",
    }  # fmt: skip
    for line in found["SHA256SUMS"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(found[name]).hexdigest() == digest
    covered = ("results.csv", "scheme.toml", "subjects.csv", "units.csv", "verdicts.csv")
    code = hashlib.sha256(
        "".join(hashlib.sha256(found[one]).hexdigest() for one in covered).encode()
    ).hexdigest()
    assert in_groups(code[:16]) in found["sent-up/statistics-org.txt"].decode()
    resources = {one["path"]: one for one in json.loads(found["datapackage.json"])["resources"]}
    for name, one in resources.items():
        assert one["hash"] == "sha256:" + hashlib.sha256(found[name]).hexdigest()
        assert one["bytes"] == len(found[name])
    assert [field["name"] for field in resources["units.csv"]["schema"]["fields"]][:2] == ["id", "unit"]
    for name, content in found.items():
        if name.endswith(".csv"):
            assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") == content.count(b"\r\n")


CHINESE = (
    SCHEME.replace('language = "en"', 'language = "zh"')
    .replace('"good", "fair", "poor"', '"满意", "基本满意", "不满意"')
    .replace('label = "satisfaction"', 'label = "满意率"')
    .replace("Organizations", "党组织群众评议表")
    .replace("Appraisal 2026", "2026年下半年群众评议")
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tables_are_as_they_were_agreed(language):
    scheme = CHINESE if language == "zh" else SCHEME
    made = {f"p{at}": unit(name, seed=at, scheme=scheme, sealed=at != 2, open_ballots=int(at == 3), issued=at != 4)
            for at, name in enumerate(("第一党委", "第二党委", "Third", "第四党委(城关镇)", "第五党委"))}  # fmt: skip
    found = rolled(made, ("第一党委", "第九党委"), language, unit="某市")
    for form in ("org", "member"):
        golden = GOLDEN / f"rollup.{language}.statistics-{form}.txt"
        text = found[f"sent-up/statistics-{form}.txt"].decode()
        assert all(wcswidth(line) <= 100 for line in text.replace("\f", "").split("\n"))
        if os.environ.get("PINGYI_WRITE_GOLDEN"):
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")


def test_figures_that_another_version_wrote_are_compared_without_its_words():
    found = rolled({"a": unit("A"), "b": unit("B", seed=2)})
    old = found["datapackage.json"].replace(b'"version": "', b'"version": "0.0.')
    words = found["sent-up/statistics-org.txt"].replace(b"total", b"sum  ")
    other = changed(found, **{"datapackage.json": old, "sent-up/statistics-org.txt": words})
    assert recount(other, TRANSLATE) == ()
    forged = changed(
        other, **{"verdicts.csv": other["verdicts.csv"].replace(b",does-not-apply,", b",applies,")}
    )
    assert recount(forged, TRANSLATE)


def test_every_line_of_the_tables_adds_up():
    """tables.md: collected = valid + void, valid (or rows, where a line has several) = grades + abstain + spoiled."""
    made = {f"p{seed}": unit(f"Unit {seed}", seed=seed) for seed in range(3)}
    gathering = gathered(made)
    summed = gathering.finish((), TRANSLATE["en"])
    for form in ("org", "member"):
        for sheet in units_document(summed, form, "0" * 16, TRANSLATE["en"]).sheets:
            grid = sheet.blocks[0]
            at = {column.head: place for place, column in enumerate(grid.columns)}
            assert grid.rows
            for row in grid.rows:
                assert row[at["collected"]] == row[at["valid"]] + row[at["invalid"]]
                grades = [cell for cell in row if isinstance(cell, Share)]
                assert {cell.base for cell in grades} == {row[at["rows"]]}
                marked = sum(cell.count for cell in grades)
                assert row[at["rows"]] == marked + row[at["abstain"]] + row[at["spoiled"]]
