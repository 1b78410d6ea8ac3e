"""The board: what counts on it is what its author may say, where accounts are separate."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from store import board, claims
from store.appraisal import open_appraisal
from store.board import note_handed_in, note_pass, note_seal, note_settled, noted, read_board, sealed_since
from store.claims import make_claim, read_claims
from store.layout import PassTag
from store.making import make_appraisal
from tally.said import Refused

TAG = PassTag("B1", 1, 1)
ACCOUNTS = {11: "li", 12: "wang", 13: "zhao", 14: "chen", 15: "left", 0: "root"}
UIDS = {name: uid for uid, name in ACCOUNTS.items()}
ROLES = '\n[roles]\norganizers = ["li"]\nclerks = ["wang", "zhao"]\nreviewers = ["chen"]\n'


@pytest.fixture
def appraisal(tmp_path, monkeypatch):
    """An appraisal as if accounts were separate, the owner of each file told by `owned`."""
    folder = tmp_path / "appraisal"
    make_appraisal(folder, "school")
    scheme = folder / "scheme.toml"
    scheme.write_text(scheme.read_text() + ROLES)
    owners: dict[str, int] = {}
    monkeypatch.setattr(board, "owner_of", lambda path: _there(path, owners))
    monkeypatch.setattr(claims, "owner_of", lambda path: _there(path, owners))
    monkeypatch.setattr(board, "account_key", lambda uid: ACCOUNTS[uid])
    monkeypatch.setattr(claims, "account_of", lambda uid: ACCOUNTS[uid])
    opened = replace(open_appraisal(folder, "wang"), separate_accounts=True)
    make_claim(opened, TAG)
    owners["B1.1.1"] = UIDS["wang"]
    return opened, owners


def _there(path: Path, owners: dict[str, int]) -> int:
    if not os.path.lexists(path):
        raise FileNotFoundError(path)
    return owners.get(path.name, UIDS["chen"])


def put_up(appraisal, owners, name, who):
    (appraisal.layout.folder("board") / name).write_text("{}")
    owners[name] = UIDS[who]


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("saved.B1.1.1", {"wang", "root"}),
        ("handed-in.B1.1.1", {"wang", "root"}),
        ("taken-in.B1.1.1", {"chen", "left", "root"}),
        ("returned.B1.1.1", {"chen", "left", "root"}),
        ("settled.B1.001", {"chen", "left", "root"}),
        ("sealed.001", {"li", "left", "root"}),
    ],
)
@pytest.mark.parametrize("who", UIDS)
def test_a_note_counts_only_from_who_may_put_it_up(appraisal, name, may, who):
    opened, owners = appraisal
    put_up(opened, owners, name, who)
    now = read_board(opened)
    counts = bool(now.saved or now.handed_in or now.taken_in or now.returned or now.settled or now.seals)
    assert counts == (who in may)
    assert now.foreign == (() if who in may else (name,))


def test_in_one_account_every_note_counts(appraisal):
    opened, owners = appraisal
    put_up(opened, owners, "sealed.001", "wang")
    assert read_board(replace(opened, separate_accounts=False)).sealed


def test_a_claim_is_its_owners_whatever_stands_in_it(appraisal):
    opened, owners = appraisal
    owners["B1.1.1"] = UIDS["zhao"]
    (claim,) = read_claims(opened)
    assert (claim.name, claim.owner) == ("zhao", UIDS["zhao"])
    (in_one_account,) = read_claims(replace(opened, separate_accounts=False))
    assert in_one_account.name == "wang"


def test_a_name_that_is_squatted_on_is_told_with_who_did_it(appraisal):
    opened, owners = appraisal
    put_up(opened, owners, "taken-in.B1.1.1", "zhao")
    with pytest.raises(Refused, match=r"board/taken-in\.B1\.1\.1 was put up by zhao"):
        note_pass(opened, "taken-in", TAG, {})
    put_up(opened, owners, "sealed.001", "zhao")
    with pytest.raises(Refused, match=r"board/sealed\.001 was put up by zhao"):
        note_seal(opened, "sealed", 1, {})
    assert not sealed_since(opened, 0)
    put_up(opened, owners, "returned.B1.1.1", "zhao")
    assert not noted(opened, "returned", TAG), "a clerk's work is not stopped by it"
    put_up(opened, owners, "handed-in.B1.1.1", "zhao")
    note_handed_in(opened, TAG, {})


def test_a_squatted_number_does_not_keep_a_batch_from_being_settled(appraisal):
    opened, owners = appraisal
    put_up(opened, owners, "settled.B1.001", "zhao")
    put_up(opened, owners, "differing.B1.002", "wang")
    note_settled(opened, "B1", settled=True)
    assert read_board(opened).settled == {"B1"}
    note_settled(opened, "B1", settled=True)
    note_settled(opened, "B1", settled=False)
    assert read_board(opened).settled == frozenset()
    names = sorted(path.name for path in opened.layout.folder("board").iterdir())
    assert names == ["differing.B1.002", "differing.B1.004", "settled.B1.001", "settled.B1.003"]
