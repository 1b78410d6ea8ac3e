"""Custody (留存): the exact bytes of a handed-in pass, kept where its clerk cannot reach them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from store.appraisal import Appraisal
from store.board import Board
from store.chain import Fields, sha256
from store.faults import Damaged
from store.json_file import read_record
from store.json_text import decoded, decoded_again
from store.layout import PassTag
from store.ledger import read_ledger_record
from store.pass_events import PassContent, read_events
from store.plain_file import plain_bytes
from tally.readings import Pass
from tally.said import Said


def read_custody(appraisal: Appraisal, tag: PassTag, ledger: Sequence[Fields] | None = None) -> PassContent:
    """A pass as it was taken in: its bytes are those that the ledger recorded.

    Its chain was checked when it was taken in, and these are the same bytes; `verify` checks it again.
    `ledger`: all of its records, where the whole of it was just read.
    Raises Damaged, naming what does not fit.
    """
    path = appraisal.layout.custody(tag)
    content = plain_bytes(path)
    if content is None:
        raise Damaged(path, Said("it was taken in and is not there any more"))
    if sha256(content) != taking_in(appraisal, tag, ledger)["sha256"]:
        raise Damaged(path, not_as_taken_in(content, path))
    return pass_content(content, path, check_chain=False)


def taking_in(appraisal: Appraisal, tag: PassTag, ledger: Sequence[Fields] | None = None) -> Fields:
    """The ledger's record of a pass being taken in, found by the number that the board has for it."""
    note = appraisal.layout.board(f"taken-in.{tag}")
    number = read_record(note).get("record")
    if type(number) is not int or number < 1:
        raise Damaged(note, Said("it names no record of the ledger"))
    if ledger is None:
        record = read_ledger_record(appraisal.layout.folder("ledger"), number)
    elif number <= len(ledger):
        record = ledger[number - 1]
    else:
        raise Damaged(note, Said("it names no record of the ledger"))
    if record["kind"] != "taken-in" or record["tag"] != str(tag):
        raise Damaged(note, Said("the ledger does not know it"))
    return record


def passes_in_custody(
    appraisal: Appraisal, board: Board, batch: str, ledger: Sequence[Fields] | None = None
) -> dict[Pass, PassContent] | None:
    """Both passes of a batch from custody, or None until both are there. `ledger` as for `read_custody`."""
    tags = {which: board.tag(batch, which) for which in Pass}
    if not all(tag in board.taken_in for tag in tags.values()):
        return None
    return {which: read_custody(appraisal, tag, ledger) for which, tag in tags.items()}


def not_as_taken_in(content: bytes, path: Path) -> Said:
    """Why bytes whose digest does not fit are no pass, or that they are another one than was taken in."""
    try:
        pass_content(content, path)
    except Damaged as damaged:
        return Said("it is not what was taken in: {why}", why=damaged.why)
    return Said("it is not what was taken in, though its chain fits")


def pass_content(content: bytes, path: Path, *, check_chain: bool = True) -> PassContent:
    """What the bytes of a pass file say. Raises Damaged, naming `path`, where they are no sound pass.

    `check_chain` False is for bytes whose chain was checked before, and whose digest says that they are
    the same.
    """
    # Bytes whose chain was checked were read strictly then: they hold no field twice.
    tables = decoded(content, path) if check_chain else decoded_again(content, path)
    try:
        records = next(iter(tables.values()))
        ordered = [records[str(place)] for place in range(1, len(records) + 1)]
    except (KeyError, AttributeError, StopIteration, TypeError):
        raise Damaged(path, Said("it is no pass")) from None
    return read_events(ordered, path, check_chain=check_chain)
