"""`host setup` and `check --host` as the installed program, and a pass keyed on the screen by a real account."""

from __future__ import annotations

import grp
import importlib.util
import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Tests with real accounts run one after the other: useradd and its like wait for nobody.
pytestmark = pytest.mark.xdist_group("accounts")


def _of_store(name):
    path = Path(__file__).resolve().parents[1] / "store" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{name}_for_commands", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


real = _of_store("real_accounts")
SOUND = "owners, modes and groups are as they should be"


@pytest.fixture(scope="module")
def outer():
    with real.ground() as folder:
        yield folder


@pytest.fixture(scope="module")
def program(outer):
    return real.copied_program(outer / "program")


@pytest.fixture(scope="module")
def people(outer):
    with real.people("wang", "zhao", "sun", "chen", "li") as found:
        yield found


@pytest.fixture(scope="module")
def roles(people):
    return {
        "organizers": (people["li"],),
        "clerks": (people["wang"], people["zhao"]),
        "reviewers": (people["chen"],),
    }


@pytest.fixture(scope="module")
def keyed(outer, program, people, roles):
    """Accounts separate, B1 in custody and ruled on, B2 keyed once; copies of it are what tests spoil."""
    folder = outer / "keyed"
    real.make_appraisal(program, folder, roles, ("B1", "B2"))
    program.ok(folder, "host", "setup", "--apply")
    first, second = (real.pass_of(outer, f"{name}.csv", "12", name, "44") for name in ("11", "13"))
    program.ok(folder, "import", "--batch", "B1", first, people=people, who="wang")
    program.ok(folder, "import", "--batch", "B1", second, people=people, who="zhao")
    program.ok(folder, "import", "--batch", "B2", first, people=people, who="wang")
    program.ok(folder, "take-in", "--batch", "B1", people=people, who="chen")
    rulings = outer / "rulings.csv"
    rulings.write_text("ballot,row,reading\n2,2,1\n")
    rulings.chmod(0o644)
    program.ok(folder, "rule", "--batch", "B1", rulings, people=people, who="chen")
    return folder


@pytest.fixture
def place(keyed, outer):
    """A copy with the same groups (the `accounts` file names them)."""
    copy = outer / "copy"
    shutil.copytree(keyed, copy, symlinks=True)
    for path in (keyed, *keyed.rglob("*")):
        state, other = path.lstat(), copy / path.relative_to(keyed)
        os.chown(other, state.st_uid, state.st_gid, follow_symlinks=False)
        other.chmod(state.st_mode & 0o7777)
    yield copy
    shutil.rmtree(copy)


@pytest.fixture
def fresh(outer, program, roles):
    """An appraisal in one account, its scheme naming the roles."""
    folder = outer / f"fresh-{os.urandom(4).hex()}"  # groups are named after it
    real.make_appraisal(program, folder, roles)
    yield folder
    shutil.rmtree(folder)


# --- host setup


def test_setup_prints_applies_and_repeats(fresh, program, people):
    before = real.everything(fresh)
    printed = program.ok(fresh, "host", "setup").out.splitlines()
    assert real.everything(fresh) == before
    commands = [line for line in printed if not line.startswith("# ")]
    assert f"{len(commands)} commands to run" in printed[-1]
    assert "--apply" in printed[-1]
    assert any("it should be root:root 0755" in line for line in printed if line.startswith("# "))
    done = program.ok(fresh, "host", "setup", "--apply").out.splitlines()
    assert [line for line in done if not line.startswith("# ")] == commands
    assert "accounts are separate now" in done[-2]
    after = real.everything(fresh)
    for words in (("host", "setup", "--apply"), ("host", "setup")):
        again = program.ok(fresh, *words).out.splitlines()
        assert again == ["# nothing to do: accounts are separate, and everything is as it should be"]
    assert real.everything(fresh) == after
    assert program.ok(fresh, "check", "--host").out.strip() == SOUND
    assert "--as" in program.refused(fresh, "--as", "x", "status", people=people, who="wang")


