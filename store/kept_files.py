"""The files of rulings and opinions as they stand, by digest: what a seal vouches for beside the passes."""

from __future__ import annotations

from pathlib import Path

from store.chain import sha256
from store.layout import Layout
from store.plain_file import plain_bytes


def kept_digests(layout: Layout) -> dict[str, str]:
    """The SHA-256 of each, by its path inside the appraisal. Raises Damaged for one that is no plain file."""
    return {
        path.relative_to(layout.root).as_posix(): sha256(plain_bytes(path) or b"") for path in _files(layout)
    }


def _files(layout: Layout) -> list[Path]:
    reviewed = [path for path in layout.folder("review").glob("*.json") if not path.name.startswith(".")]
    typed = list(layout.folder("entry").glob("*/*.opinions.json"))
    return sorted(reviewed + [path for path in typed if not path.name.startswith(".")])
