"""The same appraisal gives the same package, byte by byte, whoever exports it where."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PINGYI = Path(sys.executable).with_name("pingyi")
PLACES = {
    "again": {},
    "the C locale, in America": {"LC_ALL": "C", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "0"},
    "China": {"LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"},
    "Germany": {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
}
FORMATS = ("--format", "xlsx", "--format", "markdown")


def pingyi(folder, *words, who, mask=0o022, **environment):
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PINGYI"))
    }
    call = [str(PINGYI), "--dir", str(folder), "--as", who, *map(str, words)]
    done = subprocess.run(
        call, capture_output=True, text=True, timeout=120, umask=mask, cwd=folder, encoding="utf-8",
        errors="replace", env={**inherited, "LC_ALL": "C.UTF-8", **environment},
    )  # fmt: skip
    assert done.returncode in (0, 1), (words, done.stderr)
    return done


@pytest.fixture(scope="module")
def appraisal(tmp_path_factory):
    """The coal bureau's: two organizations and two members, passes that differ, opinions, a void ballot."""
    beside = tmp_path_factory.mktemp("beside")
    folder = beside / "appraisal"
    folder.mkdir()
    pingyi(folder, "new", "--preset", "coal-bureau", who="olga")
    subjects = beside / "subjects.csv"
    subjects.write_text(
        "id,name,kind,in,panel,head\nb1,=第一|党支部,organization,,branch,赵书记\n"
        "b2,第二党支部,organization,,branch,\nm1,王建国,member,b1,,\nm2,张 伟,member,b1,,\n",
        encoding="utf-8",
    )
    pingyi(folder, "subject", "import", subjects, who="olga")
    for id_, form, subject, group, size in (
        ("B1", "org", "b1", "party", 6), ("B2", "org", "b2", "masses", 3), ("B3", "org", "b1", "masses", 5),
        ("M1", "member", "b1", "party", 3),
    ):  # fmt: skip
        pingyi(folder, "batch", "add", id_, "--form", form, "--subject", subject, "--group", group,
               "--collected", size, "--issued", size + 1, who="olga")  # fmt: skip
    passes = {
        "B1": "ballot,row1,opinion\n1,1,1\n2,2,1\n3,4,\n4,-,\n5,x,\n6,1,1\n",
        "B2": "ballot,row1\n1,1\n2,1\n3,3\n",
        "B3": "ballot,row1\n1,1\n2,2\n3,2\n4,1\n5,1\n",
        "M1": "ballot,row1,row2\n1,1,1\n2,1,4\n3,x,2\n",
    }
    for number, who in enumerate(("wang", "zhao")):
        for id_, text in passes.items():
            keyed = beside / f"{id_}.{who}.csv"
            # The second reads one mark of the first bundle otherwise.
            keyed.write_text(text.replace("3,4,", "3,3,") if number and id_ == "B1" else text)
            pingyi(folder, "import", "--batch", id_, keyed, who=who)
    pingyi(folder, "take-in", who="chen")
    rulings = beside / "rulings.csv"
    rulings.write_text("ballot,row,reading\n3,1,4\n")
    pingyi(folder, "rule", "--batch", "B1", rulings, who="chen")
    return folder


def exported(appraisal, out, *words, **environment):
    pingyi(appraisal, "export", "--out", out, *words, who="chen", **environment)
    return {
        str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def first(appraisal, tmp_path_factory):
    return exported(appraisal, tmp_path_factory.mktemp("first") / "out", *FORMATS)


def different(one, two):
    return sorted({name for name in one.keys() | two.keys() if one.get(name) != two.get(name)})


@pytest.mark.parametrize("place", PLACES)
def test_the_same_bytes_in_another_locale_zone_and_process(appraisal, first, tmp_path, place):
    assert {name.rpartition(".")[2] for name in first} > {"xlsx", "md", "txt", "csv"}

    assert different(first, exported(appraisal, tmp_path / "out", *FORMATS, **PLACES[place])) == []


def test_the_same_bytes_from_a_copy_elsewhere_and_under_another_mask(appraisal, first, tmp_path):
    copy = tmp_path / "a place of its own" / "评议"
    shutil.copytree(appraisal, copy)
    # A copy has other times, and its folders are listed in another order.
    for at, path in enumerate(sorted(copy.rglob("*"), reverse=True)):
        os.utime(path, (at, at))

    assert different(first, exported(copy, tmp_path / "out", *FORMATS, mask=0o077)) == []


def test_the_formats_add_files_and_change_no_table(appraisal, first, tmp_path):
    plain = exported(appraisal, tmp_path / "out")
    changed = different(first, plain)

    assert {"SHA256SUMS", "datapackage.json"} <= set(changed)
    assert {name.rpartition(".")[2] for name in changed} == {"SHA256SUMS", "json", "md", "xlsx"}


def test_the_same_bytes_again_in_gb18030(appraisal, tmp_path):
    one, two = (
        exported(appraisal, tmp_path / name, "--csv-encoding", "gb18030", **environment)
        for name, environment in (("one", {"LC_ALL": "C"}), ("two", {"LC_ALL": "zh_CN.GB18030"}))
    )

    assert different(one, two) == []
    assert "满意".encode("gb18030") in one["results.csv"]


def test_another_state_gives_another_package(appraisal, first, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(appraisal, copy)
    pingyi(copy, "seal", "--incomplete", "--reason", "the day is over", who="olga")

    assert different(first, exported(copy, tmp_path / "out", *FORMATS))
