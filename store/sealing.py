"""Sealing (封存) and reopening (启封): the end of an appraisal, and taking that back with a reason."""

from __future__ import annotations

from store import board as board_notes
from store import clock
from store.access import require
from store.appraisal import Appraisal
from store.board import read_board
from store.chain import sha256
from store.ledger import add_to_ledger
from store.person import same_name
from store.reconciling import batch_counts
from tally.appraisal_tally import tally_appraisal
from tally.permissions import Action
from tally.said import Refused, Said


def seal(appraisal: Appraisal, *, incomplete: bool = False, reason: str = "") -> None:
    """End the appraisal: no more keying or ruling. Raises Refused unless complete, or told to anyway."""
    require(appraisal, Action.ORGANIZE)
    if incomplete and not reason.strip():
        raise Refused(Said("sealing what is not complete needs a reason: --reason ..."))
    tally = tally_appraisal(appraisal.scheme, appraisal.subjects, appraisal.sheets, batch_counts(appraisal))
    if not incomplete and not tally.complete:
        raise Refused(
            Said(
                "the count is not complete (pingyi status tells what is open); or seal with --incomplete --reason ..."
            )
        )
    if not incomplete and tally.open.opinions:
        raise Refused(
            Said(
                "whether {number} ballots have an opinion is still to be ruled on (pingyi review)",
                number=tally.open.opinions,
            )
        )
    _record(
        appraisal,
        "sealed",
        {"incomplete": incomplete, "reason": reason.strip(), "review": _digests(appraisal)},
    )


def reopen(appraisal: Appraisal, reason: str) -> None:
    """Open a sealed appraisal again, for a reason that stands in the ledger and under the tables."""
    board = read_board(appraisal.layout.folder("board"))
    if not board.sealed:
        raise Refused(Said("the appraisal is not sealed; there is nothing to reopen"))
    organizers = appraisal.scheme.roles.organizers
    if organizers and appraisal.person.key not in {same_name(name) for name in organizers}:
        raise Refused(
            Said(
                "{wanted}; {person} is not among them in scheme.toml, [roles]",
                wanted=Said("this is for organizers"),
                person=appraisal.person.name,
            )
        )
    if not reason.strip():
        raise Refused(Said("a reason is needed: --reason ..."))
    _record(appraisal, "reopened", {"reason": reason.strip()})


def _record(appraisal: Appraisal, kind: str, fields: dict[str, object]) -> None:
    folder = appraisal.layout.folder("board")
    board = read_board(folder)
    number = (board.seals if kind == "sealed" else board.reopenings) + 1
    add_to_ledger(appraisal.layout.folder("ledger"), [{"kind": kind, **fields}], appraisal.person.name)
    shown = {"by": appraisal.person.name, "at": clock.now(), "reason": fields["reason"]}
    board_notes.note_seal(folder, kind, number, shown)


def _digests(appraisal: Appraisal) -> dict[str, str]:
    """The digest of every file of rulings, so that a change after sealing is seen."""
    folder = appraisal.layout.folder("review")
    return {
        path.name: sha256(path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.suffix == ".json" and not path.name.startswith(".")
    }
