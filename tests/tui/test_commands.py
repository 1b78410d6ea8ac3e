"""Every command of the contract in its plain form, from an empty folder to the sealed tables."""

from __future__ import annotations

import csv
import io
import json

import pytest

FIRST = "ballot,row1,row2,opinion\n1,1,2,1\n2,1,1,\n3,4,4,\n"
SECOND = "ballot,row1,row2,opinion\n1,1,2,\n2,1,3,\n3,4,4,\n"


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=2, batches=(("B1", 3),))


def both_passes(place):
    place.ok("import", "--batch", "B1", place.write("a.csv", FIRST), who="wang")
    place.ok("import", "--batch", "B1", place.write("b.csv", SECOND), who="zhao")
    place.ok("take-in", who="chen")


def unbroken(path):
    """The text of a report, its lines joined."""
    return " ".join(path.read_text().split())


@pytest.mark.parametrize("preset", ["school", "coal-bureau", "water-bureau"])
def test_each_preset_is_made_and_explained(tmp_path, appraisal, preset):
    place = appraisal()
    place.folder = tmp_path / preset
    place.language = "zh"
    place.ok("new", "--preset", preset, "--title", '新"题', "--unit", "某单位")
    checked = place("check")
    assert '新"题 / 某单位' in checked.out
    assert "方案未写明, 假定" in checked.out
    if preset == "coal-bureau":
        assert checked.status == 1
        assert checked.out.count("方案未规定") == 1
        assert "不满意票比例恰为2/3时无规定" in checked.out
        assert "(20 + 10 + 10)已满40人" in checked.out
        assert "本年度一律不能评先评优" in checked.out
    else:
        assert checked.status == 0
        assert "只出统计数, 不作结论" in checked.out
    if preset == "water-bureau":
        assert "原文残缺,未见规定" in checked.out


def test_from_cover_sheet_to_sealed_tables(place):
    place.ok("counts", "set", "--form", "org", "--subject", "b1", "--issued", 4, "--collected", 3, who="olga")
    states = []

    def state():
        states.append(place.ok("status", "--json").json["batches"][0]["state"])

    state()
    place.ok("import", "--batch", "B1", place.write("a.csv", FIRST), who="wang")
    state()
    place.ok("import", "--batch", "B1", place.write("b.csv", SECOND), who="zhao")
    state()
    place.ok("take-in", who="chen")
    state()
    assert place("take-in", who="chen").status == 1, "nothing waiting"
    shown = place("tally", "--json", who="olga")
    assert shown.status == 1
    assert shown.json["complete"] is False
    assert shown.json["open"] == {
        "batches": 0, "ballots": 1, "differences": 1, "missing": 0, "doubled": 0, "opinions": 1,
    }  # fmt: skip
    assert shown.json["verdicts"][0]["could_change_by_open"] is True
    report = place("differences", who="chen")
    assert report.status == 1
    assert "?" in report.out
    assert "rulings: blind" in report.out
    rulings = place.write("r.csv", "ballot,row,reading\n2,2,1\n1,opinion,yes\n")
    place.ok("rule", "--batch", "B1", rulings, who="chen")
    state()
    place.ok("opinions", "--batch", "B1", who="chen", given="open at noon\n")
    place.ok("seal", who="olga")
    state()
    assert states == ["open", "keying", "handed-in", "differing", "settled", "sealed"]
    assert "sealed" in place.refused("import", "--batch", "B1", place.write("a.csv", FIRST), who="sun")
    assert "sealed" in place.refused("rule", "--batch", "B1", rulings, who="chen")

    tally = place.ok("tally", "--json", who="olga").json
    pooled = next(one for one in tally["results"] if one["row"] is None and one["group"] is None)
    assert pooled["measures"]["satisfaction"] == {"numerator": 4, "denominator": 6, "percent": "66.67"}
    (verdict,) = tally["verdicts"]
    assert (verdict["rule"], verdict["status"], verdict["margin_marks"]) == ("rectify", "does-not-apply", 1)
    place.ok("export", who="olga")
    (package,) = (place.folder / "export").iterdir()
    assert "OFFICIAL" in unbroken(package / "sent-up" / "statistics-org.txt")
    assert "open at noon" in (package / "sent-up" / "opinions.txt").read_text()
    assert "[roles]" not in (package / "scheme.toml").read_text()
    place.ok("verify", package)
    place.ok("verify", who="olga")

    place.ok("reopen", "--reason", "a sheet was found", who="olga")
    place("export", who="olga")
    (later,) = {*(place.folder / "export").iterdir()} - {package}
    assert "UNOFFICIAL" not in unbroken(package / "sent-up" / "statistics-org.txt"), "signed: left alone"
    table = unbroken(later / "sent-up" / "statistics-org.txt")
    assert "UNOFFICIAL" in table
    assert "a sheet was found" in table
    place.ok("verify", who="olga")


