"""Opening a batch that is begun: claims, board, hold, the chain held against its links, file and folder synced."""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.store import ways
from benchmarks.store.ballots import Kind
from benchmarks.store.turns import Times
from store.appraisal import open_appraisal
from store.keying_session import begin_keying


def openings(folder: Path, kind: Kind, ballots: int, times: int) -> tuple[Times, Times]:
    """Seconds of opening batch B1 with all but one of its ballots saved, and of its floor."""
    ways.make_appraisal(folder, kind, ballots, 2)
    save = ways.session(folder, kind)
    for number in range(1, ballots):
        save(1, number)()
    save(2, 1)()  # lets go of batch B1
    appraisal = open_appraisal(folder, "wang")
    path = folder / "entry" / "wang" / "B1.1.1.json"
    opened, floor = Times(), Times()
    for _ in range(times):
        began = time.perf_counter()
        session = begin_keying(appraisal, "B1")
        opened.every.append(time.perf_counter() - began)
        assert len(session.keyed) == ballots - 1
        session.close()
        began = time.perf_counter()
        _read_and_sync(path)
        floor.every.append(time.perf_counter() - began)
    return opened, floor


def _read_and_sync(path: Path) -> None:
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        if place == path:
            os.read(handle, os.fstat(handle).st_size)
        os.fsync(handle)
        os.close(handle)