def test_who_left_the_scheme_is_told_with_the_command(fresh, program, people, roles):
    scheme = fresh / "scheme.toml"
    scheme.write_text(real.scheme_with(**{**roles, "clerks": (*roles["clerks"], people["sun"])}))
    program.ok(fresh, "host", "setup", "--apply")
    scheme.write_text(real.scheme_with(**roles))
    for words in (("host", "setup"), ("host", "setup", "--apply")):
        out = program.ok(fresh, *words).out
        assert f"gpasswd --delete {people['sun']} py" in out
    checked = program(fresh, "check", "--host")
    assert checked.status == 1
    assert f"{people['sun']} is in the group py" in checked.out
    assert f"entry/{people['sun']}: the scheme has no clerk of that name" in checked.out


def test_setup_is_for_root(keyed, program, people):
    assert "sudo" in program.refused(keyed, "host", "setup", people=people, who="li")


def test_setup_says_what_is_in_the_way(fresh, program, people, roles):
    scheme = fresh / "scheme.toml"
    for lists, words in (
        ({**roles, "reviewers": ()}, "missing: reviewers"),
        ({**roles, "clerks": (people["wang"],)}, "at least two clerks"),
        ({**roles, "reviewers": (people["wang"],)}, f"take out: {people['wang']}"),
        ({**roles, "reviewers": ("nobody-here",)}, "adduser --disabled-password nobody-here"),
    ):
        scheme.write_text(real.scheme_with(**lists))
        for words_of_call in (("host", "setup"), ("host", "setup", "--apply")):
            assert words in program.refused(fresh, *words_of_call)
    scheme.write_text(real.scheme_with(**roles).replace('id = "rectify"', 'id = ""'))
    program.refused(fresh, "host", "setup", "--apply")


def test_setup_comes_before_the_first_pass(fresh, program, people, outer):
    scheme = fresh / "scheme.toml"
    named = scheme.read_text()
    scheme.write_text(real.SCHEME)
    marks = real.pass_of(outer, "early.csv", "12", "11", "44")
    program.ok(fresh, "--as", "wang", "import", "--batch", "B1", marks)
    scheme.write_text(named)
    assert "claimed already (claims/B1.1.1)" in program.refused(fresh, "host", "setup", "--apply")


# --- check --host


def test_one_account_is_told_as_what_it_is(fresh, program):
    checked = program(fresh, "check", "--host")
    assert checked.status == 1
    assert "accounts are not separate here" in checked.out
    assert "the kernel does not" in checked.out


def test_plain_check_is_as_it_was(keyed, program, people):
    assert program(keyed, "check").out == program(keyed, "check", people=people, who="wang").out
    assert "owners" not in program(keyed, "check").out


def test_a_sound_host(place, program, people):
    assert program.ok(place, "check", "--host").out.strip() == SOUND
    for who in ("wang", "zhao", "chen", "li"):
        assert (
            f"as far as you can see, {SOUND}"
            in program.ok(place, "check", "--host", people=people, who=who).out
        )


def own(path, who):
    os.chown(path, pwd.getpwnam(who).pw_uid, -1, follow_symlinks=False)


def put(path, who, mode=0o644):
    path.write_text("{}")
    own(path, who)
    path.chmod(mode)


