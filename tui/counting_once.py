"""Counting for a package: every bundle is read once, and tally, reports and lists are made from that reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exports.circumstances import Circumstances
from exports.gathering import Gathering
from store.access import require
from store.appraisal import Appraisal
from store.batch_register import Registered
from store.board import Board, read_board
from store.check_progress import checks_now
from store.compared_opinions import compared_in
from store.layout import COUNTS, SCHEME, SUBJECTS
from store.plain_file import plain_bytes
from store.reconciling import Listed, Reconciled, list_once, reconcile
from store.review_files import ReviewFiles
from store.two_at_once import both
from tally.appraisal_tally import Tally, tally_sums
from tally.batch_life import Action
from tally.bundle_sums import BundleSums
from tally.counting import BatchCount
from tally.csv_table import decode_utf8
from tally.said import Translate
from tui.remarks import remarks
from tui.reporting import batch_report

FEW = 200
"""Bundles that are read sooner than a second process is made."""

Progress = Callable[[int, int], None]
"""Told how many bundles of how many are read."""


@dataclass(frozen=True, slots=True)
class CountedOnce:
    """A tally and everything that the package tells of the bundles, from one reading of custody."""

    tally: Tally
    circumstances: Circumstances
    gathering: Gathering


def count_once(appraisal: Appraisal, translate: Translate, progress: Progress | None = None) -> CountedOnce:
    """Read every bundle once, and count, compare and gather from that.

    `translate`: the words of the documents. Raises Refused where the person may not look yet, and Damaged for
    what cannot be trusted.
    """
    board = read_board(appraisal)
    require(appraisal, Action.LOOK, board=board)
    listed = list_once(appraisal)
    every = [one for one in listed.register.values() if not one.withdrawn]
    reading = _Reading(appraisal, board, listed, translate)
    half = len(every) if len(every) < FEW else (len(every) + 1) // 2
    told = (lambda done: progress(done * len(every) // half, len(every))) if progress is not None else None
    shared = (translate, appraisal.scheme, appraisal.subjects)
    if half == len(every):
        sums, gathering = reading.of(every, told)
    else:
        (sums, gathering), (more, rest) = both(
            lambda: reading.of(every[:half], told), lambda: reading.of(every[half:]), shared
        )
        sums.merge(more)
        gathering.merge(rest)
    tally = tally_sums(appraisal.scheme, appraisal.subjects, appraisal.sheets, sums).held()
    return CountedOnce(tally, _circumstances(appraisal, board, listed, tally), gathering)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading a bundle takes."""

    appraisal: Appraisal
    board: Board
    listed: Listed
    translate: Translate

    def of(
        self, bundles: Sequence[Registered], progress: Callable[[int], None] | None = None
    ) -> tuple[BundleSums, Gathering]:
        """What these bundles add up to, and what is told of them."""
        scheme, subjects = self.appraisal.scheme, self.appraisal.subjects
        sums, gathering = BundleSums(scheme), Gathering(scheme, subjects, self.translate)
        for number, registered in enumerate(bundles, start=1):
            reconciled = reconcile(
                self.appraisal, self.board, registered.cover, *self.listed.on(registered.cover)
            )
            report = batch_report(self.appraisal, self.board, registered, reconciled)
            gathering.add(report, _typed(self.appraisal, reconciled, self.listed.review))
            sums.add(BatchCount(registered.cover, report.settlement))
            if progress is not None:
                progress(number)
        return sums, gathering


def _typed(appraisal: Appraisal, reconciled: Reconciled | None, review: ReviewFiles) -> tuple[str, ...]:
    """The texts typed of a bundle's opinions; the files of texts are looked for only where one is noted."""
    if reconciled is None or not reconciled.settlement.with_opinion:
        return ()
    return tuple(one.printed for one in compared_in(appraisal, reconciled, review))


def _circumstances(appraisal: Appraisal, board: Board, listed: Listed, tally: Tally) -> Circumstances:
    ledger = listed.ledger
    return Circumstances(
        separate_accounts=appraisal.separate_accounts,
        practice=appraisal.practice,
        sealed=board.sealed,
        as_of=str(ledger[-1]["at"])[:10] if ledger else "",
        remarks=remarks(appraisal, board, listed.register, ledger),
        checks=tuple(now.result for now in checks_now(appraisal, tally, ledger)),
        scheme_text=_text(appraisal, SCHEME),
        subjects_text=_text(appraisal, SUBJECTS),
        counts_text=_text(appraisal, COUNTS),
    )


def _text(appraisal: Appraisal, name: str) -> str:
    return decode_utf8(plain_bytes(appraisal.folder / name) or b"", name)
