"""Verifying (校验) an appraisal's folder: every chain, every digest, and that nobody is both clerks."""

from __future__ import annotations

from collections.abc import Iterator

from store.access import batch_facts, require
from store.appraisal import Appraisal
from store.batch_register import read_register
from store.board import read_board
from store.chain import Fields, sha256
from store.claims import read_claims
from store.custody import cover_digest, description_digests, read_custody
from store.faults import Damaged
from store.layout import COUNTS, SCHEME, SUBJECTS, read_tag
from store.ledger import read_ledger
from store.pass_file import PassFile
from store.person import Person, same_name
from store.reconciling import reconcile
from tally.cover_sheets import row_count
from tally.permissions import Action
from tally.readings import Pass
from tally.said import Refused, Said


def verify_appraisal(appraisal: Appraisal) -> tuple[Said, ...]:
    """Everything that does not fit; empty where all does. Raises Refused where the person may not look."""
    require(appraisal, Action.LOOK)
    return tuple(_problems(appraisal))


def _problems(appraisal: Appraisal) -> Iterator[Said]:
    try:
        ledger = read_ledger(appraisal.layout.folder("ledger"))
    except Damaged as damaged:
        yield damaged.said
        return
    yield from _descriptions(appraisal, ledger)
    yield from _custody(appraisal, ledger)
    yield from _persons(appraisal)
    yield from _rulings(appraisal, ledger)
    yield from _clerks_files(appraisal, ledger)


def _descriptions(appraisal: Appraisal, ledger: list[Fields]) -> Iterator[Said]:
    now = description_digests(appraisal)
    names = {"scheme_sha256": SCHEME, "subjects_sha256": SUBJECTS, "counts_sha256": COUNTS}
    for record in ledger:
        if record["kind"] == "described":
            for field, name in names.items():
                if record[field] != now[field]:
                    yield Said("{file} was changed after the first pass was taken in", file=name)
    register = read_register(appraisal.layout.folder("batches"))
    for record in ledger:
        if record["kind"] != "taken-in":
            continue
        tag = read_tag(str(record["tag"]))
        registered = register.get(tag.batch) if tag else None
        if registered is None:
            yield Said("batch {batch} is in custody and has no cover sheet any more", batch=record["tag"])
        elif cover_digest(registered) != record["cover_sha256"]:
            yield Said(
                "the cover sheet of batch {batch} was changed after it was taken in",
                batch=registered.cover.id,
            )


def _custody(appraisal: Appraisal, ledger: list[Fields]) -> Iterator[Said]:
    known = set()
    for record in ledger:
        if record["kind"] != "taken-in":
            continue
        tag = read_tag(str(record["tag"]))
        if tag is None:
            continue
        path = appraisal.layout.custody(tag)
        known.add(path.name)
        try:
            if sha256(path.read_bytes()) != record["sha256"]:
                yield Said("{file} is not what was taken in", file=path.name)
                continue
            content = read_custody(appraisal, tag)
            if content.last_link != record["last_link"] or content.ballots != record["count"]:
                yield Said("{file} is not what was taken in", file=path.name)
        except FileNotFoundError:
            yield Said("{file} was taken in and is not there any more", file=path.name)
        except Damaged as damaged:
            yield damaged.said
    for path in sorted(appraisal.layout.folder("custody").iterdir()):
        if path.name not in known and not path.name.startswith("."):
            yield Said("{file} lies in custody and the ledger does not know it", file=path.name)
    board = read_board(appraisal.layout.folder("board"))
    in_ledger = {str(record["tag"]) for record in ledger if record["kind"] == "taken-in"}
    for tag in sorted(board.taken_in):
        if str(tag) not in in_ledger:
            yield Said("{tag} is said to be taken in and the ledger does not know it", tag=tag)
    returned = {str(record["tag"]) for record in ledger if record["kind"] == "returned"}
    for tag in sorted(board.returned):
        if str(tag) not in returned:
            yield Said("{tag} is said to be returned and the ledger does not know it", tag=tag)


def _persons(appraisal: Appraisal) -> Iterator[Said]:
    for registered in read_register(appraisal.layout.folder("batches")).values():
        facts = batch_facts(appraisal, registered.cover)
        first = {who for which, who in facts.claimed if which is Pass.FIRST}
        second = {who for which, who in facts.claimed if which is Pass.SECOND}
        for who in sorted(first & second):
            yield Said("batch {batch}: {name} keyed both passes", batch=facts.batch, name=who)
        for who in sorted((first | second) & facts.ruled_by):
            yield Said("batch {batch}: {name} keyed a pass and ruled on it", batch=facts.batch, name=who)
        for who in sorted((first | second | facts.ruled_by) & facts.on_roster):
            yield Said("batch {batch}: {name} stands on its roster", batch=facts.batch, name=who)


def _rulings(appraisal: Appraisal, ledger: list[Fields]) -> Iterator[Said]:
    board = read_board(appraisal.layout.folder("board"))
    for registered in read_register(appraisal.layout.folder("batches")).values():
        try:
            if not registered.withdrawn:
                reconcile(appraisal, board, registered.cover)
        except Damaged as damaged:
            yield damaged.said
    seals = [record for record in ledger if record["kind"] == "sealed"]
    if board.sealed != bool(seals and ledger[-1]["kind"] == "sealed"):
        yield Said("the board and the ledger do not agree on whether the appraisal is sealed")
    if board.sealed and seals:
        folder = appraisal.layout.folder("review")
        for name, digest in seals[-1]["review"].items():
            path = folder / name
            if not path.exists() or sha256(path.read_bytes()) != digest:
                yield Said("{file} was changed after the appraisal was sealed", file=name)


def _clerks_files(appraisal: Appraisal, ledger: list[Fields]) -> Iterator[Said]:
    """A clerk's later edit of a handed-in file changes nothing in the count, and is told."""
    taken = {str(record["tag"]): record for record in ledger if record["kind"] == "taken-in"}
    register = read_register(appraisal.layout.folder("batches"))
    for claim in read_claims(appraisal.layout.folder("claims")):
        path = appraisal.layout.pass_file(claim.key, claim.tag)
        record = taken.get(str(claim.tag))
        try:
            if record is not None:
                if not path.exists() or sha256(path.read_bytes()) != record["sha256"]:
                    yield Said(
                        "{file} of {name} was changed after it was handed in; the count is not touched by it",
                        file=path.name,
                        name=claim.name,
                    )
            elif path.exists() and claim.tag.batch in register:
                cover = register[claim.tag.batch].cover
                rows = row_count(appraisal.scheme.forms[cover.form], cover)
                PassFile(path, claim.tag, Person(claim.name), rows).read()
        except Refused as damaged:
            yield damaged.said
        if record is not None and same_name(str(record["name"])) != claim.key:
            yield Said(
                "{tag} was keyed by {name}, and its claim names another", tag=claim.tag, name=record["name"]
            )
