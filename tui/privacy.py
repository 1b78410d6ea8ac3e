"""Marks stay in the appraisal's folder and on the screen: no core dump, no log, no readable memory.

Two people may share an account, and a host may send its core dumps anywhere.
"""

from __future__ import annotations

import os
import resource
from functools import cache

_PR_SET_DUMPABLE = 4


def leave_no_dump() -> None:
    """A crash of this process writes no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@cache
def close_memory() -> None:
    """Nobody but root may read this process's memory, and no program that collects core dumps gets one.

    For screens, which hold a clerk's marks for hours. What must look at the terminal's name does it first:
    /proc of such a process is root's. Done once; asking again costs nothing.
    """
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def forget_surroundings() -> None:
    """Take out of the environment what would have Textual write keys and screens to a file or a port."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