def test_bundles_that_do_not_add_up_to_the_count_sheet(place):
    place.ok("counts", "set", "--form", "org", "--subject", "b1", "--issued", 5, "--collected", 5, who="olga")
    place.ok("import", "--batch", "B1", place.write("a.csv", FIRST), who="wang")
    place.ok("import", "--batch", "B1", place.write("b.csv", FIRST), who="zhao")
    place.ok("take-in", who="chen")
    shown = place("tally", "--json", who="olga")
    assert shown.status == 1
    assert shown.json["mismatches"] == [
        {"form": "org", "subject": "b1", "group": None, "counted": 5, "bundled": 3}
    ]
    place.ok(
        "batch",
        "add",
        "S1",
        "--supplement",
        "B1",
        "--collected",
        2,
        "--reason",
        "found in the box",
        who="olga",
    )
    text = place.write("s.csv", "ballot,row1,row2\n1,1,1\n2,1,1\n")
    place.ok("import", "--batch", "S1", text, who="wang")
    place.ok("import", "--batch", "S1", text, who="zhao")
    place.ok("take-in", who="chen")
    assert place.ok("tally", "--json", who="olga").json["complete"] is True
    place.ok("export", who="olga")
    (package,) = (place.folder / "export").iterdir()
    assert "found in the box" in unbroken(package / "sent-up" / "statistics-org.txt")


def test_more_collected_than_issued_is_an_invalid_appraisal(place):
    place.ok("counts", "set", "--form", "org", "--subject", "b1", "--issued", 2, "--collected", 3, who="olga")
    both_passes(place)
    verdicts = place("tally", "--json", who="olga").json["verdicts"]
    assert [one["status"] for one in verdicts] == ["invalid-appraisal"]


def test_a_returned_pass_is_keyed_afresh_and_its_rulings_stand_no_more(place):
    both_passes(place)
    place.ok(
        "rule",
        "--batch",
        "B1",
        place.write("r.csv", "ballot,row,reading\n2,2,1\n1,opinion,yes\n"),
        who="chen",
    )
    assert place("tally", who="chen").status == 0
    place.ok(
        "return", "--batch", "B1", "--pass", "second", "--reason", "keyed from the wrong pile", who="chen"
    )
    assert place.ok("status", "--json", who="chen").json["batches"][0]["second"]["state"] == "open"
    assert place("tally", who="chen").status == 1
    place.ok("import", "--batch", "B1", place.write("b.csv", SECOND), who="sun")
    place.ok("take-in", who="chen")
    report = place("differences", "--json", who="chen")
    assert report.status == 1
    assert all(one["ruled"] is None for one in report.json["batches"][0]["differences"])
    place("export", who="chen")
    (package,) = (place.folder / "export").iterdir()
    assert "keyed from the wrong pile" in unbroken(package / "sent-up" / "statistics-org.txt")
    place.ok("verify", who="chen")


def test_cover_sheets_are_corrected_and_withdrawn_until_custody(place):
    place.ok("batch", "correct", "B1", "--collected", 4, "--reason", "counted again", who="olga")
    assert place.ok("batch", "list", "--json").json["batches"][0]["collected"] == 4
    place.ok("batch", "withdraw", "B1", "--reason", "another unit's", who="olga")
    assert place.ok("status", "--json").json["batches"][0]["state"] == "withdrawn"
    assert "withdrawn" in place.refused("import", "--batch", "B1", place.write("a.csv", FIRST), who="wang")
    place.ok(
        "batch",
        "add",
        "B2",
        "--form",
        "org",
        "--subject",
        "b1",
        "--group",
        "all",
        "--collected",
        3,
        who="olga",
    )
    place.ok("import", "--batch", "B2", place.write("a.csv", FIRST), who="wang")
    place.ok("take-in", who="chen")
    assert "custody" in place.refused("batch", "correct", "B2", "--collected", 4, "--reason", "x", who="olga")


