"""`pingyi rollup`: folders in, one folder out, and nothing written where a package cannot be taken."""

from __future__ import annotations

import importlib.util
import os
import shutil
from functools import cache
from pathlib import Path

import pytest

from tally.said import Refused
from tui.package_folder import read_digests, read_package
from tui.package_search import find_packages

_spec = importlib.util.spec_from_file_location(
    "unit_packages_of_exports", Path(__file__).parents[1] / "exports" / "unit_packages.py"
)
packages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(packages)

unit = cache(packages.unit_files)


@pytest.fixture
def county(tmp_path):
    """A folder with packages as units hand them in: one or two folders deep, one folder empty."""
    for at, place in enumerate(("first/2026-12-10", "second", "third/export/2026-12-11")):
        packages.write(tmp_path / "county" / place, unit(f"Unit {at}", seed=at))
    (tmp_path / "county" / "fourth").mkdir()
    return tmp_path / "county"


@pytest.fixture
def rollup(appraisal, tmp_path):
    """The command, run in a folder of its own that no appraisal is in."""
    place = appraisal()
    place.folder = tmp_path

    def call(*words, status=0):
        answer = place("rollup", *words)
        assert answer.status == status, answer
        return answer

    return call


def rows(file):
    return packages.rows_of(file.read_bytes())


def test_packages_are_found_below_a_folder_and_added_up(rollup, county, tmp_path):
    out = tmp_path / "sum"
    answer = rollup(f"{county}/", "--out", out, "--unit", "County")
    assert answer.out == f"3 units added up\nwritten to {out}\n"
    assert answer.err == f"no package in {county / 'fourth'}\n"  # and no bar: nobody would see it
    assert [row["unit"] for row in rows(out / "units.csv")][::2] == ["Unit 0", "Unit 1", "Unit 2"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert (out.stat().st_mode & 0o777, (out / "units.csv").stat().st_mode & 0o777) == (0o755, 0o644)


def test_any_order_of_the_arguments_gives_the_same_bytes(rollup, county, tmp_path):
    places = [county / "second", county / "first" / "2026-12-10", county / "third"]
    rollup(*places, "--out", tmp_path / "one")
    rollup(*places[::-1], "--out", tmp_path / "two")
    assert read_package(tmp_path / "one") == read_package(tmp_path / "two")


def test_a_sum_is_rolled_up_again_and_recounted(rollup, county, tmp_path):
    rollup(county, "--out", tmp_path / "sum", "--unit", "County", "--recount")
    packages.write(tmp_path / "other", unit("Other", seed=8))
    rollup(tmp_path / "sum", tmp_path / "other", "--recount", "--out", tmp_path / "up", "--unit", "City")
    assert {row["unit"] for row in rows(tmp_path / "up" / "units.csv")} == {
        "County", "Other", "Unit 0", "Unit 1", "Unit 2",
    }  # fmt: skip


def test_a_unit_missing_from_the_roll_is_said_and_everything_written(rollup, county, tmp_path):
    roll = tmp_path / "roll.txt"
    roll.write_text("Unit 0\nUnit 1\nUnit 9\n", encoding="utf-8")
    answer = rollup(county, "--expected", roll, "--out", tmp_path / "sum", status=1)
    assert "missing: Unit 9\n" in answer.err and "not on the roll: Unit 2\n" in answer.err
    assert (tmp_path / "sum" / "SHA256SUMS").exists()
    roll.write_text("Unit 0\nUnit 1\nUnit 2\n", encoding="utf-8")
    rollup(county, "--expected", roll, "--out", tmp_path / "again")


def test_every_package_that_cannot_be_taken_is_named_and_nothing_written(rollup, county, tmp_path):
    damaged = county / "second" / "results.csv"
    damaged.write_bytes(damaged.read_bytes().replace(b"m1,good,", b"m1,good,1", 1))
    packages.write(tmp_path / "county" / "fifth", unit("Practice", practice=True))
    before = sorted(path for path in tmp_path.rglob("*"))
    answer = rollup(county, "--out", tmp_path / "sum", status=2)
    assert answer.err.splitlines() == [
        f"{county / 'fifth'}: it is a practice, no appraisal",
        f"{county / 'second'}: results.csv is not what its checksum says",
        "pingyi: 2 packages cannot be taken; nothing was written",
    ]
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_twenty_packages_are_named_and_the_rest_counted(rollup, tmp_path):
    made = unit("P", practice=True)
    for at in range(23):
        packages.write(tmp_path / "many" / f"{at:02}", made)
    answer = rollup(tmp_path / "many", "--out", tmp_path / "sum", status=2)
    assert len(answer.err.splitlines()) == 22
    assert "and 3 more" in answer.err


def test_mixed_rules_are_refused_with_both_packages(rollup, tmp_path):
    packages.write(tmp_path / "a", unit("A"))
    packages.write(tmp_path / "b", unit("B", scheme=packages.SCHEME.replace("60%", "50%")))
    answer = rollup(tmp_path / "a", tmp_path / "b", "--out", tmp_path / "sum", status=2)
    assert f"{tmp_path / 'b'}: its rules are not those of {tmp_path / 'a'}" in answer.err
    assert 'rule "rectify", when: satisfaction < 60% / satisfaction < 50%' in answer.err


def test_recount_finds_what_the_checksums_do_not(rollup, tmp_path):
    made = unit("A")
    forged = packages.changed(made, **{"statistics.csv": made["statistics.csv"].replace(b"good", b"best")})
    packages.write(tmp_path / "a", forged)
    rollup(tmp_path / "a", "--out", tmp_path / "sum")
    answer = rollup(tmp_path / "a", "--recount", "--out", tmp_path / "again", status=2)
    assert "statistics.csv line 2 is not what the marks give" in answer.err
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "is no folder; give the folder of a package"),
        (["county/fourth"], "there is no package in"),
        (["county", "county/second"], "was given twice"),
        (["county", "./county/first/../second/"], "was given twice"),
        (["county", "--out", "taken"], "is there already; give a new folder"),
        (["county", "--expected", "no-roll.txt"], "there is no file no-roll.txt"),
        (["county", "--period", "soon"], "should be a year, a half-year or a month"),
        ([], "Missing argument"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(rollup, county, tmp_path, monkeypatch, words, said):
    packages.write(tmp_path / "taken", unit("Taken"))
    monkeypatch.chdir(tmp_path)
    answer = rollup(*words, status=2)
    assert said in answer.err and len(answer.err.splitlines()) == 1
    assert not (tmp_path / "rollup-2026-12-10").exists()


def test_without_out_the_sum_lies_in_a_folder_of_its_last_day(rollup, county, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    packages.write(county / "late", unit("Late", day="2027-01-08"))
    rollup("county")
    assert (tmp_path / "rollup-2027-01-08" / "SHA256SUMS").exists()
    rollup("county", status=2)


def test_an_empty_folder_is_filled_and_a_link_is_not(rollup, county, tmp_path):
    (tmp_path / "empty").mkdir()
    rollup(county, "--out", tmp_path / "empty")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    answer = rollup(county, "--out", tmp_path / "link", status=2)
    assert "is there already" in answer.err and not any((tmp_path / "elsewhere").iterdir())


# -- a package's folder


@pytest.fixture
def folder(tmp_path):
    return packages.write(tmp_path / "package", unit("A"))


def put_link(folder):
    (folder / "statistics.csv").unlink()
    (folder / "statistics.csv").symlink_to("/etc/passwd")


def put_link_to_folder(folder):
    shutil.move(folder / "sent-up", folder.parent / "moved")
    (folder / "sent-up").symlink_to(folder.parent / "moved")


def put_pipe(folder):
    os.mkfifo(folder / "pipe.txt")


def put_deep(folder):
    (folder / "a/b/c/d").mkdir(parents=True)


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (put_link, "statistics.csv is a link or no plain file"),
        (put_link_to_folder, "sent-up is a link or no plain file"),
        (put_pipe, "pipe.txt is a link or no plain file"),
        (put_deep, "d lies too deep for a package"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "holds no package"),
        (lambda folder: (Path(os.fsencode(folder).decode()) / os.fsdecode(b"\xff.txt")).write_bytes(b""), "not UTF-8"),
    ],
)  # fmt: skip
def test_a_folder_with_more_than_plain_files_is_no_package(folder, put, said):
    read_package(folder)
    put(folder)
    for read in (read_package, lambda place: read_digests(place, {"results.csv"})):
        with pytest.raises(Refused, match=said):
            read(folder)


