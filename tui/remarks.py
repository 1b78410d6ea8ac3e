"""What happened on the way of a count and is told under its tables: returned passes, changed cover sheets, seals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.appraisal import Appraisal
from store.batch_register import Registered
from store.board import Board, returns
from store.chain import Fields
from store.layout import PassTag
from tally.readings import Pass
from tally.said import Said


def remarks(
    appraisal: Appraisal, board: Board, register: Mapping[str, Registered], ledger: Sequence[Fields]
) -> tuple[Said, ...]:
    """In the order: passes given back, bundles changed, seals."""
    return (*_returned(appraisal, board), *_changed(register), *_seals(ledger))


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


def _changed(register: Mapping[str, Registered]) -> list[Said]:
    remarks = []
    for registered in register.values():
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


def _seals(ledger: Sequence[Fields]) -> list[Said]:
    remarks = []
    for record in ledger:
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
