"""Progress (进度) of every batch, told from file names and counts; never a mark."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from store.appraisal import Appraisal
from store.batch_register import batch_ids, each_registered, read_registered
from store.batch_state import batch_progress
from store.board import OF_ALL, board_of, board_of_names
from store.claims import Claim, claims_named, claims_on
from store.collector_off import collector_off
from tally.progress import BatchProgress, PassState

Told = Callable[[int, int], None]
"""Told how many batches of how many are read."""

_BATCH = {"batches": 0, "claims": 0, "board": 1}
"""Which part of a name in a folder is the batch's id."""


class ProgressReader:
    """Reads the progress of an appraisal again and again; by one thread at a time.

    Every record that progress is told from has a name of its own and is never replaced but by a clerk's own
    count of saved ballots. So after the first reading only names are listed, batches with new ones are read
    anew, and of passes that are being keyed the count: nothing that was read before can have become untrue.
    """

    def __init__(self, appraisal: Appraisal) -> None:
        self._appraisal = appraisal
        self._names: dict[str, frozenset[str]] = {}
        self._found: dict[str, BatchProgress] = {}

    def read(self, told: Told | None = None) -> tuple[BatchProgress, ...]:
        """How far every batch is now, withdrawn ones too, in the order of their ids.

        Raises Damaged for a record that cannot be trusted.
        """
        names = {
            folder: frozenset(
                name for name in os.listdir(self._appraisal.layout.folder(folder)) if name[0] != "."
            )
            for folder in _BATCH
        }
        changed = {folder: names[folder] ^ self._names.get(folder, frozenset()) for folder in _BATCH}
        # A seal changes the state of all batches.
        if not self._names or any(name.partition(".")[0] in OF_ALL for name in changed["board"]):
            with collector_off():
                self._found = self._read_all(names, told)
        else:
            self._read_anew(changed)
        self._names = names
        return tuple(self._found.values())

    def _read_all(self, names: Mapping[str, frozenset[str]], told: Told | None) -> dict[str, BatchProgress]:
        appraisal = self._appraisal
        board = board_of_names(appraisal, names["board"])
        claims: dict[str, list[Claim]] = {}
        for claim in claims_named(appraisal, names["claims"]):
            claims.setdefault(claim.tag.batch, []).append(claim)
        found = {}
        ids = batch_ids(appraisal.layout.folder("batches"))
        registered = each_registered(appraisal.layout.folder("batches"))
        for number, (batch, one) in enumerate(registered, start=1):
            found[batch] = batch_progress(board, claims.get(batch, ()), one)
            if told is not None and number % 200 == 0:
                told(number, len(ids))
        return found

    def _read_anew(self, changed: Mapping[str, frozenset[str]]) -> None:
        """Read the batches of which names have changed, and those that somebody is keying."""
        touched = {
            parts[_BATCH[folder]]
            for folder, names in changed.items()
            for name in names
            if len(parts := name.split(".")) > _BATCH[folder]
        }
        touched |= {
            batch
            for batch, one in self._found.items()
            if one.first.state is PassState.KEYING or one.second.state is PassState.KEYING
        }
        for batch in touched:
            self._read_one(batch)
        if changed["batches"]:
            ids = batch_ids(self._appraisal.layout.folder("batches"))
            self._found = {batch: self._found[batch] for batch in ids if batch in self._found}

    def _read_one(self, batch: str) -> None:
        appraisal = self._appraisal
        registered = read_registered(appraisal.layout.folder("batches"), batch)
        if registered is None or registered.cover.id != batch:
            self._found.pop(batch, None)  # a note on no batch, or its record was taken away
            return
        self._found[batch] = batch_progress(
            board_of(appraisal, batch), claims_on(appraisal, batch), registered
        )


def progress(appraisal: Appraisal, told: Told | None = None) -> tuple[BatchProgress, ...]:
    """How far every batch is, withdrawn ones too, in the order of their ids."""
    return ProgressReader(appraisal).read(told)
