"""Holding what reviewers and organizers record at rest, with nothing half done in it.

Each of their acts writes several files: rulings, then the ledger, then the board. Two locks that they take
anyway keep new acts from beginning: that of the review folder and that of the ledger. What was begun is
waited for: first until the ledger knows every ruling, then until the board says what the ledger does.
What a crash left undone never comes; it is left as it is, and `verify` tells of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.appraisal import Appraisal
from store.batch_register import read_registered
from store.board import read_board
from store.chain import Fields
from store.chained_records import read_chained
from store.faults import Damaged
from store.folder_lock import hold_folder
from store.layout import read_tag
from store.ledger import read_ledger, record_name
from store.reconciling import reconcile

PATIENCE = 3.0
"""Seconds without any step forward after which an act was not going on but ended by a crash."""
RECENT = 60.0
"""Seconds: an act that recorded something longer ago is not under way any more."""
_PAUSE = 0.02


@contextmanager
def record_at_rest(appraisal: Appraisal) -> Iterator[list[Fields]]:
    """Hold the record at rest and give the ledger's records. Raises Damaged for a ledger that is not sound."""
    review, ledger = appraisal.layout.folder("review"), appraisal.layout.folder("ledger")
    waiting = _Waiting()
    with hold_folder(review):
        while True:
            with hold_folder(ledger):
                records = read_ledger(ledger)
                if not waiting.goes_on(_unrecorded(review, records)):
                    _wait_for_the_board(appraisal, records)
                    yield records
                    return
            time.sleep(_PAUSE)


class _Waiting:
    """Whether to wait on: while something is owed, and within PATIENCE of the last step forward."""

    def __init__(self) -> None:
        self._owed: frozenset[str] | None = None
        self._since = 0.0

    def goes_on(self, owed: frozenset[str]) -> bool:
        """Whether what is owed may still come."""
        if owed != self._owed:
            self._owed, self._since = owed, time.monotonic()
        return bool(owed) and time.monotonic() < self._since + PATIENCE


def _unrecorded(review: Path, records: list[Fields]) -> frozenset[str]:
    """The files of rulings that hold more than the ledger knows."""
    known = {record["file"]: record["count"] for record in records if record["kind"] == "ruled"}
    found = set()
    for path in review.glob("*.json"):
        if path.name[0] == "." or path.name.endswith(".opinions.json") or not _is_recent(path):
            continue
        try:
            if len(read_chained(path)) > known.get(path.name, 0):
                found.add(path.name)
        except Damaged:
            continue
    return frozenset(found)


def _wait_for_the_board(appraisal: Appraisal, records: list[Fields]) -> None:
    waiting = _Waiting()
    touched = _touched(appraisal, records)
    while True:
        owed, touched = _owed(appraisal, records, touched)
        if not waiting.goes_on(owed):
            return
        time.sleep(_PAUSE)


def _owed(
    appraisal: Appraisal, records: list[Fields], touched: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The notes that the board still owes; and the batches of which it does not say rightly whether they
    are settled, among those touched lately."""
    board = read_board(appraisal)
    owed = set()
    for kind, tags in (("taken-in", board.taken_in), ("returned", board.returned)):
        noted = {str(tag) for tag in tags}
        owed |= {
            f"{kind}.{record['tag']}"
            for record in records
            if record["kind"] == kind and record["tag"] not in noted
        }
    seals = [record["kind"] for record in records if record["kind"] in ("sealed", "reopened")]
    if board.sealed != (seals[-1:] == ["sealed"]):
        owed.add("seal")
    unsettled = set()
    for batch in touched:
        registered = read_registered(appraisal.layout.folder("batches"), batch)
        if registered is None or registered.withdrawn:
            continue
        try:
            now = reconcile(appraisal, board, registered.cover)
        except Damaged:
            continue
        if now is not None:
            done = now.settlement.is_settled and not now.settlement.open_opinions
            if done != (registered.cover.id in board.settled):
                unsettled.add(batch)
    # A batch may become one to be settled when its note of taking in comes.
    pending = {tag.batch for name in owed if (tag := read_tag(name.partition(".")[2]))}
    return frozenset(owed | unsettled), frozenset(unsettled | (pending & touched))


def _touched(appraisal: Appraisal, records: list[Fields]) -> frozenset[str]:
    """The batches of which something was recorded lately."""
    ledger = appraisal.layout.folder("ledger")
    found = set()
    for record in reversed(records):
        if not _is_recent(ledger / record_name(record["n"])):
            break
        tag = read_tag(record["tag"]) if "tag" in record else None
        if tag is not None:
            found.add(tag.batch)
        elif record["kind"] == "ruled":
            found.add(record["file"].partition(".")[0])
    return frozenset(found)


def _is_recent(path: Path) -> bool:
    try:
        return abs(time.time() - path.stat().st_mtime) < RECENT
    except FileNotFoundError:
        return False
