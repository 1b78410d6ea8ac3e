"""`datapackage.json` as another program reads it (frictionless), and what docs/package.md says of a package."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from frictionless import validate

from exports.check_code import check_code
from exports.check_sums import FILE as SUMS
from exports.data_package import FILE as DESCRIPTOR
from exports.data_package import PackageFacts, data_package
from exports.package_check import check_package
from exports.spreadsheet import csv_bytes
from tally.scheme_reader import read_scheme

_SPEC = importlib.util.spec_from_file_location(
    "exported_packages", Path(__file__).with_name("exported_packages.py")
)
exported = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = exported
_SPEC.loader.exec_module(exported)

DOCUMENT = (Path(__file__).parents[2] / "docs" / "package.md").read_text(encoding="utf-8")


def report(folder, made):
    """What frictionless says: kind of error and file."""
    exported.write(folder, made)
    found = validate(str(folder / DESCRIPTOR))
    errors = [(error.type, task.place) for task in found.tasks for error in task.errors]
    errors += [(error.type, "") for error in found.errors]
    assert found.valid is not bool(errors)
    return errors


def described_again(made):
    """The package with a descriptor of its files as they now are: only the contents of tables can be wrong."""
    said = json.loads(made[DESCRIPTOR])["pingyi"]
    text = made["scheme.toml"].decode()
    facts = PackageFacts(
        said["kind"], read_scheme(text).scheme.title, said["as_of"], said["version"], 4, said["encoding"]
    )
    rest = {name: content for name, content in made.items() if name not in (DESCRIPTOR, SUMS)}
    return {**rest, DESCRIPTOR: data_package(rest, facts)}


def fields(made, path):
    (found,) = (one for one in json.loads(made[DESCRIPTOR])["resources"] if one["path"] == path)
    return {field["name"]: field for field in found["schema"]["fields"]}


@pytest.mark.parametrize("name", exported.CASES)
def test_every_package_is_valid(name, tmp_path):
    made = exported.package(name)

    assert report(tmp_path, made) == []
    paths = {one["path"] for one in json.loads(made[DESCRIPTOR])["resources"]}
    assert paths == set(made) - {DESCRIPTOR, SUMS}


@pytest.mark.parametrize("name", ["coal-bureau", "gb18030"])
def test_a_changed_mark_is_found_here_and_by_verify(name, tmp_path):
    made = dict(exported.package(name))
    assert made["marks.csv"].count(b"org,b2,party,") > 1
    made["marks.csv"] = re.sub(rb"(org,b2,party,\d+,)m1,", rb"\1m2,", made["marks.csv"], count=1)

    assert report(tmp_path, made) == [("hash-count", "marks.csv")]
    told = [said.text() for said in check_package(made, exported.TRANSLATE)]
    assert "marks.csv is not what its checksum says" in told
    assert any(one.startswith("results.csv line ") for one in told)


FORGED = {
    "a grade that the scheme has not": ("marks.csv", "marks", "m5", "constraint-error"),
    "a mark of no row": ("marks.csv", "marks", "m", "constraint-error"),
    "a void that is no 1": ("marks.csv", "void", "2", "constraint-error"),
    "a number twice": ("marks.csv", "ballot", "2", "primary-key"),
    "an unknown form": ("marks.csv", "form", "orgs", "constraint-error"),
    "an unknown group": ("results.csv", "group", "others", "constraint-error"),
    "an unknown subject": ("marks.csv", "subject", "b9", "foreign-key"),
    "an organization that is none": ("results.csv", "organization", "b9", "foreign-key"),
    "an unknown mark": ("results.csv", "mark", "m5", "constraint-error"),
    "no count": ("results.csv", "count", "", "constraint-error"),
    "a count below zero": ("results.csv", "count", "-1", "constraint-error"),
    "a percentage over 100": ("results.csv", "percent", "100.01", "constraint-error"),
    "a rate over 100": ("statistics.csv", "satisfaction_percent", "100.01", "constraint-error"),
    "a figure that is a word": ("statistics.csv", "grade1", "one", "type-error"),
    "an unknown status": ("verdicts.csv", "status", "fits", "constraint-error"),
    "an unknown rule": ("verdicts.csv", "rule", "rules", "constraint-error"),
    "an unknown kind": ("subjects.csv", "kind", "organisation", "constraint-error"),
    "above no one": ("subjects.csv", "in", "b9", "foreign-key"),
    "a bundle without ballots": ("batches.csv", "collected", "", "constraint-error"),
    "an opinion on no form": ("opinions.csv", "form", "", "constraint-error"),
}


@pytest.mark.parametrize("case", FORGED)
def test_what_no_cell_may_hold_is_found_by_the_schema_alone(case, tmp_path):
    file, column, value, kind = FORGED[case]
    made = dict(exported.package("coal-bureau"))
    rows = list(csv.reader(io.StringIO(made[file].decode("utf-8-sig"), newline="")))
    rows[1][rows[0].index(column)] = value
    made[file] = csv_bytes(rows[0], rows[1:])

    found = report(tmp_path, described_again(made))

    assert (kind, file) in found, found


def test_the_folded_groups_are_known_in_what_is_published_only():
    made = exported.package("coal-bureau")

    published = fields(made, "published/results.csv")["group"]["constraints"]["enum"]
    assert published == [*fields(made, "results.csv")["group"]["constraints"]["enum"], "others"]


def test_a_rate_of_sheets_issued_may_be_over_100():
    statistics = fields(exported.package("english"), "statistics.csv")

    assert "maximum" not in statistics["turnout_percent"]["constraints"]
    assert statistics["satisfaction_percent"]["constraints"]["maximum"] == 100


@pytest.mark.parametrize("name", exported.CASES)
def test_every_column_is_described_in_the_language_of_the_package(name):
    made = exported.package(name)
    english = read_scheme(made["scheme.toml"].decode()).scheme.language == "en"
    for one in json.loads(made[DESCRIPTOR])["resources"]:
        for field in one.get("schema", {"fields": []})["fields"]:
            assert field["title"], (one["path"], field)
            if not english and field["name"] != "id":
                assert not field["title"].isascii(), (one["path"], field)


def test_what_a_recount_needs_of_the_scheme_stands_in_the_descriptor():
    said = json.loads(exported.package("english")[DESCRIPTOR])

    assert said["counting"] == {"grades": 3, "rows": {"org": 3, "member": 2}, "not_pooled": ["guests"]}


# ---- docs/package.md


def listed():
    """The files of the table, by name, `FORM` for a form's id."""
    return re.findall(r"^\| `([^`]+)` \|", DOCUMENT, flags=re.MULTILINE)


