"""Making accounts separate: what is refused in words, what is planned, and that repeating it changes nothing."""

from __future__ import annotations

import grp
import importlib.util
import json
import os
import pwd
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from store import local_disk
from store.appraisal import accounts_are_separate
from store.host import roles as host_roles
from store.host.groups import groups_of
from store.host.plan import apply_host_plan, host_plan
from store.host.roles import role_mistakes
from store.layout import FOLDERS
from store.making import make_with_scheme
from tally.said import Refused
from tally.scheme import Roles

# Tests with real accounts run one after the other: useradd and its like wait for nobody.
pytestmark = pytest.mark.xdist_group("accounts")


def _beside(name):
    spec = importlib.util.spec_from_file_location(f"{name}_for_plan", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


real = _beside("real_accounts")


# --- The roles, without any account of the host.


@pytest.fixture
def accounts(monkeypatch):
    """A password database of the test's own: `accounts(name=uid)`."""

    def having(**uids):
        entries = {name: SimpleNamespace(pw_name=name, pw_uid=uid) for name, uid in uids.items()}
        by_uid = {entry.pw_uid: entry for entry in reversed(entries.values())}
        fake = SimpleNamespace(
            getpwnam=entries.__getitem__, getpwuid=by_uid.__getitem__, getpwall=lambda: list(entries.values())
        )
        monkeypatch.setattr(host_roles, "pwd", fake)

    having(root=0, li=1, wang=2, zhao=3, chen=4)
    return having


def said(roles):
    return [str(one) for one in role_mistakes(roles)]


SOUND = Roles(organizers=("li",), clerks=("wang", "zhao"), reviewers=("chen",))


def test_sound_roles_are_in_nobody_s_way(accounts):
    assert said(SOUND) == []


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (Roles(("li",), ("wang", "zhao"), ()), ["all three lists", "missing: reviewers"]),
        (Roles(), ["missing: organizers, clerks, reviewers"]),
        (Roles(("li",), ("wang",), ("chen",)), ["at least two clerks"]),
        (Roles(("li",), ("wang", "wang"), ("chen",)), ["at least two clerks"]),
        (Roles(("li",), ("wang", "zhao"), ("zhao",)), ["clerk and also a reviewer", "take out: zhao"]),
        (Roles(("wang",), ("wang", "zhao"), ("chen",)), ["clerk and also a reviewer", "take out: wang"]),
    ],
    ids=["no reviewers", "nobody", "one clerk", "one clerk twice", "clerk reviews", "clerk organizes"],
)
def test_roles_that_do_not_allow_separate_accounts(accounts, roles, words):
    (mistake,) = said(roles)
    assert all(word in mistake for word in words), mistake


def test_all_unknown_accounts_are_named_with_the_command_that_makes_them(accounts):
    accounts(root=0, wang=2, chen=4)
    (mistake,) = said(SOUND)
    assert "li, zhao" in mistake
    assert "adduser --disabled-password li; adduser --disabled-password zhao" in mistake


@pytest.mark.parametrize("name", ["..", "a/b", "-x"])
def test_a_name_that_no_folder_can_have_is_no_account(accounts, name):
    accounts(root=0, li=1, wang=2, zhao=3, chen=4, **{name: 5})
    assert any(name in one for one in said(Roles(("li",), ("wang", "zhao", name), ("chen",))))


def test_names_that_fold_into_another_are_refused(accounts):
    accounts(root=0, li=1, wang=2, zhao=3, chen=4, Sun=5)
    assert "not so: Sun" in said(Roles(("li",), ("wang", "zhao", "Sun"), ("chen",)))[0]
    # Somebody else's account that would be taken for the clerk's.
    accounts(root=0, li=1, wang=2, zhao=3, chen=4, WANG=5)
    (mistake,) = said(SOUND)
    assert "wang and WANG" in mistake


def test_two_names_of_one_account_are_one_person(accounts):
    accounts(root=0, li=1, wang=2, zhao=2, chen=4)
    (mistake,) = said(SOUND)
    assert "zhao and wang are one account (uid 2)" in mistake


def test_root_by_another_name_takes_no_part(accounts):
    accounts(root=0, li=1, wang=2, zhao=3, chen=0)
    assert said(SOUND) == ["chen is root by another name; root can take no part"]


# --- The folder and the groups, with real accounts.


@pytest.fixture(scope="module")
def people():
    with real.people("wang", "zhao", "sun", "chen", "li", "old") as found:
        yield found


@pytest.fixture
def ground():
    with real.ground() as folder:
        yield folder


@pytest.fixture
def roles(people):
    return Roles((people["li"],), (people["wang"], people["zhao"]), (people["chen"],))


