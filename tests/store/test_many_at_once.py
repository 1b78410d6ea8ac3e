"""Two pairs of clerks and two reviewers at once, killed at random: nothing lost, doubled or half done."""

from __future__ import annotations

import os
import random
import selectors
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from small_appraisal import make_small

import store
from store.appraisal import open_appraisal
from store.ledger import read_ledger
from store.organizing import import_batches
from store.records import Records
from store.ruling import begin_review
from store.status import progress
from store.taking_in import take_in
from store.verification import verify_appraisal
from tally.progress import BatchState

LONG = bool(os.environ.get("PINGYI_LONG"))
OPERATIONS = 10_000 if LONG else 1_500
BALLOTS = 25
BATCHES = OPERATIONS // 40
ROLES = """
[roles]
organizers = ["olga"]
clerks = ["wang", "zhao", "sun", "qian"]
reviewers = ["chen", "dong"]
"""
PEOPLE = {
    "wang": "clerk",
    "zhao": "clerk",
    "sun": "clerk",
    "qian": "clerk",
    "chen": "reviewer",
    "dong": "reviewer",
}


@pytest.fixture
def folder(tmp_path):
    folder = make_small(tmp_path / "appraisal", more=ROLES)
    lines = [f"B{at},org,b1,all,{BALLOTS}" for at in range(1, BATCHES + 1)]
    batches = tmp_path / "batches.csv"
    batches.write_text("id,form,subject,group,collected\n" + "\n".join(lines) + "\n")
    import_batches(open_appraisal(folder, "olga"), batches)
    return folder


class Office:
    """The people at work, and what each has said to be done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._chance = random.Random(7)
        self._selector = selectors.DefaultSelector()
        self._at_work: dict[str, subprocess.Popen[bytes]] = {}
        self._heard: dict[str, bytes] = dict.fromkeys(PEOPLE, b"")
        self.said: list[list[str]] = []
        self.kills = 0
        for name in PEOPLE:
            self._begin(name)

    def _begin(self, name: str) -> None:
        program = Path(__file__).with_name("busy_person.py")
        call = [
            sys.executable,
            "-P",
            program,
            self._folder,
            name,
            PEOPLE[name],
            str(self._chance.randrange(10**6)),
        ]
        root = str(Path(store.__file__).parents[1])
        person = subprocess.Popen(
            [str(word) for word in call], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
        )
        assert person.stdout is not None
        self._at_work[name] = person
        self._heard[name] = b""
        self._selector.register(person.stdout, selectors.EVENT_READ, name)

    def listen(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for key, _ in self._selector.select(left):
                self._hear(key.data, os.read(key.fd, 65536))

    def _hear(self, name: str, came: bytes) -> None:
        assert came, f"{name} stopped working: {self._at_work[name].wait()}"
        *lines, self._heard[name] = (self._heard[name] + came).split(b"\n")
        self.said += [line.decode().split() for line in lines]

    def kill(self, name: str) -> None:
        """Kill -9, hear what was said before, and let the person come back."""
        person = self._at_work[name]
        assert person.stdout is not None
        person.kill()
        person.wait()
        rest = person.stdout.read()
        if rest:
            self._hear(name, rest)
        self._selector.unregister(person.stdout)
        person.stdout.close()
        self.kills += 1

    def work(self, operations: int) -> None:
        while len([one for one in self.said if one[0] != "refused"]) < operations:
            self.listen(self._chance.uniform(0.2, 0.9))
            name = self._chance.choice(list(PEOPLE))
            self.kill(name)
            self._begin(name)

    def close(self) -> None:
        for name in PEOPLE:
            self.kill(name)


def test_nothing_is_lost_doubled_or_half_done(folder):
    office = Office(folder)
    try:
        office.work(OPERATIONS)
    finally:
        office.close()
    said = Counter(one[0] for one in office.said)
    assert said["saved"] > OPERATIONS / 2 and said["taken"] and said["ruled"] and said["handed-in"]
    assert office.kills > 10

    kept: Counter[tuple[str, ...]] = Counter()
    for path in (folder / "entry").glob("*/*.json"):
        for record in Records(path).all():
            if "words" in record:
                kept["saved", path.stem, str(record["ballot"]), record["words"]] += 1
            elif record["kind"] == "hand-in":
                kept["handed-in", path.stem] += 1
    for path in (folder / "review").glob("[!.]*.json"):
        for record in Records(path).all():
            kept["ruled", path.name.split(".")[0], str(record["ballot"]), record["reason"]] += 1
    for record in read_ledger(folder / "ledger"):
        if record["kind"] == "taken-in":
            kept["taken", record["tag"]] += 1
    assert not {one: count for one, count in kept.items() if count > 1}, "nothing stands twice"
    told = [tuple(one) for one in office.said if one[0] in ("saved", "handed-in", "ruled", "taken")]
    assert not set(told) - kept.keys(), "nothing that was acknowledged is missing"
    assert len(kept) <= len(set(told)) + 2 * office.kills, "only what was in flight at a kill is more"

    # What the kills left half done is made good by whoever comes next, and then everything fits.
    for name in ("chen", "dong"):
        appraisal = open_appraisal(folder, name)
        take_in(appraisal)
        for one in progress(appraisal):
            if one.state in (BatchState.DIFFERING, BatchState.SETTLED):
                begin_review(appraisal, one.batch)
    findings = verify_appraisal(open_appraisal(folder, "olga"))
    assert not [one.text() for one in findings if "settled" not in one.text()]
