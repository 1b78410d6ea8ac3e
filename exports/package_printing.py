"""Printing the documents of a package, in two parts that can be printed at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from exports.document import Document
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


Pages = list[tuple[str, str]]
"""Names of files with their texts; a document in two parts has its name twice."""


def in_two(documents: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The documents in two lists with about as many sheets, the one on the border in two parts."""
    half = sum(len(document.sheets) for _, document in documents) // 2
    first: list[Placed] = []
    rest: list[Placed] = []
    for folder, document in documents:
        cut = min(max(half, 0), len(document.sheets))
        half -= len(document.sheets)
        for part, sheets in ((first, document.sheets[:cut]), (rest, document.sheets[cut:])):
            if sheets or (not document.sheets and part is first):
                part.append((folder, Document(document.name, sheets)))
    return first, rest


def joined(*parts: Pages) -> dict[str, str]:
    """The texts by name; where a document came in two parts its pages go on after a form feed."""
    found: dict[str, str] = {}
    for name, text in (one for part in parts for one in part):
        feed = "\f" if name.endswith(".txt") else "\n"
        found[name] = f"{found[name]}{feed}{text}" if name in found else text
    return found


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints documents in the formats that were asked for."""

    translate: Translate
    formats: Sequence[str]

    def of(self, documents: Sequence[Placed], progress: Progress | None = None, of: int = 0) -> Pages:
        """The texts of documents; `progress` is told how many of `of` are printed."""
        pages: Pages = []
        for number, (folder, document) in enumerate(documents, start=1):
            name = f"{folder}/{document.name}" if folder else document.name
            pages.append((f"{name}.txt", paged_text(document, self.translate)))
            if MARKDOWN in self.formats:
                pages.append((f"{name}.md", markdown(document)))
            if progress is not None:
                progress(number, of)
        return pages