def test_batches_subjects_and_counts_from_files(place):
    place.ok(
        "subject",
        "import",
        place.write("s.csv", "id,name,kind,in\nb2,二支部,organization,\nm9,李,member,b2\n"),
        who="olga",
    )
    place.ok(
        "batch",
        "import",
        place.write("b.csv", "id,form,subject,group,collected\nB7,org,b2,all,2\n"),
        who="olga",
    )
    place.ok(
        "counts", "import", place.write("c.csv", "form,subject,issued,collected\norg,b2,3,2\n"), who="olga"
    )
    listed = place.ok("batch", "list").out
    assert "B7" in listed
    said = place.refused("batch", "import", place.write("b.csv", "id,form,subject,group,collected\nB8,org,b2,all,2\nB7,org,b2,all,2\n"), who="olga")  # fmt: skip
    assert "line 3" in said


def test_tampering_is_found(place):
    both_passes(place)
    place.ok("verify", who="chen")
    custody = place.folder / "custody" / "B1.1.1.json"
    content = custody.read_bytes()
    custody.chmod(0o640)
    custody.write_bytes(content.replace(b'"12"', b'"13"', 1))
    found = place("verify", who="chen")
    assert found.status == 1
    assert "is not what was taken in" in found.out
    custody.write_bytes(content)
    place.ok("verify", who="chen")
    subjects = place.folder / "subjects.csv"
    subjects.write_text(subjects.read_text(encoding="utf-8").replace("Branch", "Other"), encoding="utf-8")
    assert "subjects.csv was changed" in place("verify", who="chen").out


def test_an_edit_of_a_handed_in_file_changes_nothing_and_is_told(place):
    both_passes(place)
    before = place("tally", "--json", who="chen").out
    entry = place.folder / "entry" / "wang" / "B1.1.1.json"
    entry.write_bytes(entry.read_bytes().replace(b'"44"', b'"11"'))
    assert place("tally", "--json", who="chen").out == before
    assert "the count is not touched" in place("verify", who="chen").out


def test_a_missing_ledger_record_or_ruling_that_was_changed(place):
    both_passes(place)
    place.ok("rule", "--batch", "B1", place.write("r.csv", "ballot,row,reading\n2,2,1\n"), who="chen")
    rulings = place.folder / "review" / "B1.chen.json"
    content = rulings.read_bytes()
    rulings.write_bytes(content.replace(b'"reading":"1"', b'"reading":"3"'))
    assert "does not fit its chain" in place("verify", who="chen").out
    assert place("tally", who="chen").status == 2, "refused, not counted"
    rulings.write_bytes(content)
    (place.folder / "ledger" / "00000002.json").unlink()
    assert "missing" in place("verify", who="chen").out


def test_csv_of_the_package_has_bom_crlf_and_no_formula(place):
    subjects = place.folder / "subjects.csv"
    subjects.write_bytes(subjects.read_bytes().replace(b"Branch", b"=1+1"))
    both_passes(place)
    place("export", who="chen")
    (package,) = (place.folder / "export").iterdir()
    for path in package.glob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), path.name
        assert content.count(b"\n") == content.count(b"\r\n"), path.name
    rows = list(csv.DictReader(io.StringIO((package / "statistics.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0]["name"] == "'=1+1"
    assert json.loads(place("tally", "--json", who="chen").out)["results"][0]["name"] == "=1+1"


def test_every_report_says_how_the_count_was_made_and_what_happened_on_the_way(place):
    both_passes(place)
    place.ok("return", "--batch", "B1", "--pass", "second", "--reason", "wrong bundle", who="chen")
    place.ok("import", "--batch", "B1", place.write("again.csv", SECOND), who="sun")
    place.ok("take-in", who="chen")
    place.ok("seal", "--incomplete", "--reason", "the date", who="olga")
    place.ok("reopen", "--reason", "a sheet was found", who="olga")
    place("export", who="chen")
    (package,) = (place.folder / "export").iterdir()
    reports = [path for path in package.rglob("*.txt") if path.parent.name != "published"]
    assert len(reports) >= 9
    for path in reports:
        text = unbroken(path)
        declared = "one account with declared names"
        if path.name == "account.txt":
            declared = "one account under names that they declared"
        for told in (declared, "wrong bundle", "the date", "a sheet was found"):
            assert told in text, (path.name, told)
