"""Printing the documents of a package in every format that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from exports.document import Document
from exports.folded_files import FoldedFiles
from exports.markdown import markdown
from exports.package_formats import MARKDOWN
from exports.paged_text import paged_text
from tally.said import Translate

A = TypeVar("A")
B = TypeVar("B")

Progress = Callable[[int, int], None]
"""Told after each document how many of how many are printed."""

Placed = tuple[str, Document]
"""A document with its folder in the package."""


class Both(Protocol):
    """Does two pieces of work and gives what both give."""

    def __call__(self, here: Callable[[], A], there: Callable[[], B]) -> tuple[A, B]:
        """First what `here` gives, then what `there` gives."""


def one_after_the_other(here: Callable[[], A], there: Callable[[], B]) -> tuple[A, B]:
    """What both give; whoever has a second processor hands in something that does both at once."""
    return here(), there()


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints documents in the formats that were asked for."""

    translate: Translate
    formats: Sequence[str]

    def of(self, documents: Sequence[Placed], progress: Progress | None = None, of: int = 0) -> FoldedFiles:
        """The files of documents by name; `progress` is told how many of `of` are printed."""
        files = FoldedFiles()
        for number, (folder, document) in enumerate(documents, start=1):
            name = f"{folder}/{document.name}" if folder else document.name
            files[f"{name}.txt"] = paged_text(document, self.translate).encode()
            if MARKDOWN in self.formats:
                files[f"{name}.md"] = markdown(document).encode()
            if progress is not None:
                progress(number, of)
        return files