def test_a_package_larger_than_any_is_refused(folder, monkeypatch):
    monkeypatch.setattr("tui.package_folder.LARGEST", 10_000)
    with pytest.raises(Refused, match="larger than any package"):
        read_package(folder)
    monkeypatch.undo()
    monkeypatch.setattr("tui.package_folder.MOST_FILES", 5)
    with pytest.raises(Refused, match="larger than any package"):
        read_package(folder)


def test_reading_whole_or_by_digests_is_the_same(folder, monkeypatch):
    import hashlib

    whole = read_package(folder)
    assert whole == unit("A") and list(whole) == sorted(whole)
    monkeypatch.setattr("tui.package_folder._PIECE", 100)  # larger files are hashed in pieces
    read = read_digests(folder, {"results.csv", "marks.csv"})
    assert read.contents == {name: whole[name] for name in ("marks.csv", "results.csv")}
    assert read.digests == {name: hashlib.sha256(content).hexdigest() for name, content in whole.items()}


def test_packages_are_looked_for_in_order_and_links_are_not_followed(tmp_path, folder):
    (tmp_path / "of/b").mkdir(parents=True)
    shutil.copytree(folder, tmp_path / "of/b/2")
    shutil.copytree(folder, tmp_path / "of/a")
    shutil.copytree(folder, tmp_path / "of/.hidden")
    (tmp_path / "of/c").symlink_to(folder)
    (tmp_path / "of/d/e").mkdir(parents=True)
    found = find_packages([tmp_path / "of"])
    assert [path.relative_to(tmp_path / "of").as_posix() for path in found.packages] == ["a", "b/2"]
    assert [path.name for path in found.without] == ["d"]
