"""From the store to what `exports` prints: the circumstances of a count, and writing the package."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from exports.circumstances import BatchReport, Circumstances
from store.access import find_batch
from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.board import Board, read_board, returns
from store.claims import claims_on
from store.custody import passes_in_custody
from store.durable_file import replace_durably
from store.layout import COUNTS, SCHEME, SUBJECTS, PassTag
from store.ledger import read_ledger
from store.opinion_texts import opinions_by_subject
from store.plain_file import plain_bytes
from store.reconciling import Reconciled, active_batches, reconcile
from store.ruling import offered
from tally.appraisal_tally import Tally
from tally.csv_table import decode_utf8
from tally.readings import Pass, PassReadings
from tally.rulings import accepted_slips
from tally.said import Refused, Said
from tui import language


def batch_reports(appraisal: Appraisal, batch: str | None = None) -> tuple[BatchReport, ...]:
    """What double entry gave, for one batch or for every one that is not withdrawn."""
    registered = [find_batch(appraisal, batch)] if batch is not None else list(active_batches(appraisal))
    board = read_board(appraisal)
    return tuple(_report(appraisal, board, one) for one in registered)


def _report(appraisal: Appraisal, board: Board, registered: Registered) -> BatchReport:
    cover = registered.cover
    reconciled = reconcile(appraisal, board, cover)
    if reconciled is not None:
        return BatchReport(
            cover,
            reconciled.first_by,
            reconciled.second_by,
            reconciled.first,
            reconciled.second,
            reconciled.settlement,
            reconciled.rulings,
            reconciled.as_keyed,
            _keyed(appraisal, board, reconciled),
            offered(reconciled),
        )
    names = {}
    for claim in claims_on(appraisal, cover.id):
        if claim.tag.attempt == board.attempt(cover.id, claim.tag.which):
            names[claim.tag.which] = claim.name
    return BatchReport(cover, names.get(Pass.FIRST, ""), names.get(Pass.SECOND, ""))


def _keyed(
    appraisal: Appraisal, board: Board, reconciled: Reconciled
) -> tuple[PassReadings, PassReadings] | None:
    """Both passes as they were keyed, where accepted slips make that another thing than how they are read."""
    if not accepted_slips(reconciled.rulings):
        return None
    passes = passes_in_custody(appraisal, board, reconciled.cover.id)
    if passes is None:
        return None
    return passes[Pass.FIRST].as_readings(), passes[Pass.SECOND].as_readings()


def circumstances(appraisal: Appraisal) -> Circumstances:
    """How the count was made, for the tables."""
    board = read_board(appraisal)
    ledger = read_ledger(appraisal.layout.folder("ledger"))
    return Circumstances(
        separate_accounts=appraisal.separate_accounts,
        practice=appraisal.practice,
        sealed=board.sealed,
        as_of=str(ledger[-1]["at"])[:10] if ledger else "",
        batches=batch_reports(appraisal),
        remarks=(*_returned(appraisal, board), *_changed(appraisal), *_seals(appraisal)),
        opinions=opinions_by_subject(appraisal),
        scheme_text=_text(appraisal, SCHEME),
        subjects_text=_text(appraisal, SUBJECTS),
        counts_text=_text(appraisal, COUNTS),
    )


def write_package(appraisal: Appraisal, counted: Tally, out: Path | None) -> Path:
    """Write the submission package into a folder and return it.

    Without a place of their own, packages lie in export/ by the day of the ledger's last entry.
    """
    from exports.package import package_files

    about = circumstances(appraisal)
    files = package_files(counted, about, language.translator(appraisal.scheme.language))
    folder = (
        out if out is not None else _own_folder(appraisal.layout.folder("export"), about.as_of or "empty")
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Refused(Said("{file} is no folder", file=folder)) from None
    if not os.access(folder, os.W_OK):
        raise Refused(Said("you may not write in {folder}; ask who runs the host", folder=folder))
    for name, content in files.items():
        replace_durably(folder / name, content, 0o644)
    return folder


def _own_folder(exports: Path, day: str) -> Path:
    """The folder of a day; a further one where somebody else's account wrote that one."""
    names = (day if number == 1 else f"{day}-{number}" for number in itertools.count(1))
    return next(exports / name for name in names if _mine_or_free(exports / name))


def _mine_or_free(folder: Path) -> bool:
    return not os.path.lexists(folder) or folder.lstat().st_uid == os.getuid()


def _text(appraisal: Appraisal, name: str) -> str:
    return decode_utf8(plain_bytes(appraisal.folder / name) or b"", name)


def _returned(appraisal: Appraisal, board: Board) -> list[Said]:
    remarks = []
    for record in returns(appraisal, board):
        tag: PassTag = record["tag"]
        which = Said("first pass") if tag.which is Pass.FIRST else Said("second pass")
        remarks.append(
            Said(
                "batch {batch}: the {which} was given back and keyed afresh on {day} ({reason})",
                batch=tag.batch,
                which=which,
                day=str(record["at"])[:10],
                reason=record["reason"],
            )
        )
    return remarks


def _changed(appraisal: Appraisal) -> list[Said]:
    remarks = []
    for registered in read_register(appraisal.layout.folder("batches")).values():
        cover = registered.cover
        if cover.supplement_to:
            remarks.append(
                Said(
                    "batch {batch} is a supplement to {other}: {count} sheets found later ({reason})",
                    batch=cover.id,
                    other=cover.supplement_to,
                    count=cover.collected,
                    reason=cover.reason,
                )
            )
        for change in registered.changes:
            said = (
                Said(
                    "batch {batch} was withdrawn on {day} ({reason})",
                    batch=cover.id,
                    day=change.at[:10],
                    reason=change.reason,
                )
                if change.kind == "withdraw"
                else Said(
                    "the cover sheet of batch {batch} was corrected on {day} ({reason})",
                    batch=cover.id,
                    day=change.at[:10],
                    reason=change.reason,
                )
            )
            remarks.append(said)
    return remarks


def _seals(appraisal: Appraisal) -> list[Said]:
    remarks = []
    for record in read_ledger(appraisal.layout.folder("ledger")):
        if record["kind"] == "reopened":
            remarks.append(
                Said("reopened on {day} ({reason})", day=str(record["at"])[:10], reason=record["reason"])
            )
        elif record["kind"] == "sealed" and record["incomplete"]:
            remarks.append(
                Said(
                    "sealed although incomplete on {day} ({reason})",
                    day=str(record["at"])[:10],
                    reason=record["reason"],
                )
            )
    return remarks