@pytest.fixture
def folder(ground, people):
    """An appraisal of the account `old`, in one account until now."""
    made = ground / "2026"
    make_with_scheme(made, real.SCHEME, b"id,name,kind\r\n")
    owner = pwd.getpwnam(people["old"]).pw_uid
    for path in (made, *made.rglob("*")):
        os.chown(path, owner, owner)
        path.chmod(0o777 if path.is_dir() else 0o666)
    yield made
    for group in grp.getgrall():
        if group.gr_name.startswith(groups_of(made).clerks[:-1]):
            real.host_tool("groupdel", group.gr_name)


def apply(folder, roles):
    done = []
    left = apply_host_plan(folder, roles, lambda step: done.append(step.command))
    assert left.steps == ()
    return done


def modes(folder):
    return {
        path.relative_to(folder).as_posix(): (
            f"{pwd.getpwuid(path.lstat().st_uid).pw_name}:{grp.getgrgid(path.lstat().st_gid).gr_name}"
            f" {path.lstat().st_mode & 0o7777:04o}"
        )
        for path in (folder, *folder.rglob("*"))
    }


def refused(folder, roles):
    before = modes(folder)
    with pytest.raises(Refused) as error:
        apply(folder, roles)
    assert modes(folder) == before
    assert not accounts_are_separate(folder)
    return str(error.value)


def test_what_is_planned_is_done_and_repeating_it_changes_nothing(folder, roles, people):
    planned = [step.command for step in host_plan(folder, roles).steps]
    assert modes(folder)["."].endswith("0777"), "looking changes nothing"
    assert apply(folder, roles) == planned
    assert planned[-1].startswith("printf"), "that accounts are separate is said last"
    groups = groups_of(folder)
    wang, zhao = people["wang"], people["zhao"]
    assert modes(folder) == {
        ".": "root:root 0755",
        "scheme.toml": "root:root 0644",
        "subjects.csv": "root:root 0644",
        "counts.csv": "root:root 0644",
        "accounts": "root:root 0444",
        "batches": f"root:{groups.organizers} 3775",
        "board": f"root:{groups.everyone} 3775",
        "claims": f"root:{groups.clerks} 3775",
        "entry": f"root:{groups.reviewers} 0751",
        f"entry/{wang}": f"{wang}:{groups.reviewers} 2750",
        f"entry/{zhao}": f"{zhao}:{groups.reviewers} 2750",
        **dict.fromkeys(("custody", "review", "ledger", "export"), f"root:{groups.reviewers} 3770"),
    }
    for group, members in groups.members(roles).items():
        assert set(grp.getgrnam(group).gr_mem) == set(members)
    assert set(groups.members(roles)[groups.reviewers]) == {people["chen"], people["li"]}
    assert json.loads((folder / "accounts").read_text())["groups"]["clerks"] == groups.clerks
    before = modes(folder)
    again = host_plan(folder, roles)
    assert (again.steps, again.strangers) == ((), ())
    assert again.done == len(planned)
    assert apply(folder, roles) == []
    assert modes(folder) == before


def test_the_printed_commands_do_the_same(folder, roles, people):
    for path in (folder, folder / "entry"):
        path.chmod(0o2777)  # with four digits install(1) would leave the set-group-ID bit
    script = "\n".join(step.command for step in host_plan(folder, roles).steps)
    path = f"/usr/sbin:{os.environ['PATH']}"
    subprocess.run(["/bin/sh", "-e"], input=script, text=True, check=True, env={**os.environ, "PATH": path})
    assert host_plan(folder, roles).steps == ()
    assert apply(folder, roles) == []


def test_only_what_differs_is_planned(folder, roles, people):
    apply(folder, roles)
    entry = folder / "entry" / people["wang"]
    entry.chmod(0o2755)
    (folder / "board").chmod(0o1777)
    commands = [step.command for step in host_plan(folder, roles).steps]
    assert [command.split()[-1] for command in commands] == [str(folder / "board"), str(entry)]
    assert apply(folder, roles) == commands
    assert modes(folder)["board"].endswith("3775")


def test_a_new_clerk_is_added_also_when_passes_are_claimed(folder, roles, people):
    apply(folder, roles)
    claim = folder / "claims" / "B1.1.1"
    claim.write_text("{}")
    os.chown(claim, pwd.getpwnam(people["wang"]).pw_uid, -1)
    written = folder / "entry" / people["wang"] / "B1.1.1.json"
    written.write_text("{}")
    before = modes(folder)
    more = Roles(roles.organizers, (*roles.clerks, people["sun"]), roles.reviewers)
    done = apply(folder, more)
    groups = groups_of(folder)
    assert done == [
        f"usermod --append --groups {groups.clerks} {people['sun']}",
        f"usermod --append --groups {groups.everyone} {people['sun']}",
        f"install --directory --owner={people['sun']} --group={groups.reviewers} --mode=02750 "
        f"{folder / 'entry' / people['sun']}",
    ]
    after = modes(folder)
    assert {name: what for name, what in after.items() if people["sun"] not in name} == before


