"""The files of a package while it is made: each is held compressed, for a large one's tables say much alike."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, MutableMapping

_SMALL = 65536
"""Bytes below which a file is held as it is."""
_FAST = 1


class FoldedFiles(MutableMapping[str, bytes]):
    """Files by name. Reading one gives all its bytes, which are let go when the reader is done with them.

    The package of 100,000 ballots is 60 MB, most of it two CSV files that fold to a twentieth.
    """

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self._plain: dict[str, bytes] = {}
        self._folded: dict[str, bytes] = {}
        self.update(files or {})

    def __getitem__(self, name: str) -> bytes:
        if name in self._folded:
            return zlib.decompress(self._folded[name])
        return self._plain[name]

    def __setitem__(self, name: str, content: bytes) -> None:
        self._plain.pop(name, None)
        self._folded.pop(name, None)
        if len(content) < _SMALL:
            self._plain[name] = content
        else:
            self._folded[name] = zlib.compress(content, _FAST)

    def __delitem__(self, name: str) -> None:
        del (self._folded if name in self._folded else self._plain)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((*self._plain, *self._folded)))

    def __len__(self) -> int:
        return len(self._plain) + len(self._folded)

    def take(self, other: FoldedFiles) -> None:
        """Take over the files of another, as they are held."""
        self._plain |= other._plain
        self._folded |= other._folded
