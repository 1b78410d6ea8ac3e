"""Separate accounts, tried with real ones: what each can do in an appraisal that `host setup` has set up."""

from __future__ import annotations

import importlib.util
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

# Tests with real accounts run one after the other: useradd and its like wait for nobody.
pytestmark = pytest.mark.xdist_group("accounts")


def _beside(name):
    spec = importlib.util.spec_from_file_location(
        f"{name}_for_matrix", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


real = _beside("real_accounts")
CLERKS, REVIEWERS, ORGANIZERS = ("wang", "zhao", "sun"), ("chen",), ("li",)
EVERYBODY = (*CLERKS, *REVIEWERS, *ORGANIZERS)


@pytest.fixture(scope="module")
def ground():
    with real.ground() as folder:
        yield folder


@pytest.fixture(scope="module")
def program(ground):
    return real.copied_program(ground / "program")


@pytest.fixture(scope="module")
def people(ground):
    with real.people(*EVERYBODY) as found:
        yield found


@pytest.fixture(scope="module")
def make(ground, program, people):
    """Makes an appraisal with separate accounts: `make(name, batches)`."""

    def make(name, batches):
        folder = ground / name
        roles = {
            "organizers": tuple(people[who] for who in ORGANIZERS),
            "clerks": tuple(people[who] for who in CLERKS),
            "reviewers": tuple(people[who] for who in REVIEWERS),
        }
        real.make_appraisal(program, folder, roles, batches)
        program.ok(folder, "host", "setup", "--apply")
        return folder

    return make


@pytest.fixture(scope="module")
def keyed(ground, make, program, people):
    """B1 keyed by wang and zhao and in custody, B2 keyed by wang."""
    folder = make("keyed", ("B1", "B2"))
    marks = real.pass_of(ground, "matrix.csv", "12", "11", "44")
    for who, batch in (("wang", "B1"), ("zhao", "B1"), ("wang", "B2")):
        program.ok(folder, "import", "--batch", batch, marks, people=people, who=who)
    program.ok(folder, "take-in", "--batch", "B1", people=people, who="chen")
    return folder


A = "entry/{wang}"
PASS = f"{A}/B2.1.1.json"
CHANGES = (
    f"echo >> {PASS}", f"rm -f {PASS}", f"mv {PASS} {A}/B9.1.1.json", f"mv {PASS} /tmp/", f"chmod 0600 {PASS}",
    f"touch {A}/B9.1.1.json", f"mkdir {A}/B9.1.1.json", f"ln -s /dev/null {A}/B9.2.1.json", f"chmod 0755 {A}",
    f"mv {A} entry/other", "mkdir entry/other", "touch entry/other",
)  # fmt: skip
"""Of a clerk's work."""
LOOKS = (f"cat {PASS}", f"ls {A}", f"stat {PASS}", f"stat {A}/.B2.1.1.json.lock", f"cd {A}", f"find {A}/")
DESCRIPTION = (
    *(
        command
        for name in ("scheme.toml", "subjects.csv", "counts.csv", "accounts")
        for command in (f"echo >> {name}", f"rm -f {name}", f"mv {name} other", f"chmod 0666 {name}")
    ),
    *("touch other", "rm -f .subjects.csv.lock", "rmdir export", "mv board other", "chmod 0777 ."),
)
CLOSED = (
    *(
        command
        for folder in ("custody", "review", "ledger", "export")
        for command in (f"ls {folder}", f"cd {folder}", f"touch {folder}/other")
    ),
    *("cat custody/B1.1.1.json", "stat custody/B1.2.1.json", "stat ledger/00000001.json"),
)
REFUSED = (
    *(("zhao", command) for command in (*LOOKS, *CHANGES, "ls entry")),
    *(("chen", command) for command in CHANGES),
    *(("li", command) for command in CHANGES),
    *((who, command) for who in ("wang", "zhao", "sun") for command in CLOSED),
    *((who, command) for who in EVERYBODY for command in DESCRIPTION),
    # Sticky: what is shared can be added to, and only its owner takes it away.
    *((who, f"{verb} claims/B2.1.1{to}") for who in ("zhao", "chen", "li")
      for verb, to in (("rm -f", ""), ("mv", " claims/B2.1.9"), ("echo >>", ""), ("chmod 0666", ""))),
    *((who, f"{verb} board/saved.B2.1.1{to}") for who in ("zhao", "chen", "li")
      for verb, to in (("rm -f", ""), ("mv", " board/saved.B2.1.9"), ("echo >>", ""))),
    ("wang", "rm -f board/taken-in.B1.1.1"), ("wang", "echo >> board/taken-in.B1.1.1"),
    ("li", "rm -f custody/B1.1.1.json"), ("li", "echo >> custody/B1.1.1.json"),
    ("chen", "echo >> custody/B1.1.1.json"),
    ("li", "rm -f ledger/00000001.json"), ("chen", "echo >> ledger/00000001.json"),
    ("li", "rm -f batches/B1.001.json"), ("li", "echo >> batches/B1.001.json"),
    *((who, "touch batches/B9.001.json") for who in (*CLERKS, *REVIEWERS)),
    *((who, "touch claims/B9.1.1") for who in (*REVIEWERS, *ORGANIZERS)),
)  # fmt: skip


@pytest.mark.parametrize(("who", "command"), REFUSED, ids=[f"{who}: {command}" for who, command in REFUSED])
def test_the_kernel_refuses(keyed, people, who, command):
    before = real.everything(keyed)
    assert not people.can(who, command.format(**people.names), keyed)
    assert real.everything(keyed) == before


@pytest.mark.parametrize("command", sorted({command for _, command in REFUSED}))
def test_what_is_refused_could_be_done(keyed, people, ground, command):
    """Root can, so it is the owners and modes that refuse, and not a path that does not exist."""
    copy = ground / "copy"
    subprocess.run(["cp", "--archive", keyed, copy], check=True)
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", command.format(**people.names)], cwd=copy, capture_output=True
        )
        assert done.returncode == 0, done
    finally:
        shutil.rmtree(copy)


