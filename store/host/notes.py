"""Claims and notes on the board that their owners may not make: places held for nobody, names taken beforehand."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from store.appraisal import Appraisal, Description
from store.batch_register import batch_ids
from store.board import OF_A_BATCH, OF_A_PASS, OF_ALL, Board, read_board
from store.host.contents import Contents
from store.host.findings import Bad, to_be_moved_out
from store.host.owners import look_at
from store.layout import Layout, read_tag
from store.person import Person
from tally.said import Said


def note_findings(contents: Contents, description: Description) -> Iterator[Bad]:
    """What `read_board` and the claims would not count, or should not."""
    if not all((contents.root / name).is_dir() for name in ("board", "claims", "batches")):
        return  # told where the folders themselves are looked at
    board = _board(contents.root, description)
    for name in board.foreign:
        path = contents.root / "board" / name
        yield to_be_moved_out(path, Said("its owner may not put up such a note; it does not count"))
    for path in contents.listed(contents.root / "board"):
        if not path.name.startswith(".") and not _is_note(path.name):
            yield to_be_moved_out(path, Said("it is no note of this program"))
    yield from _claims(contents, board)
    yield from _reviewed(contents)


def _board(root: Path, description: Description) -> Board:
    assert description.scheme is not None  # whoever checks a host has refused a scheme with mistakes
    return read_board(
        Appraisal(
            layout=Layout(root),
            scheme=description.scheme,
            subjects=description.subjects,
            sheets=description.sheets,
            person=Person("root"),
            separate_accounts=True,
            practice=False,
            findings=description.findings,
        )
    )


def _is_note(name: str) -> bool:
    kind, _, rest = name.partition(".")
    if kind in OF_A_PASS:
        return read_tag(rest) is not None
    if kind in OF_A_BATCH:
        batch, _, rest = rest.rpartition(".")
        return bool(batch) and rest.isdecimal()
    return kind in OF_ALL and rest.isdecimal()


def _claims(contents: Contents, board: Board) -> Iterator[Bad]:
    batches = set(batch_ids(contents.root / "batches"))
    claimed: dict[tuple[str, str], set[int]] = {}
    for path in contents.listed(contents.root / "claims"):
        if path.name.startswith("."):
            continue
        tag, seen = read_tag(path.name), look_at(path)
        if seen is None:
            continue
        if tag is None:
            yield to_be_moved_out(path, Said("it is no claim"))
        elif tag.batch not in batches:
            yield to_be_moved_out(path, Said("{who} claims a batch that is not registered", who=seen.owner))
        elif tag.attempt > board.attempt(tag.batch, tag.which):
            yield to_be_moved_out(
                path, Said("{who} claims an attempt at a pass that is not open yet", who=seen.owner)
            )
        else:
            claimed.setdefault((tag.batch, seen.owner), set()).add(tag.number)
    for (batch, who), numbers in sorted(claimed.items()):
        if len(numbers) > 1:
            yield Bad(
                contents.root / "claims",
                Said("{who} claims both passes of batch {batch}; a reviewer gives one back", who=who, batch=batch),
                shlex.join(
                    ("pingyi", "--dir", str(contents.root), "return", "--batch", batch, "--pass", "second",
                     "--reason", "both passes by one clerk")
                ),
            )  # fmt: skip


def _reviewed(contents: Contents) -> Iterator[Bad]:
    """A file of rulings bears its author's name, and is read as theirs."""
    roles = contents.roles
    known = {*roles.clerks, *roles.reviewers, *roles.organizers}
    for path in contents.listed(contents.root / "review"):
        who = path.name.removesuffix(".json").removesuffix(".opinions").partition(".")[2]
        seen = look_at(path)
        if seen is not None and who in known and seen.owner not in (who, "root"):
            what = Said("it bears the name of {name} and is {who}'s", name=who, who=seen.owner)
            yield to_be_moved_out(path, what)
