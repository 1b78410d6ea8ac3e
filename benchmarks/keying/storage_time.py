"""What the disk alone takes for the same saves: the store without a screen, in the same folder."""

from __future__ import annotations

import time
from pathlib import Path

from store.appraisal import open_appraisal
from store.keying_session import begin_keying
from tally.readings import Reading


def saves_alone(folder: Path, count: int) -> list[float]:
    """Seconds of each of `count` saves as another clerk's pass of batch B1."""
    found = []
    appraisal = open_appraisal(folder, "zhao")
    with begin_keying(appraisal, "B1", second=True) as session:
        for number in range(1, count + 1):
            marks = "".join("1324"[(number + row) % 4] for row in range(session.rows))
            began = time.perf_counter()
            session.save(number, Reading(marks))
            found.append(time.perf_counter() - began)
    return found
