"""`pingyi forms`: the papers to print, written where nothing of anybody's is lost."""

from __future__ import annotations

import hashlib
import subprocess

import pytest


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=2, batches=(("B1", 3),))


@pytest.fixture
def out(tmp_path):
    return tmp_path / "printed"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_everybody_may_print_them_and_the_appraisal_stays_as_it_is(place, out):
    before = place.everything()
    answer = place.ok("forms", "--out", out, who="nobody")
    assert answer.out.strip() == f"8 files written to {out}"
    assert answer.err == ""
    assert names(out) == [
        "agenda.txt",
        "ballot.org.b1.all.txt",
        "batch-cover.txt",
        "batch-covers-registered.txt",
        "blank-statistics.org.txt",
        "count-sheets.txt",
        "forms.sha256",
        "handover-list.txt",
        "number-slips.txt",
    ]
    assert place.everything() == before
    ballot = (out / "ballot.org.b1.all.txt").read_text(encoding="utf-8")
    assert "item 1" in ballot
    assert "item 2" in ballot
    assert "G1" in ballot


def test_without_a_place_they_lie_in_the_current_folder(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = place.ok("forms")
    assert str(tmp_path / "forms") in answer.out
    assert (tmp_path / "forms" / "agenda.txt").exists()


def test_the_same_again_gives_the_same_bytes_and_what_changed_is_written_anew(place, out):
    place.ok("forms", "--out", out)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    place.ok("forms", "--out", out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    place.ok("subject", "add", "b2", "Second branch", "--kind", "organization", who="olga")
    place.ok("forms", "--out", out)
    assert b"Second branch" in (out / "count-sheets.txt").read_bytes()
    assert (out / "ballot.org.b2.all.txt").exists()
    checked = subprocess.run(["sha256sum", "-c", "forms.sha256"], cwd=out, capture_output=True, text=True)
    assert checked.returncode == 0, checked


def test_a_file_of_somebody_else_stays_and_nothing_is_written(place, out):
    out.mkdir()
    (out / "agenda.txt").write_text("filled in by hand")
    assert "agenda.txt" in place.refused("forms", "--out", out)
    assert names(out) == ["agenda.txt"]
    (out / "agenda.txt").unlink()
    place.ok("forms", "--out", out)
    (out / "handover-list.txt").write_text("signed")
    (out / "agenda.txt").unlink()
    assert "handover-list.txt" in place.refused("forms", "--out", out)
    assert (out / "handover-list.txt").read_text() == "signed"
    assert not (out / "agenda.txt").exists()


def test_a_link_is_not_written_through(place, out, tmp_path):
    out.mkdir()
    (tmp_path / "elsewhere").write_text("mine")
    (out / "agenda.txt").symlink_to(tmp_path / "elsewhere")
    assert place("forms", "--out", out).status == 2
    assert (tmp_path / "elsewhere").read_text() == "mine"


def test_a_list_that_is_none_is_refused(place, out):
    out.mkdir()
    (out / "forms.sha256").write_text("notes of mine\n")
    assert "forms.sha256" in place.refused("forms", "--out", out)
    assert (out / "forms.sha256").read_text() == "notes of mine\n"


def test_a_file_in_the_place_of_the_folder_is_refused(place, out):
    out.write_text("")
    assert "is no folder" in place.refused("forms", "--out", out)


def test_slips_for_any_bundle_and_a_choice(place, out):
    place.ok("forms", "--out", out, "--slips", 30, "--form", "org", "--subject", "b1", "--group", "all")
    text = (out / "number-slips.txt").read_text(encoding="utf-8")
    assert "No. 30" in text
    assert "B1" not in text
    assert "there is no" in place.refused("forms", "--out", out, "--form", "none")
    assert place("forms", "--out", out, "--slips", 0).status == 2


def test_a_withdrawn_bundle_has_no_cover_and_no_slips(place, out):
    place.ok("batch", "withdraw", "B1", "--reason", "wrong", who="olga")
    place.ok("forms", "--out", out)
    assert "number-slips.txt" not in names(out)
    assert "batch-covers-registered.txt" not in names(out)


def test_the_handover_list_counts_what_was_set_aside_at_the_box(place, out):
    counts = (
        "counts",
        "set",
        "--form",
        "org",
        "--subject",
        "b1",
        "--issued",
        9,
        "--collected",
        8,
        "--set-aside",
        5,
    )
    place.ok(*counts, who="olga")
    place.ok("forms", "--out", out)

    def aside():
        lines = (out / "handover-list.txt").read_text(encoding="utf-8").splitlines()
        return next(line.split("|")[2].strip() for line in lines if "set aside at the box" in line)

    assert aside() == "5"
    place.ok("subject", "add", "b2", "Second branch", "--kind", "organization", who="olga")
    place.ok("forms", "--out", out, "--subject", "b2")
    assert aside() == ""


def test_without_subjects_it_says_so_and_prints_lines_to_write_on(tmp_path, out, appraisal):
    place = appraisal()
    place.folder = tmp_path / "fresh"
    place.ok("new", "--preset", "water-bureau")
    answer = place.ok("forms", "--out", out)
    assert answer.err.count("subjects.csv") == 2
    text = (out / "ballot.branch.txt").read_text(encoding="utf-8")
    assert "原文残缺,未见规定" in text
    assert hashlib.sha256(text.encode()).hexdigest() in (out / "forms.sha256").read_text()
