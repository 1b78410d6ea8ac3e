"""Everything that reads a file of an appraisal: public functions of the store, and commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fuzzed_appraisal import run

from exports.differences_json import differences_object
from exports.package import package_files
from exports.tally_json import tally_object
from exports.tally_text import tally_lines
from store.access import find_batch
from store.appraisal import Appraisal, open_appraisal, read_description
from store.batch_register import read_register
from store.claims import read_claims
from store.custody import read_custody
from store.drafts import read_draft
from store.keying_session import begin_keying, choose_pass
from store.layout import PassTag
from store.ledger import read_ledger
from store.operators import clerk_figures
from store.opinion_files import typed_opinions
from store.opinion_texts import opinion_draft, opinion_works, opinions_by_subject
from store.pass_file import PassFile
from store.ruling import open_review
from store.session_hold import read_holder
from store.status import progress
from store.tallying import tally_of
from store.verification import verify_appraisal
from tally.explanation import explain_scheme
from tally.said import Refused, Said, in_english
from tui.counting_once import count_once
from tui.practice.accuracy import practised
from tui.practice.paper import paper_of
from tui.practice.sheet_file import read_practice
from tui.reporting import batch_reports


@dataclass(frozen=True)
class Reader:
    """Something that reads files: `work` on the people's appraisals, and whether it may add files."""

    name: str
    work: Callable[[People], object]
    adds: bool = False


class People:
    """The appraisal as each person sees it, opened anew where what describes it is fuzzed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def olga(self) -> Appraisal:
        return open_appraisal(self.folder, "olga")

    @cached_property
    def chen(self) -> Appraisal:
        return open_appraisal(self.folder, "chen")

    @cached_property
    def wang(self) -> Appraisal:
        return open_appraisal(self.folder, "wang")

    @cached_property
    def zhao(self) -> Appraisal:
        return open_appraisal(self.folder, "zhao")


def _describe(people: People) -> object:
    description = read_description(people.folder)
    told = [finding.in_words() for finding in description.findings]
    if description.scheme is not None:
        told += explain_scheme(description.scheme, description.subjects)
    return told


def _status(people: People) -> object:
    return progress(people.olga)


def _register(people: People) -> object:
    folder = people.olga.layout.folder("batches")
    return [(one.cover.numbers, one.changes) for one in read_register(folder).values()], find_batch(
        people.olga, "a1"
    )


def _tally(people: People) -> object:
    counted = tally_of(people.chen)
    return json.dumps(tally_object(counted, "0", in_english, separate_accounts=False)), list(
        tally_lines(counted, in_english)
    )


def _differences(people: People) -> object:
    return json.dumps(differences_object(batch_reports(people.chen), blind=True))


def _package(people: People) -> object:
    counted = count_once(people.chen, in_english)
    return package_files(counted.tally, counted.circumstances, counted.gathering, in_english)


def _verify(people: People) -> object:
    return [str(said) for said in verify_appraisal(people.chen)]


def _figures(people: People) -> object:
    return [(one.keys_an_hour, one.corrections_text) for one in clerk_figures(people.chen)]


def _review(people: People) -> object:
    return open_review(people.chen, "A1").questions


def _key(people: People) -> object:
    with begin_keying(people.wang, "A2") as session:
        return session.keyed, session.draft


def _choose(people: People) -> object:
    return choose_pass(people.wang, "A2"), read_holder(
        people.folder / "entry" / "wang" / ".A2.1.1.session.lock"
    )


def _a_pass(people: People) -> object:
    """The open pass alone, as its session reads it."""
    path = people.folder / "entry" / "wang" / "A2.1.1.json"
    return PassFile(path, PassTag("A2", 1, 1), people.wang.person, 3).read()


def _a_draft(people: People) -> object:
    return read_draft(people.folder / "entry" / "wang" / "A2.1.1.draft")


def _custody(people: People) -> object:
    return [
        read_custody(people.chen, tag)
        for tag in (PassTag("A1", 1, 1), PassTag("A1", 2, 1), PassTag("M1", 1, 2))
    ]


def _claims(people: People) -> object:
    return read_claims(people.chen)


def _typed(people: People) -> object:
    return typed_opinions(people.chen, "A1")


def _typed_draft(people: People) -> object:
    return opinion_draft(people.wang, "A1")


def _ledger(people: People) -> object:
    return read_ledger(people.chen.layout.folder("ledger"))


def _sheets(people: People) -> object:
    return read_practice(people.folder)


def _opinions(people: People) -> object:
    return [work.left for person in (people.chen, people.wang) for work in opinion_works(person)]


def _opinion_texts(people: People) -> object:
    return (
        typed_opinions(people.chen, "A1"),
        opinions_by_subject(people.chen),
        opinion_draft(people.wang, "A1"),
    )


def _practice(people: People) -> object:
    read_practice(people.folder)
    found = []
    for batch in ("A1", "A2", "M1"):
        paper = paper_of(people.chen, batch, in_english)
        found += [paper(number, 40, 30) for number in (1, 2, 9)] if paper else []
    return found, practised(people.wang), practised(people.zhao)


def _take_in(people: People) -> object:
    status, out, err = run(people.folder, "chen", "take-in")
    return _answered(status, out, err)


def _answered(status: int, out: str, err: str) -> object:
    if status == 2:
        assert len(err.splitlines()) == 1, (out, err)
        raise Refused(Said("{text}", text=err))
    assert status in (0, 1), (status, out, err)
    return out


def _calling(name: str, who: str, *words: str, adds: bool = False, given: str = "") -> Reader:
    return Reader(name, lambda people: _answered(*run(people.folder, who, *words, given=given)), adds)


READERS = {
    reader.name: reader
    for reader in (
        Reader("describe", _describe),
        Reader("status", _status),
        Reader("register", _register),
        Reader("tally", _tally),
        Reader("differences", _differences),
        Reader("package", _package),
        Reader("verify", _verify),
        Reader("figures", _figures),
        Reader("review", _review),
        Reader("key", _key, adds=True),
        Reader("choose", _choose),
        Reader("a pass", _a_pass),
        Reader("a draft", _a_draft),
        Reader("a typed draft", _typed_draft),
        Reader("custody", _custody),
        Reader("claims", _claims),
        Reader("typed", _typed),
        Reader("ledger", _ledger),
        Reader("sheets", _sheets),
        Reader("opinions", _opinions),
        Reader("opinion texts", _opinion_texts),
        Reader("practice", _practice),
        Reader("take-in", _take_in, adds=True),
        _calling("pingyi check", "olga", "check"),
        _calling("pingyi status", "olga", "status"),
        _calling("pingyi status --operators", "chen", "status", "--operators", "--json"),
        _calling("pingyi batch list", "olga", "batch", "list"),
        _calling("pingyi tally", "chen", "tally"),
        _calling("pingyi differences", "chen", "differences"),
        _calling("pingyi verify", "chen", "verify"),
        _calling("pingyi opinions", "wang", "opinions", "--batch", "A1"),
        _calling("pingyi export", "chen", "export", adds=True),
        _calling("pingyi seal", "olga", "seal", "--incomplete", "--reason", "x", adds=True),
        _calling("pingyi return", "chen", "return", "--batch", "A2", "--pass", "second", "--reason", "x", adds=True),
        _calling("pingyi batch add", "olga", "batch", "add", "A9", "--form", "org", "--subject", "b1", "--group", "all",
                 "--collected", "3", adds=True),
        _calling("pingyi batch correct", "olga", "batch", "correct", "A3", "--collected", "3", "--reason", "x", adds=True),
    )
}  # fmt: skip
