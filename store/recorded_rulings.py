"""What the ledger has of a reviewer's file of rulings: how many records, and the last one's link.

With that nobody, its owner included, can take a ruling out of the file again unseen.
"""

from __future__ import annotations

from pathlib import Path

from store.appraisal import Appraisal
from store.chain import last_link
from store.chained_records import read_chained
from store.layout import READABLE_BY_GROUP
from store.ledger import add_to_ledger, last_ruled
from store.records import Records


def record_rulings(appraisal: Appraisal, path: Path, count: int, last: str) -> None:
    """Record in the ledger that a file of rulings holds `count` records now, the last one linked `last`."""
    entry = {"kind": "ruled", "file": path.name, "count": count, "last_link": last}
    add_to_ledger(appraisal.layout.folder("ledger"), [entry], appraisal.person.name)


def record_missed(appraisal: Appraisal, path: Path) -> None:
    """Record rulings that a crash between the file and the ledger has left unrecorded."""
    records = read_chained(path)
    if not records:
        return
    # What a crash left may be read and not yet be durable; it is made so before it is shown as recorded.
    Records(path, READABLE_BY_GROUP).settle()
    if last_ruled(appraisal.layout.folder("ledger"), path.name) < len(records):
        record_rulings(appraisal, path, len(records), last_link(records))
