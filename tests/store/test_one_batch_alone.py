"""Work on one batch looks for files by name: no folder that grows with the number of batches is listed.

But for review/, once where a reviewer reads the rulings on a batch. Told by the interpreter itself, which reports
each listing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from small_appraisal import make_small

from store.access import may_not
from store.appraisal import open_appraisal
from store.batch_register import read_registered
from store.keying_session import begin_keying, may_key
from store.reconciling import say_settled
from store.ruling import open_review, rule
from store.taking_in import take_in
from tally.batch_life import Action
from tally.readings import Reading
from tally.rulings import ProposedRuling

_heard: list[str] | None = None


def _hook(event, arguments):
    if _heard is not None and event in ("os.listdir", "os.scandir"):
        _heard.append(Path(os.fspath(arguments[0])).name)


@pytest.fixture(scope="module")
def listed():
    """What is listed while something is done. A hook cannot be taken out again, so it only hears when asked to."""
    sys.addaudithook(_hook)

    def hearing(work, *arguments):
        global _heard
        _heard = []
        try:
            work(*arguments)
            return sorted(_heard)
        finally:
            _heard = None

    return hearing


@pytest.fixture
def folder(tmp_path):
    return make_small(tmp_path / "appraisal", batches=(("B1", 2), ("B2", 2)))


def key(folder, who, marks):
    with begin_keying(open_appraisal(folder, who), "B1") as session:
        for at, mark in enumerate(marks, start=1):
            session.save(at, Reading(mark))
        session.hand_in(len(marks))


def test_nothing_is_listed_for_a_clerk(folder, listed):
    assert listed(key, folder, "wang", "12") == []
    assert listed(may_key, open_appraisal(folder, "zhao"), "B1") == []


def test_only_review_for_a_reviewer(folder, listed):
    key(folder, "wang", "12")
    key(folder, "zhao", "13")
    chen = open_appraisal(folder, "chen")
    cover = read_registered(chen.layout.folder("batches"), "B1").cover
    assert listed(take_in, chen, "B1") == ["review"]
    assert listed(open_review, chen, "B1") == ["review"]
    assert listed(may_not, chen, Action.RULE, cover) == []
    assert set(listed(rule, chen, "B1", [ProposedRuling(2, 1, "2", "")])) == {"review"}
    assert listed(say_settled, chen, cover) == ["review"]
    assert listed(read_registered, chen.layout.folder("batches"), "b1") == ["batches"], (
        "another spelling is looked up"
    )
