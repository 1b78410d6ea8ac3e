"""The package: golden CSV files, the same bytes for the same state, no name in it, and what verify finds."""

from __future__ import annotations

import gettext
import os
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from wcwidth import wcswidth

from exports.check_sums import sums
from exports.circumstances import BatchReport, Circumstances
from exports.csv_encoding import decoded, written
from exports.gathering import Gathering
from exports.package import package_files
from exports.package_check import check_package
from exports.scheme_text import without_roles
from tally.appraisal_tally import tally_appraisal
from tally.comparison import compare
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.readings import PassReadings, Reading
from tally.said import Refused, Said, in_english
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
TRANSLATIONS = {name: make() for name, make in LANGUAGES.items()}


def package(
    bundles,
    language="zh",
    sealed=True,
    practice=False,
    opinions=("窗口应当延长办事时间", "多下井"),
    parts=1,
    **more,
):
    """A package of `bundles`: (id, form, subject, group, issued, first pass, second pass or None)."""
    text = PRESET.replace('language = "zh"', f'language = "{language}"')
    scheme = read_scheme(text).scheme
    subjects, _ = read_subjects(SUBJECTS.encode(), scheme)
    translate = LANGUAGES[language]()
    gatherings = [Gathering(scheme, subjects, translate) for _ in range(parts)]
    counts = []
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
        at = len(counts) * parts // (len(bundles) + 1)
        gatherings[at].add(BatchReport(cover, "wang", "zhao", first, second, settlement), opinions)
    gathering = gatherings[0]
    for other in gatherings[1:]:
        gathering.merge(other)
    tally = tally_appraisal(scheme, subjects, (), counts)
    about = Circumstances(
        separate_accounts=False,
        practice=practice,
        sealed=sealed,
        as_of="2026-12-10",
        remarks=(Said("reopened on {day} ({reason})", day="2026-12-09", reason="柜中又见一捆"),),
        scheme_text=text,
        subjects_text=SUBJECTS,
    )
    return dict(package_files(tally, about, gathering, translate, **more))


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


WANTED = ("marks.csv", "batches.csv", "results.csv", "statistics.csv", "verdicts.csv", "opinions.csv", "subjects.csv",
          "counts.csv", "published/results.csv", "circumstances.json")  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(language):
    made = package(CASES["complete"], language)
    for name in WANTED:
        path = GOLDEN / f"package.{language}.{name.replace('/', '-')}"
        if os.environ.get("PINGYI_WRITE_GOLDEN"):
            path.write_bytes(made[name])
        assert made[name] == path.read_bytes(), path.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_page_holds_60_lines_of_100_cells_and_table_lines_align(case, language):
    for name, content in package(CASES[case], language).items():
        if not name.endswith(".txt"):
            continue
        for page in content.decode().rstrip("\n").split("\f"):
            lines = page.rstrip("\n").split("\n")
            assert len(lines) <= 60, name
            block = []
            for line in [*lines, ""]:
                assert wcswidth(line) <= 100, (name, line)
                if line.startswith(("+--", "|")):
                    block.append(wcswidth(line))
                else:
                    assert len(set(block)) <= 1, (name, block)
                    block = []


def test_what_the_plan_does_not_settle_is_left_to_people():
    made = package(CASES["two-thirds"])
    text = made["sent-up/undecided.txt"].decode()
    assert "方案未规定" in text
    assert (
        "不称职" not in made["sent-up/statistics-org.txt"].decode().split("结论:")[1].split("方案未规定")[0]
    )
    assert "测评无效" in package(CASES["over-issued"])["sent-up/statistics-org.txt"].decode()
    empty = package(CASES["no-valid"])["sent-up/statistics-org.txt"].decode()
    assert "无有效票" in empty
    assert "0.00" not in empty, "an empty base is not 0 %"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_same_state_gives_the_same_bytes_and_recounts(case, language):
    made = package(CASES[case], language, sealed=case != "incomplete")
    assert made == package(CASES[case], language, sealed=case != "incomplete")
    assert check_package(made, TRANSLATIONS) == ()


