"""A lock on a whole folder, for records that several people add to it.

`flock` on the folder itself: in a sticky folder `fs.protected_regular` refuses a shared lock file, even
to root, and a folder is never replaced by a rename.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold the folder against everybody else who asks; waits for them."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
