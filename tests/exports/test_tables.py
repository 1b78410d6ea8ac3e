"""The tables that are submitted: golden files, alignment, width, and nothing that contradicts a verdict."""

from __future__ import annotations

import gettext
import os
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from exports.ascii_table import ascii_table
from exports.bars import bar
from exports.circumstances import BatchReport, Circumstances
from exports.package import package_files, sums, without_roles
from exports.package_check import check_package
from exports.plain_text import clean, wrap
from exports.spreadsheet import free_text
from tally.appraisal_tally import tally_appraisal
from tally.comparison import compare
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.readings import PassReadings, Reading
from tally.said import in_english
from tally.scheme_reader import read_scheme
from tally.settling import settle
from tally.subjects import read_subjects

GOLDEN = Path(__file__).parent / "golden"
PRESET = files("store").joinpath("presets", "coal-bureau", "scheme.toml").read_text(encoding="utf-8")
SUBJECTS = "id,name,kind,in,panel,head,login\nb1,第一党支部,organization,,branch,赵书记,zhao\nb2,=第二|党支部,organization,,branch,,\nm1,王建国,member,b1,,,\nm2,张 伟,member,b1,,,wang\n"


def chinese():
    with as_file(files("tui") / "locale") as folder:
        return gettext.translation("pingyi", folder, languages=["zh"]).gettext


LANGUAGES = {"zh": chinese, "en": lambda: in_english}


def package(bundles, language="zh", sealed=True, practice=False):
    """A package of `bundles`: (id, form, subject, group, issued, first pass, second pass or None)."""
    scheme = read_scheme(PRESET).scheme
    subjects, _ = read_subjects(SUBJECTS.encode(), scheme)
    counts, reports = [], []
    for id_, form, subject, group, issued, one, two in bundles:
        roster = ("m1", "m2") if form == "member" else (subject,)
        cover = CoverSheet(id_, form, subject, group, len(one), issued, 1, roster)
        first, second = (
            PassReadings.of(
                (number, Reading("_" * len(roster) if marks == "V" else marks, marks == "V"))
                for number, marks in enumerate(passed, start=1)
            )
            for passed in (one, two or one)
        )
        rows = row_count(scheme.forms[form], cover)
        comparison = compare(cover.numbers, rows, first, second, voids_reviewed=False)
        settlement = settle(comparison, first, second, (), scheme)
        counts.append(BatchCount(cover, settlement))
        reports.append(BatchReport(cover, "wang", "zhao", first, second, settlement))
    tally = tally_appraisal(scheme, subjects, (), counts)
    about = Circumstances(
        separate_accounts=False,
        practice=practice,
        sealed=sealed,
        as_of="2026-12-10",
        batches=tuple(reports),
        opinions={"b1": ("窗口应当延长办事时间", "多下井")},
        scheme_text=PRESET,
        subjects_text=SUBJECTS,
    )
    return package_files(tally, about, LANGUAGES[language]())


def org(marks, issued=None, second=None):
    return ("B1", "org", "b1", "party", issued, list(marks), list(second) if second else None)


