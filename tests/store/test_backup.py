"""A backup holds the whole appraisal, or all that is in custody, or there is none."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import stat
import sys
import tarfile
from pathlib import Path

import pytest

from store.appraisal import open_appraisal
from store.backup import making as backup
from store.backup.making import make_backup
from store.backup.places import place_of
from store.backup.restoring import restore
from store.faults import Damaged
from store.opinion_texts import type_opinion
from store.organizing import correct_batch
from store.returning import return_pass
from store.ruling import rule
from store.sealing import reopen, seal
from store.taking_in import take_in
from tally.readings import Pass
from tally.rulings import ProposedRuling
from tally.said import Refused

# By one process, so that what they share is made once.
pytestmark = pytest.mark.xdist_group("backup")


def _beside(name: str):
    spec = importlib.util.spec_from_file_location(
        f"{name}_of_test_backup", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


aid = _beside("backup_office")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    return aid.half_way(tmp_path_factory.mktemp("made") / "appraisal").folder


@pytest.fixture
def office(tmp_path, made_once):
    """A copy of `half_way`."""
    shutil.copytree(made_once, tmp_path / "appraisal")
    return aid.Office(tmp_path / "appraisal", make=False)


def test_everything_comes_back_as_it_was(office, tmp_path):
    made = office.backup(everything=True)
    done = restore(made, tmp_path / "back")
    assert aid.files(tmp_path / "back") == aid.files(office.folder)
    assert aid.problems(tmp_path / "back") == []
    ledger = sorted((office.folder / "ledger").glob("*.json"))
    assert done.last_link == json.loads(ledger[-1].read_text())["link"]
    assert (done.passes, done.records, done.unfinished, done.everything) == (3, len(ledger), 0, True)
    assert done.files == len(aid.files(office.folder))
    assert done.folder == tmp_path / "back"
    for path in (tmp_path / "back").rglob("*"):
        was = (office.folder / path.relative_to(tmp_path / "back")).stat()
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(was.st_mode), path
        assert path.is_dir() or int(path.stat().st_mtime) == int(was.st_mtime)
    assert not list(tmp_path.glob(".*"))


def test_a_custody_backup_holds_no_open_pass_and_no_draft(office, tmp_path):
    export = office.folder / "export" / "2026"
    export.mkdir()
    (export / "marks.csv").write_text("m12")
    made = office.backup()
    done = restore(made, tmp_path / "back")
    there = aid.files(tmp_path / "back")
    assert {name for name in there if name.startswith("entry/")} == {
        "entry/wang/B1.1.1.json", "entry/wang/B2.1.1.json", "entry/zhao/B1.2.1.json",
    }  # fmt: skip
    assert not [name for name in there if name.startswith(("board/saved.B3", "board/handed-in.B3"))]
    assert "board/saved.B2.2.1" not in there
    assert "claims/B3.1.1" in there
    assert not [name for name in there if name.startswith("export/")]
    assert (done.passes, done.unfinished, done.everything) == (3, 2, False)
    assert aid.problems(tmp_path / "back") == []
    # Whoever had begun goes on from nothing, under the same claim.
    back = aid.Office(tmp_path / "back", make=False)
    back.key("wang", "B3")
    back.key("sun", "B2", aid.SECOND)
    back.take_in()
    assert aid.problems(back.folder) == []


def test_a_pass_given_back_before_it_was_taken_in_comes_back_too(office, tmp_path):
    return_pass(office.as_("chen"), "B3", Pass.FIRST, "wrong bundle")
    restore(office.backup(), tmp_path / "back")
    assert aid.problems(tmp_path / "back") == []
    assert "entry/wang/B3.1.1.json" in aid.files(tmp_path / "back")


def test_what_a_clerk_changed_after_taking_in_is_told_of_and_not_copied(office, tmp_path):
    path = office.folder / "entry" / "wang" / "B1.1.1.json"
    path.write_bytes(path.read_bytes() + b" ")
    restore(office.backup(), tmp_path / "back")
    assert not (tmp_path / "back" / "entry" / "wang" / "B1.1.1.json").exists()
    assert aid.problems(tmp_path / "back") == aid.problems(office.folder) != []


@pytest.mark.parametrize("everything", [False, True])
def test_a_sealed_appraisal_comes_back_sealed(tmp_path, everything):
    office = aid.Office(tmp_path / "appraisal", 1)
    office.key("wang", "B1")
    office.key("zhao", "B1", aid.SECOND)
    office.take_in()
    office.rule("B1")
    type_opinion(office.as_("wang"), "B1", 1, "open at noon")
    seal(office.as_("olga"), incomplete=True, reason="no counts")
    restore(office.backup(everything=everything), tmp_path / "back")
    assert aid.problems(tmp_path / "back") == []
    assert "entry/wang/B1.opinions.json" in aid.files(tmp_path / "back")


def test_a_backup_is_a_tar_of_one_person_that_says_what_is_in_it(office):
    made = office.backup(everything=True)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    with tarfile.open(made) as tar:
        members = tar.getmembers()
        names = [member.name for member in members]
        manifest = json.loads(tar.extractfile(members[0]).read())
        for one in manifest["files"]:
            content = tar.extractfile(one["path"]).read()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
    assert names == ["MANIFEST.json", *(one["path"] for one in manifest["files"]), "SHA256"]
    assert (manifest["format"], manifest["kind"], manifest["by"]) == (1, "all", "chen")
    assert manifest["separate_accounts"] is False
    places = [place_of(name) for name in names[1:-1]]
    assert places == sorted(places)
    assert office.backup("two.backup", everything=True).read_bytes()[512:] != b""


def test_the_same_state_gives_the_same_bytes(office, monkeypatch):
    monkeypatch.setattr("store.clock.now", lambda: "2026-12-10T14:32:05+08:00")
    assert (
        office.backup("a", everything=True).read_bytes() == office.backup("b", everything=True).read_bytes()
    )


@pytest.mark.parametrize("who", ["wang", "zhao", "sun"])
@pytest.mark.parametrize("everything", [False, True])
def test_whoever_keyed_anything_open_is_refused(office, who, everything):
    with pytest.raises(Refused, match="you have keyed a pass"):
        office.backup(who=who, everything=everything)
    assert not (office.folder.parent / "one.backup").exists()


def test_only_a_reviewer_makes_one(tmp_path):
    office = aid.Office(tmp_path / "appraisal", 1, '[roles]\norganizers = ["olga"]\nreviewers = ["chen"]\n')
    with pytest.raises(Refused, match="this is for reviewers; olga is not among them"):
        office.backup(who="olga", everything=True)
    office.backup()


def test_with_open_passes_only_for_the_account_that_owns_the_folder(office, monkeypatch):
    monkeypatch.setattr("os.getuid", lambda: 4711)
    with pytest.raises(Refused, match="only root or the account that owns the folder"):
        office.backup(everything=True)
    office.backup()
    os.chown(office.folder, 4711, -1)
    office.backup("two.backup", everything=True)


def test_where_a_backup_cannot_lie(office, tmp_path):
    (tmp_path / "there").write_text("mine")
    for name, why in (
        ("there", "there is a file"),
        ("appraisal/x", "lies in the appraisal itself"),
        ("appraisal/export/x", "lies in the appraisal itself"),
        ("nowhere/x", "is no folder"),
    ):
        with pytest.raises(Refused, match=why):
            office.backup(name)
    (tmp_path / "way").symlink_to(office.folder)
    with pytest.raises(Refused, match="lies in the appraisal itself"):
        office.backup("way/x")
    with pytest.raises(Refused, match="lies in the appraisal itself"):
        make_backup(open_appraisal(tmp_path / "way", "chen"), office.folder / "x")
    assert (tmp_path / "there").read_text() == "mine"


@pytest.mark.parametrize("call", ["_pour", "os.fsync", "_name", "sync_folder"])
def test_a_backup_that_fails_leaves_nothing(office, tmp_path, monkeypatch, call):
    before = aid.listed(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(f"store.backup.writing.{call}", fail)
    with pytest.raises(Refused, match=r"one.backup was not saved"):
        office.backup()
    assert aid.listed(tmp_path) == before


def test_a_disk_without_links_gets_its_backup_too(office, monkeypatch):
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("store.backup.writing.os.link", no_links)
    restore(office.backup(), office.folder.parent / "back")


@pytest.mark.parametrize("name", ["custody/B1.1.1.json", "ledger/00000002.json"])
def test_no_backup_is_made_of_a_damaged_appraisal(office, tmp_path, name):
    path = office.folder / name
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"wang", b"wong"))
    with pytest.raises(Damaged, match="is damaged"):
        office.backup()
    path.unlink()
    with pytest.raises(Damaged, match=r"is damaged|is missing"):
        office.backup()
    assert aid.listed(tmp_path) == ["appraisal"]


def test_a_link_in_a_clerks_folder_is_not_followed(office, tmp_path):
    (tmp_path / "secret").write_text("root's")
    link = office.folder / "entry" / "sun" / "B3.2.1.json"
    link.symlink_to(tmp_path / "secret")
    with pytest.raises(Damaged, match="link or no plain file"):
        office.backup(everything=True)


def test_a_taking_in_that_crashed_halfway_is_left_out(office, tmp_path):
    """Copied into custody and not in the ledger: the clerk's file is still handed in."""
    (office.folder / "custody" / "B3.1.1.json").write_bytes(
        (office.folder / "entry" / "wang" / "B3.1.1.json").read_bytes()
    )
    restore(office.backup(everything=True), tmp_path / "back")
    assert aid.problems(tmp_path / "back") == []
    take_in(open_appraisal(tmp_path / "back", "chen"), "B3")
    assert aid.problems(tmp_path / "back") == []