ALLOWED = (
    ("wang", f"cat {PASS}"),
    *(("chen", command) for command in (*LOOKS[:3], "ls entry", "cat custody/B1.1.1.json", "ls ledger")),
    *(("li", command) for command in (f"cat {PASS}", "cat custody/B1.1.1.json", "ls ledger")),
    ("li", "touch batches/B9.001.json && rm batches/B9.001.json"),
    *((who, "touch claims/B9.1.1 && rm claims/B9.1.1") for who in CLERKS),
    *((who, "touch board/other && rm board/other") for who in EVERYBODY),
    *((who, "touch custody/other && rm custody/other") for who in (*REVIEWERS, *ORGANIZERS)),
    *((who, "cat scheme.toml claims/B2.1.1 board/saved.B2.1.1 batches/B1.001.json && ls board claims batches")
      for who in EVERYBODY),
)  # fmt: skip


@pytest.mark.parametrize(("who", "command"), ALLOWED, ids=[f"{who}: {command}" for who, command in ALLOWED])
def test_the_kernel_allows(keyed, people, who, command):
    assert people.can(who, command.format(**people.names), keyed)


def test_what_the_program_writes_does_not_depend_on_the_umask(ground, make, program, people):
    folder = make("umask", ("B1", "B2"))
    marks = real.pass_of(ground, "umask.csv", "12", "11", "44")
    rulings = ground / "umask-rulings.csv"
    rulings.write_text("ballot,row,reading\n1,2,2\n")
    rulings.chmod(0o644)
    other = real.pass_of(ground, "umask2.csv", "13", "11", "44")
    for batch, umask in (("B1", 0o077), ("B2", 0o000)):
        program.ok(folder, "import", "--batch", batch, marks, people=people, who="wang", umask=umask)
        program.ok(folder, "import", "--batch", batch, other, people=people, who="zhao", umask=umask)
        program.ok(folder, "take-in", "--batch", batch, people=people, who="chen", umask=umask)
        program.ok(folder, "rule", "--batch", batch, rulings, people=people, who="chen", umask=umask)
        program.ok(folder, "batch", "add", f"{batch}x", *real.cover(1), people=people, who="li", umask=umask)
    modes = {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_uid,
            path.lstat().st_gid,
            stat.filemode(path.lstat().st_mode),
        )
        for path in sorted(folder.rglob("*"))
    }
    under_077 = {name.replace("B1", "B#"): what for name, what in modes.items() if "B1" in name}
    under_000 = {name.replace("B2", "B#"): what for name, what in modes.items() if "B2" in name}
    assert under_077 == under_000
    assert len(under_077) > 15
    assert (
        program.ok(folder, "check", "--host").out.strip() == "owners, modes and groups are as they should be"
    )


