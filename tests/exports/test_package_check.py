"""`verify PACKAGE`: whatever was changed in a package is told, with the file and the line where that can be."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.check_sums import FILE as SUMS
from exports.check_sums import sums
from exports.data_package import FILE as DESCRIPTOR
from exports.data_package import PackageFacts, data_package
from exports.package_check import check_package
from exports.recount import NEEDED
from tally.scheme_reader import read_scheme

_SPEC = importlib.util.spec_from_file_location(
    "exported_packages", Path(__file__).with_name("exported_packages.py")
)
exported = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = exported
_SPEC.loader.exec_module(exported)

BY_DIGEST = re.compile(
    r"account\.(txt|md)|opinions\.csv|.*/(double-entry|opinions|differences|rulings|voids|samples)\.(txt|md)|.*\.(md|xlsx)"
)
"""What takes more than the marks to make again."""
NAMES = ("coal-bureau", "english", "incomplete", "gb18030", "formats")


def told(made):
    return [said.text() for said in check_package(made, exported.TRANSLATE)]


def signed_again(made, **said_too):
    """The package with descriptor and checksums made anew, as a forger would."""
    said = {**json.loads(made[DESCRIPTOR])["pingyi"], **said_too}
    scheme = read_scheme(made["scheme.toml"].decode()).scheme
    facts = PackageFacts(
        said["kind"], scheme.title, said["as_of"], said["version"], len(scheme.grades), said["encoding"]
    )
    rest = {name: content for name, content in made.items() if name not in (DESCRIPTOR, SUMS)}
    rest[DESCRIPTOR] = data_package(rest, facts, exported.TRANSLATE[scheme.language])
    return {**rest, SUMS: sums(rest)}


@pytest.mark.parametrize("name", exported.CASES)
def test_a_package_fits_as_it_was_made(name):
    made = exported.package(name)

    assert told(made) == []
    assert signed_again(made) == made


@given(st.data())
def test_one_changed_byte_of_any_file_is_told(data):
    made = dict(exported.package(data.draw(st.sampled_from(NAMES))))
    name = data.draw(st.sampled_from(sorted(made)))
    content = bytearray(made[name])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    made[name] = bytes(content)

    found = told(made)

    # In the checksums themselves a changed byte is a changed digest, or a changed name of a file.
    assert any(name in one for one in found) or (name == SUMS and found)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_left_out_or_put_in_is_told(name):
    made = exported.package(name)
    for gone in made:
        assert any(gone in one for one in told({path: made[path] for path in made if path != gone}))
    assert told({**made, "on-file/more.txt": b"more\n"})[0] == "on-file/more.txt has no checksum"


@cache
def figures(name):
    """Where digits stand in the files that are made again: (file, place, line)."""
    found = []
    made = exported.package(name)
    for path, content in made.items():
        if path in (SUMS, DESCRIPTOR, *NEEDED) or BY_DIGEST.fullmatch(path):
            continue
        found += [
            (path, match.start(), content.count(b"\n", 0, match.start()) + 1)
            for match in re.finditer(rb"\d", content)
        ]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_figure_is_told_by_file_and_line_though_all_digests_were_made_again(name):
    draw = Random(name)
    places = figures(name)
    files = sorted({path for path, _, _ in places})
    assert {"results.csv", "statistics.csv", "verdicts.csv", "published/results.csv"} <= set(files)
    assert any(path.endswith(".txt") for path in files)
    for file in files:
        for path, at, line in draw.sample([one for one in places if one[0] == file], 2):
            made = dict(exported.package(name))
            content = made[path]
            digit = str((int(content[at : at + 1]) + draw.randint(1, 9)) % 10).encode()
            made[path] = content[:at] + digit + content[at + 1 :]

            found = told(signed_again(made))

            assert any(one.startswith(f"{path} line {line} is not what the marks give") for one in found), (
                path,
                line,
                found,
            )
            # Nothing else was changed, so nothing else is told but a check code that was hit.
            assert all(one.startswith(path) for one in found), found


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_mark_is_told_in_the_tables_though_all_digests_were_made_again(name):
    made = dict(exported.package(name))
    made["marks.csv"] = re.sub(rb",m1([-x1-9]*),", rb",m3\1,", made["marks.csv"], count=1)

    found = told(signed_again(made))

    for path in ("results.csv", "statistics.csv"):
        assert any(one.startswith(f"{path} line ") for one in found)
    # Every table carries the code of other marks.
    tables = [path for path in made if path.endswith(".txt") and not BY_DIGEST.fullmatch(path)]
    for path in tables:
        assert any(one.startswith(f"{path} does not carry the check code") for one in found), path


def test_reports_that_take_more_than_the_marks_are_covered_by_their_digests_alone():
    made = exported.package("formats")
    alone = sorted(path for path in made if BY_DIGEST.fullmatch(path))
    assert len(alone) > 9
    for path in alone:
        changed = {**made, path: made[path] + b" "}
        assert told(changed)[0] == f"{path} is not what its checksum says"
        assert told(signed_again(changed)) == []


# ---- made by another version


def of_another_version(name):
    """A package whose words, columns of texts and layout are another version's."""
    made = dict(exported.package(name))
    assert version("pingyi") != "9.9"
    for path in [path for path in made if path.endswith(".txt")]:
        made[path] = made[path].replace("票".encode(), "张".encode()).replace(b"ballots", b"sheets") + b"\n"
    made["verdicts.csv"] = made["verdicts.csv"].replace("满意率".encode(), "满意度".encode())
    return signed_again(made, version="9.9")


