"""The issue's real input, through the command line of the installed program."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import time
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"


def load(name):
    return json.loads((DATA / name).read_text())


def rows_of(name):
    with (DATA / name).open(newline="") as file:
        return {row.pop("ballot"): "".join(row.values()) for row in csv.DictReader(file)}


@pytest.fixture
def orsay(appraisal):
    place = appraisal(grades=6, rows=12, batches=())
    added = place.ok(
        "batch",
        "add",
        "B1",
        "--form",
        "org",
        "--subject",
        "b1",
        "--group",
        "all",
        "--collected",
        1733,
        who="olga",
    )
    assert "1733" in added.err, "a bundle of more than 100 is accepted with a warning"
    start = time.perf_counter()
    place.ok("import", "--batch", "B1", "--keep-doubled", DATA / "orsay2007.passA.csv", who="wang")
    place.ok("import", "--batch", "B1", "--keep-doubled", DATA / "orsay2007.passB.csv", who="zhao")
    assert time.perf_counter() - start < 60, "a whole pass is one write, not one a ballot"
    place.ok("take-in", who="chen")
    return place


def test_orsay_differences_doubled_and_missing_are_exactly_those_put_in(orsay):
    said = load("orsay2007.errors.json")["comparison"]

    answer = orsay("differences", "--json", who="chen")

    assert answer.status == 1, "differences that nobody has ruled on"
    (batch,) = answer.json["batches"]
    assert [(one["ballot"], one["row"]) for one in batch["differences"]] == [
        (ballot, row) for ballot, row, *_ in said["mismatch_list"]
    ]
    assert all(one["first"] is one["second"] is one["ruled"] is None for one in batch["differences"]), "blind"
    assert batch["only_first"] == said["only_in_A"]
    assert batch["only_second"] == said["only_in_B"]
    assert batch["in_neither"] == said["in_neither_pass"]
    assert batch["doubled_first"] == [one["ballot"] for one in said["duplicate_numbers_in_A"]]
    assert batch["doubled_second"] == [one["ballot"] for one in said["duplicate_numbers_in_B"]]
    assert batch["agreement"]["compared_ballots"] == said["compared_ballots"]
    assert batch["agreement"]["compared_marks"] == said["compared_marks"]
    assert batch["agreement"]["mismatched_marks"] == said["mismatched_marks"]
    assert batch["agreement"]["mismatched_ballots"] == said["mismatched_ballots"]


def test_orsay_with_rulings_from_the_true_ballots_is_the_perfect_tally(orsay):
    errors = load("orsay2007.errors.json")
    true = rows_of("orsay2007.ballots.csv")
    said = errors["comparison"]
    lines = ["ballot,row,reading,reason"]
    for ballot, row, first, second, reading in said["mismatch_list"]:
        reason = "" if reading in (first, second) else "misread-alike"
        lines.append(f"{ballot},{row},{reading},{reason}")
    doubled = [one["ballot"] for one in (*said["duplicate_numbers_in_A"], *said["duplicate_numbers_in_B"])]
    for ballot in (*doubled, *said["only_in_A"], *said["only_in_B"]):
        lines.append(f"{ballot},,{true[str(ballot)]},read from the paper")
    for ballot in said["in_neither_pass"]:
        lines.append(f"{ballot},,absent,")
    orsay.ok("rule", "--batch", "B1", orsay.write("rulings.csv", "\n".join(lines) + "\n"), who="chen")

    assert orsay("differences", "--json", who="chen").status == 0
    answer = orsay.ok("tally", "--json", who="chen")

    tally = answer.json
    assert tally["complete"] is True
    expected = errors["tallies"]["after_perfect_reconciliation"]
    pooled = {one["row"]: one for one in tally["results"] if one["group"] is None and one["row"] is not None}
    assert len(pooled) == len(expected) == 12
    for row, counts in enumerate(expected, start=1):
        result = pooled[row]
        assert {**result["marks"], "blank": result["blank"]} == counts, row
        assert result["valid"] == errors["tallies"]["after_perfect_reconciliation_ballots"] == 1732
        assert result["spoiled"] == 0
    ruled = orsay("differences", "--json", who="chen").json["batches"][0]
    by_place = {(one["ballot"], one["row"]): one for one in ruled["differences"]}
    for ballot, row, first, second, reading in said["mismatch_list"]:
        assert by_place[ballot, row] == {
            "ballot": ballot, "row": row, "first": first, "second": second, "ruled": reading,
        }  # fmt: skip
    wrong_first = sum(first != reading for *_, first, _, reading in said["mismatch_list"])
    errors = {name: ruled["errors"][name] for name in ("first", "second", "ruled")}
    assert errors == {
        "first": wrong_first,
        "second": sum(second != reading for *_, second, reading in said["mismatch_list"]),
        "ruled": 237,
    }


def test_cfout_with_five_steps_has_its_23_differences_and_no_other(appraisal):
    place = appraisal(grades=5, rows=10)
    place.ok(
        "batch",
        "add",
        "C1",
        "--form",
        "org",
        "--subject",
        "b1",
        "--group",
        "all",
        "--collected",
        1000,
        who="olga",
    )
    place.ok("import", "--batch", "C1", DATA / "cfout1000.passA.csv", who="wang")
    place.ok("import", "--batch", "C1", DATA / "cfout1000.passB.csv", who="zhao")
    place.ok("take-in", who="chen")

    (batch,) = place("differences", "--json", who="chen").json["batches"]

    said = load("cfout1000.errors.json")["ten_graded_rows"]
    assert [(one["ballot"], one["row"]) for one in batch["differences"]] == [
        (ballot, row) for ballot, row, *_ in said["mismatch_list"]
    ]
    assert len(batch["differences"]) == 23
    assert batch["only_first"] == batch["only_second"] == batch["in_neither"] == batch["doubled_first"] == []
    assert batch["agreement"]["compared_marks"] == 10000


def test_cfout_with_its_own_four_steps_refuses_each_5_by_ballot_and_row(appraisal):
    place = appraisal(grades=4, rows=10)
    place.ok(
        "batch",
        "add",
        "C1",
        "--form",
        "org",
        "--subject",
        "b1",
        "--group",
        "all",
        "--collected",
        1000,
        who="olga",
    )
    content = (DATA / "cfout1000.passB.csv").read_text()

    said = place.refused("import", "--batch", "C1", DATA / "cfout1000.passB.csv", who="zhao")
    assert 'ballot 796, row 3: "5" is no mark here' in said

    lines = content.splitlines()
    lines[796] = lines[796].replace("5", "4")
    said = place.refused("import", "--batch", "C1", place.write("b.csv", "\n".join(lines) + "\n"), who="zhao")
    assert 'ballot 919, row 4: "5" is no mark here' in said

    lines[919] = lines[919].replace("5", "4")
    place.ok("import", "--batch", "C1", place.write("b.csv", "\n".join(lines) + "\n"), who="zhao")


def test_the_package_of_orsay_recounts_and_a_changed_mark_is_found(orsay, tmp_path):
    assert orsay("export", "--out", tmp_path / "one", who="chen").status == 1, "written, and not complete"
    assert orsay("export", "--out", tmp_path / "two", who="chen").status == 1
    one, two = (
        {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two, "byte-identical"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "one", check=True)
    assert orsay("verify", tmp_path / "one").status == 0
    marks = list(csv.reader(io.StringIO(one["marks.csv"].decode("utf-8-sig"))))
    assert len(marks) - 1 == 1733 - 1 - 2 - 2 - 4 - 189

    text = one["marks.csv"].replace(b"m1", b"m2", 1)
    (tmp_path / "one" / "marks.csv").write_bytes(text)
    found = orsay("verify", tmp_path / "one")
    assert found.status == 1
    assert "marks.csv is not what its checksum says" in found.out
    assert "is not what the marks give" in found.out
