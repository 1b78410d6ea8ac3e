"""Whether an appraisal is so small that it is read before a screen is drawn."""

from __future__ import annotations

import itertools
import os

from store.appraisal import Appraisal

SMALL = 200
"""Batches that are read while a key is handled: some 30 ms. A county's 5,000 ballots are 100. The bound is a number
and not a time, so that the same folder gives the same screens on any machine and a screen on a slow line is sent once."""


def read_at_once(appraisal: Appraisal) -> bool:
    """Whether the appraisal has few batches, told from so many names of its register and no more."""
    with os.scandir(appraisal.layout.folder("batches")) as names:
        return sum(1 for _ in itertools.islice(names, SMALL + 1)) <= SMALL