def test_who_left_the_scheme_is_told_and_not_taken_out(folder, roles, people):
    more = Roles(roles.organizers, (*roles.clerks, people["sun"]), roles.reviewers)
    apply(folder, more)
    plan = host_plan(folder, roles)
    groups = groups_of(folder)
    assert plan.steps == ()
    assert [bad.mend for bad in plan.strangers] == [
        f"gpasswd --delete {people['sun']} {groups.clerks}",
        f"gpasswd --delete {people['sun']} {groups.everyone}",
    ]
    assert people["sun"] in grp.getgrnam(groups.clerks).gr_mem
    # Who changes sides has to be taken out first: until then they would read what they key against.
    other = Roles(roles.organizers, roles.clerks, (*roles.reviewers, people["sun"]))
    with pytest.raises(Refused, match=f"gpasswd --delete {people['sun']} {groups.clerks}"):
        apply(folder, other)
    subprocess.run(["gpasswd", "--delete", people["sun"], groups.clerks], check=True, capture_output=True)
    apply(folder, other)
    assert people["sun"] in grp.getgrnam(groups.reviewers).gr_mem


def test_an_empty_accounts_file_of_an_older_version_is_understood(folder, roles):
    apply(folder, roles)
    groups = groups_of(folder)
    (folder / "accounts").write_text("")
    assert accounts_are_separate(folder)
    assert groups_of(folder) == groups
    assert len(apply(folder, roles)) == 1
    assert json.loads((folder / "accounts").read_text())["format"] == 1


def test_a_folder_that_was_moved_keeps_its_groups(folder, roles, ground):
    apply(folder, roles)
    groups = groups_of(folder)
    moved = folder.rename(ground / "other")
    assert groups_of(moved) == groups
    assert host_plan(moved, roles).steps == ()
    moved.rename(folder)


@pytest.mark.parametrize("text", ['{"format": 1}', '{"format": 1, "groups": {"clerks": "a;b"}}', "nonsense"])
def test_an_accounts_file_that_names_no_groups_is_refused(folder, roles, text):
    apply(folder, roles)
    (folder / "accounts").write_text(text)
    with pytest.raises(Refused, match="accounts"):
        host_plan(folder, roles)
    (folder / "accounts").write_text("")


def test_what_was_written_in_one_account_becomes_roots(folder, roles, people):
    owner = pwd.getpwnam(people["old"]).pw_uid
    inside = ("batches/B1.001.json", "board/sealed.001", "ledger/00000001.json", "custody/B1.1.1.json",
              "review/B1.chen.json", "export/2026-07-01/marks.csv", ".subjects.csv.lock")  # fmt: skip
    (folder / "export" / "2026-07-01").mkdir()
    for name in inside:
        (folder / name).write_text("{}")
        os.chown(folder / name, owner, owner)
        (folder / name).chmod(0o666)
    apply(folder, roles)
    groups = groups_of(folder)
    after = modes(folder)
    assert [after[name] for name in inside] == [
        f"root:{groups.organizers} 0644",
        f"root:{groups.everyone} 0644",
        f"root:{groups.reviewers} 0440",
        f"root:{groups.reviewers} 0440",
        f"root:{groups.reviewers} 0640",
        f"root:{groups.reviewers} 0640",
        "root:root 0600",
    ]
    assert not any(what.startswith(people["old"]) for what in after.values())


def test_what_others_write_later_does_not_become_roots(folder, roles, people):
    """Root's notes count; a note that somebody squats must not be made one."""
    apply(folder, roles)
    note = folder / "board" / "sealed.001"
    note.write_text("{}")
    os.chown(note, pwd.getpwnam(people["wang"]).pw_uid, -1)
    assert apply(folder, roles) == []
    assert note.lstat().st_uid != 0


