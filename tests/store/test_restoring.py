"""What is not a whole and sound backup is refused in words, and nothing is left behind."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import stat
import sys
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.backup.restoring import restore
from tally.said import Refused

# By one process, so that what they share is made once.
pytestmark = pytest.mark.xdist_group("restoring")


def _beside(name: str):
    spec = importlib.util.spec_from_file_location(
        f"{name}_of_test_restoring", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


aid = _beside("backup_office")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    office = aid.Office(folder / "appraisal", 2)
    office.key("王", "B1")
    office.key("zhao", "B1", aid.SECOND)
    office.take_in()
    office.rule("B1")
    return office.backup(everything=True).read_bytes()


class Refusal:
    """Tries to restore bytes; they have to be refused and nothing may be left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, content: bytes, target: str = "back") -> str:
        (self.folder / "x").write_bytes(content)
        with pytest.raises(Refused) as refused:
            restore(self.folder / "x", self.folder / target)
        assert aid.listed(self.folder) == ["x"]
        assert "nothing was written" in str(refused.value)
        return str(refused.value)


@pytest.fixture
def refusal(tmp_path):
    return Refusal(tmp_path)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_seen(sound, refusal, data):
    place = data.draw(st.integers(0, len(sound) - 1))
    bit = data.draw(st.integers(0, 7))
    refusal(sound[:place] + bytes([sound[place] ^ (1 << bit)]) + sound[place + 1 :])


def test_a_flipped_byte_in_every_block_is_seen(sound, refusal):
    choose = random.Random(2026)
    for start in range(0, len(sound), 512):
        place = start + choose.randrange(512)
        refusal(sound[:place] + bytes([sound[place] ^ choose.randrange(1, 256)]) + sound[place + 1 :])


def test_a_backup_that_is_cut_short_or_longer_is_refused(sound, refusal):
    assert "no backup" in refusal(b"") or "cut short" in refusal(b"")
    ends = {*range(0, len(sound), 997), *range(len(sound) - 12_000, len(sound), 101), len(sound) - 1}
    for end in sorted(ends):
        refusal(sound[:end])
    for more in (b"\0", bytes(10240), sound):
        assert "something was added" in refusal(sound + more)


@pytest.mark.parametrize(
    "content", [b"", b"x", b"ballot,row1\n1,1\n", bytes(10240), os.urandom(5000), b"{}" * 600], ids=range(6)
)
def test_what_is_no_tar_is_refused(refusal, content):
    refusal(content)


@pytest.fixture
def forged(sound):
    return aid.Forged(sound)


def test_a_forged_backup_that_fits_is_taken(forged, tmp_path):
    """So that the refusals below have the reason that they name."""
    (tmp_path / "x").write_bytes(forged.bytes())
    restore(tmp_path / "x", tmp_path / "back")


@pytest.mark.parametrize(
    "path",
    [
        "../x", "/etc/x", "claims/../x", "claims/../../x", "entry/../x", "entry/../../x", "./claims/x", "claims//x",
        "claims/x/y", "entry/x", "entry/王/.x", ".x", "claims/.x.lock", "export/x", "x", "zzz/x", "claims/", "",
        "entry/wang/x/y", "claims/\x1b[31m", "claims/" + "x" * 256,
    ],
)  # fmt: skip
def test_a_name_that_no_appraisal_has_is_refused(forged, refusal, path):
    forged.add(path)
    assert "is no file of an appraisal" in refusal(forged.bytes())
    assert not (refusal.folder.parent / "x").exists()


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, b"L", b"S", b"g"],
)
def test_only_plain_files_are_taken(forged, refusal, kind):
    forged.add("claims/Z1.1.1", b"", type=kind, linkname="/etc/passwd")
    assert "link or no plain file" in refusal(forged.bytes())


def test_a_member_twice_or_out_of_order_is_refused(forged, refusal):
    at = forged.find("claims/B1.1.1")
    forged.members.insert(at, forged.members[at])
    assert "twice or out of order" in refusal(forged.bytes())
    forged.members[0], forged.members[at] = forged.members[at], forged.members[0]
    assert "twice or out of order" in refusal(forged.bytes())


def test_members_and_manifest_have_to_be_the_same(forged, refusal):
    listed = json.loads(json.dumps(aid.Forged(forged.bytes()).manifest["files"]))
    for wrong in (
        listed[:-1],
        [*listed, {**listed[-1], "path": "claims/Z1.1.1"}],
        [*listed[:-1], {**listed[-1], "path": "claims/Z1.1.1"}],
        [*listed[:-1], {**listed[-1], "size": listed[-1]["size"] + 1}],
        [*listed[:-1], {**listed[-1], "size": 1 << 60}],
        [*listed[:-1], {**listed[-1], "size": -1}],
        [*listed[:-1], {**listed[-1], "size": "1"}],
        [*listed[:-1], {**listed[-1], "size": 1e999}],
        [*listed[:-1], {**listed[-1], "sha256": "0" * 64}],
        [*listed[:-1], {**listed[-1], "sha256": "../" * 30}],
        [*listed[:-1], {"path": 3}],
        [*listed[:-1], []],
    ):
        forged.listed = wrong
        refusal(forged.bytes())


