"""The files of a package on their way to the disk: it is told how many of them were taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping


class WatchedFiles(Mapping[str, bytes]):
    """A package's files by their names; `taken` is told how many are taken, before each is given.

    A file that is taken twice (compared with one that lies there, then written) counts once. What `taken` raises
    comes out where the file was asked for, so it ends the writing between two files.
    """

    def __init__(self, files: Mapping[str, bytes], taken: Callable[[int], None]) -> None:
        self._files = files
        self._tell = taken
        self._names: set[str] = set()

    def __getitem__(self, name: str) -> bytes:
        content = self._files[name]
        self._names.add(name)
        self._tell(len(self._names))
        return content

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