@pytest.mark.parametrize("name", ["claims/B1.1.1", "entry/wang/B1.1.1.json", "entry/B1.1.1.json"])
def test_a_first_pass_that_is_claimed_is_too_late(folder, roles, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("{}")
    text = refused(folder, roles)
    assert "claimed already" in text
    assert name in text


def test_a_claim_made_meanwhile_stops_it_before_accounts_are_called_separate(folder, roles):
    def each(step):
        (folder / "claims" / "B1.1.1").write_text("{}")

    with pytest.raises(Refused, match="claimed already"):
        apply_host_plan(folder, roles, each)
    assert not accounts_are_separate(folder)


def test_a_file_made_meanwhile_becomes_roots_too(folder, roles, people):
    late = folder / "batches" / "B7.001.json"

    def each(step):
        if not late.exists() and step.command.endswith("/batches"):
            late.write_text("{}")
            os.chown(late, pwd.getpwnam(people["old"]).pw_uid, -1)

    apply_host_plan(folder, roles, each)
    assert modes(folder)["batches/B7.001.json"].startswith("root:")


# --- Where the folder stands.


def test_a_symbolic_link_is_refused(folder, roles, ground):
    link = ground / "link"
    link.symlink_to(folder)
    before = modes(folder)
    with pytest.raises(Refused, match="symbolic link"):
        apply(link, roles)
    assert modes(folder) == before


@pytest.mark.parametrize("name", [*FOLDERS, "scheme.toml", "accounts"])
def test_a_part_that_is_a_symbolic_link_is_refused(folder, roles, ground, name):
    path = folder / name
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
    target = ground / "target"
    target.mkdir() if name in FOLDERS else target.write_text("")
    path.symlink_to(target)
    before = target.lstat()
    with pytest.raises(Refused, match="symbolic link"):
        apply(folder, roles)
    assert (target.lstat().st_uid, target.lstat().st_mode) == (before.st_uid, before.st_mode)
    path.unlink()


@pytest.mark.parametrize("kind", ["link", "second name", "folder", "pipe"])
def test_what_is_no_plain_file_is_not_made_roots(folder, roles, ground, kind):
    """Root would give everybody the file that a link leads to."""
    secret = ground / "secret"
    secret.write_text("secret")
    secret.chmod(0o600)
    place = folder / "batches" / "B1.001.json"
    {
        "link": lambda: place.symlink_to(secret),
        "second name": lambda: place.hardlink_to(secret),
        "folder": place.mkdir,
        "pipe": lambda: os.mkfifo(place),
    }[kind]()
    assert "B1.001.json" in refused(folder, roles)
    assert secret.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["link", "second name"])
def test_a_file_exchanged_after_it_was_looked_at_is_not_given_away(folder, roles, ground, kind):
    secret = ground / "secret"
    secret.write_text("secret")
    secret.chmod(0o600)
    place = folder / "batches" / "B1.001.json"
    place.write_text("{}")

    def each(step):
        place.unlink(missing_ok=True)
        place.symlink_to(secret) if kind == "link" else place.hardlink_to(secret)

    with pytest.raises(Refused):
        apply_host_plan(folder, roles, each)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert not accounts_are_separate(folder)


def test_a_parent_that_not_everybody_can_pass(folder, roles, ground):
    ground.chmod(0o750)
    text = refused(folder, roles)
    assert f"chmod o+x {ground}" in text
    ground.chmod(0o755)


def test_a_parent_in_which_others_can_exchange_the_folder(folder, roles, ground, people):
    ground.chmod(0o777)
    assert f"chmod go-w {ground}" in refused(folder, roles)
    ground.chmod(0o1777)
    assert host_plan(folder, roles).steps, "sticky: only its owner renames the folder, and that is root then"
    ground.chmod(0o755)
    os.chown(ground, pwd.getpwnam(people["old"]).pw_uid, -1)
    assert "not root's" in refused(folder, roles)
    os.chown(ground, 0, 0)


@pytest.mark.parametrize("part", ["", "custody"])
def test_a_network_file_system_is_refused(folder, roles, tmp_path, monkeypatch, part):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:9 / {folder / part} rw - nfs4 host:/x rw\n")
    monkeypatch.setattr(local_disk, "MOUNTS", mounts)
    assert "network file system (nfs4)" in refused(folder, roles)


def test_a_command_that_fails_is_told_and_can_be_repeated(folder, roles, people, monkeypatch):
    from store.host import steps as host_steps

    real_run = subprocess.run

    def failing(argv, **how):
        if argv[0].endswith("usermod") and argv[-1] == people["chen"]:
            return subprocess.CompletedProcess(argv, 10, "", "usermod: cannot lock /etc/group")
        return real_run(argv, **how)

    monkeypatch.setattr(host_steps.subprocess, "run", failing)
    with pytest.raises(Refused, match=r"usermod .* failed: usermod: cannot lock /etc/group") as error:
        apply(folder, roles)
    assert "again" in str(error.value)
    assert not accounts_are_separate(folder)
    monkeypatch.undo()
    apply(folder, roles)
    assert accounts_are_separate(folder)


def test_access_lists_are_removed(folder, roles, people):
    zhao = pwd.getpwnam(people["zhao"]).pw_uid
    real.let_in(folder / "entry", zhao, default=True)
    real.let_in(folder / "custody", zhao)
    real.let_in(folder / "scheme.toml", zhao)
    apply(folder, roles)
    for name in ("entry", "custody", "scheme.toml", f"entry/{people['wang']}"):
        assert not [attribute for attribute in os.listxattr(folder / name) if "acl" in attribute], name
    assert modes(folder)["custody"].endswith("3770")
    assert host_plan(folder, roles).steps == ()
