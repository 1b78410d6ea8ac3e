"""What `verify` looks at file by file: each is what the ledger recorded, or is named with what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from store.appraisal import Appraisal
from store.author import ROOT, account_key, owner_of
from store.batch_register import Registered
from store.board import read_board
from store.chain import Fields, sha256
from store.claims import read_claims
from store.custody import not_as_taken_in, pass_content
from store.faults import Damaged
from store.kept_files import kept_digests
from store.layout import COUNTS, SCHEME, SUBJECTS, read_tag
from store.ledger import record_name
from store.opinion_files import unsound_opinions
from store.pass_file import PassFile
from store.person import Person, same_name
from store.plain_file import plain_bytes
from store.recorded_files import Misfit, misfits
from store.review_files import ReviewFiles, is_check_file
from store.taking_in import cover_digest, description_digests, handed_in_bytes
from tally.cover_sheets import row_count
from tally.readings import Pass
from tally.said import Refused, Said

DESCRIPTIONS = {"scheme_sha256": SCHEME, "subjects_sha256": SUBJECTS, "counts_sha256": COUNTS}


def descriptions(
    appraisal: Appraisal, ledger: list[Fields], register: dict[str, Registered]
) -> Iterator[Said]:
    """Scheme, subjects, count sheets and cover sheets are those of the time of taking in."""
    now = description_digests(appraisal)
    for record in ledger:
        if record["kind"] == "described":
            for field, name in DESCRIPTIONS.items():
                if record[field] != now[field]:
                    yield Said("{file} was changed after the first pass was taken in", file=name)
        if record["kind"] != "taken-in":
            continue
        tag = read_tag(record["tag"])
        registered = register.get(tag.batch) if tag else None
        if registered is None:
            yield Said("batch {batch} is in custody and has no cover sheet any more", batch=record["tag"])
        elif cover_digest(registered) != record["cover_sha256"] and not _returned(record["tag"], ledger):
            yield Said(
                "the cover sheet of batch {batch} was changed after it was taken in",
                batch=registered.cover.id,
            )


def custody_files(appraisal: Appraisal, ledger: list[Fields]) -> Iterator[Said]:
    """Every pass in custody has the bytes, the last link and the count that the ledger recorded."""
    known = set()
    for record in ledger:
        tag = read_tag(str(record.get("tag"))) if record["kind"] == "taken-in" else None
        if tag is None:
            continue
        path = appraisal.layout.custody(tag)
        known.add(path.name)
        try:
            content = plain_bytes(path)
            if content is None:
                yield Said("{file} was taken in and is not there any more", file=_shown(appraisal, path))
                continue
            if sha256(content) != record["sha256"]:
                yield Said("{file}: {why}", file=_shown(appraisal, path), why=not_as_taken_in(content, path))
                continue
            passed = pass_content(content, path)
            if (passed.last_link, passed.ballots) != (record["last_link"], record["count"]):
                yield Said("{file} is not what was taken in", file=_shown(appraisal, path))
        except Damaged as damaged:
            yield damaged.said
    for path in _records(appraisal.layout.folder("custody")):
        if path.name not in known:
            yield Said("{file} lies in custody and the ledger does not know it", file=_shown(appraisal, path))


def reviewers_files(appraisal: Appraisal, ledger: list[Fields]) -> Iterator[Said]:
    """Each file of rulings holds what the ledger recorded of it; after a seal, to the last byte."""
    for found in misfits(appraisal.layout.folder("review"), ledger, _holds_rulings):
        if isinstance(found, Damaged):
            yield found.said
            continue
        file = _shown(appraisal, found.path)
        match found.misfit:
            case Misfit.SHORT:
                yield Said("{file} does not hold the rulings that were recorded", file=file)
            case Misfit.LONGER:
                yield Said(
                    "{file}: the ledger does not know its rulings from number {place} on; after a crash the next "
                    "ruling records them",
                    file=file,
                    place=found.place,
                )
            case Misfit.UNKNOWN:
                yield Said("{file}: the ledger does not know these rulings", file=file)
    last = next((record for record in reversed(ledger) if record["kind"] in ("sealed", "reopened")), None)
    if last is not None and last["kind"] == "sealed":
        now = kept_digests(appraisal.layout)
        for name in sorted(now.keys() | last["files"].keys()):
            if now.get(name) != last["files"].get(name):
                yield Said("{file} was changed after the appraisal was sealed", file=name)


def _holds_rulings(name: str) -> bool:
    """Opinions and readings of checks are each looked at by themselves."""
    return not name.endswith(".opinions.json") and not is_check_file(name)


def clerks_files(
    appraisal: Appraisal, ledger: list[Fields], register: dict[str, Registered]
) -> Iterator[Said]:
    """A clerk's later edit of a handed-in file changes nothing in the count, and is told; so is a file of
    opinions, a clerk's or a reviewer's, that cannot be trusted."""
    taken = {record["tag"]: record for record in ledger if record["kind"] == "taken-in"}
    returned = {record["tag"]: record for record in ledger if record["kind"] == "returned"}
    for claim in read_claims(appraisal):
        tag = str(claim.tag)
        path = appraisal.layout.pass_file(claim.key, claim.tag)
        record = taken.get(tag) or returned.get(tag)
        if tag in taken and same_name(taken[tag]["name"]) != claim.key:
            yield Said(
                "{tag} was keyed by {name}, and its claim names another", tag=tag, name=taken[tag]["name"]
            )
            continue
        try:
            content = handed_in_bytes(appraisal, claim)
            if record is not None:
                digest = "" if content is None else sha256(content)
                if digest != record["sha256"] and record["sha256"]:
                    yield Said(
                        "{file} of {name} was changed after it was handed in; the count is not touched by it",
                        file=_shown(appraisal, path),
                        name=claim.name,
                    )
            elif content is not None and claim.tag.batch in register:
                cover = register[claim.tag.batch].cover
                rows = row_count(appraisal.scheme.forms[cover.form], cover)
                PassFile(path, claim.tag, Person(claim.name), rows).read()
        except Refused as refused:
            yield refused.said
    board = read_board(appraisal)
    review = ReviewFiles(appraisal.layout.folder("review"))
    for batch in register:
        attempts = (board.attempt(batch, Pass.FIRST), board.attempt(batch, Pass.SECOND))
        yield from unsound_opinions(appraisal, batch, attempts, review)


def owners(appraisal: Appraisal) -> Iterator[Said]:
    """Where accounts are separate: what lies with the reviewers was written by one, or by an organizer
    where it is theirs to write."""
    if not appraisal.separate_accounts:
        return
    roles = appraisal.scheme.roles
    reviewers = {same_name(name) for name in roles.reviewers}
    organizers = {same_name(name) for name in roles.organizers}
    everybody = reviewers | organizers | {same_name(name) for name in roles.clerks}
    allowed = {
        "custody": reviewers,
        "review": reviewers,
        "ledger": reviewers | organizers,
        "batches": organizers,
    }
    for folder, names in allowed.items():
        for path in _records(appraisal.layout.folder(folder)):
            owner = owner_of(path)
            # Who left the scheme since is in no list; only members of the folder's group ever wrote there.
            if owner != ROOT and account_key(owner) in everybody - names:
                yield Said(
                    "{file} belongs to {who}, who may not write there",
                    file=_shown(appraisal, path),
                    who=account_key(owner),
                )


def strangers(appraisal: Appraisal) -> Iterator[Said]:
    """Files that are no record of the program's, where only records belong."""
    claims = {(claim.key, claim.tag) for claim in read_claims(appraisal)}
    ledger = appraisal.layout.folder("ledger")
    for path in _records(ledger):
        if not path.stem.isdecimal() or path.name != record_name(int(path.stem)):
            yield Said("{file} is no record of this appraisal", file=_shown(appraisal, path))
    for path in sorted(appraisal.layout.folder("entry").glob("*/*")):
        if path.suffix != ".json" or path.name.startswith(".") or path.name.endswith(".opinions.json"):
            continue
        tag = read_tag(path.stem)
        if tag is None or (path.parent.name, tag) not in claims:
            yield Said("{file}: nobody has claimed this pass", file=_shown(appraisal, path))


def _returned(tag: str, ledger: Iterable[Fields]) -> bool:
    return any(record["kind"] == "returned" and record["tag"] == tag for record in ledger)


def _records(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name[0] != "." and path.suffix == ".json")


def _shown(appraisal: Appraisal, path: Path) -> str:
    return path.relative_to(appraisal.folder).as_posix()