CASES = {
    "complete": [
        org("1" * 18 + "2" * 7 + "34-xV", 31),
        ("B2", "org", "b1", "masses", 10, list("1122344444"), None),
        ("M1", "member", "b1", "party", 4, ["11", "14", "24", "-4"], None),
    ],
    "two-thirds": [org("144", 3)],
    "incomplete": [org("1124", 4, second="1134")],
    "over-issued": [org("1124", 3)],
    "no-valid": [org("VV", 2)],
    "two-organizations": [org("1124", 4), ("B2", "org", "b2", "party", 4, list("4444"), None)],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_golden(case, language):
    made = package(CASES[case], language, sealed=case == "complete")
    wanted = ["statistics-org.txt", "verdicts.txt"]
    if case == "complete":
        wanted += [
            "statistics-member.txt",
            "statistics.csv",
            "results.csv",
            "marks.csv",
            "batches.csv",
            "voids.txt",
        ]
    for name in wanted:
        path = GOLDEN / f"{case}.{language}.{name}"
        if os.environ.get("PINGYI_WRITE_GOLDEN"):
            path.write_bytes(made[name])
        assert made[name] == path.read_bytes(), path.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_line_is_at_most_100_cells_and_table_lines_align(case, language):
    for name, content in package(CASES[case], language).items():
        if not name.endswith(".txt"):
            continue
        block = []
        for line in [*content.decode().split("\n"), ""]:
            assert wcswidth(line) <= 100, (name, line)
            if line.lstrip().startswith(("+--", "|")):
                block.append(wcswidth(line))
            else:
                assert len(set(block)) <= 1, (name, block)
                block = []


def test_what_the_plan_does_not_settle_is_left_to_people():
    text = package(CASES["two-thirds"])["statistics-org.txt"].decode()
    assert "方案未规定(由党组织研究确定)" in text
    assert "党组织研究决定: ____" in text
    assert "不称职”" not in text.split("注:")[0]
    assert "测评无效" in package(CASES["over-issued"])["statistics-org.txt"].decode()
    empty = package(CASES["no-valid"])["statistics-org.txt"].decode()
    assert "无有效票" in empty
    assert "0.00" not in empty, "an empty base is not 0 %"


def test_the_same_state_gives_the_same_bytes_and_recounts():
    made = package(CASES["complete"])
    assert made == package(CASES["complete"])
    translate_for = {name: make() for name, make in LANGUAGES.items()}
    assert check_package(made, translate_for) == ()
    for case in CASES:
        assert check_package(package(CASES[case]), translate_for) == (), case


@pytest.mark.parametrize("name", sorted(package(CASES["complete"])))
def test_a_change_of_any_file_is_found(name):
    translate_for = {key: make() for key, make in LANGUAGES.items()}
    made = package(CASES["complete"])
    content = made[name]
    changed = dict(made)
    changed[name] = content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]
    assert check_package(changed, translate_for)
    del changed[name]
    assert check_package(changed, translate_for)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("marks.csv", b"m4,", b"m1,"),
        ("results.csv", b",18,", b",19,"),
        ("statistics.csv", b"grade1", b"grade9"),
        ("scheme.toml", b"< 60%", b"< 50%"),
        ("batches.csv", b",31,", b",40,"),
    ],
)
def test_a_figure_changed_together_with_its_checksum_is_found(name, old, new):
    translate_for = {key: make() for key, make in LANGUAGES.items()}
    changed = package(CASES["complete"])
    assert old in changed[name]
    changed[name] = changed[name].replace(old, new, 1)
    changed["SHA256SUMS"] = sums(changed)
    assert check_package(changed, translate_for)


def test_a_package_names_nobody_and_no_ballot():
    made = package(CASES["complete"])
    assert b"login" not in made["subjects.csv"]
    assert b"zhao" not in made["subjects.csv"]
    assert made["marks.csv"].decode("utf-8-sig").splitlines()[0] == "form,subject,group,ballot,marks,void"
    lines = made["marks.csv"].decode("utf-8-sig").splitlines()[1:]
    assert [int(line.split(",")[3]) for line in lines] == list(range(1, len(lines) + 1))
    assert lines == sorted(lines, key=lambda line: (line.split(",")[:3], line.split(",")[4]))
    text = 'a = 1\n[roles]\nclerks = ["x"]\n\n[keying]\nfill = "none"\n'
    assert without_roles(text) == 'a = 1\n[keying]\nfill = "none"\n'


def test_practice_stands_on_top_and_at_the_bottom_of_every_page():
    for name, content in package(CASES["complete"], practice=True).items():
        if name.endswith(".txt"):
            lines = content.decode().strip().split("\n")
            assert "练习" in lines[0], name
            assert "练习" in lines[-1], name


def test_text_that_could_run_as_a_formula_is_quoted():
    assert [free_text(text) for text in ("=1", "+1", "-1", "@x", "\uff1d1", "a=1")] == [
        "'=1", "'+1", "'-1", "'@x", "'\uff1d1", "a=1",
    ]  # fmt: skip


def test_control_and_direction_characters_leave_free_text():
    assert clean("a\x1b[31mb\u202ec\n\td\x00") == "abc d"


labels = st.text(alphabet="ab |满意中国。,(1 ", max_size=30)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(labels, st.integers(0, 10**6).map(str)), min_size=1, max_size=6), st.integers(4, 20)
)
def test_any_labels_align(rows, limit):
    lines = ascii_table(["项目", "n"], rows, "lr", [limit, None])
    assert len({wcswidth(line) for line in lines}) == 1
    assert all(line.count("|") in (0, 3) for line in lines)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab cd满意。,", max_size=80), st.integers(4, 30))
def test_wrapping_leaves_nothing_out_and_fits(text, width):
    lines = wrap(text, width)
    assert all(wcswidth(line) <= max(width, 4) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_bar_draws_its_thresholds():
    from fractions import Fraction

    assert bar(Fraction(1, 2), [Fraction(3, 5)], 10) == "[#####.|...]"
    assert bar(None, [], 4) == "[....]"