SPOILED = {
    "a clerk's own folder opened": (
        lambda at, who: (at / "entry" / who["wang"]).chmod(0o755),
        "entry/{wang}: it is {wang}:*-r 0755; it should be {wang}:*-r 2750",
    ),
    "a clerk's folder handed to another": (
        lambda at, who: own(at / "entry" / who["wang"], who["zhao"]),
        "entry/{wang}: it is {zhao}:*-r 2750; it should be {wang}:*-r 2750",
    ),
    "a world-writable folder": (
        lambda at, who: (at / "claims").chmod(0o1777),
        "claims: it is root:*-c 1777; it should be",
    ),
    "custody open": (
        lambda at, who: (at / "custody").chmod(0o3775),
        "custody: it is root:*-r 3775; it should be",
    ),
    "a missing folder": (
        lambda at, who: shutil.rmtree(at / "export"),
        "export: it is not there; it should be root:*-r 3770",
    ),
    "a scheme that others write": (
        lambda at, who: (at / "scheme.toml").chmod(0o666),
        "scheme.toml: it is root:root 0666; it should be root:root 0644",
    ),
    "the accounts file writable": (
        lambda at, who: (at / "accounts").chmod(0o644),
        "accounts: it is root:root 0644",
    ),
    "a pass readable by all": (
        lambda at, who: (at / "entry" / who["wang"] / "B2.1.1.json").chmod(0o644),
        "entry/{wang}/B2.1.1.json: it is {wang}:*-r 0644; it should be {wang}:*-r 0640",
    ),
    "a pass that reviewers cannot read": (
        lambda at, who: (at / "entry" / who["wang"] / "B2.1.1.json").chmod(0o600),
        "entry/{wang}/B2.1.1.json: it is {wang}:*-r 0600; it should be",
    ),
    "another's file in a clerk's folder": (
        lambda at, who: put(at / "entry" / who["wang"] / "B2.2.1.json", who["zhao"]),
        "entry/{wang}/B2.2.1.json: it is {zhao}'s, who may not write there",
    ),
    "a folder of nobody": (
        lambda at, who: (at / "entry" / "stranger").mkdir(),
        "entry/stranger: the scheme has no clerk of that name",
    ),
    "a link in a clerk's folder": (
        lambda at, who: (
            (at / "entry" / who["wang"] / "x.json").symlink_to("/etc/passwd"),
            own(at / "entry" / who["wang"] / "x.json", who["wang"]),
        ),
        "entry/{wang}/x.json: it is a link or no plain file",
    ),
    "a reviewer's claim": (
        lambda at, who: put(at / "claims" / "B2.2.1", who["chen"]),
        "claims/B2.2.1: it is {chen}'s, who may not write there",
    ),
    "a claim for nobody's batch": (
        lambda at, who: put(at / "claims" / "B9.1.1", who["zhao"]),
        "claims/B9.1.1: {zhao} claims a batch that is not registered",
    ),
    "a claim beforehand": (
        lambda at, who: put(at / "claims" / "B2.2.7", who["zhao"]),
        "claims/B2.2.7: {zhao} claims an attempt at a pass that is not open yet",
    ),
    "both passes by one clerk": (
        lambda at, who: put(at / "claims" / "B2.2.1", who["wang"]),
        "claims: {wang} claims both passes of batch B2",
    ),
    "no claim": (lambda at, who: put(at / "claims" / "hello", who["wang"]), "claims/hello: it is no claim"),
    "a clerk takes in": (
        lambda at, who: put(at / "board" / "taken-in.B2.1.1", who["wang"]),
        "board/taken-in.B2.1.1: its owner may not put up such a note",
    ),
    "a reviewer seals": (
        lambda at, who: put(at / "board" / "sealed.001", who["chen"]),
        "board/sealed.001: its owner may not put up such a note",
    ),
    "another hands in": (
        lambda at, who: put(at / "board" / "handed-in.B2.2.1", who["zhao"]),
        "board/handed-in.B2.2.1: its owner may not put up such a note",
    ),
    "no note": (lambda at, who: put(at / "board" / "hello", who["wang"]), "board/hello: it is no note"),
    "a stranger's note": (
        lambda at, who: put(at / "board" / "hello", who["sun"]),
        "board/hello: it is {sun}'s, who may not write there",
    ),
    "an organizer's file in custody": (
        lambda at, who: put(at / "custody" / "B2.1.1.json", who["li"], 0o440),
        "custody/B2.1.1.json: it is {li}'s, who may not write there",
    ),
    "a clerk's bundle": (
        lambda at, who: put(at / "batches" / "B9.001.json", who["wang"]),
        "batches/B9.001.json: it is {wang}'s, who may not write there",
    ),
    "custody that can be changed": (
        lambda at, who: (at / "custody" / "B1.1.1.json").chmod(0o660),
        "custody/B1.1.1.json: it is {chen}:*-r 0660; it should be {chen}:*-r 0440",
    ),
    "rulings under another's name": (
        lambda at, who: (at / "review" / f"B1.{who['chen']}.json").rename(
            at / "review" / f"B1.{who['li']}.json"
        ),
        "review/B1.{li}.json: it bears the name of {li} and is {chen}'s",
    ),
    "a second name elsewhere": (
        lambda at, who: (at.parent / "second").hardlink_to(at / "custody" / "B1.1.1.json"),
        "custody/B1.1.1.json: it is a link or no plain file",
    ),
    "somebody's file beside the scheme": (
        lambda at, who: put(at / "notes.txt", who["zhao"]),
        "notes.txt: it does not belong to the appraisal, and is {zhao}:",
    ),
    "an access list": (
        lambda at, who: real.let_in(
            at / "entry" / who["wang"] / "B2.1.1.json", pwd.getpwnam(who["zhao"]).pw_uid
        ),
        "entry/{wang}/B2.1.1.json: it has an access list",
    ),
    "an access list of a folder": (
        lambda at, who: real.let_in(at / "entry", pwd.getpwnam(who["zhao"]).pw_uid, default=True),
        "entry: it has an access list",
    ),
    "a package that everybody may write": (
        lambda at, who: put(at / "export" / "x.csv", who["li"], 0o666),
        "export/x.csv: everybody may write it",
    ),
    "a parent that others may write": (
        lambda at, who: at.parent.chmod(0o777),
        "others than root may write in it",
    ),
    "a parent that is closed": (lambda at, who: at.parent.chmod(0o700), "not everybody can pass through it"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_check_finds(place, program, people, outer, spoiled):
    spoil, expected = SPOILED[spoiled]
    try:
        spoil(place, people.names)
        checked = program(place, "check", "--host")
        assert checked.status == 1
        group = json.loads((place / "accounts").read_text())["groups"]["clerks"].removesuffix("-c")
        wanted = expected.replace("*", group).format(**people.names)
        assert wanted in checked.out, checked.out
        *lines, last = checked.out.splitlines()
        assert last == f"{len(lines)} things are not as blindness needs them"
        assert len(lines) <= 2, "nothing else is said to be wrong"
        assert all("; to mend it: " in line for line in lines)
    finally:
        outer.chmod(0o755)
        (outer / "second").unlink(missing_ok=True)


MENDED = ("a clerk's own folder opened", "a world-writable folder", "a missing folder", "a pass readable by all",
          "a scheme that others write", "another's file in a clerk's folder", "a reviewer's claim", "an access list",
          "somebody's file beside the scheme", "custody that can be changed")  # fmt: skip


@pytest.mark.parametrize("spoiled", MENDED)
def test_the_command_that_is_said_mends_it(place, program, people, spoiled):
    SPOILED[spoiled][0](place, people.names)
    (line, _) = program(place, "check", "--host").out.splitlines()
    command = line.partition("; to mend it: ")[2]
    if command.startswith("setfacl") and shutil.which("setfacl") is None:
        pytest.skip("this host has no setfacl (Debian: acl)")
    command = command.replace("~root/", f"{place.parent / 'program'}").replace("pingyi --dir", "run --dir")
    quoted = " ".join(f"'{word}'" if " " in word else word for word in program.argv[:-1])
    script = f'run() {{ {quoted} "$ENTRANCE" "$@"; }}; {command}'
    environment = {**program.environment, "ENTRANCE": program.argv[-1]}
    done = subprocess.run(["/bin/sh", "-ec", script], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, (script, done.stderr)
    assert program.ok(place, "check", "--host").out.strip() == SOUND


def test_a_clerk_among_the_reviewers_is_a_finding(place, program, people):
    reviewers = json.loads((place / "accounts").read_text())["groups"]["reviewers"]
    real.host_tool("usermod", "--append", "--groups", reviewers, people["zhao"])
    try:
        checked = program(place, "check", "--host")
        assert checked.status == 1
        assert f"{people['zhao']} is in the group {reviewers}, and by the scheme should not be" in checked.out
        assert f"gpasswd --delete {people['zhao']} {reviewers}" in checked.out
        # Any user sees it.
        assert reviewers in program(place, "check", "--host", people=people, who="wang").out
    finally:
        real.host_tool("gpasswd", "--delete", people["zhao"], reviewers)


def test_a_clerk_who_can_become_root_is_a_finding(place, program, people):
    name = next((one.gr_name for one in grp.getgrall() if one.gr_name in ("sudo", "wheel", "disk")), None)
    if name is None:
        pytest.skip("this host has none of these groups")
    real.host_tool("usermod", "--append", "--groups", name, people["zhao"])
    try:
        assert f"{people['zhao']} is a clerk and in the group {name}" in program(place, "check", "--host").out
    finally:
        real.host_tool("gpasswd", "--delete", people["zhao"], name)


def test_a_member_who_is_missing_is_a_finding(place, program, people):
    everyone = json.loads((place / "accounts").read_text())["groups"]["everyone"]
    real.host_tool("gpasswd", "--delete", people["chen"], everyone)
    try:
        checked = program(place, "check", "--host")
        assert f"usermod --append --groups {everyone} {people['chen']}" in checked.out
        assert checked.status == 1
    finally:
        real.host_tool("usermod", "--append", "--groups", everyone, people["chen"])


def test_a_scheme_whose_roles_changed_is_a_finding(place, program, people, roles):
    (place / "scheme.toml").write_text(real.scheme_with(**{**roles, "reviewers": (people["wang"],)}))
    checked = program(place, "check", "--host")
    assert checked.status == 1
    assert (
        f"scheme.toml: with separate accounts nobody is a clerk and also a reviewer or an organizer; take out: {people['wang']}"
        in checked.out
    )


def test_a_clerk_sees_what_is_open_to_all(place, program, people):
    (place / "entry" / people["wang"]).chmod(0o755)
    checked = program(place, "check", "--host", people=people, who="zhao")
    assert checked.status == 1
    assert f"entry/{people['wang']}: it is {people['wang']}" in checked.out
    assert f"not looked at, since you may not: {place / 'custody'}\n" in checked.out


# --- The screen, as a real account


def test_a_pass_keyed_on_the_screen_by_its_account(fresh, program, people, outer, terminal):
    program.ok(fresh, "host", "setup", "--apply")
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("this host has no setpriv (Debian: util-linux)")
    for who, marks in (("wang", ("12", "11", "44")), ("zhao", ("12", "13", "44"))):
        account = pwd.getpwnam(people[who])
        desk = terminal(
            f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups", "env",
            *(f"{name}={value}" for name, value in program.environment.items()),
            *program.argv, "--lang", "en", "--dir", fresh, "key", "--batch", "B1", program=setpriv,
        )  # fmt: skip
        desk.see("item 1")
        desk.type("".join(f"{one}\r" for one in marks))
        desk.see_confirmed("Sheets counted")
        desk.type("3\r")
        assert desk.ended() == 0
    assert program.ok(fresh, "take-in", people=people, who="chen").out.count("taken in, 3 ballots") == 2
    report = program(fresh, "differences", "--json", people=people, who="chen")
    (batch,) = json.loads(report.out)["batches"]
    assert (batch["first"], batch["second"]) == (people["wang"], people["zhao"])
    assert [(one["ballot"], one["row"]) for one in batch["differences"]] == [(2, 2)]
    assert program.ok(fresh, "check", "--host").out.strip() == SOUND