@pytest.mark.parametrize("case", CASES)
def test_in_gb18030_it_says_the_same_and_recounts(case):
    made, other = package(CASES[case]), package(CASES[case], encoding="gb18030")
    assert check_package(other, TRANSLATIONS) == ()
    assert b"\xef\xbb\xbf" not in other["results.csv"]
    assert "满意".encode("gb18030") in other["results.csv"]
    for name, content in decoded(other, "gb18030").items():
        if name not in ("datapackage.json", "SHA256SUMS"):
            assert content == made[name], name


@pytest.mark.parametrize("lost", ["𬱖", "\U00031350", "😀", "ạ"])
def test_what_would_not_survive_in_gb18030_is_refused_by_file_line_and_character(lost):
    plain = f"\ufeffid,name\r\nb1,王\r\nb2,张{lost}\r\n".encode()
    with pytest.raises(Refused) as refused:
        written("subjects.csv", plain, "gb18030")
    assert "subjects.csv line 3" in refused.value.said.text()
    assert lost in refused.value.said.text()
    assert written("subjects.csv", plain, "utf-8") == plain


@pytest.mark.parametrize("name", sorted(package(CASES["complete"])))
def test_a_change_of_any_file_is_found(name):
    made = package(CASES["complete"])
    content = made[name]
    changed = dict(made)
    changed[name] = content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]
    assert check_package(changed, TRANSLATIONS)
    del changed[name]
    assert check_package(changed, TRANSLATIONS)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("marks.csv", b"m4,", b"m1,"),
        ("results.csv", b",18,", b",19,"),
        ("statistics.csv", b"grade1", b"grade9"),
        ("verdicts.csv", b",applies,", b",does-not-apply,"),
        ("published/results.csv", b"m1", b"m2"),
        ("sent-up/statistics-org.txt", b"18", b"81"),
        ("sent-up/verdicts.txt", "适用".encode(), "不适用".encode()),
        ("on-file/statistics-member.txt", "王".encode(), "张".encode()),
        ("published/notice-org.txt", b"62.07", b"62.08"),
        ("scheme.toml", b"< 60%", b"< 50%"),
        ("batches.csv", b",31,", b",40,"),
        ("circumstances.json", b'"sealed": true', b'"sealed": false'),
    ],
)
def test_a_figure_changed_together_with_its_checksum_is_found(name, old, new):
    changed = package(CASES["complete"])
    assert old in changed[name]
    changed[name] = changed[name].replace(old, new, 1)
    changed["SHA256SUMS"] = sums(changed)
    assert any(name in said.text() or "line" in said.text() for said in check_package(changed, TRANSLATIONS))


def test_a_package_names_nobody_and_no_ballot():
    made = package(CASES["complete"])
    for name, content in made.items():
        if not name.startswith(("on-file/", "scheme.toml")):
            assert b"wang" not in content, name
            assert b"zhao" not in content, name
    assert made["marks.csv"].decode("utf-8-sig").splitlines()[0] == "form,subject,group,ballot,marks,void"
    lines = made["marks.csv"].decode("utf-8-sig").splitlines()[1:]
    assert [int(line.split(",")[3]) for line in lines] == list(range(1, len(lines) + 1))
    order = [(*line.split(",")[:3], line.split(",")[5], line.split(",")[4]) for line in lines]
    assert order == sorted(order)
    text = 'a = 1\n[roles]\nclerks = ["x"]\n\n[keying]\nfill = "none"\n'
    assert without_roles(text) == 'a = 1\n[keying]\nfill = "none"\n'


def test_what_is_published_holds_no_marks_and_no_member():
    for name, content in package(CASES["complete"]).items():
        if name.startswith("published/"):
            assert "王建国" not in content.decode(), name
            assert b"member" not in content, name
            assert "多下井" not in content.decode(), name


def test_practice_stands_on_top_and_at_the_bottom_of_every_page():
    for name, content in package(CASES["complete"], practice=True).items():
        if name.endswith(".txt"):
            for page in content.decode().strip().split("\f"):
                lines = page.strip().split("\n")
                assert "练习" in lines[0], name
                assert "练习" in lines[-1], name


@pytest.mark.parametrize("parts", [2, 3])
def test_a_gathering_put_together_from_parts_gives_the_same_package(parts):
    assert package(CASES["complete"], parts=parts) == package(CASES["complete"])
