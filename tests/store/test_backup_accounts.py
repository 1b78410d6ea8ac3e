"""Separate accounts: who may make a backup, and what comes back as whose."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from store.backup.restoring import restore
from tally.said import Refused

# Tests with real accounts run one after the other: useradd and its like wait for nobody.
pytestmark = pytest.mark.xdist_group("accounts")


def _beside(name: str):
    spec = importlib.util.spec_from_file_location(
        f"{name}_of_test_backup_accounts", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


aid = _beside("backup_office")


@pytest.fixture(scope="module")
def real():
    spec = importlib.util.spec_from_file_location(
        "real_accounts_for_backup", Path(__file__).with_name("real_accounts.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def separate(real):
    """An appraisal with accounts of their own; B1 in custody and ruled on, B2 half way, B3 handed in."""
    with real.ground() as ground, real.people("wang", "zhao", "chen", "li") as people:
        program = real.copied_program(ground / "program")
        roles = {"organizers": ("li",), "clerks": ("wang", "zhao"), "reviewers": ("chen",)}
        roles = {role: tuple(people[who] for who in names) for role, names in roles.items()}
        folder = ground / "appraisal"
        real.make_appraisal(program, folder, roles, ("B1", "B2", "B3"))
        program.ok(folder, "host", "setup", "--apply")
        for who, batch, marks in (
            ("wang", "B1", "12"), ("zhao", "B1", "13"), ("wang", "B2", "12"), ("zhao", "B3", "12"),
        ):  # fmt: skip
            file = real.pass_of(ground, f"{who}.csv", marks, "11", "44")
            program.ok(folder, "import", "--batch", batch, file, people=people, who=who)
            if batch == "B2":
                program.ok(folder, "take-in", people=people, who="chen")
        rulings = ground / "r.csv"
        rulings.write_text("ballot,row,reading\n1,2,2\n")
        rulings.chmod(0o644)
        program.ok(folder, "rule", "--batch", "B1", rulings, people=people, who="chen")
        for who in ("chen", "wang", "li"):
            (ground / who).mkdir(mode=0o700)
            os.chown(ground / who, people.credentials(who)["user"], -1)

        def run(*words: object, who: str | None = None, folder: Path = folder):
            return program(folder, *words, people=people, who=who)

        yield SimpleNamespace(
            ground=ground, folder=folder, people=people, run=run, everything=real.everything
        )


def test_separate_accounts_who_may_make_a_backup(separate):
    run, ground = separate.run, separate.ground
    for who, words, why in (
        ("wang", ("backup", ground / "wang" / "x"), "this is for reviewers"),
        ("li", ("backup", ground / "li" / "x"), "this is for reviewers"),
        ("chen", ("backup", "--all", ground / "chen" / "x"), "only root may"),
    ):
        answer = run(*words, who=who)
        assert (answer.status, answer.out) == (2, ""), answer
        assert why in answer.err
        assert not words[-1].exists()
    assert run("backup", ground / "chen" / "one", who="chen").status == 0
    assert (ground / "chen" / "one").stat().st_uid == separate.people.credentials("chen")["user"]


def test_separate_accounts_come_back_with_owners_and_modes(separate):
    run, ground = separate.run, separate.ground
    answer = run("backup", "--all", ground / "all")
    assert answer.status == 0, answer
    assert run("restore", ground / "all", ground / "back").status == 0
    assert separate.everything(ground / "back") == separate.everything(separate.folder)
    for who in (None, "chen"):
        answer = run("verify", who=who, folder=ground / "back")
        if who is not None:
            assert answer.status == 0, answer
    # They go on working there: what wang could do, wang can.
    file = ground / "wang.csv"
    assert run("import", "--batch", "B3", file, who="wang", folder=ground / "back").status == 0
    assert run("take-in", "--batch", "B3", who="chen", folder=ground / "back").status == 0


def test_separate_accounts_a_reviewers_backup_comes_back(separate):
    run, ground = separate.run, separate.ground
    assert run("backup", ground / "chen" / "two", who="chen").status == 0
    answer = run("restore", ground / "chen" / "two", ground / "two")
    assert answer.status == 0, answer
    assert "1 passes that were begun are not in this backup" in answer.out
    assert run("verify", who="chen", folder=ground / "two").status == 0
    there = separate.everything(ground / "two")
    before = separate.everything(separate.folder)
    assert there == {name: before[name] for name in there}
    assert not [name for name in there if "/B3." in name and name.startswith("entry")]
    file = ground / "zhao.csv"
    assert run("import", "--batch", "B3", file, who="zhao", folder=ground / "two").status == 0


def test_separate_accounts_are_put_back_by_root_alone(separate):
    run, ground = separate.run, separate.ground
    assert run("backup", ground / "chen" / "three", who="chen").status == 0
    answer = run("restore", ground / "chen" / "three", ground / "chen" / "back", who="chen")
    assert answer.status == 2
    assert "only root can put its owners back" in answer.err
    assert not (ground / "chen" / "back").exists()


def test_accounts_that_do_not_exist_here_are_named(separate, monkeypatch):
    assert separate.run("backup", "--all", separate.ground / "four").status == 0
    wang, group = separate.people["wang"], Path(separate.folder / "claims").group()
    monkeypatch.setattr("store.backup.restoring._uid", lambda name: None if name == wang else 0)
    monkeypatch.setattr("store.backup.restoring._gid", lambda name: None if name == group else 0)
    with pytest.raises(Refused, match="do not exist here") as refused:
        restore(separate.ground / "four", separate.ground / "four-back")
    assert refused.value.said.values["names"].split(", ") in ([wang, group], [group, wang])
    assert not (separate.ground / "four-back").exists()