def test_a_note_that_a_crash_left_out_does_not_stop_the_backup(office, tmp_path, monkeypatch):
    monkeypatch.setattr("store.backup.record_at_rest.PATIENCE", 0.05)
    (office.folder / "board" / "taken-in.B2.1.1").unlink()
    restore(office.backup(everything=True), tmp_path / "back")
    assert aid.problems(tmp_path / "back") == aid.problems(office.folder) != []


@pytest.mark.parametrize("what", ["reopened", "corrected"])
def test_what_would_not_fit_any_more_is_refused(tmp_path, monkeypatch, what):
    office = aid.Office(tmp_path / "appraisal", 2)
    if what == "reopened":
        seal(office.as_("olga"), incomplete=True, reason="early")

    copying = backup._Copying
    the_rest = copying.the_rest

    def meanwhile(self) -> None:
        if what == "reopened":
            reopen(office.as_("olga"), "late")
        else:
            correct_batch(office.as_("olga"), "B2", {"collected": "4"}, "miscounted")
        the_rest(self)

    monkeypatch.setattr(copying, "the_rest", meanwhile)
    with pytest.raises(Refused, match="while it was copied; call it again"):
        office.backup()
    monkeypatch.setattr(copying, "the_rest", the_rest)
    restore(office.backup(), tmp_path / "back")


def test_names_of_any_script_and_any_length(tmp_path):
    office = aid.Office(tmp_path / "appraisal", 1)
    long = "王" * 32
    office.key(long, "B1")
    office.key("赵", "B1", aid.SECOND)
    chen = office.as_("陈" * 32)
    take_in(chen)
    rule(chen, "B1", [ProposedRuling(2, 2, "1", "")])
    restore(office.backup(everything=True), tmp_path / "back")
    assert aid.files(tmp_path / "back") == aid.files(office.folder)
