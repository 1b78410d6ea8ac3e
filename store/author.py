"""Who wrote a file: where accounts are separate, the owner that the kernel vouches for."""

from __future__ import annotations

import pwd
from functools import lru_cache
from pathlib import Path

from store.person import same_name

ROOT = 0


def owner_of(path: Path) -> int:
    """The uid of a file's owner; a link is looked at itself. Raises FileNotFoundError."""
    return path.lstat().st_uid


@lru_cache(maxsize=1024)
def account_of(uid: int) -> str:
    """The account's name in the password database; `uid 1234` where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def account_key(uid: int) -> str:
    """The account's name in the form in which names are compared."""
    return same_name(account_of(uid))