def test_the_document_lists_every_file_that_a_package_can_hold_and_no_other():
    there = set()
    for name in exported.CASES:
        made = exported.package(name)
        forms = read_scheme(made["scheme.toml"].decode()).scheme.forms
        for path in made:
            stem, _, form = path.rpartition("-")
            stem_of_form, _, ending = form.partition(".")
            there.add(f"{stem}-FORM.{ending}" if stem_of_form in forms else path)
    others = {path for path in there if path.endswith((".md", ".xlsx"))}
    folders = ("sent-up", "on-file", "published")

    assert sorted(listed()) == sorted(there - others)
    assert others == {f"{path[:-4]}.md" for path in listed() if path.endswith(".txt")} | {
        f"{folder}/statistics.xlsx" for folder in folders
    }


def test_the_document_names_the_columns():
    made = exported.package("coal-bureau")
    for name in ("results.csv", "published/results.csv", "marks.csv", "batches.csv"):
        head = made[name].decode("utf-8-sig").split("\r\n")[0]
        assert re.search(rf"`{re.escape(name)}`(?:, `[\w/]+\.csv`)*:\s`{head}`", DOCUMENT), name


def test_the_command_of_the_document_computes_the_check_code(tmp_path):
    made = exported.package("english")
    (command,) = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, flags=re.MULTILINE | re.DOTALL)
    exported.write(tmp_path, made)

    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == check_code(made)
    grouped = " ".join(re.findall("....", check_code(made)))
    assert grouped in made["sent-up/statistics-org.txt"].decode()


def test_sha256sum_accepts_the_checksums(tmp_path):
    folder = exported.write(tmp_path, exported.package("formats"))

    done = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", SUMS], cwd=folder, capture_output=True)

    assert (done.returncode, done.stdout) == (0, b"")