@pytest.mark.parametrize("name", ["coal-bureau", "english", "incomplete"])
def test_another_versions_package_fits_by_its_figures(name):
    assert told(of_another_version(name)) == []


FIGURES = (
    ("results.csv", "count"), ("results.csv", "base"), ("results.csv", "percent"), ("results.csv", "issued"),
    ("results.csv", "collected"), ("results.csv", "void"), ("statistics.csv", "grade2"), ("statistics.csv", "blank"),
    ("statistics.csv", "grade1_percent"), ("statistics.csv", "satisfaction_numerator"),
    ("verdicts.csv", "satisfaction_percent"), ("verdicts.csv", "margin_marks"),
    ("published/results.csv", "count"), ("published/results.csv", "percent"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "column"), FIGURES)
def test_a_changed_figure_of_another_version_is_told_by_file_and_line(path, column):
    made = of_another_version("coal-bureau")
    lines = made[path].decode().split("\r\n")
    at = lines[0].removeprefix("\ufeff").split(",").index(column)
    cells = lines[1].split(",")
    assert cells[at]
    cells[at] = "7" if cells[at] != "7" else "8"
    lines[1] = ",".join(cells)
    made[path] = "\r\n".join(lines).encode()

    (found,) = told(signed_again(made))

    assert found.startswith(f"{path} line 2 is not what the marks give")


def test_a_changed_status_of_another_version_is_told():
    made = of_another_version("coal-bureau")
    made["verdicts.csv"] = made["verdicts.csv"].replace(b"does-not-apply", b"applies", 1)

    (found,) = told(signed_again(made))

    assert found.startswith("verdicts.csv line ")


@pytest.mark.parametrize("path", ["results.csv", "statistics.csv", "verdicts.csv", "published/results.csv"])
def test_a_table_that_another_version_left_out_or_cut_is_told(path):
    made = of_another_version("coal-bureau")
    gone = {name: content for name, content in made.items() if name != path}
    cut = {**made, path: made[path].rsplit(b"\r\n", 2)[0] + b"\r\n"}

    assert told(signed_again(gone)) == [f"{path} is missing"]
    assert any(one.startswith(f"{path} line ") for one in told(signed_again(cut)))
