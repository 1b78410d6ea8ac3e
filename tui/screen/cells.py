"""Lines of terminal cells: text in a few looks, measured and cut by cells, never by characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rich.cells import cell_len


class Look(Enum):
    """How a piece of text is set off. Nothing is told by colour alone."""

    PLAIN = ""
    BOLD = "bold"
    REVERSE = "reverse"
    DIM = "dim"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one look."""

    text: str
    look: Look = Look.PLAIN


Line = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """A line made of plain texts and spans; empty pieces are left out."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts if part)


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How many cells a text takes, as Textual counts them."""
    return cell_len(text)


def line_width(spans: Iterable[Span]) -> int:
    """How many cells a line takes."""
    return sum(width(span.text) for span in spans)


@lru_cache(maxsize=4096)
def cut(text: str, cells: int) -> str:
    """The beginning of a text that fits into `cells`; what is cut off is told by two dots."""
    if width(text) <= cells:
        return text
    kept, used = [], 0
    for character in text:
        wide = width(character)
        if used + wide > cells - 2:
            break
        kept.append(character)
        used += wide
    return ("".join(kept) + "..")[: max(0, cells)] if cells >= 2 else ""


@lru_cache(maxsize=4096)
def pad(text: str, cells: int) -> str:
    """A text cut or filled with blanks to exactly `cells`."""
    shown = cut(text, cells)
    return shown + " " * (cells - width(shown))


def pad_left(text: str, cells: int) -> str:
    """A text set to the right of `cells`."""
    shown = cut(text, cells)
    return " " * (cells - width(shown)) + shown


def wrap(text: str, cells: int) -> list[str]:
    """A text broken into lines of at most `cells`, as the tables break theirs; `\\n` ends a line."""
    from exports import plain_text  # it measures by wcwidth, which takes its time to import

    return [line_ for paragraph in text.split("\n") for line_ in plain_text.wrap(paragraph, cells)]
