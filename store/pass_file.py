"""A clerk's pass on disk: each ballot is one durable write, chained to the one before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from store import clock
from store.chain import Fields, chained, last_link
from store.faults import Damaged
from store.layout import READABLE_BY_GROUP, PassTag
from store.pass_events import HAND_IN, PassContent, handing_in, opening, read_events
from store.person import Person
from store.plain_file import require_plain
from store.records import Records
from tally.said import Refused, Said


class PassFile:
    """One attempt at a pass, in its clerk's own folder."""

    def __init__(self, path: Path, tag: PassTag, person: Person, rows: int) -> None:
        self._path = path
        self._tag = tag
        self._person = person
        self._rows = rows
        self._records = Records(path, READABLE_BY_GROUP)

    def settle(self) -> None:
        """For the clerk who goes on with the pass: what a killed session left is made durable first.

        Only then may a ballot that stands in the file be called saved. Raises NotSaved.
        """
        require_plain(self._path)
        self._records.settle()

    def read(self) -> PassContent | None:
        """What is saved; None before the first save. Raises Damaged where the file cannot be trusted."""
        require_plain(self._path)
        records = self._records.all()
        if not records:
            return None
        content = read_events(records, self._path)
        if content.tag != self._tag or not self._person.is_called(content.name):
            raise Damaged(self._path, Said("it belongs to another person or batch"))
        if content.rows != self._rows:
            raise Damaged(self._path, Said("its ballots have other rows than the batch has"))
        return content

    def append(self, events: Sequence[Fields]) -> str:
        """Write events durably, in one write; returns the last link.

        Raises Refused where the pass was handed in meanwhile, NotSaved where the disk failed.
        """
        link = ""

        def continued(existing: Sequence[Fields]) -> list[Fields]:
            nonlocal link
            if existing and not all(isinstance(existing[-1].get(name), str) for name in ("kind", "link")):
                raise Damaged(self._path, Said("it is no pass"))
            if existing and existing[-1]["kind"] == HAND_IN:
                raise Refused(Said("this pass is handed in; nothing more can be keyed into it"))
            fresh = list(events)
            if not existing:
                fresh.insert(0, opening(self._tag, self._person.name, self._rows, clock.now()))
            linked = chained(last_link(existing), fresh)
            link = str(linked[-1]["link"])
            return linked

        require_plain(self._path)
        self._records.append(continued)
        return link

    def hand_in(self, sheets: int, ballots: int) -> str:
        """Close the pass durably."""
        return self.append([handing_in(sheets, ballots, clock.now())])
