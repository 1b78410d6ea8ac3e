"""Counting all bundles of an appraisal: each is read once and added up, by two processes where there are two processors.

One process reads a half of the bundles and a half of the ledger. What digest a pass has, and which one the
ledger recorded for it, meet when both halves are done; nothing is told of a count before they were compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from store.appraisal import Appraisal
from store.batch_register import read_records, record_names
from store.board import Board
from store.collector_off import collector_off
from store.custody import not_as_taken_in, read_custody
from store.faults import Damaged
from store.layout import PassTag, read_tag
from store.ledger import each_record, last_number
from store.plain_file import plain_bytes
from store.reconciling import reconcile
from store.review_files import ReviewFiles
from store.ruling_records import read_rulings
from store.split_passes import read_split
from store.two_at_once import both
from tally.agreed_ballots import SplitPass, count_split
from tally.bundle_sums import BundleSums
from tally.counting import BatchCount
from tally.cover_sheets import CoverSheet, row_count
from tally.readings import Pass
from tally.rulings import accepted_slips
from tally.said import Said

FEW = 200
"""Bundles that are counted sooner than a second process is made."""

Told = Callable[[int, int], None]
"""Told how many bundles of how many are counted."""


def count_bundles(appraisal: Appraisal, board: Board, told: Told | None = None) -> BundleSums:
    """What all bundles that are not withdrawn add up to, from custody and rulings.

    `board` says at least what was taken in and given back.

    Raises Damaged for whatever cannot be trusted: a broken chain of the ledger, a pass that is not what was
    taken in, rulings that were changed.
    """
    names = list(record_names(appraisal.layout.folder("batches")).values())
    reading = _Reading(
        appraisal,
        board,
        ReviewFiles(appraisal.layout.folder("review")),
        {name: appraisal.layout.folder(name) for name in ("batches", "custody", "ledger", "review")},
    )
    records = last_number(appraisal.layout.folder("ledger"))
    with collector_off():
        if len(names) < FEW:
            done = reading.of(names, 0, None, told, 1)
        else:
            half, middle = (len(names) + 1) // 2, (records + 1) // 2
            done, other = both(
                lambda: reading.of(names[:half], 0, middle, told, 2),
                lambda: reading.of(names[half:], middle, None),
                (appraisal.scheme,),
            )
            done.merge(other)
    done.require_taken_in(appraisal)
    return done.sums


@dataclass(slots=True)
class _Counted:
    """Some bundles, the digests of their passes, and what some records of the ledger say of any."""

    sums: BundleSums
    found: dict[str, bytes] = field(default_factory=dict)
    """Of the passes that did not meet their record yet."""
    recorded: dict[str, bytes] = field(default_factory=dict)
    """Of the records that did not meet their pass yet."""

    def meet(self, tag: str, digest: bytes) -> None:
        """A pass has this digest."""
        if self.recorded.get(tag) == digest:
            del self.recorded[tag]
        else:
            self.found[tag] = digest

    def merge(self, other: _Counted) -> None:
        """Add what the other process has counted and read."""
        self.sums.merge(other.sums)
        for one, another in ((self, other), (other, self)):
            for tag in [tag for tag, digest in one.found.items() if another.recorded.get(tag) == digest]:
                del one.found[tag], another.recorded[tag]
        self.found |= other.found

    def require_taken_in(self, appraisal: Appraisal) -> None:
        """Raise Damaged for the first pass whose bytes are not those that the ledger recorded."""
        for tag in self.found:
            _say_what_is_wrong(appraisal, tag)


def _say_what_is_wrong(appraisal: Appraisal, tag: str) -> None:
    one = read_tag(tag)
    assert one is not None  # it was made of one
    read_custody(appraisal, one)  # nearly always it is said there
    path = appraisal.layout.custody(one)
    raise Damaged(path, not_as_taken_in(plain_bytes(path) or b"", path))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading bundles takes, as it was listed at the beginning."""

    appraisal: Appraisal
    board: Board
    review: ReviewFiles
    folders: Mapping[str, Path]
    """Those that files are read from, made once."""

    def of(
        self,
        names: Sequence[Sequence[str]],
        after: int,
        until: int | None,
        told: Told | None = None,
        parts: int = 1,
    ) -> _Counted:
        """Count bundles by the names of their cover sheets' records, and read the ledger after a record."""
        done = _Counted(BundleSums(self.appraisal.scheme))
        for record in each_record(self.folders["ledger"], after, until):
            if record["kind"] == "taken-in":
                done.recorded[record["tag"]] = bytes.fromhex(record["sha256"])
        for number, its in enumerate(names, start=1):
            registered = read_records(self.folders["batches"], its)
            if not registered.withdrawn:
                done.sums.add(self._count(registered.cover, done))
            if told is not None and number % 200 == 0:
                told(number * parts, len(names) * parts)
        return done

    def _count(self, cover: CoverSheet, done: _Counted) -> BatchCount:
        tags = [self.board.tag(cover.id, which) for which in Pass]
        if not self.board.taken_in.issuperset(tags):
            return BatchCount(cover, None)
        rows = row_count(self.appraisal.scheme.forms[cover.form], cover)
        first, second = (self._read(tag, rows, done) for tag in tags)
        attempts = (tags[0].attempt, tags[1].attempt)
        files = self.review.rulings(cover.id)
        rulings = read_rulings(self.folders["review"], cover, rows, attempts, files) if files else ()
        if accepted_slips(rulings):
            reconciled = reconcile(self.appraisal, self.board, cover, files)
            return BatchCount(cover, reconciled.settlement if reconciled is not None else None)
        return count_split(cover, rows, first, second, rulings, self.appraisal.scheme)

    def _read(self, tag: PassTag, rows: int, done: _Counted) -> SplitPass:
        path = f"{self.folders['custody']}/{tag}.json"
        content = plain_bytes(path)
        if content is None:
            raise Damaged(Path(path), Said("it was taken in and is not there any more"))
        done.meet(str(tag), sha256(content).digest())
        try:
            return read_split(content, path, rows)
        except Damaged:
            _say_what_is_wrong(self.appraisal, str(tag))
            raise