@pytest.mark.parametrize("more", ["\n", "x", "]}\n", "{}"])
def test_nothing_stands_behind_the_manifest(forged, refusal, more):
    forged.more = more
    assert "manifest cannot be read" in refusal(forged.bytes())


def test_a_member_of_a_huge_size_is_not_waited_for(forged, refusal):
    info, content = forged.members[-1]
    huge = replace_size(info, 1 << 40)
    forged.members[-1] = (huge, content)
    refusal(forged.bytes())


def replace_size(info: tarfile.TarInfo, size: int) -> tarfile.TarInfo:
    other = tarfile.TarInfo(info.name)
    other.size = size
    return other


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 2), ("format", None), ("kind", "some"), ("kind", 1), ("separate_accounts", "no"), ("by", None),
        ("title", []), ("folders", None), ("folders", []), ("folders", [{"path": ".."}]), ("folders", "x"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_something_else_is_refused(forged, refusal, field, value):
    forged.manifest[field] = value
    why = refusal(forged.bytes())
    assert ("another version" if field == "format" else "manifest cannot be read") in why


@pytest.mark.parametrize("path", ["/etc", "..", "entry/..", "claims/x", "entry/王/x", "zzz"])
def test_a_folder_that_no_appraisal_has_is_refused(forged, refusal, path):
    forged.manifest["folders"].append({**forged.manifest["folders"][0], "path": path})
    assert "no folder of an appraisal" in refusal(forged.bytes())


def test_a_marker_of_separate_accounts_does_not_slip_in(forged, refusal):
    forged.add("accounts", b"", at=forged.find("counts.csv"))
    assert "manifest cannot be read" in refusal(forged.bytes())


def test_a_pass_that_the_ledger_does_not_have_is_refused(forged, refusal):
    at = forged.find("custody/B1.1.1.json")
    info, content = forged.members[at]
    changed = content.replace(b'"marks":"12"', b'"marks":"11"')
    assert changed != content
    forged.members[at] = (info, changed)
    assert "custody/B1.1.1.json is not what was taken in" in refusal(forged.bytes())
    del forged.members[at]
    assert "custody and ledger do not agree on B1.1.1.json" in refusal(forged.bytes())
    forged.members.insert(at, (info, content))
    forged.add("custody/B9.1.1.json", at=at + 2)
    assert "custody and ledger do not agree on B9.1.1.json" in refusal(forged.bytes())


def test_a_ledger_with_a_broken_chain_or_a_gap_is_refused(forged, refusal):
    at = forged.find("ledger/00000002.json")
    info, content = forged.members[at]
    changed = content.replace(b'"by":"chen"', b'"by":"chan"')
    assert changed != content
    forged.members[at] = (info, changed)
    assert "chain" in refusal(forged.bytes())
    del forged.members[at]
    assert "missing" in refusal(forged.bytes())


def test_modes_never_give_anybody_a_set_user_id(forged, tmp_path):
    for info, _ in forged.members:
        info.mode = 0o7777
    for folder in forged.manifest["folders"]:
        folder["mode"] = 0o7777
    (tmp_path / "x").write_bytes(forged.bytes())
    restore(tmp_path / "x", tmp_path / "back")
    for path in (tmp_path / "back", *(tmp_path / "back").rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o3777 if path.is_dir() else 0o777), path


def test_where_an_appraisal_cannot_be_restored(sound, tmp_path):
    (tmp_path / "x").write_bytes(sound)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, why in (("full", "is not empty"), ("file", "is not empty"), ("nowhere/back", "is no folder")):
        with pytest.raises(Refused, match=why):
            restore(tmp_path / "x", tmp_path / name)
    assert aid.listed(tmp_path) == ["file", "full", "x"]
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "x", tmp_path / "empty")
    assert aid.problems(tmp_path / "empty") == []


@pytest.mark.parametrize("call", ["_write", "_finish_folder", "sync_folder"])
def test_restoring_that_fails_leaves_nothing(sound, tmp_path, monkeypatch, call):
    (tmp_path / "x").write_bytes(sound)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"store.backup.restoring.{call}", fail)
    with pytest.raises(Refused, match="back was not saved: the disk is full"):
        restore(tmp_path / "x", tmp_path / "back")
    assert aid.listed(tmp_path) == ["x"]


def test_every_byte_is_checked_before_the_first_file_is_written(sound, tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(sound[:-1])
    monkeypatch.setattr("store.backup.restoring._unpack", lambda *_: pytest.fail("written"))
    with pytest.raises(Refused):
        restore(tmp_path / "x", tmp_path / "back")
