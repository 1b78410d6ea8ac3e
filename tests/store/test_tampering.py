"""Tampering with what was handed in, taken in and ruled: every way is caught, by file and ballot."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from small_appraisal import make_small

from store.appraisal import open_appraisal
from store.chain import chained, sha256
from store.keying_session import begin_keying
from store.ruling import open_review, rule
from store.sealing import seal
from store.taking_in import take_in
from store.tallying import tally_of
from store.verification import verify_appraisal
from tally.readings import Reading
from tally.rulings import ProposedRuling
from tally.said import Refused


@pytest.fixture(scope="session")
def counted(tmp_path_factory):
    """An appraisal of one batch: keyed twice, taken in, its one difference ruled on."""
    folder = tmp_path_factory.mktemp("tampering") / "appraisal"
    make_small(folder, rows=2, batches=(("B1", 5),))
    for who, fourth in (("wang", "13"), ("zhao", "12")):
        with begin_keying(open_appraisal(folder, who), "B1") as session:
            for number in range(1, 6):
                session.save(number, Reading(fourth if number == 4 else "11"))
            session.hand_in(5)
    chen = open_appraisal(folder, "chen")
    take_in(chen)
    rule(chen, "B1", [ProposedRuling(4, 2, "2", "")], open_review(chen, "B1").attempts)
    return folder


@pytest.fixture
def folder(counted, tmp_path):
    shutil.copytree(counted, tmp_path / "appraisal")
    return tmp_path / "appraisal"


def findings(folder):
    return [said.text() for said in verify_appraisal(open_appraisal(folder, "olga"))]


def rewrite(path, change, rechain=False):
    """Change the records of a file, in place."""
    path.chmod(0o600)
    tables = json.loads(path.read_text())
    (name,) = tables
    records = [tables[name][key] for key in sorted(tables[name], key=int)]
    records = change(records)
    if rechain:
        records = chained("0" * 64, [{k: v for k, v in one.items() if k != "link"} for one in records])
    path.write_text(
        json.dumps({name: {str(at): one for at, one in enumerate(records, 1)}}, separators=(",", ":"))
    )


def mark(records):
    return [{**one, "marks": "33"} if one.get("ballot") == 3 else one for one in records]


def swap(records):
    return [*records[:2], records[3], records[2], *records[4:]]


def drop(records):
    return [one for one in records if one.get("ballot") != 2]


def cut(records):
    return records[:-1]


def add(records):
    return [*records[:-1], {**records[2], "kind": "correct", "marks": "33"}, records[-1]]


def author(records):
    return [{**records[0], "name": "sun"}, *records[1:]]


WAYS = (mark, swap, drop, cut, add, author)


def test_what_was_not_touched_fits(folder):
    assert findings(folder) == []


@pytest.mark.parametrize("rechain", [False, True], ids=["as it is", "with its chain made anew"])
@pytest.mark.parametrize("way", WAYS)
def test_a_pass_in_custody(folder, way, rechain):
    rewrite(folder / "custody" / "B1.1.1.json", way, rechain)
    first, *_ = findings(folder)
    assert "B1.1.1.json" in first
    assert "not what was taken in" in first
    if way is mark and not rechain:
        assert "ballot 3" in first
    with pytest.raises(Refused, match=r"B1\.1\.1\.json"):
        tally_of(open_appraisal(folder, "olga"))


@pytest.mark.parametrize("rechain", [False, True], ids=["as it is", "with its chain made anew"])
@pytest.mark.parametrize("way", WAYS)
def test_a_clerks_own_file_after_handing_in_is_told_and_changes_nothing(folder, way, rechain):
    before = tally_of(open_appraisal(folder, "olga"))
    rewrite(folder / "entry" / "wang" / "B1.1.1.json", way, rechain)
    (only,) = findings(folder)
    assert "entry/wang/B1.1.1.json" in only
    assert "the count is not touched by it" in only
    assert tally_of(open_appraisal(folder, "olga")).results == before.results


@pytest.mark.parametrize("rechain", [False, True], ids=["as it is", "with its chain made anew"])
def test_a_ruling_changed_or_taken_out(folder, rechain):
    path = folder / "review" / "B1.chen.json"
    rewrite(path, lambda records: [{**one, "reading": "3"} for one in records], rechain)
    assert any("B1.chen.json" in one for one in findings(folder))
    path.unlink()
    assert any("B1.chen.json" in one for one in findings(folder))


def test_a_ruling_put_in_by_hand_is_not_known_to_the_ledger(folder):
    path = folder / "review" / "B1.chen.json"
    rewrite(path, lambda records: [*records, {**records[0], "number": 2, "reading": "3"}], rechain=True)
    assert any("the ledger does not know its rulings from number 2 on" in one for one in findings(folder))


def test_a_ledger_record_changed_moved_or_taken_out(folder):
    ledger = sorted((folder / "ledger").glob("*.json"))
    for path in ledger:
        content = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(content.replace(b'"by":"chen"', b'"by":"dong"'))
        assert path.name in findings(folder)[0]
        path.write_bytes(content)
    assert findings(folder) == []
    ledger[1].rename(ledger[1].with_name("00000009.json"))
    assert "record 2 of the ledger is missing" in findings(folder)[0]


def test_a_whole_ledger_written_anew_does_not_hide_another_pass(folder):
    """Custody, ledger and chain all made anew, as who owns the folder could: the board and the clerk's own
    file still say otherwise."""
    custody = folder / "custody" / "B1.1.1.json"
    rewrite(custody, mark, rechain=True)
    records = []
    for path in sorted((folder / "ledger").glob("*.json")):
        record = json.loads(path.read_text())
        if record.get("tag") == "B1.1.1":
            tables = json.loads(custody.read_text())
            record |= {"sha256": sha256(custody.read_bytes()), "last_link": tables["_default"]["7"]["link"]}
        records.append(record)
    for record in chained("0" * 64, [{k: v for k, v in one.items() if k != "link"} for one in records]):
        path = folder / "ledger" / f"{record['n']:08d}.json"
        path.chmod(0o600)
        path.write_text(json.dumps(record))
    assert any("entry/wang/B1.1.1.json" in one for one in findings(folder))


def test_after_sealing_every_file_is_as_it_was_sealed(folder):
    seal(open_appraisal(folder, "olga"), incomplete=True, reason="for the test")
    assert findings(folder) == []
    scheme = folder / "scheme.toml"
    scheme.write_text(scheme.read_text().replace('"A"', '"Z"'))
    assert "scheme.toml was changed" in findings(folder)[0]


@pytest.mark.parametrize("what", ["symlink", "fifo", "hard link", "folder", "too long"])
def test_a_hostile_file_is_not_taken_in(folder, what):
    path = folder / "entry" / "zhao" / "B1.2.1.json"
    shutil.rmtree(folder / "custody")
    shutil.rmtree(folder / "ledger")
    shutil.rmtree(folder / "review")
    for note in (folder / "board").glob("[tsd]*"):
        note.unlink()
    real = path.rename(folder / "aside.json")
    if what == "symlink":
        path.symlink_to(real)
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "hard link":
        os.link(real, path)
    elif what == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(65 * 1024 * 1024)
    with pytest.raises(Refused, match=r"B1\.2\.1\.json is damaged"):
        take_in(open_appraisal(folder, "chen"))
    assert not list((folder / "custody").iterdir()), "not even the sound one: all or none"
    assert not list((folder / "ledger").iterdir())