def test_from_the_first_pass_to_the_tables_by_five_accounts(ground, make, program, people):
    folder = make("whole", ("B1",))

    def ok(who, *words, **how):
        return program.ok(folder, *words, people=people, who=who, **how)

    def refused(who, *words, **how):
        return program.refused(folder, *words, people=people, who=who, **how)

    ok("li", "batch", "add", "B2", *real.cover(3))
    # What stands beside the scheme is changed by root, who does nothing else here.
    b2 = ("subject", "add", "b2", "Other", "--kind", "organization")
    assert "root" in refused("li", *b2)
    program.ok(folder, *b2)
    counts = ("counts", "set", "--form", "org", "--subject", "b1", "--issued", 6, "--collected", 6)
    assert "root" in refused("li", *counts)
    program.ok(folder, *counts)
    assert "root" in program.refused(folder, "batch", "add", "B3", *real.cover(3))
    first = real.pass_of(ground, "first.csv", "12", "11", "44")
    second = real.pass_of(ground, "second.csv", "12", "13", "44")
    ok("wang", "import", "--batch", "B1", first)
    assert "handed in" in refused("wang", "import", "--batch", "B1", second), "not both passes by one person"
    for who in ("chen", "li"):
        assert "clerks" in refused(who, "import", "--batch", "B1", second)
    # The name is the kernel's: neither what is declared nor the environment changes it.
    assert "--as" in refused("wang", "--as", people["zhao"], "import", "--batch", "B1", second)
    forged = {"USER": people["chen"], "LOGNAME": people["chen"], "SUDO_USER": people["chen"], "HOME": "/"}
    assert "reviewers" in refused("wang", "take-in", more=forged)
    assert "root" in program.refused(folder, "import", "--batch", "B1", second)

    ok("zhao", "import", "--batch", "B1", second)
    ok("sun", "import", "--batch", "B2", first)
    for who in CLERKS:
        for command in ("differences", "tally", "export", "verify"):
            refused(who, command)
    assert "in custody 3/3" not in ok("sun", "status").out
    taken = ok("chen", "take-in").out
    assert taken.count("taken in, 3 ballots") == 3
    ok("wang", "import", "--batch", "B2", first)
    ok("chen", "take-in")
    report = program(folder, "differences", people=people, who="chen")
    assert report.status == 1
    assert f"first pass {people['wang']}, second pass {people['zhao']}" in report.out
    rulings = ground / "rulings.csv"
    rulings.write_text("ballot,row,reading\n2,2,1\n")
    rulings.chmod(0o644)
    refused("sun", "rule", "--batch", "B1", rulings)
    ok("chen", "rule", "--batch", "B1", rulings)
    ok("li", "tally")
    refused("chen", "seal")
    ok("li", "seal")
    ok("li", "export")
    ok("chen", "verify")

    (package,) = (folder / "export").iterdir()
    tables = [package / "sent-up" / "statistics-org.txt"]
    assert tables[0].is_file()
    for table in tables:
        text = table.read_text()
        assert "double entry by two clerks, separate accounts" in " ".join(text.split())
        assert "declared names" not in text
    assert program.ok(folder, "check", "--host").status == 0
    # Who is a reviewer or an organizer sees all; a clerk is told what was not looked at.
    assert "not looked at" not in ok("chen", "check", "--host").out
    seen = ok("wang", "check", "--host").out
    for name in ("custody", "review", "ledger", "export", "entry", f"entry/{people['zhao']}"):
        assert f"not looked at, since you may not: {folder / name}\n" in seen
